"""A frame reaches no other subscriber's socket, in whatever order sockets are closed."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import product

import pytest

from api.live.delivery.cohorts import FILES_BESIDE, Cohort, most_members
from api.live.delivery.sink import Content
from api.live.delivery.subscriber import Subscriber
from api.live.protocol.encodings import TEXT, Form
from tests.api.live.pipes import descriptors, is_open, room_for

SCRIPTS = (
    ("leave",),
    ("hold", "enrol", "leave"),
    ("close", "leave"),
    ("vanish", "leave"),
    ("vanish", "enrol", "leave"),
    ("leave", "vanish", "enrol"),
)
"""What happens to a member, in this order. `vanish` closes its socket without a notice."""

Order = tuple[tuple[int, str], ...]


class Screen:
    """A sink on one end of a pair of sockets; what arrives is read at the other end."""

    form: Form = TEXT

    def __init__(self, letter: str) -> None:
        self.letter = letter
        self.ours, self.peer = socket.socketpair()
        for end in (self.ours, self.peer):
            end.setblocking(False)
        self.socket: int | None = self.ours.fileno()
        self.numbers = {self.ours.fileno(), self.peer.fileno()}
        self.expected = b""
        self.waiting: list[bytes] = []
        self.paused = self.closed = False
        self.on_held: Callable[[], None] | None = None
        self.on_resume: Callable[[], None] | None = None

    def write(self, content: Content) -> None:
        self.waiting.append(bytes(content))

    async def drained(self) -> None:
        raise AssertionError("nothing waits here")

    def close(self, code: int, reason: str) -> None:
        self.closed, self.socket = True, None
        self.hold()
        self.ours.close()

    def vanish(self) -> None:
        """Close the socket, but give no notice and keep its number."""
        self.closed = True
        self.ours.close()

    def hold(self) -> None:
        if self.on_held is not None:
            self.on_held()

    def received(self) -> bytes:
        try:
            return self.peer.recv(1 << 16)
        except BlockingIOError:
            return b""


class World:
    """Two cohorts whose frames are told apart by a letter, and the sockets of all screens."""

    def __init__(self) -> None:
        self.cohorts = {"A": Cohort(0), "B": Cohort(0)}
        self.clients: list[Subscriber] = []
        self.screens: list[Screen] = []
        self.passes = 0

    def join(self, letter: str) -> Subscriber:
        screen = Screen(letter)
        client = Subscriber(screen, letter, "s")
        screen.on_held = client.step_out
        self.clients.append(client)
        self.screens.append(screen)
        assert self.cohorts[letter].enrol(client)
        return client

    def do(self, index: int, act: str) -> None:
        """One thing happens to a member; the number that it frees is another's at once."""
        client, screen = self.clients[index], self.screens[index]
        number = screen.ours.fileno()
        if act == "leave":
            client.step_out()
        elif act == "hold":
            screen.paused = True
            screen.hold()
        elif act == "enrol":
            screen.paused = False
            assert self.cohorts[screen.letter].enrol(client) == (not screen.closed)
        elif act == "close":
            screen.close(1006, "")
        else:
            screen.vanish()
        if act in ("close", "vanish"):
            # The screen that gets the number follows something else.
            while not is_open(number):
                self.join("B" if screen.letter == "A" else "A")

    def serve(self, between: Callable[[], None] = lambda: None) -> None:
        """One pass over each cohort, with something that happens in the middle of it."""
        self.passes += 1
        for number, (letter, cohort) in enumerate(self.cohorts.items()):
            frame = f"{letter}{self.passes}.".encode()
            cohort.begin(self.passes)
            self._write(cohort, frame, 0, 1)
            if not number:
                between()
            self._write(cohort, frame, 1, 1000)
            cohort.end()

    def _write(self, cohort: Cohort, frame: bytes, start: int, number: int) -> None:
        for client, screen in zip(self.clients, self.screens, strict=True):
            its, place = client.place or (None, -1)
            if its is cohort and start <= place < start + number:
                screen.expected += frame
        cohort.write(frame, number)

    def check(self) -> None:
        for screen in self.screens:
            assert (screen.received(), screen.waiting) == (screen.expected, [])
            assert set(screen.expected.decode()) <= set(screen.letter + "0123456789.")

    def end(self) -> None:
        for client, screen in zip(self.clients, self.screens, strict=True):
            client.step_out()
            screen.ours.close()
            screen.peer.close()


