"""Bad company for the screens of a server: guests at the level of the socket.

    python -m tests.api.live.company KIND PORT NUMBER TOPIC TOKEN …

Each kind is a coroutine of `Company` that misbehaves until it is cancelled and counts the
close codes that it has seen. The tests run them in their own loop; the benchmark
(`tests.benchmarks.hostile`) starts this module as a process of its own, which says `up`
once everybody is there and, told a line, `codes JSON`.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import os
import socket
import struct
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field

SUBSCRIBE = b'{"type":"subscribe","topics":["%s"]}'
PING = b'{"type":"ping"}'
SMALL_ROOM = 4096
HUGE = 100 * 1024 * 1024
SECONDS_TO_END = 60.0
NONE, CUT_OFF = 0, 1006
"""There was no end, and an end without a close code."""


def handshake(port: int, *headers: str) -> bytes:
    """The request for a websocket, with further headers."""
    lines = [
        "GET /api/live HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(bytes(16)).decode()}",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def bearer(token: str) -> str:
    """The header that signs a guest in."""
    return f"Authorization: Bearer {token}"


def masked(payload: bytes, first: int = 0x81) -> bytes:
    """A client's frame with a mask of zeros."""
    size = len(payload)
    head = bytes([first, 0x80 | size]) if size < 126 else struct.pack("!BBH", first, 0xFE, size)
    return head + bytes(4) + payload


def frames(content: bytes | bytearray) -> Iterator[tuple[int, bytes]]:
    """The whole frames of a server: first byte and payload."""
    at = 0
    while at + 2 <= len(content):
        size, begin = content[at + 1], at + 2
        if size >= 126:
            begin += {126: 2, 127: 8}[size]
            size = int.from_bytes(content[at + 2 : begin], "big")
        if begin + size > len(content):
            return
        yield content[at], bytes(content[begin : begin + size])
        at = begin + size


def code_in(content: bytes | bytearray) -> int:
    """The code of the close frame in what a server sent, or `NONE`."""
    for first, payload in frames(content):
        if first == 0x88:
            code: int = struct.unpack_from("!H", payload)[0]
            return code
    return NONE


class Guest:
    """One socket after the handshake. Nothing is read from it but what it is told to."""

    def __init__(self, bare: socket.socket) -> None:
        self.bare = bare
        self.heard = bytearray()
        self._loop = asyncio.get_running_loop()

    @classmethod
    async def enter(cls, port: int, *headers: str, room: int | None = None) -> Guest:
        """Shake hands; with `room` the kernel keeps no more than that for the guest."""
        bare = socket.socket()
        if room is not None:
            bare.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        bare.setblocking(False)
        guest = cls(bare)
        try:
            await guest._loop.sock_connect(bare, ("127.0.0.1", port))
            await guest.send(handshake(port, *headers))
            answer = b""
            while not answer.endswith(b"\r\n\r\n"):
                piece = await guest._loop.sock_recv(bare, 1)
                if not piece:
                    raise ConnectionResetError(answer)
                answer += piece
        except BaseException:
            bare.close()
            raise
        return guest

    async def send(self, content: bytes) -> None:
        """Send bytes as they are."""
        await self._loop.sock_sendall(self.bare, content)

    async def say(self, payload: bytes) -> None:
        """Send a text frame."""
        await self.send(masked(payload))

    async def read(self, most: int = 65_536) -> bool:
        """Hear what there is; whether there will be more."""
        piece = await self._loop.sock_recv(self.bare, most)
        self.heard += piece
        return bool(piece)

    async def hear(self, word: bytes) -> None:
        """Hear up to a frame that holds this word."""
        while not any(word in payload for _, payload in frames(self.heard)):
            if not await self.read():
                raise ConnectionResetError(code_in(self.heard))

    async def end(self, seconds: float = SECONDS_TO_END) -> int:
        """Read until the server ends it, and leave; the close code."""
        try:
            async with asyncio.timeout(seconds):
                while await self.read():
                    pass
        except TimeoutError:
            return code_in(self.heard)
        except OSError:
            pass
        finally:
            self.bare.close()
        return code_in(self.heard) or CUT_OFF


