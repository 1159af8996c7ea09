"""A table that SQLite has to copy, and an index on it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.fault_injection import reached

revision = "9002"
down_revision = "9001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Copy the ledger into a table with one more column, die perhaps, index it."""
    with op.batch_alter_table("report_slot", recreate="auto") as table:
        table.add_column(sa.Column("rank", sa.Integer(), nullable=False, server_default="1"))
        table.alter_column("clause", existing_type=sa.String(), nullable=True)
    reached("in_migration")
    op.create_index("report_slot_rank", "report_slot", ["rank", "due_at"])


def downgrade() -> None:
    """Copy it back."""
    op.drop_index("report_slot_rank", "report_slot")
    with op.batch_alter_table("report_slot") as table:
        table.drop_column("rank")
        table.alter_column("clause", existing_type=sa.String(), nullable=False)
