"""One server that is killed again and again, for its chain: what each commit seals survives it.

In every life people enter log lines, sign in and out, and an administrator moves accounts; then
comes SIGKILL, at random or within a commit (`api.fault_injection`). While the server is dead a
program that knows nothing of before reads the database: it verifies whole; every entry, sign-in,
sign-out and change that was acknowledged is there, once; every head that was published, and every
link that a screen was shown, is still held. What was not acknowledged is sent again in the next
life, with its key, and is there once as well.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from api.reference_client import ChainMemory
from api.store.database.chain_links import token_name
from api.store.database.connections import Database
from api.store.database.rows import EVENT
from api.store.integrity.journal_heads import Head, check_signatures, compare, published
from api.store.integrity.signing_keys import SigningKey, create_key
from api.store.integrity.verify import verify
from api.store.server_journal.journal import SERVER_EVENT
from engine.memory import FixedPlans
from tests.api.town import ADMIN, PASSWORD, opening
from tests.crash.audit import real_plans
from tests.crash.nodes import Node
from tests.crash.servers import Servers

NAMES = ("duty", "viewer")
FAULTS = ("before_commit", "after_commit")
DEATHS = (None, None, *FAULTS)
"""Dealt again and again, each time in another order, so that a short run has all of them."""
SECONDS_TO_ANSWER = 60.0
SECONDS_FOR_A_DEATH = 5.0
KINDS = frozenset({"line", "sign_in", "sign_out", "move"})
MOST_ANSWERS = 15
"""Before the server is killed at random there has been an answer of each kind, or more."""


@dataclass
class Told:
    """What was acknowledged, and what waits for an answer."""

    lines: set[str] = field(default_factory=set)
    sign_ins: list[str] = field(default_factory=list)
    sign_outs: set[str] = field(default_factory=set)
    moves: set[str] = field(default_factory=set)
    unsure_lines: list[str] = field(default_factory=list)
    unsure_moves: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        """How much of everything."""
        counted = (self.lines, self.sign_ins, self.sign_outs, self.moves)
        return sum(len(one) for one in counted)


class ChainKills:
    """A database, the lives of its server, and what is wrong with what they left."""

    def __init__(self, folder: Path, url: str, seed: int) -> None:
        self.folder, self.url = folder, url
        self.key: SigningKey = create_key(folder / "signing.key")
        self.told, self.heads, self.wrong = Told(), list[Head](), list[str]()
        self.deaths = Counter[str]()
        self.memory = ChainMemory()
        self._random = random.Random(seed)  # noqa: S311
        self._count = 0
        self._dealt: list[str | None] = []
        self._tokens: dict[str, str] = {}
        self._incident = ""
        self._opening = opening()
        self._missing, self._answers = set(KINDS), 0
        self._enough = asyncio.Event()

    async def run(self, kills: int) -> None:
        """Found an office, then one life after another."""
        servers = Servers(self.folder, self.url, 1, 1.0, False, real_clock=True)
        self._tokens = await servers.found_office(NAMES)
        for _ in range(kills):
            await self._life()
            await asyncio.to_thread(self._examine)

    # A life --------------------------------------------------------------------------------

    async def _life(self) -> None:
        self._dealt = self._dealt or self._random.sample(DEATHS, len(DEATHS))
        fault = self._dealt.pop()
        node = self._start(None if fault is None else f"{fault}:{self._random.randint(3, 12)}")
        try:
            if await asyncio.to_thread(node.wait_until):
                await self._live(node, armed=fault is not None)
            else:
                assert node.wait(0) == -9, node.log_tail()
        finally:
            node.kill()
        self.deaths[fault or "random"] += 1

    def _start(self, fault: str | None) -> Node:
        env = {
            "ZHIBAN_KEY_FILE": str(self.folder / "signing.key"),
            "ZHIBAN_LOG_LEVEL": "warning",
            "ZHIBAN_SIGNIN_ATTEMPTS": "100000",
        }
        if fault is not None:
            env["ZHIBAN_FAULT"] = fault
        return Node(self.folder, "--database-url", self.url, env=env)

    async def _live(self, node: Node, *, armed: bool) -> None:
        """People work until the server dies."""
        self._missing, self._answers = set(KINDS), self._random.randint(1, MOST_ANSWERS)
        self._enough.clear()
        async with httpx.AsyncClient(
            base_url=node.url, timeout=SECONDS_TO_ANSWER, trust_env=False
        ) as client:
            work = [self._signs_in, self._moves, *([self._writes] * 3)]
            people = [asyncio.create_task(self._one(client, one)) for one in work]
            people.append(asyncio.create_task(self._screen(node)))
            if armed:
                await asyncio.to_thread(node.wait, SECONDS_FOR_A_DEATH)
            else:
                await asyncio.wait_for(self._enough.wait(), SECONDS_TO_ANSWER)
            await asyncio.to_thread(node.kill)
            await asyncio.gather(*people)

    async def _one(
        self,
        client: httpx.AsyncClient,
        act: Callable[[httpx.AsyncClient], Coroutine[Any, Any, None]],
    ) -> None:
        """One person acts until nobody answers any more."""
        try:
            while True:
                await act(client)
        except httpx.TransportError:
            return

    async def _writes(self, client: httpx.AsyncClient) -> None:
        if not self._incident:
            await self._opens(client)
        line = self.told.unsure_lines.pop() if self.told.unsure_lines else self._next("line")
        body = {"command": "add_log_entry", "text": line}
        path = f"/api/incidents/{self._incident}/commands"
        try:
            answer = await client.post(path, json=body, headers=self._as("duty", key=line))
        except httpx.TransportError:
            self.told.unsure_lines.append(line)
            raise
        self._expect(answer, 200)
        self.told.lines.add(line)
        self._heard("line")

    async def _opens(self, client: httpx.AsyncClient) -> None:
        """One incident for all lines; of several that open it together the first counts."""
        answer = await client.post(
            "/api/incidents", json=self._opening, headers=self._as("duty", key="the-incident")
        )
        self._expect(answer, 201)
        self._incident = answer.json()["id"]

    async def _signs_in(self, client: httpx.AsyncClient) -> None:
        """Sign in, and now and then out again."""
        body = {"name": "viewer", "password": PASSWORD}
        answer = await client.post("/api/session", json=body)
        self._expect(answer, 200)
        token = answer.json()["token"]
        self.told.sign_ins.append(token)
        if self._random.random() < 0.5:
            headers = {"Authorization": f"Bearer {token}"}
            self._expect(await client.delete("/api/session", headers=headers), 204)
            self.told.sign_outs.add(token)
            self._heard("sign_out")
        self._heard("sign_in")

    async def _moves(self, client: httpx.AsyncClient) -> None:
        """An administrator gives an account another unit."""
        if ADMIN not in self._tokens:
            who = {"name": ADMIN, "password": PASSWORD}
            self._tokens[ADMIN] = (await client.post("/api/session", json=who)).json()["token"]
        unit = self.told.unsure_moves.pop() if self.told.unsure_moves else self._next("unit")
        body, headers = {"unit": unit}, self._as(ADMIN)
        try:
            answer = await client.patch("/api/accounts/viewer", json=body, headers=headers)
        except httpx.TransportError:
            self.told.unsure_moves.append(unit)
            raise
        self._expect(answer, 200)
        self.told.moves.add(unit)
        self._heard("move")

    async def _screen(self, node: Node) -> None:
        """A screen asks whether what it was shown still stands, and remembers what comes."""
        try:
            async with connect(node.live_url) as socket:
                async for words in socket:
                    frame = json.loads(words)
                    self.memory.hear(frame)
                    if frame["type"] == "hello":
                        await self._subscribe(socket.send)
        except (OSError, ConnectionClosed, InvalidHandshake):
            return
        finally:
            if self.memory.broken is not None:
                self.wrong.append(f"a screen shouts: {self.memory.broken}")

    async def _subscribe(self, send: Callable[[str], Coroutine[Any, Any, None]]) -> None:
        await send(json.dumps({"type": "auth", "token": self._tokens["viewer"]}))
        wish: dict[str, Any] = {"type": "subscribe", "topics": ["incidents"]}
        if (seen := self.memory.ask()) is not None:
            wish["seen"] = seen
        await send(json.dumps(wish))

    def _heard(self, kind: str) -> None:
        """Something was acknowledged."""
        self._missing.discard(kind)
        self._answers -= 1
        if not self._missing and self._answers <= 0:
            self._enough.set()

    def _next(self, kind: str) -> str:
        self._count += 1
        return f"{kind}-{self._count}"

    def _as(self, name: str, key: str | None = None) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self._tokens[name]}"}
        return headers if key is None else headers | {"Idempotency-Key": key}

    def _expect(self, answer: httpx.Response, status: int) -> None:
        """Raise `AssertionError` for another status."""
        assert answer.status_code == status, f"{answer.request.url.path}: {answer.text}"

    # Afterwards ----------------------------------------------------------------------------

    def _examine(self) -> None:
        """Compare what the dead server left with what it had said."""
        database = Database.open(self.url, create=False)
        try:
            head = published(database, datetime.now(UTC), self.key)
            with database.reading() as connection:
                found = [
                    *verify(connection, FixedPlans(real_plans())).findings,
                    *compare(connection, self.heads),
                    *check_signatures(connection, self.heads, self.key.public),
                ]
                entries = connection.execute(select(EVENT.c.type, EVENT.c.data)).all()
                changes = connection.execute(select(SERVER_EVENT.c.type, SERVER_EVENT.c.data)).all()
        finally:
            database.close()
        self.heads.append(head)
        self.wrong += map(str, found)
        self.wrong += self._differences(_read(entries), _read(changes))

    def _differences(
        self, entries: list[tuple[str, Any]], changes: list[tuple[str, Any]]
    ) -> Iterator[str]:
        """What was acknowledged and is not there, and what is there twice."""
        lines = Counter(data["text"] for type_, data in entries if type_ == "log_entry_added")
        yield from _compared("line", self.told.lines, lines)
        units = Counter(
            data["after"]["unit"] for type_, data in changes if type_ == "place_changed"
        )
        yield from _compared("move", self.told.moves, units)
        for type_, tokens in (
            ("signed_in", set(self.told.sign_ins)),
            ("signed_out", self.told.sign_outs),
        ):
            there = Counter(data["sign_in"] for found, data in changes if found == type_)
            names = {token_name(hashlib.sha256(token.encode()).hexdigest()) for token in tokens}
            yield from _compared(type_, names, there)


def _read(rows: Any) -> list[tuple[str, Any]]:
    return [(row.type, json.loads(row.data)) for row in rows]


def _compared(what: str, told: set[str], there: Counter[str]) -> Iterator[str]:
    yield from (f"lost: {what} {one}" for one in sorted(told - there.keys()))
    yield from (f"doubled: {what} {one}" for one, count in there.items() if count > 1)
