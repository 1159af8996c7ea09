"""How long many reports that fall due at one instant take to be recorded and pushed.

    python -m tests.benchmarks.deadlines [--incidents 1000] [--reporters 100] [--rounds 3]
                                         [--postgres] [--folder DISK]

On each open incident every reporter owes one report at 15:00, and none is sent. Measured is
from that instant to the last event at a subscriber of the real hub, all of it stored by the
real writer; beside it the claim of the very same rows by plain statements of the driver:
the due slots by `SELECT … LIMIT 1000` (`FOR UPDATE SKIP LOCKED` on PostgreSQL), the same
events, slots and incidents written as they are in our database afterwards, one commit for
every thousand. On SQLite with synchronous=FULL. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from api.app import serving
from api.live.client import Client
from api.live.forms import TEXT, Form
from api.live.protocol import Subscribe
from api.metrics import Metrics
from api.settings import Settings
from api.store.journal import SqlJournal
from api.store.store import Store
from engine.actors import Actor
from engine.clock import VirtualClock
from engine.commands import ActivateResponse, OpenIncident
from engine.memory import CountedIds
from engine.service import Service
from tests.support.plan_files import small_text
from tests.support.postgres import running_postgres

OPENED = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""15:00 in Shanghai."""

DUTY = Actor("zhang", frozenset({"duty_officer"}))
CHIEF = Actor("li", frozenset({"small:chief"}))
CLAIM = 1000


class Counting:
    """A subscriber that takes everything and says when it has had `awaited` events."""

    def __init__(self, awaited: int) -> None:
        self.form: Form = TEXT
        self.paused = self.closed = False
        self.on_resume: Callable[[], None] | None = None
        self.left = awaited
        self.done = asyncio.Event()

    def write(self, content: bytes) -> None:
        self.left -= content.count(b'{"type":"event"')
        if self.left <= 0:
            self.done.set()

    async def drained(self) -> None:
        """Nothing ever waits."""

    def close(self, code: int, reason: str) -> None:
        self.closed = True


def write_plan(folder: Path, reporters: int) -> None:
    """The small plan with as many divisions, each of which reports by 15:00, no reminders."""
    places = ", ".join(f'{{code: "{n}", name: 县{n}}}' for n in range(140_101, 140_101 + reporters))
    text = small_text(
        ('[{code: "140105", name: 某区}]', f"[{places}]"),
        ("reporters: {units: bureau}", "reporters: {divisions: all}"),
        ("reminders: {", "reminders: {due_soon_minutes: [], overdue_again_minutes: [], "),
    )
    target = folder / "small" / "plan.yaml"
    target.parent.mkdir(parents=True)
    target.write_text(text, encoding="utf-8")


