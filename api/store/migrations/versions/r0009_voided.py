"""Incidents that were opened by mistake or twice leave the lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. No incident of before is voided: there was no such command."""
    voided: sa.Column[bool] = sa.Column(
        "voided", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("incident", voided)


def downgrade() -> None:
    """Drop the column; voided incidents are then listed as closed ones."""
    # Not by a copy of the table: entries and slots point at it.
    op.drop_column("incident", "voided")
