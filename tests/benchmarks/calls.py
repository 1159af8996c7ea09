"""How fast calls go out, and what they cost the commands beside them.

    python -m tests.benchmarks.calls [--database sqlite|postgresql] [--single 200] [--at-once 500]
                                     [--commands 400]

Prints, with the machine's load: the seconds from the instant at which a call is due to its first
attempt, one call after another (median, p99, longest); the same for many calls of one instant, and
until the last of them is entered; the seconds of a command over HTTP with calls and without, by
turns of forty, in their medians. The worker, the writer and the database are the real ones with
fsync; the channel takes a message at once. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from api.calling.message_text import Composer
from api.calling.ports import Message, Outcome
from api.calling.worker import CallWorker
from api.store.call_work.call_outbox import CallOutbox
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.journal.incident_cache import IncidentCache
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from engine.clock import SystemClock
from engine.contacts.contact import Channel, Contact
from engine.incident.call_commands import StartCall
from engine.incident.calls import CALL_TYPES
from engine.memory import CountedIds, FixedPlans, MemoryCallingBook
from engine.plan.calling_loader import load_calling
from engine.plan.loader import load_plan
from engine.service import Service
from tests.api.store.call_work.calls import GAP, LEASE, CallingDesk, fill
from tests.api.store.desk import DUTY, PLANS
from tests.api.town import found_town
from tests.crash.runs import running_postgres

TURN = 40


class Ear:
    """Notes when each message came."""

    name = "sms"
    receipts = True

    def __init__(self) -> None:
        self.heard: dict[str, float] = {}
        self.some = asyncio.Event()

    async def send(self, message: Message) -> Outcome:
        """Take it at once."""
        self.heard[message.key] = time.time()
        self.some.set()
        return Outcome("sent", "taken")


class Bench:
    """A desk on a database, with a worker that runs."""

    def __init__(self, database: Database, people: int) -> None:
        self.contacts = tuple(
            Contact(f"p{n}", "某局", "科长", f"某{n}", channels=(Channel("mobile", f"138{n:08}"),))
            for n in range(people)
        )
        fill(database, self.contacts)
        plans = FixedPlans({"coal_mine": load_plan(PLANS / "coal_mine")})
        self.clock = SystemClock()
        book = MemoryCallingBook(load_calling(PLANS), self.contacts)
        self.desk = CallingDesk(plans)
        self.desk.clock = self.desk.wall = self.clock  # type: ignore[assignment]
        self.with_calls = Service(plans, self.clock, CountedIds("with"), calling=book)
        self.desk.service = self.with_calls
        self.writer = Writer(database, IncidentCache(plans))
        self.ear = Ear()
        entries = self.desk.entries
        self.outbox = CallOutbox(
            database, self.writer, entries, "a", lease=LEASE, gap=GAP, channels=["sms"]
        )
        self.worker = CallWorker(
            self.outbox,
            self.ear,  # type: ignore[arg-type]
            {"sms": self.ear},  # type: ignore[dict-item]
            Composer(plans, None),
            self.clock,
            self.clock,
            lambda channel, result: None,
            30.0,
            LEASE.total_seconds(),
        )

    def start(self) -> None:
        """Begin to write, and have the worker hear of commits, as a server does."""
        loop = asyncio.get_running_loop()

        def listener(commits: object) -> None:
            about = (event.type for commit in commits for event in commit.events)  # type: ignore[attr-defined]
            if not CALL_TYPES.isdisjoint(about):
                loop.call_soon_threadsafe(self.worker.nudge)

        self.writer.listen(listener)
        self.writer.start()

    def call(self, journal: SqlJournal, incident: str, contact: str) -> tuple[str, float]:
        """Call somebody by hand: the message's key, and when it is due."""
        command = StartCall(contact=contact, reason="请到指挥中心")
        outcome = self.with_calls.execute(journal, incident, command, DUTY)
        data = outcome.events[-1].data
        return f"{data['call']}.0.sms", outcome.events[-1].occurred_at.timestamp()

    async def singles(self, incident: str, count: int) -> list[float]:
        """Seconds from due to the first attempt, one call after another."""
        found = []
        for number in range(count):
            who = self.contacts[number].id
            key, due = await self.writer.submit(lambda j, who=who: self.call(j, incident, who))
            while key not in self.ear.heard:
                self.ear.some.clear()
                await self.ear.some.wait()
            found.append(self.ear.heard[key] - due)
        return found

    async def at_once(self, incident: str, count: int) -> tuple[list[float], float]:
        """Calls of one instant: seconds to each first attempt, and until all are entered."""
        people = [one.id for one in self.contacts[-count:]]

        def work(journal: SqlJournal) -> list[tuple[str, float]]:
            return [self.call(journal, incident, who) for who in people]

        called = await self.writer.submit(work)
        began = min(due for _, due in called)
        while not all(key in self.ear.heard for key, _ in called):
            self.ear.some.clear()
            await self.ear.some.wait()
        await self.worker.sent()
        return [self.ear.heard[key] - began for key, _ in called], time.time() - began


