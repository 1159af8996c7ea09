"""One server that is killed again and again while it calls people.

In every life officers open incidents, each of which starts a call; a listener takes the messages
and remembers how often each came. Then comes SIGKILL: at random, around a commit, or between the
claim of a message and the entry of its result. In the last life everything is left to come to its
end. Then: every acknowledged incident has its call, every message that was due has been taken by
the listener and is entered, none is entered twice as sent, and what came twice is said in the
record to be of unknown outcome.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import select

from api.store.calling.call_rows import CALL, OUTBOX, call_of
from api.store.database.connections import Database
from api.store.integrity.verify import verify
from engine.memory import FixedPlans
from tests.api.calling.channels.listener import Listener
from tests.api.test_calls_served import LEADER, settings_of
from tests.api.town import eventually, opening
from tests.crash.audit import real_plans
from tests.crash.nodes import Node
from tests.crash.servers import Servers

FAULTS = ("before_send", "after_send", "before_commit", "after_commit")
SECONDS_TO_ANSWER = 60.0
SECONDS_FOR_A_DEATH = 5.0
LEASE_S = 2
OFFICERS = 3
MOST_ANSWERS = 6


@dataclass
class Tally:
    """What a campaign has found."""

    deaths: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    messages: int = 0
    lost: int = 0
    doubled_on_record: int = 0
    received_twice: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.deaths.total()} kills {dict(self.deaths)}; {len(self.acknowledged)} incidents, "
            f"{self.messages} messages: {self.lost} lost, {self.doubled_on_record} doubled on "
            f"record, {self.received_twice} received more than once"
        )


class CallKills:
    """A database, the lives of its server, and what they left."""

    def __init__(self, folder: Path, url: str, seed: int, listener: Listener) -> None:
        self.folder, self.url, self.listener = folder, url, listener
        self.tally = Tally()
        self._random = random.Random(seed)  # noqa: S311
        self._tokens: dict[str, str] = {}
        self._enough, self._answers = asyncio.Event(), 0
        self._env = settings_of(folder, listener) | {
            "ZHIBAN_LOG_LEVEL": "warning",
            "ZHIBAN_CALL_LEASE_S": str(LEASE_S),
        }

    async def run(self, kills: int) -> Tally:
        """Found an office, then one life after another; the last one ends by itself."""
        servers = Servers(self.folder, self.url, 1, 1.0, False, real_clock=True)
        self._tokens = await servers.found_office(("duty",))
        await self._first_life()
        for _ in range(kills):
            await self._life()
        await self._last_life()
        await asyncio.to_thread(self._examine)
        return self.tally

    async def _first_life(self) -> None:
        """Somebody is put into the address book."""
        node = self._start(None)
        assert await asyncio.to_thread(node.wait_until), node.log_tail()
        async with self._client(node) as client:
            kept = await client.put("/api/contacts/zhao", json=LEADER)
            assert kept.status_code == 200, kept.text
        assert await asyncio.to_thread(node.stop) == 0, node.log_tail()

    async def _life(self) -> None:
        fault = self._random.choice((None, *FAULTS))
        node = self._start(None if fault is None else f"{fault}:{self._random.randint(1, 6)}")
        self._enough.clear()
        self._answers = self._random.randint(1, MOST_ANSWERS)
        try:
            if await asyncio.to_thread(node.wait_until):
                officers = [asyncio.create_task(self._officer(node)) for _ in range(OFFICERS)]
                if fault is None:
                    await asyncio.wait_for(self._enough.wait(), SECONDS_TO_ANSWER)
                else:
                    await asyncio.to_thread(node.wait, SECONDS_FOR_A_DEATH)
                await asyncio.to_thread(node.kill)
                await asyncio.gather(*officers)
        finally:
            node.kill()
        self.tally.deaths[fault or "random"] += 1

    async def _officer(self, node: Node) -> None:
        """Open incidents until nobody answers, not faster than a person might."""
        async with self._client(node) as client:
            try:
                while True:
                    answer = await client.post("/api/incidents", json=opening())
                    assert answer.status_code == 201, answer.text
                    self.tally.acknowledged.add(answer.json()["id"])
                    self._answers -= 1
                    if self._answers <= 0:
                        self._enough.set()
                    await asyncio.sleep(0.05)
            except httpx.TransportError:
                return

    async def _last_life(self) -> None:
        """Nobody works any more; what is due comes to its end."""
        node = self._start(None)
        assert await asyncio.to_thread(node.wait_until), node.log_tail()
        try:
            await asyncio.to_thread(eventually, lambda: not self._due())
        finally:
            await asyncio.to_thread(node.stop)

    def _due(self) -> int:
        """How many messages are not at their end."""
        database = Database.open(self.url, create=False)
        try:
            with database.reading() as connection:
                wanted = select(OUTBOX.c.id).where(OUTBOX.c.state.in_(("queued", "claimed")))
                return len(connection.execute(wanted).all())
        finally:
            database.close()

    def _start(self, fault: str | None) -> Node:
        env = self._env if fault is None else self._env | {"ZHIBAN_FAULT": fault}
        return Node(self.folder, "--database-url", self.url, env=env)

    def _client(self, node: Node) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {self._tokens['duty']}"}
        return httpx.AsyncClient(
            base_url=node.url, timeout=SECONDS_TO_ANSWER, trust_env=False, headers=headers
        )

    def _examine(self) -> None:
        """Compare the record with what the listener has got."""
        tally = self.tally
        database = Database.open(self.url, create=False)
        try:
            with database.reading() as connection:
                found = verify(connection, FixedPlans(real_plans())).findings
                records = [call_of(row) for row in connection.execute(CALL.select())]
                rows = connection.execute(OUTBOX.select()).all()
        finally:
            database.close()
        tally.wrong += map(str, found)
        called = {one.incident for one in records}
        tally.wrong += [f"no call: {id_}" for id_ in sorted(tally.acknowledged - called)]
        got = Counter(one.headers["webhook-id"] for one in self.listener.got if one.path == "/hook")
        # What came due together, as after a start, went out in one message.
        names = {row.id: row.message or row.id for row in rows}
        most = defaultdict[str, list[int]](list)
        for record in records:
            tried = [one for one in record.call.attempts if one.channel == "webhook"]
            ends = Counter(one.outcome for one in tried)
            received = got[names[f"{record.id}.0.webhook"]]
            tally.messages += 1
            tally.lost += ends["sent"] == 0 or received == 0
            tally.doubled_on_record += ends["sent"] > 1
            tally.received_twice += received > 1
            most[names[f"{record.id}.0.webhook"]].append(ends["sent"] + ends["unknown"])
            if received and not tried:
                tally.wrong.append(f"{record.id}: received {received}, on record {dict(ends)}")
        tally.wrong += [
            f"{key}: received {got[key]} times, {max(tries)} of them are on record"
            for key, tries in most.items()
            if got[key] > max(tries)
        ]
