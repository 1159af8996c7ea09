"""How fast the writer commits, side by side with one commit a row on plain sqlite3.

    python -m tests.benchmarks.bench_writer [--entries N] [--clients N] [--postgres URL]

Three ways to store the same log entries on the same disk, in turns so that a busy moment
of the machine hits all of them; medians are printed with their ratio to the raw commits on
the same database:

    raw       sqlite3, synchronous=FULL, rows made beforehand, one transaction an entry
    store     clients waiting on the writer; the entry is sealed and stored, nothing decided
    engine    the same through `Service.execute`: load, decide, apply, store

With `--postgres` all run there as well (the database is migrated and written to).
Not collected by pytest.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import LiteralString, cast

import psycopg
import sqlalchemy
from sqlalchemy.dialects import sqlite

from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.database.rows import EVENT, event_row
from api.store.database.statements import HEAD
from api.store.database.tables import Instant
from api.store.journal.incident_cache import IncidentCache
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from engine.incident.events import Draft, Event, seal
from engine.memory import FixedPlans
from engine.plan.loader import load_plan
from engine.ports import PlanLibrary
from tests.api.store.desk import PLANS, START, Desk

SQLITE = sqlite.dialect()
INSTANT = Instant()
AT = ("occurred_at", "recorded_at")
ENTRY = Draft("log_entry_added", START, "zhang", "duty_officer", None, {"text": "已通知各成员单位"})


class Bench:
    """One open store with an incident for each client."""

    def __init__(self, url: str, plans: PlanLibrary, clients: int) -> None:
        self.database = Database.open(url)
        schema_version.upgrade(self.database)
        self.writer = Writer(self.database, IncidentCache(plans))
        self.writer.start()
        with self.database.reading() as connection:
            head = connection.scalar(HEAD) or 0
        # Ids that count on from the head, so that a database can be used again.
        self.desk = Desk(plans, f"bench{head}")
        self.incidents = [self.writer.run(self.desk.open).after.id for _ in range(clients)]

    def store(self, entries: int) -> float:
        """Seconds for `entries` entries that are only sealed and stored."""

        def job_for(incident: str) -> Callable[[SqlJournal], int]:
            def job(journal: SqlJournal) -> int:
                before = journal.load(incident)
                if before is None:
                    raise LookupError(incident)
                event = seal(ENTRY, incident, before.seq + 1, before.hash, START)
                after = replace(before, seq=event.seq, hash=event.hash)
                journal.append(after, [event], (), None)
                return event.seq

            return job

        return asyncio.run(self._clients(entries, job_for))

    def engine(self, entries: int) -> float:
        """Seconds for `entries` commands through the whole engine."""

        def job_for(incident: str) -> Callable[[SqlJournal], int]:
            return lambda journal: self.desk.log(journal, incident).after.seq

        return asyncio.run(self._clients(entries, job_for))

    async def _clients(
        self, entries: int, job_for: Callable[[str], Callable[[SqlJournal], int]]
    ) -> float:
        share = entries // len(self.incidents)

        async def client(incident: str) -> None:
            job = job_for(incident)
            for _ in range(share):
                await self.writer.submit(job)

        start = perf_counter()
        await asyncio.gather(*map(client, self.incidents))
        return perf_counter() - start

    def close(self) -> None:
        """Stop the writer and close the database."""
        self.writer.close()
        self.database.close()


def raw(file: Path, entries: int) -> float:
    """Seconds for the same rows, one transaction each, on plain sqlite3."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    incident, seq, previous = connection.execute(
        "SELECT incident, seq, hash FROM event ORDER BY cursor DESC LIMIT 1"
    ).fetchone()
    (cursor,) = connection.execute("SELECT max(cursor) FROM event").fetchone()
    rows = []
    for number in range(1, entries + 1):
        event = seal(ENTRY, incident, seq + number, previous, START)
        previous = event.hash
        rows.append(plain(event, cursor + number))
    insert = str(EVENT.insert().compile(dialect=SQLITE))
    moved = "UPDATE incident SET seq = ?, last_cursor = ? WHERE id = ? AND seq = ?"
    start = perf_counter()
    for number, row in enumerate(rows):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(insert, row)
        at = seq + number
        connection.execute(moved, (at + 1, row[0], incident, at))
        connection.execute("COMMIT")
    taken = perf_counter() - start
    connection.close()
    return taken


