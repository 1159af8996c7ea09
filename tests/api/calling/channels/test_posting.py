"""What answers and failures of HTTP mean, by a channel that does nothing but post."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from api.calling.channels.posting import MOST_BYTES
from api.calling.channels.sms_gateway import SmsGateway
from api.calling.ports import Outcome
from tests.api.calling.channels.listener import (
    Listener,
    breaks_off,
    closes,
    message,
    talks_nonsense,
)


@pytest.mark.parametrize(
    ("status", "result", "word"),
    [
        (204, "sent", "answered_only"),
        (301, "refused", "redirected"),
        (401, "refused", "not_taken"),
        (404, "refused", "not_taken"),
        (500, "unknown", "server_fault"),
        (502, "unknown", "server_fault"),
    ],
)
async def test_a_status_says_what_became_of_it(
    platform: Listener, status: int, result: str, word: str
) -> None:
    platform.says(b"", status, location=f"{platform.url}/elsewhere")
    outcome = await SmsGateway(f"{platform.url}/send").send(message())
    assert (outcome.result, outcome.detail.split()[0]) == (result, word)
    assert [got.path for got in platform.got] == ["/send"], "a redirection is not followed"


async def test_too_many_and_not_now_say_when_to_come_back(platform: Listener) -> None:
    gateway = SmsGateway(f"{platform.url}/send")
    platform.says(b"slow down", 429, retry_after="17")
    assert await gateway.send(message()) == Outcome("limited", "too_many HTTP 429 slow down", 17.0)
    platform.says(b"", 429, retry_after="Mon, 30 Nov 2026 00:00:00 GMT")
    assert (await gateway.send(message())).retry_after_s == 60.0
    platform.says(b"", 503, retry_after="999999999")
    down = await gateway.send(message())
    assert (down.result, down.retry_after_s) == ("failed", 3600.0)


@pytest.mark.parametrize("misbehave", [closes, talks_nonsense, breaks_off])
async def test_what_breaks_off_may_have_arrived(
    platform: Listener, misbehave: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    platform.says(b"")
    platform.misbehave = misbehave
    outcome = await SmsGateway(platform.url).send(message())
    assert (outcome.result, outcome.detail.split()[0]) == ("unknown", "broken_off")


async def test_a_slow_gateway_has_the_channels_own_time_and_no_more(platform: Listener) -> None:
    platform.says(b"")
    platform.misbehave = lambda _: platform.over.wait(60) and None
    gateway = SmsGateway(platform.url)
    gateway.limit_s = 0.3
    outcome = await gateway.send(message())
    assert outcome.result == "unknown"
    assert outcome.detail.split()[0] in ("no_end", "broken_off")


async def test_a_gateway_that_is_down_was_told_nothing() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        outcome = await SmsGateway(f"http://127.0.0.1:{port}").send(message())
    assert (outcome.result, outcome.detail.split()[0]) == ("failed", "no_connection")


async def test_an_endless_answer_is_read_to_its_limit(platform: Listener) -> None:
    platform.says(b"x" * (4 * MOST_BYTES))
    outcome = await SmsGateway(platform.url).send(message())
    assert outcome.result == "sent"
    assert len(outcome.detail) == 300
    packed = gzip.compress(b"0" * 50_000_000)
    platform.says(packed, content_encoding="gzip")
    assert (await SmsGateway(platform.url).send(message())).result == "sent"


async def test_no_secret_and_no_line_break_gets_into_the_record(platform: Listener) -> None:
    url = f"{platform.url}/send?key=s3cr3t%2B1"
    platform.says(f"no\n{url}\x1b[31m Bearer t0ken+/= t0ken%2B%2F%3D".encode(), 400)
    outcome = await SmsGateway(url, "t0ken+/=").send(message())
    assert outcome.detail == "not_taken HTTP 400 no *** [31m Bearer *** ***"
