"""Signs of life of the nodes, and what happened to their clocks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make both tables; until the first sign of life the journal's last entry counts."""
    op.create_table(
        "node_clock",
        sa.Column("node", sa.String(), primary_key=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("wall", INSTANT, nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("since", INSTANT),
    )
    op.create_table(
        "clock_mark",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("wall", INSTANT, nullable=False),
        sa.Column("moved_ms", BIG, nullable=False),
        sa.Column("account", sa.String()),
        sa.Column("reason", sa.String()),
    )


def downgrade() -> None:
    """Drop both. The next start has no sign of life to compare its clock with."""
    op.drop_table("clock_mark")
    op.drop_table("node_clock")
