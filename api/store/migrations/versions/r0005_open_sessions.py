"""What an account sees of its own sign-ins and tokens, and tokens that only read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. Tokens made before may write as they did."""
    with op.batch_alter_table("session") as table:
        table.add_column(
            sa.Column("read_only", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("address", sa.String()))
        table.add_column(sa.Column("agent", sa.String()))


def downgrade() -> None:
    """Drop the columns; a token that only read may then write."""
    with op.batch_alter_table("session") as table:
        for column in ("agent", "address", "read_only"):
            table.drop_column(column)
