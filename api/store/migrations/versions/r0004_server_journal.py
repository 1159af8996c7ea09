"""The server journal, proposals that wait for a second administrator, since when roles are held.

Names of accounts get the form in which they are compared. `begin` of
`api.store.server_journal.beginning` tells the new journal what there was before.
"""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    """Make the tables and columns, and fold the names that there are."""
    op.create_table(
        "server_event",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
    )
    op.create_index("server_event_way", "server_event", ["way", "at"])
    _append_only()
    op.create_table(
        "account_proposal",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("new", sa.Boolean(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("password", sa.String()),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("reason", sa.String()),
    )
    op.add_column("account", sa.Column("since", sa.Text()))
    op.add_column("account", sa.Column("folded", sa.String()))
    op.create_index("ix_account_folded", "account", ["folded"])
    op.add_column("idempotency", sa.Column("audience", sa.String()))
    _fold_names()


def downgrade() -> None:
    """Drop them. The server journal is lost."""
    op.drop_column("idempotency", "audience")
    op.drop_index("ix_account_folded", "account")
    op.drop_column("account", "folded")
    op.drop_column("account", "since")
    op.drop_table("account_proposal")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER server_event_append_only ON server_event")
    op.drop_table("server_event")
    op.execute("DELETE FROM meta WHERE key = 'server_journal'")


def _fold_names() -> None:
    account = sa.table("account", sa.column("name"), sa.column("folded"))
    connection = op.get_bind()
    for name in connection.scalars(sa.select(account.c.name)).all():
        words = unicodedata.normalize("NFKC", name).casefold()
        folded = unicodedata.normalize("NFKC", words).strip()
        place = sa.update(account).where(account.c.name == name)
        connection.execute(place.values(folded=folded))


def _append_only() -> None:
    """Refuse UPDATE and DELETE on the journal, as on those of incidents."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER server_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            "ON server_event FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()"
        )
        return
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER server_event_no_{action.lower()} BEFORE {action} ON server_event "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )
