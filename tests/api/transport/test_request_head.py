"""Heads over their limits, and requests for no host or two, on a real server."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.transport.request_head import host_problem
from tests.api.town import Town, eventually, found_town

KIB = 1024
LIVE = b"GET /api/health/live HTTP/1.1\r\nHost: x\r\n"
UPGRADE = (
    b"GET /api/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)
CHUNKED = (
    b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
)
SECONDS = 60


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A server that gives a head one second, and knows two names."""
    env = {
        "ZHIBAN_REQUEST_HEAD_S": "1",
        "ZHIBAN_ALLOWED_HOSTS": '["x", "*.example.cn", "127.0.0.1"]',
    }
    found = found_town(Path(tmp_path_factory.mktemp("heads")), env=env, exact=True)
    yield found
    assert found.server.stop() == 0


class Stranger:
    """A bare socket."""

    def __init__(self, town: Town) -> None:
        self.bare = socket.create_connection(("127.0.0.1", town.server.port), timeout=SECONDS)

    def __enter__(self) -> Stranger:
        return self

    def __exit__(self, *_: object) -> None:
        self.bare.close()

    def say(self, content: bytes) -> Stranger:
        self.bare.sendall(content)
        return self

    def say_until_closed(self, piece: bytes, most: int) -> int:
        """Send the same again and again; the bytes sent until the server would have no more."""
        sent = 0
        try:
            while sent < most:
                self.bare.sendall(piece)
                sent += len(piece)
        except OSError:
            pass
        return sent

    def hear(self) -> bytes:
        """All that the server says until it closes."""
        found = b""
        try:
            while piece := self.bare.recv(65_536):
                found += piece
        except ConnectionResetError:
            pass
        return found


def answer(town: Town, content: bytes) -> tuple[int, dict[str, Any]]:
    """Status and problem of the only answer to these bytes."""
    with Stranger(town) as one:
        return read(one.say(content).hear())


def read(heard: bytes) -> tuple[int, dict[str, Any]]:
    assert heard.count(b"HTTP/1.1 ") == 1, heard
    head, _, body = heard.partition(b"\r\n\r\n")
    assert b"connection: close" in head.lower()
    assert b"application/problem+json" in head
    return int(head.split()[1]), json.loads(body)


def close_after(head: bytes) -> bytes:
    return head + b"Connection: close\r\n\r\n"


def padded(head: bytes, size: int) -> bytes:
    """A whole head of this many bytes."""
    rest = size - len(head) - len(b"Connection: close\r\n\r\n")
    lines = b""
    while rest:
        line = min(rest, 4000)
        line = rest if 0 < rest - line < 6 else line
        lines += b"X: " + b"x" * (line - 5) + b"\r\n"
        rest -= line
    return close_after(head + lines)


@pytest.mark.parametrize("size", [KIB, 31 * KIB, 32 * KIB - 1])
def test_a_head_within_the_limit_is_answered(town: Town, size: int) -> None:
    content = padded(LIVE, size)
    assert len(content) == size
    with Stranger(town) as one:
        assert one.say(content).hear().startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("start", [LIVE, UPGRADE], ids=["request", "websocket"])
def test_a_head_over_32_kib_is_431(town: Town, start: bytes) -> None:
    status, problem = answer(town, padded(start, 33 * KIB))
    assert (status, problem["code"]) == (431, "head_too_large")


@pytest.mark.parametrize("start", [LIVE, UPGRADE], ids=["request", "websocket"])
def test_more_than_100_fields_are_431(town: Town, start: bytes) -> None:
    lines = b"".join(b"X-%d: x\r\n" % number for number in range(101))
    status, problem = answer(town, close_after(start + lines))
    assert (status, problem["code"]) == (431, "too_many_headers")


def test_100_fields_are_answered(town: Town) -> None:
    lines = b"".join(b"X-%d: x\r\n" % number for number in range(98))
    with Stranger(town) as one:
        assert one.say(close_after(LIVE + lines)).hear().startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "endless"])
