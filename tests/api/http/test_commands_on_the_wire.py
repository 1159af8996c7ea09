"""Commands on a raw socket: order, closing, waiting for leave, and a client that leaves."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.town import Town

TEXTS = ("第一", "第二", "第三")


@pytest.fixture(scope="module")
def path(town: Town) -> str:
    """Where commands go, on a sign-in that is known."""
    found = f"/api/incidents/{town.open()['id']}/commands"
    assert town.post(found, {"command": "add_log_entry", "text": "先"}).is_success
    return found


def request(town: Town, path: str, text: str, *headers: str, version: str = "1.1") -> bytes:
    body = json.dumps({"command": "add_log_entry", "text": text}).encode()
    head = (
        f"POST {path} HTTP/{version}",
        "Host: x",
        f"Authorization: Bearer {town.tokens['duty']}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *headers,
    )
    return "\r\n".join((*head, "", "")).encode() + body


class Wire:
    """A connection and what has come on it so far."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._rest = b""

    def answer(self) -> tuple[int, dict[str, str], dict[str, Any]]:
        """The next answer: its status, its headers and its body."""
        head = self._until(b"\r\n\r\n")
        first, *named = head.decode("latin-1").split("\r\n")
        headers = {n.lower(): v for n, _, v in (line.partition(": ") for line in named if line)}
        assert len(headers) == len([line for line in named if line]), "a header twice"
        size = int(headers.get("content-length", "0"))
        while len(self._rest) < size:
            self._rest += self.socket.recv(65_536) or self._broken()
        body, self._rest = self._rest[:size], self._rest[size:]
        return int(first.split()[1]), headers, json.loads(body or b"{}")

    def _until(self, end: bytes) -> bytes:
        while end not in self._rest:
            self._rest += self.socket.recv(65_536) or self._broken()
        found, _, self._rest = self._rest.partition(end)
        return found

    def _broken(self) -> bytes:
        raise AssertionError(f"closed after {self._rest[:200]!r}")

    def closed(self) -> bool:
        """Whether the server says no more."""
        return self._rest == b"" and self.socket.recv(1) == b""


@pytest.fixture
def wire(town: Town) -> Iterator[Wire]:
    opened = Wire(town.server.port)
    with opened.socket:
        yield opened


def text_of(answer: tuple[int, dict[str, str], dict[str, Any]]) -> str:
    assert answer[0] == 200
    return str(answer[2]["events"][0]["data"]["text"])


def test_requests_that_come_together_are_answered_in_their_order(
    town: Town, path: str, wire: Wire
) -> None:
    asked = b"GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    several = [request(town, path, text) for text in TEXTS]
    wire.socket.sendall(asked.join(several))
    for text in TEXTS:
        status, headers, body = wire.answer()
        assert text_of((status, headers, body)) == text
        assert headers["etag"] == f'"{body["incident"]["version"]}"'
        assert {"date", "x-request-id", "content-security-policy"} <= headers.keys()
        if text != TEXTS[-1]:
            assert "incident" not in wire.answer()[2]


def test_a_connection_is_used_again_and_again(town: Town, path: str, wire: Wire) -> None:
    for text in TEXTS:
        whole = request(town, path, text)
        for piece in (whole[:40], whole[40:-3], whole[-3:]):
            wire.socket.sendall(piece)
        assert text_of(wire.answer()) == text


@pytest.mark.parametrize(
    ("headers", "version"), [(("Connection: close",), "1.1"), ((), "1.0")], ids=["close", "1.0"]
)
def test_who_wants_no_more_finds_the_connection_closed(
    town: Town, path: str, wire: Wire, headers: tuple[str, ...], version: str
) -> None:
    wire.socket.sendall(request(town, path, "末", *headers, version=version))
    answer = wire.answer()
    assert text_of(answer) == "末"
    assert answer[1]["connection"] == "close"
    assert wire.closed()


def test_who_waits_for_leave_to_send_the_body_gets_it(town: Town, path: str, wire: Wire) -> None:
    head, _, body = request(town, path, "等", "Expect: 100-continue").partition(b"\r\n\r\n")
    wire.socket.sendall(head + b"\r\n\r\n")
    assert wire.answer()[0] == 100
    wire.socket.sendall(body)
    assert text_of(wire.answer()) == "等"


def test_a_refusal_comes_the_same_way(town: Town, path: str, wire: Wire) -> None:
    wire.socket.sendall(request(town, path, "旧", 'If-Match: "9999"'))
    status, headers, body = wire.answer()
    assert (status, body["code"]) == (412, "stale_version")
    assert headers["content-type"] == "application/problem+json"
    wire.socket.sendall(request(town, path, "新"))
    assert text_of(wire.answer()) == "新"


def test_one_who_takes_nothing_and_leaves_does_no_harm(town: Town, path: str) -> None:
    """The answers are more than the sockets hold; the next one's is not among them."""
    with socket.create_connection(("127.0.0.1", town.server.port)) as mute:
        mute.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for _ in range(300):
            mute.sendall(request(town, path, "不听"))
    assert town.post(path, {"command": "add_log_entry", "text": "后来"}).is_success