@dataclass
class Company:
    """`number` guests of one kind; `codes` are the close codes seen so far.

    `tokens` sign the guests in, in turn; `topic` is what they follow. `rounds` counts what
    is done again and again, `seconds` how long each round of a storm took.
    """

    port: int
    number: int
    tokens: Sequence[str]
    topic: str = "incidents"
    codes: Counter[int] = field(default_factory=Counter)
    here: asyncio.Event = field(default_factory=asyncio.Event)
    rounds: int = 0
    seconds: list[float] = field(default_factory=list)
    _came: list[Guest] = field(default_factory=list)

    async def misbehave(self, kind: str) -> None:
        """Until it is cancelled; then all leave."""
        try:
            await getattr(self, kind)()
        finally:
            for guest in self._came:
                guest.bare.close()

    async def _enter(
        self, *headers: str, at: int = 0, room: int | None = None, after: str = ""
    ) -> Guest:
        """A guest that is signed in and has subscribed."""
        token = self.tokens[at % len(self.tokens)]
        guest = await Guest.enter(self.port, bearer(token), *headers, room=room)
        self._came.append(guest)
        await guest.say(SUBSCRIBE % self.topic.encode() if not after else after.encode())
        return guest

    @contextlib.asynccontextmanager
    async def _guests(self, room: int | None = None) -> AsyncIterator[list[Guest]]:
        """All of them, some hundred at a time; at the end they read why they were closed."""
        found: list[Guest] = []
        try:
            for start in range(0, self.number, 200):
                some = range(start, min(start + 200, self.number))
                found += await asyncio.gather(*(self._enter(at=at, room=room) for at in some))
            self.here.set()
            yield found
        finally:
            # What a slow one has not taken goes through a small window.
            seconds = 2 if room is None else SECONDS_TO_END
            self.codes.update(await asyncio.gather(*(guest.end(seconds) for guest in found)))

    async def stuck(self) -> None:
        """They subscribe and never read."""
        async with self._guests(SMALL_ROOM):
            await asyncio.Event().wait()

    async def trickling(self) -> None:
        """They read a byte now and then, and speak as slowly."""
        async with self._guests(SMALL_ROOM) as guests:
            living = set(guests)
            for byte in itertools.cycle(masked(PING)):
                for guest in tuple(living):
                    try:
                        await guest.send(bytes([byte]))
                        await guest.read(1)
                    except OSError:
                        living.discard(guest)
                        self.codes[CUT_OFF] += 1
                await asyncio.sleep(0.05)

    async def idle(self) -> None:
        """They are there, answer pings and want nothing more."""
        loop = asyncio.get_running_loop()

        def answer(bare: socket.socket) -> None:
            content = b""
            with contextlib.suppress(OSError):
                content = bare.recv(65_536)
                for first, payload in frames(content):
                    if first == 0x89:
                        bare.send(masked(payload, 0x8A))
            if not content:
                loop.remove_reader(bare)

        async with self._guests() as guests:
            for guest in guests:
                loop.add_reader(guest.bare, answer, guest.bare)
            try:
                await asyncio.Event().wait()
            finally:
                for guest in guests:
                    loop.remove_reader(guest.bare)

    async def garbage(self) -> None:
        """They send what nobody understands, are closed, and come again."""
        kinds = [
            os.urandom(4096),
            masked(b"{") * 20,
            masked(b"[" * 60_000),
            masked(b"\xff\xfe"),
            masked(b"\x00" * 100, 0x82) * 20,
            masked(b"x" * 100, 0xC1),
            b"\x81\x05hello",
        ]

        async def one(at: int) -> int:
            guest = await self._enter(at=at)
            with contextlib.suppress(OSError):
                await guest.send(kinds[(self.rounds + at) % len(kinds)])
            return await guest.end()

        await self._again(one)

    async def flood(self) -> None:
        """They say what is right, as fast as they can, and never read."""
        kinds = [masked(PING), masked(SUBSCRIBE % b"incidents"), masked(b"", 0x89)]

        async def one(at: int) -> int:
            guest = await self._enter(at=at, room=SMALL_ROOM)
            content = kinds[at % len(kinds)] * 2000
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(3):
                    while True:
                        await guest.send(content)
            return await guest.end()

        await self._again(one)

    async def huge(self) -> None:
        """They send frames of 100 MB."""

        async def one(at: int) -> int:
            guest = await self._enter(at=at)
            with contextlib.suppress(OSError):
                await guest.send(struct.pack("!BBQ", 0x81, 0xFF, HUGE) + bytes(4))
                for _ in range(100):
                    await guest.send(bytes(1024 * 1024))
            return await guest.end()

        await self._again(one)

    async def forged(self) -> None:
        """Pages of another site open the socket."""

        async def one(at: int) -> int:
            guest = await self._enter("Origin: https://evil.example", at=at)
            return await guest.end()

        await self._again(one)

    async def storm(self) -> None:
        """All lose their connection and come back at once, with their last cursor."""
        loop = asyncio.get_running_loop()
        first = await self._enter()
        await first.hear(b'"snapshot"')
        first.bare.close()
        shown = [json.loads(payload) for _, payload in frames(first.heard)]
        epoch, cursor = shown[0]["epoch"], shown[-1]["cursor"]
        wish = {"type": "subscribe", "topics": [self.topic], "after": cursor, "epoch": epoch}

        async def one(at: int) -> Guest:
            guest = await self._enter(at=at, after=json.dumps(wish))
            await guest.say(PING)
            await guest.hear(b'"pong"')
            return guest

        while True:
            started = loop.time()
            guests = await asyncio.gather(*(one(at) for at in range(self.number)))
            self.seconds.append(loop.time() - started)
            self.rounds += 1
            self.here.set()
            await asyncio.sleep(0.5)
            for guest in guests:
                guest.bare.close()

    async def revoked(self) -> None:
        """Their sign-ins end, one after the other, in the middle of the stream."""
        request = "DELETE /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\n{}\r\n\r\n"
        async with self._guests():
            for token in self.tokens:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.write(request.format(bearer(token)).encode())
                await reader.readuntil(b"\r\n\r\n")
                writer.close()
                self.rounds += 1
                await asyncio.sleep(0.1)
            await asyncio.Event().wait()

    async def _again(self, one: Callable[[int], Awaitable[int]]) -> None:
        """All do it, each again five times a second at most."""

        async def repeat(at: int) -> None:
            while True:
                with contextlib.suppress(OSError):
                    self.codes[await one(at)] += 1
                self.rounds += 1
                self.here.set()
                await asyncio.sleep(0.2)

        await asyncio.gather(*(repeat(at) for at in range(self.number)))


async def run(
    made: type[Company], kind: str, port: str, number: str, topic: str = "incidents", *tokens: str
) -> None:
    """Say `up` when everybody is there and, told a line, what was seen."""
    company = made(int(port), int(number), tokens, topic)
    misbehaving = asyncio.create_task(company.misbehave(kind))
    waiting = asyncio.create_task(company.here.wait())
    await asyncio.wait({misbehaving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    print("up", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    misbehaving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await misbehaving
    told = {"codes": company.codes, "rounds": company.rounds, "seconds": company.seconds}
    print("codes", json.dumps(told), flush=True)


if __name__ == "__main__":
    asyncio.run(run(Company, *sys.argv[1:]))
