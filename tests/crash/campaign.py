"""One database, one or two servers, and one death after another.

Each round starts the servers that are down, the clock some hours later or set back, lets
the screens come back and the desks work, kills a server at random or has it die at a named
point (`api.fault_injection`), and lets a fresh process examine the database: every entry that was
acknowledged is there, with its hash; nothing is there twice; the ledger is what the entries
make it. `Tally` counts.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from tests.crash.audit import NOBODYS, Account, account_of, real_plans
from tests.crash.clients import Desks
from tests.crash.nodes import Node, Program, in_a_fresh_process
from tests.crash.orders import Orders
from tests.crash.screens import Screen, converges
from tests.crash.servers import START, Servers
from tests.crash.tally import Row, Tally
from tests.crash.tomorrow import DEATHS
from tests.crash.upgrades import POINT as IN_UPGRADE
from tests.crash.upgrades import Copied, dies_upgrading, gets_through

NAMES = ("duty", "viewer", "director", "chief", "reporter")
RANDOM = "random"
SECONDS_FOR_A_DEATH = 10.0
MOST_HOURS_DOWN = 72.0
CLIENTS = 6


class Campaign:
    """A life of one database. `disturb` names what else can be done to it.

    `copied` makes a copy of it while no server runs.
    """

    def __init__(
        self,
        folder: Path,
        url: str,
        copied: Copied,
        *,
        seed: int,
        several: int = 1,
        speed: float = 600.0,
        exact: bool = False,
        disturb: Mapping[str, Callable[[], None]] | None = None,
    ) -> None:
        self.folder, self.url, self.copied = folder, url, copied
        self.database = "sqlite" if url.startswith("sqlite") else f"postgresql x{several}"
        self.tally = Tally()
        self.disturb = dict(disturb or {})
        # The slower clock of two servers makes nothing due while they run.
        self.at_start = {"in_catch_up"} | ({"in_wake"} if several > 1 else set())
        self.orders = Orders(seed, real_plans())
        self.random = self.orders.random
        self.servers = Servers(folder, url, several, speed, exact)
        self.last = START
        self.claimed: set[tuple[str, int]] = set()
        self.missed: set[tuple[str, int]] = set()
        self.tokens: dict[str, str] = {}
        self.desks = Desks(self.orders, self.tokens, lambda: self.servers.now)
        self.screens = [Screen(self.servers, i, self.tokens) for i in range(several)]

    async def run(self, points: list[str]) -> Tally:
        """One round for each point, then everything is settled and examined once more."""
        followed: list[asyncio.Task[None]] = []
        try:
            if points[:1] == ["in_migration"]:
                await self._dies_in_migration()
                points = points[1:]
            self.tokens |= await self.servers.found_office(NAMES)
            followed = [asyncio.create_task(screen.run()) for screen in self.screens]
            for point in points:
                await (self._upgrade() if point == IN_UPGRADE else self._round(point))
            await self._finish()
        finally:
            for task in followed:
                task.cancel()
            await asyncio.gather(*followed, return_exceptions=True)
            self.servers.kill_all()
        return self.tally

    async def _dies_in_migration(self) -> None:
        node = self.servers.node(START, "in_migration")
        assert not await asyncio.to_thread(node.wait_until), "it survived its migration"
        assert node.wait(0) == -9, node.log_tail()
        self.tally.rows[self.database, "in_migration"].times += 1

    async def _upgrade(self) -> None:
        """The database comes to be tomorrow's, after some deaths; the power was cut before."""
        self._kill_all()
        row = self.tally.rows[self.database, IN_UPGRADE]
        half = DEATHS // 2
        for places in (range(1, half + 1), range(half + 1, DEATHS + 1)):
            await dies_upgrading(self.servers, self._next_start(), places, self.tally, row)
            # Today's program goes on with what tomorrow's has left.
            await self._round(RANDOM)
            self._kill_all()
        await gets_through(self.servers, self.copied, self.tally)
        await self._examine(row)

    # A round -------------------------------------------------------------------------------

    async def _round(self, point: str) -> None:
        at_start = point in self.at_start
        if at_start:
            self._kill_all()
        fault = None if point == RANDOM or point in self.disturb else f"{point}{self._count(point)}"
        at = self._next_start(long=at_start)
        number, ready = await self.servers.start(at, fault, alone=at_start)
        if ready:
            await self._meet_screens(number)
            point = await self._work(number, point)
        else:
            self.servers.died(number)
        row = self.tally.rows[self.database, point]
        row.times += 1
        if not all(self.servers.nodes) and self.random.random() < 0.5:
            self._kill_all()
        elif point in self.disturb:
            self._kill(self.random.randrange(len(self.servers.nodes)))
        await self._examine(row)

    def _kill(self, number: int) -> None:
        self.servers.kill(number)
        self.tally.rows[self.database, RANDOM].times += 1

    def _kill_all(self) -> None:
        """The power is cut for those that are still running."""
        for number, node in enumerate(self.servers.nodes):
            if node is not None:
                self._kill(number)

    def _count(self, point: str) -> str:
        if point in self.at_start:
            return ""
        return f":{self.random.randint(1, 3 if point == 'in_wake' else 20)}"

    def _next_start(self, *, long: bool = False) -> datetime:
        """Where the clock starts: hours later, rarely set back; now if others are running."""
        if self.servers.up:
            return self.servers.now
        if not long and self.random.random() < 0.15:
            return self.last - timedelta(hours=self.random.uniform(0, 24))
        hours = self.random.uniform(24 if long else 0, MOST_HOURS_DOWN)
        return max(self.servers.now, self.last) + timedelta(hours=hours)

    async def _work(self, number: int, point: str) -> str:
        """The desks work until the server dies, and on with the others; what it died of."""
        node = self.servers.nodes[number]
        assert node is not None
        stop = asyncio.Event()
        at_work = asyncio.create_task(self.desks.work(self.servers.urls, CLIENTS, stop))
        try:
            if point == RANDOM or point in self.disturb:
                await self.desks.until(self.random.randint(5, 60))
            elif await self._lives_on(node, point):
                point = RANDOM
            if point in self.disturb:
                await asyncio.to_thread(self.disturb[point])
            else:
                node.kill()
                self.servers.died(number)
            if self.servers.up:
                await self.desks.until(20)
        finally:
            stop.set()
            await at_work
        return point

    async def _lives_on(self, node: Node, point: str) -> bool:
        """Whether the server does not come to the point at which it is to die."""
        seconds = 0.0 if point in self.at_start else SECONDS_FOR_A_DEATH
        return await asyncio.to_thread(node.wait, seconds) is None

    async def _meet_screens(self, number: int) -> None:
        """The screen of the server that has just started shows what a fresh read shows."""
        node = self.servers.nodes[number]
        assert node is not None
        difference = await converges(self.screens[number], node)
        if difference is not None:
            self.tally.wrong.append(f"screen {number}: {difference}")

    # Afterwards ----------------------------------------------------------------------------

    async def _examine(self, row: Row) -> Account:
        account: Account = await asyncio.to_thread(
            in_a_fresh_process, account_of, self.url, self.servers.starts
        )
        self.last = max(self.last, account.last or START)
        entries = Counter[tuple[str, int]]()
        for order in self.desks.told:
            for incident, seq, hash_ in order.entries():
                known = account.hashes.get(incident, [])
                if len(known) < seq or hash_ not in (None, known[seq - 1]):
                    row.lost += (incident, seq) not in self.missed
                    self.missed.add((incident, seq))
                elif account.types[incident][seq - 1] not in NOBODYS:
                    entries[incident, seq] += 1
        row.doubled += sum(count > 1 for count in entries.values())
        row.doubled += sum(words.startswith("doubled") for words in account.wrong)
        for screen in self.screens:
            row.lost, row.doubled = row.lost + screen.lost, row.doubled + screen.doubled
            screen.lost = screen.doubled = 0
        row.late = max(row.late, account.late / self.servers.speed)
        self.tally.wrong += account.wrong
        self.claimed = set(entries)
        return account

    async def _finish(self) -> None:
        """All orders are settled; then each entry is somebody's or time's own, and none else's."""
        number, ready = await self.servers.start(self._next_start(), None)
        assert ready
        node = self.servers.nodes[number]
        assert node is not None
        await self.desks.settle(node.url)
        await self._meet_screens(number)
        self.servers.kill_all()
        account = await self._examine(Row())
        for incident, types in account.types.items():
            for seq, type_ in enumerate(types, start=1):
                if type_ not in NOBODYS and (incident, seq) not in self.claimed:
                    self.tally.wrong.append(f"nobody's entry: {incident} {seq} {type_}")
        verify = Program(
            self.folder,
            *("journal", "verify", "--database-url", self.url),
            log="verify",
            tomorrow=self.servers.tomorrow,
        )
        if await asyncio.to_thread(verify.wait, 120.0) != 0:
            self.tally.wrong.append(verify.log_tail())
        self.tally.commands, self.tally.retried = len(self.desks.told), self.desks.retried
        self.tally.wrong += self.desks.wrong
        self.tally.events, self.tally.slots = account.events, account.slots
        self.tally.reminders = account.reminders
        self.tally.resumed = sum(screen.resumed for screen in self.screens)
