"""The servers of one database: started, found again after a death, their clock known."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from engine.instants import from_text
from tests.api.town import ACCOUNTS, ADMIN, PASSWORD, eventually
from tests.crash.nodes import Node
from tests.support.server import NO_TLS, SECONDS_TO_ANSWER

START = datetime(2021, 11, 8, 1, tzinfo=UTC)


class Servers:
    """`several` servers on one virtual clock; `starts` says at which instants one began.

    `tomorrow` are the migrations of tomorrow's program, once the database is migrated.
    """

    def __init__(
        self,
        folder: Path,
        url: str,
        several: int,
        speed: float,
        exact: bool,
        *,
        real_clock: bool = False,
    ) -> None:
        self.folder, self.url, self.speed, self.exact = folder, url, speed, exact
        # A database that is founded on a virtual clock takes exercises only.
        self.real_clock = real_clock
        self.nodes: list[Node | None] = [None] * several
        self.tomorrow: Path | None = None
        self.starts: list[datetime] = []
        self.ready = [asyncio.Event() for _ in range(several)]
        self._mark = (START, time.monotonic())

    @property
    def now(self) -> datetime:
        """About what their clocks say."""
        instant, mark = self._mark
        return instant + timedelta(seconds=(time.monotonic() - mark) * self.speed)

    @property
    def up(self) -> list[Node]:
        """Those that were started and are not known to be dead."""
        return [node for node in self.nodes if node is not None]

    def urls(self) -> list[str]:
        """Where they are."""
        return [node.url for node in self.up]

    def live_url(self, number: int) -> str | None:
        """Where a screen finds server `number`, while it is up."""
        node = self.nodes[number]
        return None if node is None else node.live_url

    def node(self, start: datetime, fault: str | None = None, tomorrow: Path | None = None) -> Node:
        """Start a server whose clock starts at `start`."""
        env = {"ZHIBAN_HEARTBEAT_S": "0.5", "ZHIBAN_LOG_LEVEL": "warning"}
        if fault is not None:
            env["ZHIBAN_FAULT"] = fault
        virtual = ("--clock-start", start.isoformat(), "--clock-speed", str(self.speed))
        clock: tuple[str, ...] = () if self.real_clock else virtual
        at = ("--database-url", self.url, *clock)
        how = {"exact": self.exact, "tomorrow": tomorrow or self.tomorrow}
        return Node(self.folder, *at, env=env, **how)

    async def start(
        self, at: datetime, fault: str | None, *, alone: bool = False
    ) -> tuple[int, bool]:
        """Start all that are down, the first of them armed with `fault`.

        Its number, and whether all are ready; if not, the armed one has died. `alone`: the
        armed one first, since the others would take from it what it has to catch up with.
        """
        down = [number for number, node in enumerate(self.nodes) if node is None]
        self.starts.append(at)
        for number in down:
            armed = number == down[0]
            self.nodes[number] = node = self.node(at, fault if armed else None)
            if armed and alone and not await asyncio.to_thread(node.wait_until):
                return number, False
        for number in reversed(down):
            started = self.nodes[number]
            assert started is not None
            if not await asyncio.to_thread(started.wait_until):
                assert fault is not None and number == down[0], started.log_tail()
                return number, False
        await self._read_clock()
        for number in down:
            self.ready[number].set()
        return down[0], True

    async def _read_clock(self) -> None:
        # The armed one may die of being asked.
        with contextlib.suppress(OSError, InvalidHandshake, ConnectionClosed):
            async with connect(self.up[-1].live_url) as socket:
                found = re.search(r'"server_time":"([^"]+)"', str(await socket.recv()))
                assert found
                self._mark = (from_text(found[1]), time.monotonic())

    async def found_office(self, names: Sequence[str]) -> dict[str, str]:
        """Start the first server on a fresh database and make accounts; their tokens."""
        self.starts.append(START)
        node = self.node(START)
        tokens: dict[str, str] = {}
        assert await asyncio.to_thread(node.wait_until), node.log_tail()
        code = await asyncio.to_thread(
            lambda: eventually(lambda: re.search(r"[0-9a-f]{4}(-[0-9a-f]{4}){2}", node.log_tail()))
        )
        async with httpx.AsyncClient(
            base_url=node.url, timeout=SECONDS_TO_ANSWER, trust_env=False, verify=NO_TLS
        ) as client:
            first = {"code": code[0], "name": ADMIN, "password": PASSWORD}
            made = await client.post("/api/setup", json=first)
            admin = {"Authorization": f"Bearer {made.json()['token']}"}
            for name in names:
                account = {"name": name, "password": PASSWORD, **ACCOUNTS[name]}
                made = await client.post("/api/accounts", json=account, headers=admin)
                assert made.is_success, made.text
                who = {"name": name, "password": PASSWORD}
                signed_in = await client.post("/api/session", json=who)
                tokens[name] = signed_in.json()["token"]
        assert await asyncio.to_thread(node.stop) == 0, node.log_tail()
        return tokens

    def died(self, number: int) -> None:
        """Server `number` is dead, by SIGKILL."""
        node = self.nodes[number]
        assert node is not None
        assert node.wait(60) == -9, node.log_tail()
        self._down(number)

    def kill(self, number: int) -> None:
        """Kill server `number`."""
        node = self.nodes[number]
        assert node is not None
        node.kill()
        self._down(number)

    def _down(self, number: int) -> None:
        self.nodes[number] = None
        self.ready[number].clear()

    def kill_all(self) -> None:
        """At the end, or when something went wrong."""
        for number, node in enumerate(self.nodes):
            if node is not None:
                self.kill(number)