def test_a_request_line_over_8_kib_is_414(town: Town, whole: bool) -> None:
    line = b"GET /api/health/live?" + b"x" * 8 * KIB
    rest = b" HTTP/1.1\r\nHost: x\r\n\r\n" if whole else b""
    status, problem = answer(town, line + rest)
    assert (status, problem["code"]) == (414, "request_line_too_long")


def test_the_refusal_is_in_the_language_that_was_asked_for(town: Town) -> None:
    asked = LIVE + b"Accept-Language: en\r\n"
    assert "larger than 32768 bytes" in answer(town, padded(asked, 33 * KIB))[1]["detail"]
    assert "32768 字节" in answer(town, padded(LIVE, 33 * KIB))[1]["detail"]


ENDLESS = {
    "one field": (LIVE + b"X: ", b"x" * 4096),
    "many fields": (LIVE, b"X: x\r\n" * 700),
    "websocket": (UPGRADE + b"X: ", b"x" * 4096),
    "trailer": (CHUNKED + b"0\r\nX: ", b"x" * 4096),
    "trailers": (CHUNKED + b"0\r\n", b"X: x\r\n" * 700),
    "chunk extension": (CHUNKED + b"1;", b"x" * 4096),
    "empty lines": (b"", b"\r\n" * 2048),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_what_has_no_end_is_cut_short_and_takes_no_memory(town: Town, kind: str) -> None:
    start, piece = ENDLESS[kind]
    before = resident_mib(town)
    with Stranger(town) as one:
        sent = one.say(start).say_until_closed(piece, 64 * KIB * KIB)
        heard = one.hear()
    # What fills the kernel's buffers counts as sent.
    assert sent < 16 * KIB * KIB
    assert resident_mib(town) - before < 8
    assert not heard or read(heard)[0] == 431


def resident_mib(town: Town) -> float:
    pages = Path(f"/proc/{town.server.process.pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / KIB / KIB


def test_the_head_of_a_second_request_is_held_to_the_same(town: Town) -> None:
    with Stranger(town) as one:
        one.say(LIVE + b"\r\n")
        first = one.bare.recv(65_536)
        assert first.startswith(b"HTTP/1.1 200 ")
        assert read(one.say(padded(LIVE, 33 * KIB)).hear())[0] == 431


def test_fields_after_the_body_do_not_become_fields_of_the_request(town: Town) -> None:
    trailer = b"Authorization: Bearer " + town.tokens["duty"].encode()
    asked = LIVE.replace(b"/api/health/live", b"/api/accounts")
    asked += b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n" + trailer + b"\r\n\r\n"
    assert answer_status(town, asked) == 401


def answer_status(town: Town, content: bytes) -> int:
    with Stranger(town) as one:
        return int(one.say(content).hear().split()[1])


@pytest.mark.parametrize("piece", [b"", LIVE, b"\r\n"], ids=["nothing", "head", "empty line"])
def test_a_head_that_does_not_end_in_time_is_408(town: Town, piece: bytes) -> None:
    status, problem = answer(town, piece)
    assert (status, problem["code"]) == (408, "request_too_slow")


def test_an_empty_line_after_an_answer_does_not_keep_the_connection(town: Town) -> None:
    with Stranger(town) as one:
        assert one.say(LIVE + b"\r\n").bare.recv(65_536).startswith(b"HTTP/1.1 200 ")
        assert read(one.say(b"\r\n").hear())[0] == 408


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (b"", "host_not_once"),
        (b"Host: x\r\nHost: x\r\n", "host_not_once"),
        (b"Host: x\r\nhost: evil\r\n", "host_not_once"),
        (b"Host: a b\r\n", "host_malformed"),
        (b"Host: x/y\r\n", "host_malformed"),
        (b"Host: evil.example\r\n", "host_not_allowed"),
        (b"Host: example.cn.evil\r\n", "host_not_allowed"),
    ],
)
@pytest.mark.parametrize("start", [LIVE, UPGRADE], ids=["request", "websocket"])
def test_a_request_without_the_one_right_host_is_400(
    town: Town, start: bytes, lines: bytes, code: str
) -> None:
    asked = start.replace(b"Host: x\r\n", lines)
    status, problem = answer(town, close_after(asked) if start == LIVE else asked + b"\r\n")
    assert (status, problem["code"]) == (400, code)


