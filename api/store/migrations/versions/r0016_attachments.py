"""The content of attachments, in parts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.database.tables import Instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nothing was attached before."""
    op.create_table(
        "attachment_part",
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("put_at", Instant(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident", "sha256", "part", name="attachment_part_pkey"),
    )


def downgrade() -> None:
    """Drop the table; the entries keep the hashes of what was attached."""
    op.drop_table("attachment_part")
