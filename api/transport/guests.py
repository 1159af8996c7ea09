"""Guests: connections that nobody has signed in on, bounded for each address.

A connection is a guest from the moment it is accepted until a request on it is signed in.
At most `most` guests of one address are there at a time. One more takes the place of the
guest that has kept the server waiting longest, for a head, a body or a token; if the server
is at work for all of them, it is refused. So a program in an office that opens connections
and says nothing shuts out itself, and not the consoles beside it.

Used inside one event loop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.access.network_address import place_of

EXTENSION = "zhiban.guest"

Leave = Callable[[], None]


def stay() -> None:
    """What a connection that is over does when it has to leave."""


class Guest:
    """One connection. `leave` closes it when another takes its place."""

    __slots__ = ("_guests", "idle", "leave", "place")

    def __init__(self, guests: Guests, leave: Leave) -> None:
        self._guests = guests
        self.idle = True
        self.leave = leave
        self.place: str | None = None

    def come_from(self, address: str) -> bool:
        """Count the connection for this address; False if there is no room for it."""
        place = place_of(address)
        if place == self.place:
            return True
        self.go()
        return self._guests.admit(self, place)

    def be_served(self) -> None:
        """The server is at work: nobody may take this place."""
        self._move(idle=False)

    def wait(self) -> None:
        """The server waits for the client."""
        self._move(idle=True)

    def go(self) -> None:
        """Count the connection no longer: it is signed in, gone, or at rest behind a proxy."""
        if self.place is not None:
            self._guests.dismiss(self, self.place, self.idle)
            self.place = None

    def _move(self, *, idle: bool) -> None:
        if self.place is not None and idle != self.idle:
            self._guests.move(self, self.place, idle)
        self.idle = idle


class _Room:
    """The guests of one address, in the order in which they began to wait or to be served."""

    __slots__ = ("idle", "served")

    def __init__(self) -> None:
        self.idle: dict[Guest, None] = {}
        self.served: dict[Guest, None] = {}

    def part(self, idle: bool) -> dict[Guest, None]:
        return self.idle if idle else self.served

    def __len__(self) -> int:
        return len(self.idle) + len(self.served)


class Guests:
    """All guests of this server, at most `most` of one address.

    `refused` is called with the address of each that was refused or had to leave.
    """

    def __init__(self, most: int, refused: Callable[[str], None] = lambda place: None) -> None:
        self._most = most
        self._refused = refused
        self._rooms: dict[str, _Room] = {}

    def __len__(self) -> int:
        return sum(map(len, self._rooms.values()))

    def admit(self, guest: Guest, place: str) -> bool:
        """Give a guest a place, perhaps another's; False if there is none."""
        room = self._rooms.setdefault(place, _Room())
        if len(room) >= self._most:
            self._refused(place)
            if not room.idle:
                return False
            longest = next(iter(room.idle))
            longest.go()
            longest.leave()
            room = self._rooms.setdefault(place, room)
        guest.place = place
        room.part(guest.idle)[guest] = None
        return True

    def move(self, guest: Guest, place: str, idle: bool) -> None:
        """A guest begins to wait or to be served."""
        room = self._rooms[place]
        room.part(not idle).pop(guest, None)
        room.part(idle)[guest] = None

    def dismiss(self, guest: Guest, place: str, idle: bool) -> None:
        """A guest is none any more."""
        room = self._rooms[place]
        room.part(idle).pop(guest, None)
        if not len(room):
            del self._rooms[place]


def guest_of(scope: Any) -> Guest:
    """The connection of a request; with another server one that counts nowhere."""
    found = (scope.get("extensions") or {}).get(EXTENSION)
    return found if isinstance(found, Guest) else Guest(NOBODY, stay)


NOBODY = Guests(0)
