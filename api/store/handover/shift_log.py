"""The shift log: entries of the server journal, in its chain; nothing is kept beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from api.command_request import IdempotencyKey
from api.handover.ports import LogEntry, LogQuery, Struck
from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import Change
from api.server_journal.handover_data import LogKind, ShiftLogged, ShiftStruck
from api.store.database.connections import Database
from api.store.database.records import DatabaseRecords, Write
from api.store.database.rows import to_json
from api.store.errors import HandoverRefused
from api.store.journal.idempotency import made_before, note_made
from api.store.server_journal.journal import LAST, SERVER_EVENT, entry_of, record
from engine.instants import from_text, to_text

BATCH = 200
"""Entries that are read at once; what the database cannot tell apart is sorted out after it."""


class ShiftLog(DatabaseRecords):
    """The shift log. Thread-safe; every call may block."""

    def __init__(self, database: Database, write: Write, batch: int = BATCH) -> None:
        super().__init__(database, write)
        self._batch = batch

    def write(
        self,
        kind: LogKind,
        text: str,
        happened_at: datetime,
        by: ChangedBy,
        once: IdempotencyKey | None = None,
    ) -> LogEntry:
        """Add an entry; a repeated key adds none and gets the first. Raises `KeyReused`."""
        told: ShiftLogged = {"kind": kind, "text": text, "happened_at": to_text(happened_at)}

        def work(connection: Connection) -> LogEntry:
            first = made_before(connection, by.actor, once)
            if first is not None:
                return _known(connection, int(first))
            record(connection, by, Change("shift_logged", told))
            seq = connection.execute(LAST).one().seq
            note_made(connection, by.actor, once, str(seq), by.at)
            return _known(connection, seq)

        return self._write(work)

    def strike(self, seq: int, by: ChangedBy) -> LogEntry:
        """Strike an entry; `by` holds the reason.

        Raises `HandoverRefused`: 404 if the log has no such entry, 409 if it is struck already.
        """
        told: ShiftStruck = {"entry": seq}

        def work(connection: Connection) -> LogEntry:
            known = _one(connection, seq)
            if known is None:
                raise HandoverRefused("log_entry_not_found", status=404)
            if known.struck is not None:
                raise HandoverRefused("log_entry_struck", status=409)
            record(connection, by, Change("shift_struck", told))
            return _known(connection, seq)

        return self._write(work)

    def page(self, query: LogQuery, limit: int) -> Sequence[LogEntry]:
        """The newest entries that fit, the newest first."""
        found: list[LogEntry] = []
        with self._database.asking() as connection:
            for entry in _fitting(connection, query, self._batch):
                found.append(entry)
                if len(found) == limit:
                    break
        return found


def _fitting(connection: Connection, query: LogQuery, batch: int) -> Iterator[LogEntry]:
    mark = query.before
    while True:
        wanted = _wanted(query, mark).limit(batch)
        rows = [entry_of(row) for row in connection.execute(wanted)]
        struck = _strikes(connection, rows[-1]["seq"]) if rows else {}
        for row in rows:
            entry = _entry(row, struck.get(row["seq"]))
            if query.words is None or query.words.casefold() in entry.text.casefold():
                yield entry
        if len(rows) < batch:
            return
        mark = rows[-1]["seq"]


def _wanted(query: LogQuery, before: int | None) -> Select[Any]:
    seq, at, data = SERVER_EVENT.c.seq, SERVER_EVENT.c.at, SERVER_EVENT.c.data
    wanted = select(SERVER_EVENT).where(SERVER_EVENT.c.type == "shift_logged").order_by(seq.desc())
    if before is not None:
        wanted = wanted.where(seq < before)
    if query.after is not None:
        wanted = wanted.where(seq > query.after)
    if query.since is not None:
        wanted = wanted.where(at >= query.since)
    if query.until is not None:
        wanted = wanted.where(at < query.until)
    if query.account is not None:
        wanted = wanted.where(SERVER_EVENT.c.actor == query.account)
    if query.kind is not None:
        # No text can hold this: in it the quotation marks are escaped.
        wanted = wanted.where(data.contains(to_json({"kind": query.kind})[1:-1], autoescape=True))
    if query.words is not None:
        held = json.dumps(query.words, ensure_ascii=False)[1:-1]
        wanted = wanted.where(data.icontains(held, autoescape=True))
    return wanted


def _strikes(connection: Connection, first: int) -> dict[int, Struck]:
    """The entries with this number or a larger one that are struck, and by whom."""
    kind, seq = SERVER_EVENT.c.type, SERVER_EVENT.c.seq
    wanted = select(SERVER_EVENT).where(kind == "shift_struck", seq > first).order_by(seq.desc())
    found = {}
    for row in connection.execute(wanted):
        entry = entry_of(row)
        struck = Struck(entry["actor"], from_text(entry["at"]), entry["reason"] or "")
        found[entry["data"]["entry"]] = struck
    return found


def _one(connection: Connection, seq: int) -> LogEntry | None:
    wanted = _wanted(LogQuery(before=seq + 1, after=seq - 1), None).where(SERVER_EVENT.c.seq == seq)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _entry(entry_of(row), _strikes(connection, seq).get(seq))


def _known(connection: Connection, seq: int) -> LogEntry:
    found = _one(connection, seq)
    assert found is not None, "it was written in this transaction"  # noqa: S101
    return found


def _entry(entry: dict[str, Any], struck: Struck | None) -> LogEntry:
    data = entry["data"]
    return LogEntry(
        entry["seq"],
        from_text(entry["at"]),
        from_text(data["happened_at"]),
        entry["actor"],
        data["kind"],
        data["text"],
        entry["hash"],
        struck,
    )
