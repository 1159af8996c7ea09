"""Are the rows of calls, and what is due for them, what the journals say?

A call that was closed past the program, or a message that was put off, leaves somebody uncalled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, inspect, select

from api.calling.call_record import (
    CallEntry,
    CallRecord,
    due_messages,
    of_exercise,
    over_messages,
    record_of,
)
from api.store.calling.call_rows import CALL, OUTBOX, call_row, outbox_row
from api.store.database.rows import EVENT, INCIDENT, event_of
from api.store.integrity.finding import UNREADABLE, IntegrityFinding
from api.store.server_journal.journal import SERVER_EVENT, entry_of, is_kept
from engine.incident.calls import CALL_TYPES
from engine.instants import from_text

FIXED = ("call", "kind", "exercise", "step", "contact", "channel", "due_at")
"""Columns of the outbox that the entries alone decide."""

PUT_OFF = timedelta(minutes=65)
"""Longer than any pause between two tries of a message, counted from when the first was entered:
another side may ask for an hour."""


def call_findings(connection: Connection) -> Iterator[IntegrityFinding]:
    """Calls and messages that no entry made, that are not as the entries say, or are gone."""
    if not inspect(connection).has_table(CALL.name):
        return
    records = _records(connection)
    there = _rows(connection, CALL)
    for id_ in sorted(records.keys() | there.keys()):
        record, row = records.get(id_), there.get(id_)
        if record is None:
            yield _finding("call", id_, "call_planted", None)
        elif id_ not in there:
            yield _finding("call", id_, "call_gone", record.incident)
        elif row != call_row(record):
            yield _finding("call", id_, "call_edited", record.incident)
    yield from _messages(connection, records)


def _messages(
    connection: Connection, records: Mapping[str, CallRecord]
) -> Iterator[IntegrityFinding]:
    wanted = {
        due.id: (outbox_row(due, exercise=record.call.exercise), record)
        for record in records.values()
        for due in due_messages(record.call)
    }
    for record in records.values():
        at = record.call.cancelled_at
        for due in over_messages(record.call, at) if at is not None else ():
            wanted[due.id] = outbox_row(due, exercise=record.call.exercise), record
    there = _rows(connection, OUTBOX)
    for id_ in sorted(wanted.keys() | there.keys()):
        if id_ not in wanted:
            yield _finding("outbox", id_, "outbox_planted", None)
            continue
        expected, record = wanted[id_]
        row = there.get(id_)
        if id_ not in there:
            yield _finding("outbox", id_, "outbox_gone", record.incident)
        elif row is None or not _agrees(row, expected, record):
            yield _finding("outbox", id_, "outbox_edited", record.incident)


def _agrees(row: Mapping[str, Any], expected: Mapping[str, Any], record: CallRecord) -> bool:
    """Whether a message is where its call has brought it."""
    call, over = record.call, row["kind"] == "over"
    # What takes a message back that was on its way is due when that message was entered.
    fixed = [name for name in FIXED if not (over and name == "due_at")]
    if any(row[name] != expected[name] for name in fixed):
        return False
    tried = [
        one
        for one in call.attempts
        if (one.step, one.contact, one.channel) == (row["step"], row["contact"], row["channel"])
    ]
    last = max((one.at for one in tried), default=call.started_at)
    match row["state"]:
        case "queued" | "claimed":
            waits = call.open or over
            return bool(waits and row["next_at"] <= max(row["due_at"], last + PUT_OFF))
        case "done":
            return bool(tried)
        case "cancelled":
            return not call.open and not over
        case _:
            return False


def _records(connection: Connection) -> dict[str, CallRecord]:
    """The calls as the journals tell them."""
    kinds = connection.execute(select(INCIDENT.c.id, INCIDENT.c.exercise))
    exercise = {row.id: row.exercise for row in kinds}
    found: dict[str, CallRecord] = {}
    wanted = select(EVENT).where(EVENT.c.type.in_(sorted(CALL_TYPES))).order_by(EVENT.c.cursor)
    with suppress(*UNREADABLE):
        for row in connection.execute(wanted):
            event = event_of(row)
            entry = CallEntry(event.type, event.recorded_at, event.clause, event.data)
            _note(found, entry, event.incident, exercise=bool(exercise.get(event.incident)))
    if not is_kept(connection):
        return found
    of_server = select(SERVER_EVENT).where(SERVER_EVENT.c.type.in_(sorted(CALL_TYPES)))
    with suppress(*UNREADABLE):
        for row in connection.execute(of_server.order_by(SERVER_EVENT.c.seq)):
            told = entry_of(row)
            entry = CallEntry(told["type"], from_text(told["at"]), None, told["data"])
            in_exercise = entry.type == "call_started" and of_exercise(entry)
            _note(found, entry, None, exercise=in_exercise)
    return found


def _note(
    found: dict[str, CallRecord], entry: CallEntry, incident: str | None, *, exercise: bool
) -> None:
    """Take an entry; one about a call that was never started is the journal's own finding."""
    if entry.type == "call_started":
        found[entry.call] = record_of([entry], incident, exercise=exercise)
    elif entry.call in found:
        found[entry.call] = found[entry.call].and_then(entry)


def _rows(connection: Connection, table: Any) -> dict[str, dict[str, Any] | None]:
    """The rows by id; None for an unreadable one."""
    found: dict[str, dict[str, Any] | None] = {}
    for id_ in connection.scalars(select(table.c.id)).all():
        found[id_] = None
        with suppress(*UNREADABLE):
            row = connection.execute(select(table).where(table.c.id == id_)).one()
            found[id_] = dict(row._asdict())
    return found


def _finding(what: str, name: str, sentence: str, incident: str | None) -> IntegrityFinding:
    found = IntegrityFinding(what, incident, None, name)
    return found.with_facts(name=name, sentence=sentence)
