"""The server's chain: a link for what each commit adds to any journal.

What there was before is covered by the founding link, which every start makes where there is
none (`api.store.database.chain_links`).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table, which takes new rows only."""
    op.create_table(
        "chain_link",
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
    )
    op.create_index("chain_link_kind", "chain_link", ["kind", "position"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER chain_link_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            "ON chain_link FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()"
        )
        return
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER chain_link_no_{action.lower()} BEFORE {action} ON chain_link "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )


def downgrade() -> None:
    """Drop it. Sign-ins, cursors and first answers can then be edited unseen."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER chain_link_append_only ON chain_link")
    op.drop_table("chain_link")