@pytest.mark.parametrize("host", ["x", "X:8000", "duty.example.cn", "127.0.0.1:1"])
def test_allowed_hosts_are_answered(town: Town, host: str) -> None:
    asked = LIVE.replace(b"Host: x", b"Host: " + host.encode())
    assert answer_status(town, close_after(asked)) == 200


def test_any_host_is_allowed_by_default_and_ipv6_may_be() -> None:
    for host in (b"a.b", b"", b"[::1]:80", b"192.0.2.1"):
        assert host_problem([(b"host", host)], ()) is None
    assert host_problem([(b"host", b"[::1]:80")], ("[::1]",)) is None
    assert host_problem([(b"host", b"[::1]:80")], ("::2",)) is not None


def test_garbage_is_answered_and_its_number_logged_once(town: Town) -> None:
    for _ in range(5):
        status, problem = answer(town, b"\x00\xff nothing of HTTP\r\n\r\n")
        assert (status, problem["code"]) == (400, "not_http")
    log = town.server.log.read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert "Invalid HTTP request" not in log
    figures = town.get("/metrics").text
    assert 'zhiban_guests_refused_total{code="not_http"} 5.0' in figures


@pytest.mark.parametrize("path", ["/api/session", "/api/setup"])
def test_one_who_is_not_signed_in_sends_no_long_body(town: Town, path: str) -> None:
    answer = town.post(path, {"name": "x" * 20_000, "password": "x"}, None)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


TWO_READINGS = {
    "a length and pieces": "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "a list of lengths": "Content-Length: 4, 4\r\n\r\nabcd",
    "a length with a sign": "Content-Length: +4\r\n\r\nabcd",
    "an unknown coding": "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "pieces that are not last": "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a space before the colon": "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a folded field": "X-A: b\r\n Transfer-Encoding: chunked\r\n\r\n",
    "a bare CR": "X-A: b\rTransfer-Encoding: chunked\r\n\r\n",
    "a piece without end": "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF1\r\n{}\r\n0\r\n\r\n",
}


def test_what_the_app_answers_after_a_refusal_goes_nowhere_and_is_no_error(town: Town) -> None:
    """Its body is no HTTP, and of its head the app wants something else."""
    begins = f"POST /api/session HTTP/1.1\r\nHost: 127.0.0.1:{town.server.port}\r\n"
    garbage = f"{begins}{TWO_READINGS['a piece without end']}"
    status, problem = answer(town, garbage.encode())
    assert (status, problem["code"]) == (400, "not_http")
    assert town.get("/api/after-the-refusal").status_code == 404
    # Lines come in their order: what the app said to the first stands before the second.
    told = eventually(
        lambda: (
            (lines := town.server.events())
            and any(one.get("path") == "/api/after-the-refusal" for one in lines)
            and lines
        )
    )
    assert [one for one in told if one.get("level") == "error"] == []


@pytest.mark.parametrize("rest", TWO_READINGS.values(), ids=TWO_READINGS)
def test_what_two_parsers_would_read_otherwise_is_400(town: Town, rest: str) -> None:
    """A proxy that reads it otherwise would take the rest for another person's request."""
    head = f"POST /api/session HTTP/1.1\r\nHost: 127.0.0.1:{town.server.port}\r\n"
    status, problem = answer(town, f"{head}{rest}GET /metrics HTTP/1.1\r\n\r\n".encode())
    assert (status, problem["code"]) == (400, "not_http")
