"""A table that is made from the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.fault_injection import reached

revision = "9003"
down_revision = "9002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, die perhaps, fill it."""
    op.create_table(
        "length",
        sa.Column("incident", sa.String(), sa.ForeignKey("incident.id"), primary_key=True),
        sa.Column("entries", sa.Integer(), nullable=False),
    )
    reached("in_migration")
    op.execute("INSERT INTO length SELECT incident, count(*) FROM event GROUP BY incident")


def downgrade() -> None:
    """Drop it."""
    op.drop_table("length")
