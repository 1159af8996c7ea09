"""What a live drill keeps beside the journals of its incidents, in their transactions.

The control log is entries of the server journal, in its chain. How far the scenario has come, and
the drill time of a moment ago, are single values: they say where to go on and prove nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from api.server_journal.changed_by import PROGRAM, ChangedBy, Way
from api.server_journal.events import Change
from api.store.database.schema_version import META
from api.store.journal.journal import SqlJournal
from api.store.server_journal.journal import SERVER_EVENT, entry_of, record
from engine.clock import Clock
from engine.drill.exercise import ControlEntry, Exercise, after
from engine.drill.exercise import entry_of as control_entry
from engine.drill.exercise_service import BY_TIME, Progress
from engine.instants import from_text, to_text
from engine.ports import Journal

PROGRESS, MARK = "drill_progress", "drill_mark"
"""Keys of single values: how far the scenario has come; drill time of at most a second ago."""

SCENARIO = "drill_scenario"
"""The key of what is played: the scenario's id and the digest of its file."""

KEYS = frozenset({PROGRESS, MARK, SCENARIO})
BY_PROGRAM = frozenset({BY_TIME, PROGRAM})


class DrillNotes:
    """`engine.drill.exercise_service.Notes` on the store; `begun` is the drill before its log."""

    def __init__(self, scenario: str, begun: Exercise, wall: Clock) -> None:
        self.scenario, self._wall = scenario, wall
        self._known = (0, begun)
        self.way: Way = "page"
        """How the request came that is carried out now; set in the unit of work."""

    def exercise(self, journal: Journal) -> Exercise:
        """The drill as of the last entry that this transaction sees."""
        return self.read(_connection(journal))[1]

    def read(self, connection: Connection) -> tuple[int, Exercise]:
        """The number of the last entry of the log, and the drill after it."""
        seq, exercise = self._known
        wanted = (
            select(SERVER_EVENT)
            .where(SERVER_EVENT.c.seq > seq, SERVER_EVENT.c.type == "drill_controlled")
            .order_by(SERVER_EVENT.c.seq)
        )
        for row in connection.execute(wanted):
            seq, exercise = row.seq, after(exercise, _entry(entry_of(row)["data"]))
        return seq, exercise

    def committed(self, seq: int, exercise: Exercise) -> None:
        """What was read of a snapshot is known from now on."""
        self._known = (seq, exercise)

    def enter(self, journal: Journal, entry: ControlEntry) -> None:
        """Append to the control log."""
        self.enter_on(_writing(journal), entry)

    def enter_on(self, connection: Connection, entry: ControlEntry) -> None:
        """Append to the control log in a transaction that no journal is bound to."""
        data = {"scenario": self.scenario, **entry.to_json()}
        record(connection, self.by(entry), Change("drill_controlled", data))

    def by(self, entry: ControlEntry) -> ChangedBy:
        """Who is answerable for an entry, and how the request came."""
        way: Way = "server" if entry.by in BY_PROGRAM else self.way
        return ChangedBy(entry.by, way, self._wall.now, entry.note or None)

    def progress(self, journal: Journal) -> Progress:
        """How far the scenario has come."""
        return progress_of(_connection(journal))

    def move(self, journal: Journal, progress: Progress) -> None:
        """Keep how far the scenario has come."""
        put(_writing(journal), PROGRESS, json.dumps(_shape(progress)))


def log_of(connection: Connection) -> list[Mapping[str, Any]]:
    """The control log, in order, as it is kept, with the real instant of each entry."""
    wanted = select(SERVER_EVENT).where(SERVER_EVENT.c.type == "drill_controlled")
    rows = connection.execute(wanted.order_by(SERVER_EVENT.c.seq))
    return [{**entry["data"], "real_at": entry["at"]} for entry in map(entry_of, rows)]


def progress_of(connection: Connection) -> Progress:
    """How far the scenario of the only drill has come."""
    kept = connection.scalar(select(META.c.value).where(META.c.key == PROGRESS))
    if kept is None:
        return Progress()
    shape = json.loads(kept)
    passed = shape["passed"]
    place = None if passed is None else (from_text(passed[0]), passed[1], passed[2])
    acted = shape["acted"] and (from_text(shape["acted"][0]), shape["acted"][1])
    return Progress(place, shape["incidents"], tuple(shape["waiting"]), acted)


def mark_of(connection: Connection) -> datetime | None:
    """Drill time of a moment before the server ended, however it ended."""
    kept = connection.scalar(select(META.c.value).where(META.c.key == MARK))
    return None if kept is None else from_text(kept)


def scenario_of(connection: Connection, asked: str) -> str:
    """The scenario that the database plays; `asked` from now on where there was none."""
    known: str | None = connection.scalar(select(META.c.value).where(META.c.key == SCENARIO))
    if known is None:
        put(connection, SCENARIO, asked)
    return known or asked


def put(connection: Connection, key: str, value: str) -> None:
    """Set a single value."""
    connection.execute(delete(META).where(META.c.key == key))
    connection.execute(insert(META).values(key=key, value=value))


def put_mark(connection: Connection, now: datetime) -> None:
    """Keep the drill time of now."""
    put(connection, MARK, to_text(now))


def _shape(progress: Progress) -> dict[str, Any]:
    passed, acted = progress.passed, progress.acted
    return {
        "passed": None if passed is None else [to_text(passed[0]), *passed[1:]],
        "incidents": dict(progress.incidents),
        "waiting": list(progress.waiting),
        "acted": acted and [to_text(acted[0]), acted[1]],
    }


def _entry(data: Mapping[str, Any]) -> ControlEntry:
    return control_entry({name: value for name, value in data.items() if name != "scenario"})


def _connection(journal: Journal) -> Connection:
    return _sql(journal).looking


def _writing(journal: Journal) -> Connection:
    return _sql(journal).connection


def _sql(journal: Journal) -> SqlJournal:
    if not isinstance(journal, SqlJournal):
        raise TypeError("a drill's notes belong to a transaction of the store")
    return journal
