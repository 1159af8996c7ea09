"""Server-sent events: the same frames for clients behind proxies that break websockets.

A `StreamSink` takes what the hub writes and hands it to a response. Its buffer is bounded:
beyond `ROOM` bytes the sink is paused and the hub waits, as for a socket. A stream has no
close codes, so its last event carries the code.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from api.live.delivery.sink import Content
from api.live.protocol import messages
from api.live.protocol.encodings import ServerSent
from api.transport.uvicorn_http import abort_of

ROOM = 65_536
RETRY_MS = 2000


class StreamSink:
    """One stream, as the hub sees it (`api.live.delivery.sink.Sink`)."""

    def __init__(self, epoch: str) -> None:
        self.form = ServerSent(epoch)
        self.socket = None
        self.on_held: Callable[[], None] | None = None
        self.on_resume: Callable[[], None] | None = None
        self.closed = False
        self.cut_off = asyncio.Event()
        self._pieces: list[Content] = []
        self._bytes = 0
        self._some = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    @property
    def paused(self) -> bool:
        """Whether the client has not read what was written."""
        return not self._room.is_set()

    def write(self, content: Content) -> None:
        """Buffer the bytes until the response takes them."""
        if self.closed:
            return
        self._pieces.append(content)
        self._bytes += len(content)
        self._some.set()
        if self._bytes > ROOM:
            self._room.clear()

    async def drained(self) -> None:
        """Return when there is room again or the stream has ended."""
        await self._room.wait()

    def close(self, code: int, reason: str) -> None:
        """Send the reason and end the stream; a client that reads nothing is cut off."""
        if self.paused:
            self.cut_off.set()
        self.write(self.form.wrap(messages.encode({"type": "closed", "code": code})))
        self.closed = True
        self._some.set()
        self._room.set()

    async def pieces(self) -> AsyncIterator[bytes]:
        """The buffered bytes, joined, at the client's pace."""
        yield f"retry: {RETRY_MS}\n\n".encode()
        while self._pieces or not self.closed:
            await self._some.wait()
            self._some.clear()
            content, self._bytes = b"".join(self._pieces), 0
            self._pieces.clear()
            resumed = self.paused
            if content:
                yield content
            # Only when the response has passed it on is there room.
            if resumed and not self._pieces:
                self._room.set()
                if self.on_resume is not None:
                    self.on_resume()


class EventStream(Response):
    """A response that sends a sink's bytes until the client or the sink ends."""

    media_type = "text/event-stream"

    def __init__(self, sink: StreamSink, ended: Callable[[], None]) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._sink, self._ended = sink, ended

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send; the client is removed however sending ends."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        sending = asyncio.create_task(self._send(send))
        leaving = asyncio.create_task(_gone(receive))
        cut_off = asyncio.create_task(self._sink.cut_off.wait())
        ends = (sending, leaving, cut_off)
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._sink.closed = True
            self._ended()
            if self._sink.cut_off.is_set():
                abort_of(scope)()
            for task in ends:
                task.cancel()
            await asyncio.gather(*ends, return_exceptions=True)

    async def _send(self, send: Send) -> None:
        async for piece in self._sink.pieces():
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
