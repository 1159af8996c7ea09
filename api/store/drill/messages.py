"""What those who conduct and judge a drill write to each other: entries of the server journal.

There is no table of it, as there is none of remarks. Participants never read them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from api.server_journal.changed_by import ChangedBy
from api.server_journal.drill_data import DrillMessageSent
from api.server_journal.events import Change
from api.store.database.records import DatabaseRecords
from api.store.database.rows import to_json
from api.store.server_journal.journal import SERVER_EVENT, entry_of, record

SENT = "drill_message_sent"


class DrillMessages(DatabaseRecords):
    """All messages. Thread-safe; every call may block."""

    def all(self) -> list[dict[str, Any]]:
        """The entries, in order."""
        wanted = select(SERVER_EVENT).where(SERVER_EVENT.c.type == SENT)
        with self._database.asking() as connection:
            rows = connection.execute(wanted.order_by(SERVER_EVENT.c.seq)).all()
        return [entry_of(row) for row in rows]

    def send(self, told: DrillMessageSent, by: ChangedBy) -> dict[str, Any]:
        """Keep a message; the entry. One with a known key is kept already: a retry is harmless."""

        def work(connection: Connection) -> dict[str, Any]:
            # No text can hold this: in it the quotation marks are escaped.
            held = to_json({"key": told["key"]})[1:-1]
            known = select(SERVER_EVENT).where(
                SERVER_EVENT.c.type == SENT, SERVER_EVENT.c.data.contains(held, autoescape=True)
            )
            row = connection.execute(known.limit(1)).first()
            if row is None:
                record(connection, by, Change(SENT, told))
                row = connection.execute(known.limit(1)).one()
            return entry_of(row)

        return self._write(work)
