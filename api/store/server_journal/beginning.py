"""Where the server journal begins: what a database holds that is older than its journal."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, insert, select

from api.server_journal.changed_by import by_program
from api.server_journal.events import Change, JournalBegun
from api.store.database.chain_links import token_name
from api.store.database.tables import AccountRow, MetaRow, PlanTextRow, SessionRow, table
from api.store.server_journal.journal import record
from engine.instants import to_text

META, ACCOUNT, SESSION = table(MetaRow), table(AccountRow), table(SessionRow)
PLAN_TEXT = table(PlanTextRow)
BEGUN = "server_journal"
"""The key of the value that says since when the journal is kept."""


def begin(connection: Connection, at: datetime) -> None:
    """Begin the journal of this database unless it has begun; under the writers' lock."""
    if connection.scalar(select(META.c.value).where(META.c.key == BEGUN)) is not None:
        return
    connection.execute(insert(META).values(key=BEGUN, value=to_text(at)))
    found = _standing(connection)
    if any(found.values()):
        record(connection, by_program(at), Change("journal_begun", found))


def _standing(connection: Connection) -> JournalBegun:
    accounts = connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.name)).all()
    kept = select(SESSION).where(SESSION.c.kind == "token", SESSION.c.revoked.is_(False))
    tokens = connection.execute(kept.order_by(SESSION.c.created_at, SESSION.c.digest)).all()
    plans = connection.execute(select(PLAN_TEXT).order_by(PLAN_TEXT.c.id, PLAN_TEXT.c.digest)).all()
    return {
        "accounts": [
            {
                "account": row.name,
                "roles": json.loads(row.roles),
                "division": row.division,
                "unit": row.unit,
                "disabled": row.disabled,
            }
            for row in accounts
        ],
        "tokens": [
            {
                "token": token_name(row.digest),
                "account": row.account,
                "expires_at": row.expires_at and to_text(row.expires_at),
                "read_only": row.read_only,
            }
            for row in tokens
        ],
        "plans": [{"plan": r.id, "version": r.version, "digest": r.digest} for r in plans],
    }