def fill(url: str, plans: Path, incidents: int) -> None:
    """Open the incidents and activate a level, so that the reports are owed."""
    with Store.open(url, plans) as store:
        service = Service(store.plans, VirtualClock(OPENED), CountedIds(), exercises_only=True)
        request = OpenIncident(
            plan="small",
            title="演练",
            occurred_at=OPENED,
            received_at=OPENED,
            division="140101",
            exercise=True,
        )

        def some(journal: SqlJournal) -> None:
            for _ in range(min(incidents, 50)):
                opened = service.open_incident(journal, request, DUTY).after.id
                service.execute(journal, opened, ActivateResponse(level="II"), CHIEF)

        for _ in range(max(1, incidents // 50)):
            store.writer.run(some)


async def ours(url: str, plans: Path, events: int) -> float:
    """Seconds from the due instant to the last event at a subscriber."""
    settings = Settings(database_url=url, plans_dir=plans, _env_file=None)
    clock = VirtualClock(DUE - timedelta(seconds=2), speed=1)
    async with serving(settings, Metrics(), clock) as desk:
        sink = Counting(events)
        client = Client(sink, "wall", "s")
        desk.hub.join(client)
        nothing = frozenset[str]()
        wish = Subscribe(True, nothing, nothing, desk.hub.head, desk.hub.epoch)
        await desk.hub.subscribe(client, wish)
        await sink.done.wait()
        taken = (clock.now - DUE).total_seconds()
        desk.hub.leave(client)
    return taken


class Driver:
    """The plain statements of one database."""

    def __init__(self, connection: Any, mark: str, lock: str) -> None:
        self.connection, self.mark, self.lock = connection, mark, lock
        self.cursor = connection.cursor()

    def rows(self, query: str, *values: object) -> tuple[list[str], list[tuple[Any, ...]]]:
        self.cursor.execute(query.replace("?", self.mark), values)
        return [column[0] for column in self.cursor.description], self.cursor.fetchall()

    def many(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            self.cursor.executemany(statement.replace("?", self.mark), rows)

    def insert(self, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(columns))
        self.many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608


def raw(before: Driver, after: Driver, head: int, instant: Any) -> float:
    """Seconds to claim the due slots of `before` and write what `after` has."""
    names, events = after.rows("SELECT * FROM event WHERE cursor > ? ORDER BY cursor", head)
    columns, slots = after.rows("SELECT * FROM report_slot")
    incidents = dict(
        (row[0], row[1:])
        for row in after.rows("SELECT id, seq, next_wake_at, last_cursor FROM incident")[1]
    )
    incident, reporter, due = map(columns.index, ("incident", "reporter", "due_at"))
    following = {(row[incident], row[reporter]): row for row in sorted(slots, key=lambda r: r[due])}
    claim = " ".join(
        (
            "SELECT id, incident, reporter FROM report_slot WHERE state = 'owed' AND due_at <= ?",
            f"ORDER BY due_at, id LIMIT {CLAIM} {before.lock}",
        )
    )
    start = perf_counter()
    done = 0
    while True:
        before.connection.execute("BEGIN IMMEDIATE" if before.mark == "?" else "BEGIN")
        _, claimed = before.rows(claim, instant)
        if not claimed:
            before.connection.execute("COMMIT")
            return perf_counter() - start
        before.many(
            "UPDATE report_slot SET state = 'overdue', stage = stage + 1 WHERE id = ?",
            [(row[0],) for row in claimed],
        )
        new = [following[row[1], row[2]] for row in claimed]
        before.insert("report_slot", columns, new)
        before.insert("event", names, events[done : done + len(claimed)])
        touched = {row[1] for row in claimed}
        before.many(
            "UPDATE incident SET seq = ?, next_wake_at = ?, last_cursor = ? WHERE id = ?",
            [(*incidents[name], name) for name in sorted(touched)],
        )
        before.connection.execute("COMMIT")
        done += len(claimed)


def on_sqlite(folder: Path, plans: Path, incidents: int, slots: int) -> tuple[float, float]:
    """Ours and raw, each on its own copy of one prepared file."""
    prepared = folder / "prepared.db"
    if not prepared.exists():
        fill(f"sqlite:///{prepared}", plans, incidents)
    mine, plain = folder / "mine.db", folder / "plain.db"
    for copy in (mine, plain):
        shutil.copy(prepared, copy)
    taken = asyncio.run(ours(f"sqlite:///{mine}", plans, slots))
    with (
        closing(sqlite3.connect(plain, isolation_level=None)) as one,
        closing(sqlite3.connect(mine)) as other,
    ):
        one.execute("PRAGMA synchronous=FULL")
        before, after = Driver(one, "?", ""), Driver(other, "?", "")
        head = before.rows("SELECT max(cursor) FROM event")[1][0][0]
        (instant,) = before.rows("SELECT min(due_at) FROM report_slot")[1][0]
        seconds = raw(before, after, head, instant)
    for copy in (mine, plain):
        copy.unlink()
    return taken, seconds


def on_postgresql(server: Any, prepared: str, plans: Path, slots: int) -> tuple[float, float]:
    """The same on two clones of a prepared database."""
    mine, plain = server.clone(prepared), server.clone(prepared)
    taken = asyncio.run(ours(server.url(mine), plans, slots))
    with server.connect(plain) as one, server.connect(mine) as other:
        one.autocommit = True
        before, after = Driver(one, "%s", "FOR UPDATE SKIP LOCKED"), Driver(other, "%s", "")
        head = before.rows("SELECT max(cursor) FROM event")[1][0][0]
        (instant,) = before.rows("SELECT min(due_at) FROM report_slot")[1][0]
        seconds = raw(before, after, head, instant)
    for name in (mine, plain):
        server.drop(name)
    return taken, seconds


def measured(
    options: argparse.Namespace,
) -> Iterator[tuple[str, Callable[[], tuple[float, float]]]]:
    """Each database with what measures it once."""
    slots = options.incidents * options.reporters
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=options.folder)))
        plans = folder / "plans"
        write_plan(plans, options.reporters)
        yield "sqlite", lambda: on_sqlite(folder, plans, options.incidents, slots)
        if options.postgres:
            server = stack.enter_context(running_postgres(fsync=True))
            prepared = server.clone()
            fill(server.url(prepared), plans, options.incidents)
            yield "postgresql", lambda: on_postgresql(server, prepared, plans, slots)


def main() -> None:
    """Run all, print medians."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--incidents", type=int, default=1000, help="in fifties")
    parser.add_argument("--reporters", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL as well")
    parser.add_argument("--folder", type=Path, help="where the files are made: a real disk")
    options = parser.parse_args()
    print(f"{options.incidents} incidents, {options.reporters} reports each")
    print(f"{'':12} {'ours s':>9} {'raw s':>9} {'ratio':>7} {'slots/s':>9}")
    for name, measure in measured(options):
        found = [measure() for _ in range(options.rounds)]
        mine, plain = (statistics.median(column) for column in zip(*found, strict=True))
        rate = options.incidents * options.reporters / mine
        print(f"{name:12} {mine:9.2f} {plain:9.2f} {mine / plain:7.2f} {rate:9.0f}", flush=True)


if __name__ == "__main__":
    main()
