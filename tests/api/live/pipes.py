"""Clients' ways out for tests: one that keeps what it is given, and one with a real socket."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from typing_extensions import override

from api.live.delivery.sink import Content
from api.live.protocol.encodings import TEXT, Form


class Pipe:
    """A client's way out in memory; full at `room` bytes, like a socket nobody reads."""

    def __init__(self, room: int = 20_000, form: Form = TEXT) -> None:
        self.form, self.room = form, room
        self.socket: int | None = None
        self.on_held: Callable[[], None] | None = None
        self.on_resume: Callable[[], None] | None = None
        self.content = bytearray()
        self.closed = False
        self.paused = False
        self.most = 0
        self._free = asyncio.Event()
        self._free.set()

    def write(self, content: Content) -> None:
        if self.closed:
            return
        self.content += content
        self.most = max(self.most, len(self.content))
        if len(self.content) > self.room:
            self.paused = True
            self._free.clear()

    async def drained(self) -> None:
        await self._free.wait()

    def close(self, code: int, reason: str) -> None:
        self.closed = True
        self._free.set()

    @property
    def reached(self) -> bool:
        """Whether something has come that was not taken yet."""
        return bool(self.content)

    def take(self) -> list[dict[str, Any]]:
        """All whole frames that have been written; room again."""
        frames = whole_frames(self.content)
        self._make_room()
        return frames

    def _make_room(self) -> None:
        self._free.set()
        if self.paused:
            self.paused = False
            if self.on_resume is not None:
                self.on_resume()


class SocketPipe(Pipe):
    """The same with a real socket, whose buffer is as small as the system makes it.

    What the socket does not take waits here; what was read from it is in `content`.
    """

    def __init__(self, room: int = 0, form: Form = TEXT) -> None:
        super().__init__(room, form)
        self._ours, self._theirs = socket.socketpair()
        self._ours.setblocking(False)
        self._theirs.setblocking(False)
        self._ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
        self._waiting = bytearray()
        self.socket = self._ours.fileno()

    @override
    def write(self, content: Content) -> None:
        if self.closed:
            return
        self._waiting += content
        self._push()
        if self._waiting:
            self.paused = True
            self._free.clear()
            self._hold()

    @override
    def close(self, code: int, reason: str) -> None:
        """Written to no more; the socket's number is free for others from here on."""
        if self.closed:
            return
        super().close(code, reason)
        self.socket = None
        self._hold()
        self._ours.close()
        self._theirs.close()

    @property
    @override
    def reached(self) -> bool:
        return not self.closed and (self._pull() or bool(self.content))

    @override
    def take(self) -> list[dict[str, Any]]:
        while self._pull() or self._push():
            pass
        frames = whole_frames(self.content)
        self._make_room()
        return frames

    def _hold(self) -> None:
        if self.on_held is not None:
            self.on_held()

    def _push(self) -> bool:
        """Into the socket what waits, as far as it goes; whether any went."""
        try:
            taken = self._ours.send(self._waiting) if self._waiting else 0
        except BlockingIOError:
            return False
        del self._waiting[:taken]
        return taken > 0

    def _pull(self) -> bool:
        """Out of the socket what is there; whether there was any."""
        try:
            came = self._theirs.recv(1 << 20)
        except BlockingIOError:
            return False
        self.content += came
        return True


def descriptors() -> set[int]:
    """The numbers that this process has open."""
    found = {int(one.name) for one in Path("/proc/self/fd").iterdir()}
    return {number for number in found if is_open(number)}


def is_open(number: int) -> bool:
    """Whether a number is one of an open file."""
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


@contextmanager
def room_for(descriptors: int) -> Iterator[None]:
    """Fewer numbers for new files than the system allows; those that are open stay."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def whole_frames(content: bytearray) -> list[dict[str, Any]]:
    """Take the whole frames out of what was written; the beginning of another stays."""
    frames: list[dict[str, Any]] = []
    while len(content) >= 2:
        size, skip = content[1], 2
        if size >= 126:
            width = {126: 2, 127: 8}[size]
            size = int.from_bytes(content[2 : 2 + width], "big")
            skip += width
        if len(content) < skip + size:
            break
        frames.append(json.loads(content[skip : skip + size]))
        del content[: skip + size]
    return frames