def commands(count: int) -> tuple[float, float]:
    """Median seconds of a log entry over HTTP, on a server with the rules of calling and on one
    without, by turns. The incident of the first has a call that nobody answers."""
    took: dict[bool, list[float]] = {True: [], False: []}
    with contextlib.ExitStack() as at_end:
        folder = Path(at_end.enter_context(tempfile.TemporaryDirectory()))
        asked = {}
        for calls in took:
            place = folder / str(calls)
            place.mkdir()
            rules = {"ZHIBAN_CALL_RULES": str(calls).lower()}
            town = found_town(place, env=rules, names=("duty",), exact=True)
            at_end.callback(town.server.stop)
            path = f"/api/incidents/{town.open()['id']}/commands"
            asked[calls] = at_end.enter_context(town.client("duty")), path
        for turn in range(2 * count // TURN):
            client, path = asked[turn % 2 == 0]
            for _ in range(TURN):
                began = time.perf_counter()
                done = client.post(path, json={"command": "add_log_entry", "text": "已通知"})
                took[turn % 2 == 0].append(time.perf_counter() - began)
                assert done.status_code == 200, done.text
    return statistics.median(took[True]), statistics.median(took[False])


@contextlib.contextmanager
def database_of(kind: str) -> Iterator[Database]:
    """An empty database with its tables, on a disk that is synced."""
    with contextlib.ExitStack() as at_end:
        if kind == "sqlite":
            folder = at_end.enter_context(tempfile.TemporaryDirectory())
            url = f"sqlite:///{Path(folder) / 'calls.db'}"
        else:
            server = at_end.enter_context(running_postgres(fsync=True))
            url = server.url(server.clone())
        database = Database.open(url)
        schema_version.upgrade(database)
        yield database
        database.close()


async def measure(kind: str, single: int, many: int) -> None:
    """Measure and print."""
    with database_of(kind) as database:
        bench = Bench(database, single + many)
        bench.start()
        work = asyncio.create_task(bench.worker.run())
        incident = (await bench.writer.submit(bench.desk.open)).after.id
        print(f"{kind}, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
        seconds = sorted(await bench.singles(incident, single))
        p99 = seconds[int(len(seconds) * 0.99)]
        median = statistics.median(seconds)
        print(f"due to first attempt: median {median:.3f} s, p99 {p99:.3f}, most {seconds[-1]:.3f}")
        each, all_entered = await bench.at_once(incident, many)
        print(f"{many} at one instant: last attempt {max(each):.2f} s, entered {all_entered:.2f} s")
        work.cancel()
        bench.writer.close()


def compare(count: int) -> None:
    """Measure commands and print."""
    one, other = commands(count)
    more = (one / other - 1) * 100
    print(f"a command: {one * 1000:.2f} ms with calls, {other * 1000:.2f} without: {more:+.1f} %")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.calls")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--single", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=500)
    parser.add_argument("--commands", type=int, default=400)
    given = parser.parse_args()
    asyncio.run(measure(given.database, given.single, given.at_once))
    compare(given.commands)


if __name__ == "__main__":
    main()
