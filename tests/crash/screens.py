"""A screen: one websocket that never forgets where it was.

It comes back after every death of its server with the cursor that it has reached, and
holds the views as its frames have told it. An event that comes twice or is left out is
noted, not forgiven.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any

import httpx
import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.crash.nodes import Node
from tests.crash.servers import Servers
from tests.support.server import NO_TLS, SECONDS_TO_ANSWER

View = dict[str, Any]
LARGEST_FRAME = 64 * 1024 * 1024
SECONDS_BETWEEN_TRIES = 0.05
SECONDS_TO_CONVERGE = 60.0


class Screen:
    """Follows all incidents on server `number`, whenever it is up."""

    def __init__(self, servers: Servers, number: int, tokens: Mapping[str, str]) -> None:
        self.number = number
        self._servers, self.tokens = servers, tokens
        self.views: dict[str, View] = {}
        self.cursor: int | None = None
        self.epoch: str | None = None
        self.lost = 0
        self.doubled = 0
        self.resumed = 0
        self.resyncs = 0
        self.changed = asyncio.Event()

    async def run(self) -> None:
        """For ever: connect when the server is up, follow it until it is gone."""
        while True:
            await self._servers.ready[self.number].wait()
            node = self._servers.nodes[self.number]
            if node is None:
                continue
            with contextlib.suppress(OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
                async with connect(node.live_url, max_size=LARGEST_FRAME) as socket:
                    await self._follow(socket)
            # A pause in which its death, if that was it, is noticed.
            await asyncio.to_thread(node.wait, SECONDS_BETWEEN_TRIES)

    async def _follow(self, socket: ClientConnection) -> None:
        async for words in socket:
            frame = orjson.loads(words)
            if frame["type"] == "hello":
                self.epoch = self.epoch or frame["epoch"]
                await self._send(socket, {"type": "auth", "token": self.tokens["viewer"]})
                await self._subscribe(socket)
            else:
                await self._take(socket, frame)
                self.changed.set()

    async def _subscribe(self, socket: ClientConnection) -> None:
        wish: dict[str, Any] = {"type": "subscribe", "topics": ["incidents"]}
        if self.cursor is not None:
            wish |= {"after": self.cursor, "epoch": self.epoch}
            self.resumed += 1
        await self._send(socket, wish)

    async def _send(self, socket: ClientConnection, frame: dict[str, Any]) -> None:
        await socket.send(orjson.dumps(frame).decode())

    async def _take(self, socket: ClientConnection, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "snapshot":
                self.views = {view["id"]: view for view in frame["incidents"]}
                self.cursor = frame["cursor"]
            case "event":
                self._event(frame)
            case "resync":
                self.resyncs += 1
                self.cursor = None
                await self._subscribe(socket)

    def _event(self, frame: dict[str, Any]) -> None:
        assert self.cursor is not None
        if frame["cursor"] <= self.cursor:
            self.doubled += 1
            return
        self.lost += frame["cursor"] - self.cursor - 1
        self.cursor = frame["cursor"]
        incident = frame["event"]["incident"]
        self.views[incident] = self.views.get(incident, {}) | frame["view"]


async def converges(screen: Screen, node: Node) -> str | None:
    """Wait until the screen shows what a fresh read shows; else the difference.

    Time goes on meanwhile, so both are looked at again with each frame. Says None too when
    the server has died of being asked.
    """
    headers = {"Authorization": f"Bearer {screen.tokens['viewer']}"}
    loop = asyncio.get_running_loop()
    deadline = loop.time() + SECONDS_TO_CONVERGE
    async with httpx.AsyncClient(
        base_url=node.url,
        headers=headers,
        timeout=SECONDS_TO_ANSWER,
        trust_env=False,
        verify=NO_TLS,
    ) as client:
        while True:
            screen.changed.clear()
            try:
                difference = _difference(screen.views, await _fresh(client))
            except httpx.TransportError:
                return None
            if difference is None or loop.time() > deadline:
                return difference
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(screen.changed.wait(), 0.5)


async def _fresh(client: httpx.AsyncClient) -> dict[str, View]:
    """All open incidents, read anew."""
    found: dict[str, View] = {}
    cursor: str | None = ""
    while cursor is not None:
        asked = {"limit": "200"} | ({"cursor": cursor} if cursor else {})
        answer = await client.get("/api/incidents", params=asked)
        assert answer.is_success, answer.text
        page = answer.json()
        found |= {view["id"]: view for view in page["incidents"] if view["stage"] != "closed"}
        cursor = page["next"]
    return found


def _difference(shown: Mapping[str, View], fresh: Mapping[str, View]) -> str | None:
    for id_, view in fresh.items():
        if id_ not in shown:
            return f"{id_} is not on the screen"
        here, there = _timeless(shown[id_]), _timeless(view)
        if here != there:
            parts = [part for part in there if here.get(part) != there[part]]
            return f"{id_}: {', '.join(parts)} at version {here['version']} / {there['version']}"
    return None


def _timeless(view: View) -> View:
    """The view without what the clock alone changes between two events."""
    return {part: _still(value) for part, value in view.items() if part != "absences"}


def _still(value: Any) -> Any:
    if isinstance(value, list):
        return [_still(one) for one in value]
    if isinstance(value, dict) and value.get("state") == "upcoming":
        return value | {"state": "owed"}
    return value
