"""Ranks: screens that stand at one place and take what they are sent.

Almost all screens want the same, have had the same and have nothing waiting. Kept as a row
of socket numbers with one cursor for all, they cost a pass over them little more than the
system call for each. Who does not take everything at once, or says something new, steps
out and is served alone until it stands with the others again.

A number is written to only while its socket is open: a sink that is held or over tells so
at once (`Sink.on_held`), and its place is a hole before the number can mean another socket.
"""

from __future__ import annotations

from array import array
from os import write
from typing import Protocol

from api.live.sinks import Sink

HOLE = -1


class Member(Protocol):
    """What a rank needs of a client; `step_out` leaves the `place` that it stands at."""

    sink: Sink
    place: tuple[Rank, int] | None

    def step_out(self) -> None:
        """Out of the rank."""
        ...


class Rank:
    """One row. All stand at `cursor`; in a pass the first of them already at what it brings."""

    __slots__ = ("_clients", "_cursor", "_holes", "_sockets", "_upto", "_written")

    def __init__(self, cursor: int) -> None:
        self._cursor = self._upto = cursor
        self._sockets = array("i")
        self._clients: list[Member | None] = []
        self._holes = 0
        self._written = 0

    @property
    def cursor(self) -> int:
        """Where they stand between two passes."""
        return self._cursor

    def __len__(self) -> int:
        return len(self._clients) - self._holes

    def enrol(self, client: Member, socket: int) -> None:
        """Take in one who stands at `cursor`; only between two passes."""
        client.place = self, len(self._clients)
        self._clients.append(client)
        self._sockets.append(socket)

    def leave(self, place: int) -> int:
        """Give up a place; the cursor of who stood there."""
        self._clients[place] = None
        self._sockets[place] = HOLE
        self._holes += 1
        return self._upto if place < self._written else self._cursor

    def cursor_at(self, place: int) -> int:
        """Where the one at a place stands by now."""
        return self._upto if place < self._written else self._cursor

    def disband(self) -> None:
        """Let everybody step out."""
        for client in self._clients:
            if client is not None:
                client.step_out()

    # A pass --------------------------------------------------------------------------

    def begin(self, upto: int) -> None:
        """From here on the written ones stand at `upto`."""
        self._upto, self._written = upto, 0

    def write(self, content: bytes, number: int) -> int:
        """Write to the next so many; how many there were.

        What a socket did not take goes to its sink, which waits with it or meets the error.
        """
        start = self._written
        sockets = self._sockets[start : start + number]
        size = len(content)
        short: list[tuple[int, int]] = []
        for place, socket in enumerate(sockets, start):
            try:
                taken = write(socket, content)
            except OSError:
                taken = 0
            if taken != size:
                short.append((place, taken))
        self._written = start + len(sockets)
        for place, taken in short:
            client = self._clients[place]
            if client is not None:
                client.step_out()
                # A view: a thousand who have stopped taking share the bytes they wait for.
                client.sink.write(memoryview(content)[taken:])
        return len(sockets)

    def end(self) -> None:
        """All stand at `upto`; holes are closed when they are many."""
        self._cursor, self._written = self._upto, 0
        if self._holes > len(self._clients) // 2:
            pairs = zip(self._clients, self._sockets, strict=True)
            stay = [(client, socket) for client, socket in pairs if client is not None]
            self._clients, self._sockets, self._holes = [], array("i"), 0
            for client, socket in stay:
                self.enrol(client, socket)
