"""The reference client of the live channel: follow incidents, and never be wrong for long.

    async for change in Follower("http://desk:8000", token, ["incidents"], random).changes(): ...

It says who it is, subscribes, merges what it hears, and keeps `incidents` equal to what a
fresh read would show. Silence of two and a half heartbeats counts as a broken connection;
it connects again with growing, jittered pauses and resumes after its last cursor, with
the epoch that the cursor belongs to; whatever does not fit makes it start afresh.

It needs only the live channel (docs/reference/websocket.md) and `api.live.protocol.list_deltas`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from api.live.protocol.list_deltas import OutOfStep, merge

SILENT_BEATS = 2.5
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
SECONDS_TO_CONNECT = 10.0
REFUSED = frozenset({4401, 4403})
LARGEST_FRAME = 64 * 1024 * 1024

Connection = Literal["connecting", "live", "stale"]
Frame = dict[str, Any]


class Refused(Exception):
    """The server does not let this client in; `code` is its close code."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Change:
    """Something was heard. `frame` is what it was, None when only the connection changed.

    `problem` is why there is no connection, None where one was there and broke.
    """

    connection: Connection
    frame: Frame | None = None
    problem: Exception | None = None


@dataclass
class ChainMemory:
    """The last link of a server's chain that was shown, and whether what is shown now extends it.

    The chain covers every entry of every journal. After each connection the server is asked what
    stands at the remembered position; until its answer fits, nothing newer is remembered. `broken`
    is the remembered link that the chain does not hold any more. Another server's id starts
    afresh.
    """

    seen: Frame | None = None
    broken: Frame | None = None
    _fits: bool = True

    def ask(self) -> int | None:
        """The position to ask about, where there is something to remember."""
        if self.seen is None:
            return None
        self._fits = False
        return int(self.seen["position"])

    def hear(self, frame: Frame) -> None:
        """Take what a frame says about the chain."""
        if frame["type"] == "hello" and self.seen is not None:
            # Of a new connection nothing counts before the server has answered.
            self._fits = False
        if frame["type"] == "journal":
            self._answer(frame)
        journal = frame.get("journal")
        if journal is None:
            return
        seen = self.seen
        if seen is None or seen["server"] != journal["server"]:
            self.seen, self.broken, self._fits = journal, None, True
        elif journal["position"] == seen["position"] and journal["hash"] != seen["hash"]:
            self.broken, self._fits = seen, False
        elif self._fits and journal["position"] > seen["position"]:
            self.seen = journal

    def _answer(self, frame: Frame) -> None:
        seen = self.seen
        if seen is None or (frame["server"], frame["position"]) != (
            seen["server"],
            seen["position"],
        ):
            return
        if frame["hash"] == seen["hash"]:
            self.broken, self._fits = None, True
        elif frame["losses"] > seen["losses"]:
            # The chain says so itself, on every screen: what it shows next is remembered.
            self.seen = self.broken = None
        else:
            self.broken = seen


