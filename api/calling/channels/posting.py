"""One POST to somebody else's server, and what its answer says before anybody reads the body.

Redirections are not followed: whoever answers there shall not choose where texts and keys go.
An answer is read up to `MOST_BYTES`.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx2
import orjson

from api.calling.ports import Outcome

MOST_BYTES = 64 * 1024
SECONDS_TO_CONNECT = 5.0
LIMITED_S = 60.0
"""Seconds to wait where the other side does not say how long."""
LONGEST_WAIT_S = 3600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, the text, the object in it if it is one, seconds to wait."""

    status: int
    text: str
    fields: Mapping[str, Any] | None
    retry_after_s: float | None

    @property
    def said(self) -> str:
        """Status and text, for the record."""
        return f"HTTP {self.status} {self.text}"


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that are trusted, read once: it takes some hundredths of a second."""
    return httpx2.create_ssl_context()


class Poster(Protocol):
    """Who posts: how long it waits, and how it words what came of it."""

    limit_s: float

    def told(self, word: str, said: object = "") -> str:
        """A detail without secrets."""
        ...


async def post(
    channel: Poster, url: str, body: object, headers: Mapping[str, str] | None = None
) -> Answer | Outcome:
    """POST JSON; the answer, if it is one of 2xx, otherwise the outcome that it means.

    `body` as bytes is sent as it stands. With a `host` among the headers the certificate has to
    be that host's, whatever address the URL names. Nothing went out if the connection was never
    made; if it broke afterwards, nobody knows.
    """
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    # Read as it comes: what is packed may unpack to any size.
    everything = {"content-type": "application/json", "accept-encoding": "identity"}
    everything |= {"user-agent": "zhiban", **(headers or {})}
    limits = httpx2.Timeout(channel.limit_s, connect=SECONDS_TO_CONNECT)
    try:
        async with (
            httpx2.AsyncClient(verify=_trust(), timeout=limits, follow_redirects=False) as client,
            client.stream(
                "POST", url, content=content, headers=everything, extensions=_named(everything)
            ) as response,
        ):
            answer = await _read(response)
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
        return Outcome("failed", channel.told("no_connection", error))
    except (httpx2.HTTPError, httpx2.StreamError) as error:
        return Outcome("unknown", channel.told("broken_off", type(error).__name__))
    return answer if 200 <= answer.status < 300 else _not_taken(channel, answer)


def _named(headers: Mapping[str, str]) -> dict[str, Any]:
    """Whose certificate is asked for: that of the `host` header, where there is one."""
    host = urlsplit(f"//{headers.get('host', '')}").hostname
    return {"sni_hostname": host} if host else {}


async def _read(response: httpx2.Response) -> Answer:
    content = b""
    async for chunk in response.aiter_raw():
        content += chunk
        if len(content) >= MOST_BYTES:
            break
    content = content[:MOST_BYTES]
    try:
        found = orjson.loads(content)
    except ValueError:
        found = None
    wait = response.headers.get("retry-after", "")
    return Answer(
        response.status_code,
        content.decode("utf-8", "replace"),
        found if isinstance(found, dict) else None,
        # The other form, a date, goes by the other side's clock: it is left aside.
        min(float(wait), LONGEST_WAIT_S) if wait.isascii() and wait.isdigit() else None,
    )


def _not_taken(channel: Poster, answer: Answer) -> Outcome:
    """What a status says that is none of 2xx."""
    match answer.status:
        case 429:
            wait = answer.retry_after_s or LIMITED_S
            return Outcome("limited", channel.told("too_many", answer.said), wait)
        case 503:
            said = channel.told("not_now", answer.said)
            return Outcome("failed", said, answer.retry_after_s)
        case status if 300 <= status < 400:
            return Outcome("refused", channel.told("redirected", f"HTTP {status}"))
        case status if 400 <= status < 500:
            return Outcome("refused", channel.told("not_taken", answer.said))
        case _:
            return Outcome("unknown", channel.told("server_fault", answer.said))
