"""The rows of calls, brought up in the transaction that enters something about a call.

The row of a call and what is due for it are there exactly if its entries are: nobody can be owed
a call that no worker knows of, and nobody is called for an entry that was rolled back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from api.calling.call_record import (
    CallEntry,
    CallRecord,
    Due,
    due_messages,
    of_exercise,
    over_messages,
    record_of,
)
from api.store.calling.call_rows import ANSWER_TOKEN, CALL, OUTBOX, call_of, call_row, outbox_row
from engine.incident.calls import CALL_TYPES
from engine.incident.events import Event
from engine.incident.state import Incident


class CallLedger:
    """The calls that one transaction is about. `take` collects, `flush` writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._new: list[tuple[CallEntry, str | None, bool]] = []

    def take(self, incident: Incident, events: Iterable[Event]) -> None:
        """Note the entries about calls among those of an incident."""
        for event in events:
            if event.type in CALL_TYPES:
                entry = CallEntry(event.type, event.recorded_at, event.clause, event.data)
                self._new.append((entry, incident.id, incident.exercise))

    def take_entry(self, entry: CallEntry) -> None:
        """Note an entry of the server journal about a call that belongs to no incident."""
        exercise = entry.type == "call_started" and of_exercise(entry)
        self._new.append((entry, None, exercise))

    def add(self, due: Due, *, exercise: bool) -> None:
        """Make one more message due."""
        self._insert([outbox_row(due, exercise=exercise)])

    def flush(self) -> None:
        """Write the rows. The incidents' own rows have to be there."""
        if not self._new:
            return
        entries, self._new = self._new, []
        known: dict[str, CallRecord] = {}
        fresh: set[str] = set()
        for entry, incident, exercise in entries:
            if entry.type == "call_started":
                known[entry.call] = record_of([entry], incident, exercise=exercise)
                fresh.add(entry.call)
            else:
                before = known.get(entry.call) or self.call(entry.call)
                if before is None:
                    raise LookupError(f"no call {entry.call}")
                known[entry.call] = before.and_then(entry)
        self._put(known, fresh)
        self._messages(entries, known)

    def call(self, call: str) -> CallRecord | None:
        """A call as it is stored."""
        row = self._connection.execute(select(CALL).where(CALL.c.id == call)).one_or_none()
        return None if row is None else call_of(row)

    def _put(self, known: dict[str, CallRecord], fresh: set[str]) -> None:
        rows = {id_: call_row(record) for id_, record in known.items()}
        if fresh:
            self._connection.execute(insert(CALL), [rows[id_] for id_ in fresh])
        for id_, row in rows.items():
            if id_ not in fresh:
                self._connection.execute(update(CALL).where(CALL.c.id == id_).values(row))

    def _messages(
        self, entries: Sequence[tuple[CallEntry, str | None, bool]], known: dict[str, CallRecord]
    ) -> None:
        """What the entries make due, and what they make superfluous."""
        due: list[dict[str, Any]] = []
        for entry, _, _ in entries:
            call = known[entry.call].call
            made: Iterable[Due] = ()
            if entry.type == "call_started":
                made = due_messages(call)
            elif entry.type != "call_attempted":
                self._insert(due)
                due = []
                self._give_up(entry.call)
            if entry.type == "call_cancelled":
                made = over_messages(call, entry.at)
            due += [outbox_row(one, exercise=call.exercise) for one in made]
        self._insert(due)

    def _insert(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(insert(OUTBOX), rows)

    def _give_up(self, call: str) -> None:
        """Nobody else is called; a message on its way stays what it is."""
        waiting = OUTBOX.c.state.in_(("queued", "claimed"))
        theirs = (OUTBOX.c.call == call, OUTBOX.c.kind == "call", waiting)
        self._connection.execute(update(OUTBOX).where(*theirs).values(state="cancelled"))


def forget_tokens(connection: Connection, before: datetime) -> None:
    """Delete the secrets of answer links that were made before an instant."""
    connection.execute(delete(ANSWER_TOKEN).where(ANSWER_TOKEN.c.made_at < before))