@dataclass
class LiveClient:
    """Follows topics of one server. `jitter` gives numbers from 0 to 1.

    `incidents` are the views by id as of `cursor`; `hello` is the server's last greeting,
    `watchdog` what it last said about the audit of its report ledgers (None: nothing),
    `store` whether it can store anything, `clock` about its clock, `continuation` about a lost end
    of its journals that nobody has acknowledged. `chain` remembers what was seen of them.
    """

    url: str
    token: str | None
    topics: Sequence[str]
    jitter: Callable[[], float]
    deltas: bool = True
    language: str = "zh"
    incidents: dict[str, Frame] = field(default_factory=dict)
    hello: Frame = field(default_factory=dict)
    watchdog: Frame | None = None
    clock: Frame | None = None
    store: Frame | None = None
    chain: ChainMemory = field(default_factory=lambda: ChainMemory())
    continuation: Frame | None = None
    pages: dict[str, Frame] = field(default_factory=dict)
    cursor: int | None = None
    epoch: str | None = None
    failures: int = 0

    async def changes(self) -> AsyncIterator[Change]:
        """Everything that happens, for ever; raises `Refused`."""
        yield Change("connecting")
        while True:
            problem: Exception | None = None
            try:
                address = f"{self.url.rstrip('/').replace('http', 'ws', 1)}/api/live"
                async with connect(
                    address, open_timeout=SECONDS_TO_CONNECT, max_size=LARGEST_FRAME
                ) as socket:
                    async for change in self._listen(socket):
                        yield change
            except ConnectionClosed as closed:
                code = closed.rcvd.code if closed.rcvd else 1006
                if code in REFUSED:
                    raise Refused(code) from None
            except InvalidURI:
                raise
            except (OSError, TimeoutError, InvalidHandshake) as wrong:
                problem = wrong
            yield Change("stale", problem=problem)
            await asyncio.sleep(self.pause())

    def pause(self) -> float:
        """Seconds until the next attempt: growing, and never the same for all."""
        longest = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0**self.failures)
        self.failures = min(self.failures + 1, 16)
        return longest * (0.5 + self.jitter() / 2)

    async def _listen(self, socket: ClientConnection) -> AsyncIterator[Change]:
        """One connection until it breaks; silence breaks it."""
        patience = SECONDS_TO_CONNECT
        while True:
            frame: Frame = json.loads(await asyncio.wait_for(socket.recv(), patience))
            self.watchdog = frame.get("watchdog", self.watchdog)
            self.clock = frame.get("clock", self.clock)
            self.store = frame.get("store", self.store)
            self.continuation = frame.get("continuation", self.continuation)
            self.chain.hear(frame)
            if frame["type"] == "hello":
                self.hello, patience = frame, frame["heartbeat_s"] * SILENT_BEATS
                await self._subscribe(socket)
                continue
            try:
                fits = self.take(frame)
            except OutOfStep:
                fits = False
            if not fits:
                self.cursor = None
                await self._subscribe(socket, known=True)
                continue
            self.failures = 0
            yield Change("live", frame)

    async def _subscribe(self, socket: ClientConnection, *, known: bool = False) -> None:
        if self.token is not None and not known:
            await socket.send(json.dumps({"type": "auth", "token": self.token}))
        wish: Frame = {
            "type": "subscribe",
            "topics": list(self.topics),
            "deltas": self.deltas,
            "language": self.language,
        }
        # A cursor means nothing without the epoch that it was counted in.
        if self.cursor is not None and self.epoch is not None:
            wish |= {"after": self.cursor, "epoch": self.epoch}
        if (seen := self.chain.ask()) is not None:
            wish |= {"seen": seen}
        await socket.send(json.dumps(wish))

    def take(self, frame: Frame) -> bool:
        """Merge one frame; False when the client has to start afresh."""
        match frame["type"]:
            case "snapshot":
                self._page(frame)
            case "event" if self.cursor is not None and frame["cursor"] > self.cursor:
                self._merge(frame)
                self.cursor = frame["cursor"]
            case "resync":
                return False
        return True

    def _page(self, frame: Frame) -> None:
        """A page of a snapshot; `incidents` changes with the last one, all at once."""
        if not frame["page"]:
            self.pages = {}
        self.pages |= {view["id"]: view for view in frame["incidents"]}
        if not frame["more"]:
            self.incidents, self.pages = self.pages, {}
            self.cursor, self.epoch = frame["cursor"], self.hello["epoch"]

    def _merge(self, frame: Frame) -> None:
        incident = frame["event"]["incident"]
        view = merge(self.incidents.get(incident), frame)
        if view is None:
            return
        self.incidents[incident] = view
        known_as = (incident, view.get("number"))
        named = {f"{kind}:{name}" for kind in ("incident", "drill") for name in known_as}
        if view.get("stage") == "closed" and not named & set(self.topics):
            del self.incidents[incident]
