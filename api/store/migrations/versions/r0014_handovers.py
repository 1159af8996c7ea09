"""Hand-over sheets, and finding entries of the server journal by their type."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.database.tables import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the index; no hand-over is known before."""
    op.create_table(
        "handover",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="handover_pkey"),
    )
    op.create_index("server_event_type", "server_event", ["type", "seq"])


def downgrade() -> None:
    """Drop both; entries about hand-overs and of the shift log stay in the server journal."""
    op.drop_index("server_event_type", "server_event")
    op.drop_table("handover")