@contextmanager
def opened() -> Iterator[World]:
    world = World()
    try:
        yield world
    finally:
        world.end()


def interleaved(scripts: tuple[tuple[str, ...], ...]) -> Iterator[Order]:
    """All orders in which the scripts can go on at the same time."""
    if not any(scripts):
        yield ()
    for index, script in enumerate(scripts):
        if script:
            rest = (*scripts[:index], script[1:], *scripts[index + 1 :])
            for order in interleaved(rest):
                yield ((index, script[0]), *order)


def play(world: World, letters: str, order: Order, in_the_middle: bool) -> None:
    for letter in letters:
        world.join(letter)
    world.serve()
    for index, act in order:
        # A cohort takes in members between two passes only.
        if in_the_middle and act in ("leave", "hold"):
            world.serve(partial(world.do, index, act))
        else:
            world.do(index, act)
        world.serve()
    world.check()


@pytest.mark.parametrize("in_the_middle", [False, True])
@pytest.mark.parametrize(
    ("letters", "scripts"),
    [("AA", SCRIPTS), ("AB", SCRIPTS), ("AAB", (*SCRIPTS[:1], *SCRIPTS[2:4]))],
)
def test_no_frame_reaches_another_socket_in_any_order(
    letters: str, scripts: tuple[tuple[str, ...], ...], in_the_middle: bool
) -> None:
    before, played = len(descriptors()), 0
    for chosen in product(scripts, repeat=len(letters)):
        for order in interleaved(chosen):
            with opened() as world:
                try:
                    play(world, letters, order, in_the_middle)
                except AssertionError as wrong:
                    raise AssertionError(f"in the order {order}") from wrong
            played += 1
    assert played > 100
    assert len(descriptors()) == before


def test_a_member_whose_end_was_not_noticed_reaches_its_own_peer_only() -> None:
    with opened() as world:
        client = world.join("A")
        screen = world.screens[0]
        world.do(0, "vanish")
        world.serve()
        assert screen.received() == b"A1."
        client.step_out()
        assert screen.received() == b""
        with pytest.raises(BrokenPipeError):  # The peer hears of the end now.
            screen.peer.send(b"x")


def test_a_member_whose_peer_is_gone_leaves_at_the_next_frame() -> None:
    with opened() as world:
        client = world.join("A")
        screen = world.screens[0]
        screen.peer.close()
        before = len(descriptors())
        world.serve()
        assert client.place is None
        assert screen.waiting == [b"A1."]
        assert len(descriptors()) == before - 1


def test_without_a_descriptor_for_a_duplicate_a_subscriber_is_not_taken_in() -> None:
    with opened() as world:
        client = world.join("A")
        client.step_out()
        with room_for(3):
            assert not world.cohorts["A"].enrol(client)
        assert client.place is None
        assert world.cohorts["A"].enrol(client)


@pytest.mark.parametrize(("descriptors", "members"), [(FILES_BESIDE + 7, 3), (100, 0)])
def test_duplicates_leave_room_for_every_client(descriptors: int, members: int) -> None:
    with room_for(descriptors):
        assert most_members() == members


def test_a_duplicate_neither_blocks_nor_is_inherited() -> None:
    with opened() as world:
        known = descriptors()
        world.join("A")
        (own,) = descriptors() - known - world.screens[0].numbers
        assert not os.get_blocking(own)
        assert not os.get_inheritable(own)
