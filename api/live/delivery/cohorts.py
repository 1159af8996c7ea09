"""Cohorts: subscribers at the same cursor that take every frame at once.

Almost all screens follow the same, have received the same and have nothing waiting. A cohort
keeps them as an array of descriptors with one cursor, so that a pass over them costs little
more than one system call for each. A subscriber that does not take a frame completely, or
that subscribes again, leaves its cohort and is served alone until it has caught up.

A cohort writes to duplicates that it owns. The kernel gives the number of a closed socket to
the next one; a duplicate's number stays taken until the cohort closes it. A missed notice
can keep a connection open for longer, but no frame reaches another subscriber's socket.
"""

from __future__ import annotations

import os
import resource
from array import array
from os import write
from typing import Protocol

from api.live.delivery.sink import Sink

HOLE = -1
"""No descriptor; a write to it fails with EBADF."""

FILES_BESIDE = 512
"""Open files beside those of the live clients: requests, databases, logs."""


def most_members() -> int:
    """Return how many clients may be connected while cohorts own duplicates.

    Above that, the duplicates could take the last descriptors from new connections.
    """
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 1 << 30 if soft == resource.RLIM_INFINITY else max(0, soft - FILES_BESIDE) // 2


class Member(Protocol):
    """What a cohort needs of a subscriber; `step_out` leaves the `place` that it has."""

    sink: Sink
    place: tuple[Cohort, int] | None

    def step_out(self) -> None:
        """Leave the cohort."""
        ...


class Cohort:
    """Members with one cursor. During a pass, the first members are already further on."""

    __slots__ = ("_clients", "_cursor", "_holes", "_sockets", "_upto", "_written")

    def __init__(self, cursor: int) -> None:
        self._cursor = self._upto = cursor
        self._sockets = array("i")
        self._clients: list[Member | None] = []
        self._holes = 0
        self._written = 0

    @property
    def cursor(self) -> int:
        """The members' cursor between two passes."""
        return self._cursor

    def __len__(self) -> int:
        return len(self._clients) - self._holes

    def enrol(self, client: Member) -> bool:
        """Add a subscriber whose cursor is `cursor`; call it only between two passes.

        False if it has to be served alone: its sink has no socket, something waits in it, or
        no descriptor is left for a duplicate.
        """
        sink = client.sink
        # A sink that is closed may still name a number that is another socket's.
        if sink.socket is None or sink.closed or sink.paused:
            return False
        try:
            # The duplicate does not block either: both share the open file and its flags.
            own = os.dup(sink.socket)
        except OSError:
            return False
        self._place(client, own)
        return True

    def _place(self, client: Member, own: int) -> None:
        client.place = self, len(self._clients)
        self._clients.append(client)
        self._sockets.append(own)

    def leave(self, place: int) -> int:
        """Give up a place and return the cursor of the member that had it.

        The duplicate is closed here: until then the peer would wait for the connection's end.
        """
        os.close(self._sockets[place])
        self._clients[place] = None
        self._sockets[place] = HOLE
        self._holes += 1
        return self.cursor_at(place)

    def cursor_at(self, place: int) -> int:
        """Return the cursor of the member at a place, also during a pass."""
        return self._upto if place < self._written else self._cursor

    def disband(self) -> None:
        """Let every member leave."""
        for client in tuple(self._clients):
            if client is not None:
                client.step_out()

    # A pass --------------------------------------------------------------------------

    def begin(self, upto: int) -> None:
        """Start a pass: members that are written to have the cursor `upto`."""
        self._upto, self._written = upto, 0

    def write(self, content: bytes, number: int) -> int:
        """Write to the next `number` members; return how many places that were.

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
                # A view: a thousand that have stopped taking share the bytes they wait for.
                client.sink.write(memoryview(content)[taken:])
        return len(sockets)

    def end(self) -> None:
        """End a pass: every member has the cursor `upto`. Closes holes when they are many."""
        self._cursor, self._written = self._upto, 0
        if self._holes > len(self._clients) // 2:
            pairs = zip(self._clients, self._sockets, strict=True)
            stay = [(client, own) for client, own in pairs if client is not None]
            self._clients, self._sockets, self._holes = [], array("i"), 0
            for client, own in stay:
                self._place(client, own)
