"""How long many reports that fall due at one instant take to be recorded and pushed.

    python -m tests.benchmarks.deadlines [--incidents 1000] [--reporters 100] [--rounds 3]
                                         [--postgres] [--folder DISK] [--second] [--downtime]

On each open incident every reporter owes one report at 15:00, and none is sent. Measured is
from that instant to the last event at a subscriber of the real hub, all of it stored by the
real writer; beside it the claim of the very same rows by plain statements of the driver:
the due slots by `SELECT … LIMIT 1000` (`FOR UPDATE SKIP LOCKED` on PostgreSQL), the same
events, slots and incidents written as they are in our database afterwards, one commit for
every thousand. On SQLite with synchronous=FULL.

`--second` asks how late the events of 1,000 reports due in one second are at a subscriber;
`--downtime` how long a server takes until it is ready after 30 days without power, with the
reports of 17 divisions owed every day on each of 1, 10 and 50 incidents, two reminders for
each. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import structlog

from api.app import serving
from api.live.delivery.sink import Content
from api.live.delivery.subscriber import Subscriber
from api.live.protocol.encodings import TEXT, Form
from api.live.protocol.messages import Subscribe
from api.monitoring.metrics import Metrics
from api.runtime import garbage_collection
from api.settings import Settings
from api.store.facade import Store
from api.store.journal.journal import SqlJournal
from engine.clock import VirtualClock
from engine.incident.actors import Actor
from engine.incident.commands import ActivateResponse, OpenIncident
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
NO_REMINDERS = "due_soon_minutes: [], overdue_again_minutes: []"
TWO_REMINDERS = "due_soon_minutes: [30], overdue_again_minutes: [60]"


def drop(logger: object, method: str, event: MutableMapping[str, Any]) -> Any:
    """Nothing is logged: the table would be torn apart."""
    raise structlog.DropEvent


class Counting:
    """A subscriber that takes everything and says when it has had `awaited` events.

    `seen` holds how many events came and the instant of the clock, for each write.
    """

    def __init__(self, awaited: int, clock: VirtualClock) -> None:
        self.clock = clock
        self.seen: list[tuple[int, datetime]] = []
        self.form: Form = TEXT
        self.paused = self.closed = False
        self.socket = None
        self.on_held: Callable[[], None] | None = None
        self.on_resume: Callable[[], None] | None = None
        self.left = awaited
        self.done = asyncio.Event()

    def write(self, content: Content) -> None:
        number = bytes(content).count(b'{"type":"event"')
        self.seen.append((number, self.clock.now))
        self.left -= number
        if self.left <= 0:
            self.done.set()

    async def drained(self) -> None:
        """Nothing ever waits."""

    def close(self, code: int, reason: str) -> None:
        self.closed = True


def write_plan(folder: Path, reporters: int, reminders: str = "") -> None:
    """The small plan with as many divisions, each of which reports by 15:00."""
    places = ", ".join(f'{{code: "{n}", name: 县{n}}}' for n in range(140_101, 140_101 + reporters))
    text = small_text(
        ('[{code: "140105", name: 某区}]', f"[{places}]"),
        ("reporters: {units: bureau}", "reporters: {divisions: all}"),
        ("reminders: {", f"reminders: {{{reminders or NO_REMINDERS}, "),
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


async def ours(url: str, plans: Path, events: int) -> list[float]:
    """Seconds from the due instant to each of the events at a subscriber."""
    # Room for all: whoever falls out of the ring gets a snapshot, and nothing could be counted.
    settings = Settings(database_url=url, plans_dir=plans, live_ring=events, _env_file=None)
    # The server must be up and the subscriber there before the instant comes.
    clock = VirtualClock(DUE - timedelta(seconds=2 + events // 4000), speed=1)
    async with serving(settings, Metrics(), clock) as desk:
        # As the server does when it has started.
        garbage_collection.settle()
        sink = Counting(events, clock)
        client = Subscriber(sink, "wall", "s")
        desk.hub.join(client)
        nothing = frozenset[str]()
        wish = Subscribe(True, nothing, nothing, desk.hub.head, desk.hub.epoch)
        await desk.hub.subscribe(client, wish)
        await sink.done.wait()
        desk.hub.leave(client)
    return [(at - DUE).total_seconds() for number, at in sink.seen for _ in range(number)]


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
    taken = asyncio.run(ours(f"sqlite:///{mine}", plans, slots))[-1]
    with (
        closing(sqlite3.connect(plain, isolation_level=None)) as one,
        closing(sqlite3.connect(mine)) as other,
    ):
        one.execute("PRAGMA synchronous=FULL")
        before, after = Driver(one, "?", ""), Driver(other, "?", "")
        head = before.rows("SELECT max(cursor) FROM event")[1][0][0]
        (instant,) = before.rows("SELECT min(due_at) FROM report_slot")[1][0]
        seconds = raw(before, after, head, instant)
    # With the log of writes, if somebody was still reading: it must not fall upon the next copy.
    for copy in (mine, plain):
        for file in folder.glob(f"{copy.name}*"):
            file.unlink()
    return taken, seconds


def on_postgresql(server: Any, prepared: str, plans: Path, slots: int) -> tuple[float, float]:
    """The same on two clones of a prepared database."""
    mine, plain = server.clone(prepared), server.clone(prepared)
    taken = asyncio.run(ours(server.url(mine), plans, slots))[-1]
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


def in_one_second(folder: Path) -> None:
    """1,000 reports of 100 incidents, due at one instant."""
    write_plan(folder / "plans", 10)
    url = f"sqlite:///{folder}/second.db"
    fill(url, folder / "plans", 100)
    late = sorted(asyncio.run(ours(url, folder / "plans", 1000)))
    p50, p99 = late[500] * 1000, late[990] * 1000
    print(f"1,000 due in one second, ms at the subscriber: p50 {p50:.0f}, p99 {p99:.0f}")


async def until_ready(url: str, plans: Path, now: datetime) -> tuple[float, float]:
    """Seconds until a server is ready, and until the whole gap is recorded."""
    settings = Settings(database_url=url, plans_dir=plans, _env_file=None)
    start = perf_counter()
    async with serving(settings, Metrics(), VirtualClock(now)) as desk:
        ready = perf_counter() - start
        while (wake := await desk.read(lambda reader: reader.next_wake())) and wake <= now:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        return ready, perf_counter() - start


def after_downtime(folder: Path) -> None:
    """30 days without power: ready, and every slot of the gap recorded."""
    print(f"{'after 30 days':16}{'ready s':>9}{'all s':>9}{'events':>9}{'overdue':>9}")
    write_plan(folder / "plans", 17, TWO_REMINDERS)
    for incidents in (1, 10, 50):
        url = f"sqlite:///{folder}/{incidents}.db"
        fill(url, folder / "plans", incidents)
        ready, whole = asyncio.run(until_ready(url, folder / "plans", DUE + timedelta(days=30)))
        with closing(sqlite3.connect(folder / f"{incidents}.db")) as connection:
            ((events,),) = connection.execute("SELECT max(cursor) FROM event")
            ((late,),) = connection.execute(
                "SELECT count(*) FROM report_slot WHERE state = 'overdue'"
            )
        print(f"{incidents:3} incidents   {ready:9.2f}{whole:9.2f}{events:9}{late:9}", flush=True)


def main() -> None:
    """Run all, print medians."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--incidents", type=int, default=1000, help="in fifties")
    parser.add_argument("--reporters", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL as well")
    parser.add_argument("--folder", type=Path, help="where the files are made: a real disk")
    parser.add_argument("--second", action="store_true", help="1,000 in one second, nothing else")
    parser.add_argument("--downtime", action="store_true", help="30 days off, nothing else")
    options = parser.parse_args()
    structlog.configure(processors=[drop])
    if options.second or options.downtime:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            (in_one_second if options.second else after_downtime)(Path(folder))
        return
    print(f"{options.incidents} incidents, {options.reporters} reports each")
    print(f"{'':12} {'ours s':>9} {'raw s':>9} {'ratio':>7} {'slots/s':>9}")
    for name, measure in measured(options):
        found = [measure() for _ in range(options.rounds)]
        mine, plain = (statistics.median(column) for column in zip(*found, strict=True))
        rate = options.incidents * options.reporters / mine
        print(f"{name:12} {mine:9.2f} {plain:9.2f} {mine / plain:7.2f} {rate:9.0f}", flush=True)


if __name__ == "__main__":
    main()
