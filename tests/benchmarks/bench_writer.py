"""How fast the writer commits, side by side with one commit a row on plain sqlite3.

    python -m tests.benchmarks.bench_writer [--entries N] [--clients N] [--postgres [URL]]

Three ways to store the same log entries on the same disk, in turns so that a busy moment
of the machine hits all of them; medians are printed with their ratio to the raw commits on
the same database, and for an entry the microseconds of processor time and the syncs:

    raw       sqlite3, synchronous=FULL, rows made beforehand, one transaction an entry
    store     clients waiting on the writer; the entry is sealed and stored, nothing decided
    engine    the same through `Service.execute`: load, decide, apply, store

With `--postgres` all run there as well, on a server of its own or on the one that is named
(the database is migrated and written to). The processor time of a named one is not known.
Not collected by pytest.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
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
from tests.benchmarks import syncs
from tests.benchmarks.readings import Reading, read
from tests.support.postgres import running_postgres

SQLITE = sqlite.dialect()
INSTANT = Instant()
AT = ("occurred_at", "recorded_at")
ENTRY = Draft("log_entry_added", START, "zhang", "duty_officer", None, {"text": "已通知各成员单位"})


class Bench:
    """One open store with an incident for each client."""

    def __init__(
        self, url: str, plans: PlanLibrary, clients: int, postgres: int | None = None
    ) -> None:
        """`postgres` is the number of the first process of its database server, if known."""
        self.postgres = postgres
        self.database = Database.open(url)
        schema_version.upgrade(self.database)
        self.writer = Writer(self.database, IncidentCache(plans))
        self.writer.start()
        with self.database.reading() as connection:
            head = connection.scalar(HEAD) or 0
        # Ids that count on from the head, so that a database can be used again.
        self.desk = Desk(plans, f"bench{head}")
        self.incidents = [self.writer.run(self.desk.open).after.id for _ in range(clients)]

    def store(self, entries: int) -> Reading:
        """What `entries` entries cost that are only sealed and stored."""

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

    def engine(self, entries: int) -> Reading:
        """What `entries` commands cost through the whole engine."""

        def job_for(incident: str) -> Callable[[SqlJournal], int]:
            return lambda journal: self.desk.log(journal, incident).after.seq

        return asyncio.run(self._clients(entries, job_for))

    async def _clients(
        self, entries: int, job_for: Callable[[str], Callable[[SqlJournal], int]]
    ) -> Reading:
        share = entries // len(self.incidents)

        async def client(incident: str) -> None:
            job = job_for(incident)
            for _ in range(share):
                await self.writer.submit(job)

        before = read(self.postgres)
        await asyncio.gather(*map(client, self.incidents))
        return read(self.postgres).since(before)

    def close(self) -> None:
        """Stop the writer and close the database."""
        self.writer.close()
        self.database.close()


def raw(file: Path, entries: int) -> Reading:
    """What the same rows cost, one transaction each, on plain sqlite3."""
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
    begun = read()
    for number, row in enumerate(rows):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(insert, row)
        at = seq + number
        connection.execute(moved, (at + 1, row[0], incident, at))
        connection.execute("COMMIT")
    taken = read().since(begun)
    connection.close()
    return taken


def raw_postgresql(url: str, process: int | None, incident: str, entries: int) -> Reading:
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
        begun = read(process)
        for number, row in enumerate(rows):
            at = seq + number
            connection.execute(insert, row)
            connection.execute(moved, (at + 1, row[0], incident, at))
            connection.commit()
        return read(process).since(begun)


def plain(event: Event, cursor: int) -> tuple[object, ...]:
    """The values of an event's row as sqlite3 takes them."""
    row = event_row(event, cursor)
    instants = {name: INSTANT.process_bind_param(row[name], SQLITE) for name in AT}
    return tuple((row | instants)[column.name] for column in EVENT.columns)


OWN = "own"


def main() -> None:
    """Run all, in turns, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=2048, help="entries in each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--folder", type=Path, help="where the files are made: a real disk")
    parser.add_argument("--postgres", nargs="?", const=OWN, help="the address of a database")
    options = parser.parse_args()
    syncs.count_from_here()
    plans = FixedPlans({"coal_mine": load_plan(PLANS / "coal_mine")})
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=options.folder))
        ways = on_sqlite(stack, Path(folder), plans, options.clients)
        if options.postgres == OWN:
            server = stack.enter_context(running_postgres(fsync=True))
            url = server.url(server.clone())
            ways |= on_postgresql(stack, url, server.pid, plans, options.clients)
        elif options.postgres:
            ways |= on_postgresql(stack, options.postgres, None, plans, options.clients)
        taken: dict[str, list[Reading]] = {way: [] for way in ways}
        for _ in range(options.rounds):
            for way, measure in ways.items():
                taken[way].append(measure(options.entries))
    print(f"{options.clients} clients, {options.entries} entries, {options.rounds} rounds")
    show(taken, options.entries)


Ways = dict[str, Callable[[int], Reading]]


def on_sqlite(stack: ExitStack, folder: Path, plans: PlanLibrary, clients: int) -> Ways:
    """The three ways on SQLite."""
    alone = folder / "raw.db"
    Bench(f"sqlite:///{alone}", plans, 1).close()
    bench = stack.enter_context(closing(Bench(f"sqlite:///{folder}/store.db", plans, clients)))
    return {
        "sqlite3, a commit each": lambda entries: raw(alone, entries),
        "SQLite, store": bench.store,
        "SQLite, engine": bench.engine,
    }


def on_postgresql(
    stack: ExitStack, url: str, process: int | None, plans: PlanLibrary, clients: int
) -> Ways:
    """The three ways on PostgreSQL."""
    bench = stack.enter_context(closing(Bench(url, plans, clients, process)))
    own = bench.writer.run(bench.desk.open).after.id
    return {
        "psycopg, a commit each": lambda entries: raw_postgresql(url, process, own, entries),
        "PostgreSQL, store": bench.store,
        "PostgreSQL, engine": bench.engine,
    }


def show(taken: Mapping[str, Sequence[Reading]], entries: int) -> None:
    """Medians as rows of a table; ratios are to the raw commits before them."""
    print("| way | entries a second | least to most | ratio | µs of the program's processor time "
          "| µs of PostgreSQL's | syncs an entry |")  # fmt: skip
    print("| --- | --- | --- | --- | --- | --- | --- |")
    first = 1.0
    for way, found in taken.items():
        rates = sorted(entries / one.elapsed for one in found)
        middle = statistics.median(rates)
        first = middle if way.endswith("a commit each") else first
        program, database, synced = (
            statistics.median(getattr(one, name) for one in found) / entries
            for name in ("program", "database", "synced")
        )
        print(
            f"| {way} | {middle:,.0f} | {rates[0]:,.0f} to {rates[-1]:,.0f} | {middle / first:.2f} "
            f"| {program * 1e6:.0f} | {database * 1e6:.0f} | {synced:.2f} |"
        )


if __name__ == "__main__":
    main()
