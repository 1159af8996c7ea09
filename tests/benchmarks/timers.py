"""10,000 timers due at one instant on PostgreSQL: ours beside two job queues.

    pip install procrastinate pgqueuer asyncpg
    python -m tests.benchmarks.timers [--timers 10000] [--rounds 3]

Seconds from the instant to the last one recorded. Ours are the reports of 100 divisions on
each incident, entered in the journal with their hashes and pushed to a subscriber; the
queues' are jobs that do nothing. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import procrastinate
import structlog
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from tests.benchmarks.deadlines import drop, fill, ours, write_plan
from tests.support.postgres import PostgresServer, running_postgres

LEAD = timedelta(seconds=8)
"""Between asking for the timers and their instant, so that all are stored by then."""


class Arrivals:
    """Counts what was done and says when all of it was."""

    def __init__(self, awaited: int) -> None:
        self.left = awaited
        self.done = asyncio.Event()
        self.last = datetime.max.replace(tzinfo=UTC)

    def one(self) -> None:
        """One more is done."""
        self.left -= 1
        if not self.left:
            self.last = datetime.now(UTC)
            self.done.set()


async def with_procrastinate(server: PostgresServer, timers: int) -> float:
    """Jobs scheduled at the instant, one worker that runs a hundred at once."""
    arrivals = Arrivals(timers)
    where = {"host": str(server.folder), "user": "postgres", "dbname": server.clone()}
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(kwargs=where))

    @app.task
    async def nothing(number: int) -> None:
        arrivals.one()

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        at = datetime.now(UTC) + LEAD
        later = nothing.configure(schedule_at=at)
        await later.batch_defer_async(*({"number": number} for number in range(timers)))
        work = asyncio.create_task(
            app.run_worker_async(
                concurrency=100, install_signal_handlers=False, fetch_job_polling_interval=0.1
            )
        )
        await arrivals.done.wait()
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work
    server.drop(where["dbname"])
    return (arrivals.last - at).total_seconds()


async def with_pgqueuer(server: PostgresServer, timers: int) -> float:
    """Jobs that may run after the instant, one manager that takes a hundred at once."""
    arrivals = Arrivals(timers)
    name = server.clone()
    connection = await asyncpg.connect(host=str(server.folder), user="postgres", database=name)
    driver = AsyncpgDriver(connection)
    await Queries(driver).install()
    queue = PgQueuer(driver)

    @queue.entrypoint("nothing")
    async def nothing(job: object) -> None:
        arrivals.one()

    at = datetime.now(UTC) + LEAD
    for start in range(0, timers, 1000):
        several = min(1000, timers - start)
        wait = at - datetime.now(UTC)
        await Queries(driver).enqueue(
            ["nothing"] * several, [None] * several, [0] * several, [wait] * several
        )
    work = asyncio.create_task(queue.run(dequeue_timeout=timedelta(seconds=0.1), batch_size=100))
    await arrivals.done.wait()
    queue.shutdown.set()
    work.cancel()
    with contextlib.suppress(asyncio.CancelledError, Exception):
        await work
    await connection.close()
    server.drop(name)
    return (arrivals.last - at).total_seconds()


class Ours:
    """A prepared database with the reports owed; a clone of it for each measurement."""

    def __init__(self, server: PostgresServer, folder: Path, timers: int) -> None:
        self.plans, self.timers = folder / "plans", timers
        write_plan(self.plans, 100)
        self.prepared = server.clone()
        fill(server.url(self.prepared), self.plans, timers // 100)

    async def measure(self, server: PostgresServer, timers: int) -> float:
        """Seconds until the subscriber has the last event."""
        name = server.clone(self.prepared)
        late = await ours(server.url(name), self.plans, self.timers)
        server.drop(name)
        return late[-1]


def main() -> None:
    """In turns, medians with the ratio to ours."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--timers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    structlog.configure(processors=[drop])
    with running_postgres(fsync=True) as server, tempfile.TemporaryDirectory() as folder:
        ways = {
            "zhiban": Ours(server, Path(folder), options.timers).measure,
            "pgqueuer": with_pgqueuer,
            "procrastinate": with_procrastinate,
        }
        found: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(options.rounds):
            for name, measure in ways.items():
                found[name].append(asyncio.run(measure(server, options.timers)))
    base = statistics.median(found["zhiban"])
    print(f"{options.timers} timers, medians of {options.rounds}")
    for name, all_ in found.items():
        middle = statistics.median(all_)
        print(f"{name:16}{middle:9.2f} s{middle / base:8.2f}")


if __name__ == "__main__":
    main()