def raw_postgresql(url: str, incident: str, entries: int) -> float:
    """The same on plain psycopg, on an incident of its own."""
    address = sqlalchemy.make_url(url).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        last = "SELECT seq, hash FROM event WHERE incident = %s ORDER BY seq DESC LIMIT 1"
        found = connection.execute(last, [incident]).fetchone()
        head = connection.execute("SELECT max(cursor) FROM event").fetchone()
        if found is None or head is None:
            raise LookupError(incident)
        (seq, previous), (cursor,) = found, head
        rows = []
        for number in range(1, entries + 1):
            event = seal(ENTRY, incident, seq + number, previous, START)
            previous = event.hash
            rows.append(tuple(event_row(event, cursor + number).values()))
        names = ", ".join(event_row(event, 0))
        marks = ", ".join(["%s"] * len(rows[0]))
        insert = cast("LiteralString", f"INSERT INTO event ({names}) VALUES ({marks})")  # noqa: S608
        moved = "UPDATE incident SET seq = %s, last_cursor = %s WHERE id = %s AND seq = %s"
        connection.commit()
        start = perf_counter()
        for number, row in enumerate(rows):
            at = seq + number
            connection.execute(insert, row)
            connection.execute(moved, (at + 1, row[0], incident, at))
            connection.commit()
        return perf_counter() - start


def plain(event: Event, cursor: int) -> tuple[object, ...]:
    """The values of an event's row as sqlite3 takes them."""
    row = event_row(event, cursor)
    instants = {name: INSTANT.process_bind_param(row[name], SQLITE) for name in AT}
    return tuple((row | instants)[column.name] for column in EVENT.columns)


def main() -> None:
    """Run all, in turns, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=2048, help="entries in each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--folder", type=Path, help="where the files are made: a real disk")
    parser.add_argument("--postgres", help="the address of a database to use as well")
    options = parser.parse_args()
    plans = FixedPlans({"coal_mine": load_plan(PLANS / "coal_mine")})
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        alone = Path(folder, "raw.db")
        Bench(f"sqlite:///{alone}", plans, 1).close()
        bench = Bench(f"sqlite:///{folder}/store.db", plans, options.clients)
        benches = [bench]
        ways: dict[str, Callable[[int], float]] = {
            "raw sqlite3, a commit each": lambda entries: raw(alone, entries),
            "sqlite store": bench.store,
            "sqlite engine": bench.engine,
        }
        if options.postgres:
            benches.append(other := Bench(options.postgres, plans, options.clients))
            own = other.writer.run(other.desk.open).after.id
            ways |= {
                "raw psycopg, a commit each": lambda n: raw_postgresql(options.postgres, own, n),
                "postgresql store": other.store,
                "postgresql engine": other.engine,
            }
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(options.rounds):
            for way, measure in ways.items():
                taken[way].append(measure(options.entries))
        show(taken, options.entries)
        for each in benches:
            each.close()


def show(taken: dict[str, list[float]], entries: int) -> None:
    """Entries a second (median, least, most), the ratio of medians to raw commits before it."""
    rates = {way: sorted(entries / seconds for seconds in all_) for way, all_ in taken.items()}
    first = 1.0
    print(f"{'':28} {'median/s':>9} {'least':>9} {'most':>9} {'ratio':>7}")
    for way, found in rates.items():
        middle = statistics.median(found)
        first = middle if way.startswith("raw") else first
        print(f"{way:28} {middle:9.0f} {found[0]:9.0f} {found[-1]:9.0f} {middle / first:7.2f}")


if __name__ == "__main__":
    main()
