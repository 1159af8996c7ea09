"""The reference client of the live channel: follow incidents, and never be wrong for long.

    async for change in Follower("http://desk:8000", token, ["incidents"], random).changes(): ...

It says who it is, subscribes, merges what it hears, and keeps `incidents` equal to what a
fresh read would show. Silence of two and a half heartbeats counts as a broken connection;
it connects again with growing, jittered pauses and resumes after its last cursor, with
the epoch that the cursor belongs to; whatever does not fit makes it start afresh.

It needs nothing of the server but the contract (section 4) and `api.live.deltas`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from api.live.deltas import OutOfStep, merge

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
class Follower:
    """Follows topics of one server. `jitter` gives numbers from 0 to 1.

    `incidents` are the views by id as of `cursor`; `hello` is the server's last greeting,
    `watchdog` what it last said about the audit of its report ledgers (None: nothing).
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
        await socket.send(json.dumps(wish))

    def take(self, frame: Frame) -> bool:
        """Merge one frame; False when the client has to start afresh."""
        match frame["type"]:
            case "snapshot":
                self.incidents = {view["id"]: view for view in frame["incidents"]}
                self.cursor, self.epoch = frame["cursor"], self.hello["epoch"]
            case "event" if self.cursor is not None and frame["cursor"] > self.cursor:
                self._merge(frame)
                self.cursor = frame["cursor"]
            case "resync":
                return False
        return True

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
