"""Bad company that never signs in: heads without an end, slow ones, bodies, silence.

    python -m tests.api.transport.strangers KIND PORT NUMBER

Each stranger that is refused comes again a second later; `codes` counts the statuses of the
answers (0: closed without one). Used as `tests.api.live.company` is.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys

from tests.api.live.company import Company, run

HEAD = b"GET /api/health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = b"POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
UPGRADE = HEAD + b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
KIB = 1024
SECONDS_AWAY = 1.0
MOST_SENT = 64 * KIB * KIB
"""Bytes on one connection; a server without limits takes them all."""


class Strangers(Company):
    """`number` connections that sign in on nothing."""

    async def endless(self) -> None:
        """Heads whose last field does not end."""
        await self._all(HEAD + b"X: ", b"x" * 64 * KIB)

    async def fields(self) -> None:
        """Heads with fields upon fields."""
        await self._all(HEAD, b"X: x\r\n" * 10 * KIB)

    async def handshakes(self) -> None:
        """Requests for a websocket whose head does not end."""
        await self._all(UPGRADE, b"X: x\r\n" * 10 * KIB)

    async def trailers(self) -> None:
        """Bodies that have ended, and fields after them that do not."""
        await self._all(CHUNKED + b"0\r\n", b"X: x\r\n" * 10 * KIB)

    async def slow_heads(self) -> None:
        """A byte a second."""
        await self._all(HEAD + b"X: ", b"x", 1.0)

    async def slow_bodies(self) -> None:
        """A byte of a body each second."""
        await self._all(POST + b"Content-Length: 9999\r\n\r\n{", b" ", 1.0)

    async def silent(self) -> None:
        """They connect and say nothing."""
        await self._all(b"", b"", 1.0)

    async def kept(self) -> None:
        """They ask one thing, and an empty line each second keeps their connection."""
        await self._all(HEAD + b"\r\n", b"\r\n", 1.0)

    async def _all(self, start: bytes, piece: bytes, pause_s: float = 0.0) -> None:
        async def repeat(at: int) -> None:
            await asyncio.sleep(SECONDS_AWAY * at / self.number)
            while True:
                self.codes[await self._one(start, piece, pause_s)] += 1
                self.rounds += 1
                await asyncio.sleep(SECONDS_AWAY)

        strangers = [asyncio.create_task(repeat(at)) for at in range(self.number)]
        self.here.set()
        try:
            await asyncio.gather(*strangers)
        finally:
            for stranger in strangers:
                stranger.cancel()

    async def _one(self, start: bytes, piece: bytes, pause_s: float) -> int:
        """One connection, until the server ends it; the status of its last answer."""
        heard = b""
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                saying = asyncio.create_task(_say(writer, start, piece, pause_s))
                with contextlib.suppress(OSError):
                    while some := await reader.read(4096):
                        heard = (heard + some)[-8192:]
                saying.cancel()
            finally:
                writer.transport.abort()
        answers = heard.split(b"HTTP/1.1 ")[1:]
        return int(answers[-1][:3]) if answers else 0


async def _say(writer: asyncio.StreamWriter, start: bytes, piece: bytes, pause_s: float) -> None:
    with contextlib.suppress(OSError):
        writer.write(start)
        sent = 0
        while sent < MOST_SENT:
            writer.write(piece)
            sent += len(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)


if __name__ == "__main__":
    asyncio.run(run(Strangers, *sys.argv[1:]))
