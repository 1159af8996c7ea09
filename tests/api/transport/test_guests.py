"""Connections on which nobody is signed in, counted for each address."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from api.transport.guests import Guest, Guests
from tests.api.town import Town, eventually, found_town

MOST = 5
LIVE = "GET /api/health/live HTTP/1.1\r\nHost: x\r\n"


class Left:
    """Guests of one address each, and who had to leave."""

    def __init__(self, most: int = 2) -> None:
        self.names: list[str] = []
        self.guests = Guests(most)

    def come(self, name: str, address: str = "192.0.2.1") -> Guest | None:
        guest = Guest(self.guests, lambda: self.names.append(name))
        return guest if guest.come_from(address) else None


def test_one_too_many_takes_the_place_of_the_one_that_has_waited_longest() -> None:
    left = Left()
    assert left.come("first") and left.come("second") and left.come("third")
    assert left.names == ["first"]
    assert len(left.guests) == 2


def test_one_that_is_served_keeps_its_place() -> None:
    left = Left()
    first = left.come("first")
    assert first is not None
    first.be_served()
    assert left.come("second") and left.come("third")
    assert left.names == ["second"]
    first.wait()
    assert left.come("fourth")
    assert left.names == ["second", "third"]


def test_nobody_comes_in_while_all_are_served() -> None:
    left = Left()
    for name in ("first", "second"):
        guest = left.come(name)
        assert guest is not None
        guest.be_served()
    assert left.come("third") is None
    assert left.names == []


def test_addresses_do_not_disturb_each_other_and_an_ipv6_network_is_one() -> None:
    left = Left()
    for number in range(4):
        assert left.come(f"v4 {number}", f"192.0.2.{number}")
    assert left.names == []
    for number in range(4):
        assert left.come(f"v6 {number}", f"2001:db8::{number}")
    assert left.names == ["v6 0", "v6 1"]
    assert left.come("other network", "2001:db8:0:1::1")
    assert left.names == ["v6 0", "v6 1"]


def test_one_that_signs_in_counts_no_more() -> None:
    left = Left()
    first = left.come("first")
    assert first is not None
    first.go()
    assert left.come("second") and left.come("third")
    assert left.names == []
    assert len(left.guests) == 2


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A server with room for few guests of one address."""
    env = {"ZHIBAN_GUEST_CONNECTIONS": str(MOST), "ZHIBAN_LIVE_AUTH_S": "60"}
    found = found_town(Path(tmp_path_factory.mktemp("guests")), env=env)
    yield found
    assert found.server.stop() == 0


def connect(town: Town, stack: ExitStack) -> socket.socket:
    address = ("127.0.0.1", town.server.port)
    return stack.enter_context(socket.create_connection(address, timeout=60))


def guests(town: Town) -> int:
    line = next(x for x in town.get("/metrics").text.splitlines() if x.startswith("zhiban_guests "))
    return int(float(line.split()[1]))


def ended(one: socket.socket) -> bytes:
    return b"".join(iter(lambda: one.recv(4096), b""))


def test_silent_connections_shut_out_themselves_and_not_others(town: Town) -> None:
    with ExitStack() as stack:
        silent = [connect(town, stack) for _ in range(3 * MOST)]
        assert ended(silent[0]).startswith(b"HTTP/1.1 429 ")
        for _ in range(2 * MOST):
            assert town.get("/api/plans").status_code == 200
        assert town.get("/api/health/live", None).status_code == 200
        assert guests(town) <= MOST


def test_signed_in_connections_do_not_count(town: Town) -> None:
    with ExitStack() as stack:
        screens = [stack.enter_context(town.live("viewer")) for _ in range(2 * MOST)]
        for screen in screens:
            screen.subscribe()
            screen.wait_for("snapshot")
        # The connection that asks for the figures is not signed in when they are made.
        assert eventually(lambda: guests(town) <= 1)
        screens[0].send({"type": "ping"})
        screens[0].wait_for("pong")


def test_websockets_that_say_nothing_make_room(town: Town) -> None:
    with ExitStack() as stack:
        silent = [stack.enter_context(town.live(None)) for _ in range(MOST)]
        with town.live("viewer") as screen:
            screen.subscribe()
            screen.wait_for("snapshot")
        with pytest.raises(Exception, match="1013"):
            silent[0].next()


def test_behind_a_proxy_each_client_is_counted_by_itself(town: Town) -> None:
    post = (
        "POST /api/session HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {}\r\n"
        "Content-Type: application/json\r\nContent-Length: 9\r\n\r\n"
    )
    with ExitStack() as stack:
        bad = [connect(town, stack) for _ in range(MOST)]
        for one in bad:
            one.sendall(post.format("198.51.100.1").encode())
        good = connect(town, stack)
        good.sendall((LIVE + "X-Forwarded-For: 198.51.100.2\r\n\r\n").encode())
        assert good.recv(4096).startswith(b"HTTP/1.1 200 ")
        assert eventually(lambda: guests(town) >= MOST)
