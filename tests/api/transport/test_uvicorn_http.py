"""Requests that never come to their end, on a real server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.town import Town, found_town

BODY = b'{"command":"add_log_entry","text":"1"}'
REQUEST = b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
WHOLE = REQUEST + b"Content-Length: %d\r\n\r\n" % len(BODY)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A server of its own, with little patience."""
    found = found_town(Path(tmp_path_factory.mktemp("slow")), env={"ZHIBAN_REQUEST_S": "0.5"})
    yield found
    assert found.server.stop() == 0


def told(town: Town, *pieces: bytes) -> bytes:
    """All that a server says to these bytes until it closes the connection."""
    with socket.create_connection(("127.0.0.1", town.server.port), timeout=60) as one:
        for piece in pieces:
            one.sendall(piece)
        return b"".join(iter(lambda: one.recv(4096), b""))


@pytest.mark.parametrize("piece", [b"", b"GET /api/hea", REQUEST], ids=["none", "line", "head"])
def test_one_whose_head_does_not_end_is_told_so_and_let_go(town: Town, piece: bytes) -> None:
    assert told(town, piece).startswith(b"HTTP/1.1 408 ")


def test_one_whose_body_does_not_end_is_told_so_and_let_go(town: Town) -> None:
    assert told(town, WHOLE, BODY[:-1]).startswith(b"HTTP/1.1 408 ")


def test_the_second_request_of_a_connection_has_to_end_as_well(town: Town) -> None:
    answer = told(town, WHOLE + BODY, REQUEST)
    assert answer.startswith(b"HTTP/1.1 4")
    assert not answer.startswith(b"HTTP/1.1 408 ")
    assert b"HTTP/1.1 408 " in answer


NO_HANDSHAKES = {
    "body": (400, b"Content-Length: 1\r\n"),
    "chunks": (400, b"Transfer-Encoding: chunked\r\n"),
    "long line": (431, b"X-Long: " + b"x" * 9000 + b"\r\n"),
    "many lines": (431, b"".join(b"X-%d: x\r\n" % number for number in range(300))),
}


@pytest.mark.parametrize(("status", "line"), NO_HANDSHAKES.values(), ids=NO_HANDSHAKES)
def test_a_request_for_a_websocket_that_is_none_is_refused_and_let_go(
    town: Town, status: int, line: bytes
) -> None:
    upgrade = b"GET /api/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    answer = told(town, upgrade + line + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert answer.count(b"HTTP/1.1") == 1


def test_a_websocket_and_an_answer_that_goes_on_are_not_requests_that_do_not_end(
    town: Town,
) -> None:
    incident = town.open()
    with town.live() as screen:
        screen.subscribe()
        screen.wait_for("snapshot")
        assert told(town, b"").startswith(b"HTTP/1.1 408 ")
        assert town.command(incident, "add_log_entry", text="1").is_success
        assert screen.wait_for("event")["event"]["type"] == "log_entry_added"
