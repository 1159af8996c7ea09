"""The first schema: journals, what is derived from them, accounts, upkeep.

Types are spelt out here, apart from `api.store.database.tables`: history does not change with it.
Entries of the journal can be added only; the database itself refuses the rest.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    """Make all tables."""
    _incidents()
    _events()
    _slots()
    _accounts()
    _upkeep()
    _append_only()


def downgrade() -> None:
    """Drop all tables, and with them everything."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER event_append_only ON event")
        op.execute("DROP FUNCTION event_append_only")
    for name in ("meta", "counter", "plan_text", "idempotency", "session", "account"):
        op.drop_table(name)
    for name in ("report_slot", "event", "incident"):
        op.drop_table(name)


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("number", sa.String(), nullable=False, unique=True),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("plan_version", sa.String(), nullable=False),
        sa.Column("plan_digest", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("exercise", sa.Boolean(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("level", sa.String()),
        sa.Column("sub_state", sa.String()),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("next_wake_at", INSTANT),
        sa.Column("first_cursor", BIG, nullable=False),
        sa.Column("last_cursor", BIG, nullable=False),
    )
    op.create_index("incident_first_cursor", "incident", ["first_cursor"], unique=True)
    op.create_index("incident_next_wake_at", "incident", ["next_wake_at"])


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("cursor", BIG, primary_key=True, autoincrement=False),
        sa.Column("incident", sa.String(), sa.ForeignKey("incident.id"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("clause", sa.String()),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.UniqueConstraint("incident", "seq", name="event_incident_seq"),
    )


def _slots() -> None:
    op.create_table(
        "report_slot",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("incident", sa.String(), sa.ForeignKey("incident.id"), nullable=False),
        sa.Column("obligation", sa.String(), nullable=False),
        sa.Column("reporter", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("opens_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("immediately", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("submitted_at", INSTANT),
        sa.Column("report_seq", sa.Integer()),
        sa.Column("reason", sa.String()),
        sa.UniqueConstraint(
            "incident", "obligation", "reporter", "due_at", name="report_slot_owed_once"
        ),
    )
    op.create_index("report_slot_due_at", "report_slot", ["due_at", "id"])
    op.create_index("report_slot_reporter", "report_slot", ["reporter", "due_at"])
    op.create_index("report_slot_state", "report_slot", ["state", "due_at"])


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("password", sa.String()),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("division", sa.String()),
        sa.Column("unit", sa.String()),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("account", sa.String(), sa.ForeignKey("account.name"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT),
        sa.Column("revoked", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_session_account", "session", ["account"])


def _upkeep() -> None:
    op.create_table(
        "idempotency",
        sa.Column("account", sa.String(), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
    )
    op.create_index("ix_idempotency_created_at", "idempotency", ["created_at"])
    op.create_table(
        "plan_text",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text()),
    )
    op.create_table(
        "counter",
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("last", sa.Integer(), nullable=False),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), nullable=False),
    )


def _append_only() -> None:
    """Refuse UPDATE and DELETE on the journal; dropping a table drops its triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
            "FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()"
        )
        return
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER event_no_{action.lower()} BEFORE {action} ON event "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )
