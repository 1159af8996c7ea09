"""What happens to every request, outside the routes. Plain ASGI, nothing buffered.

    Observed        a request id, one log line, metrics; an unforeseen error → 500 problem;
                    headers on every answer: security, caching, the request's id
    Limited         a body larger than allowed → 413, before anything reads it all

Websockets pass through untouched; `api.http.routes.live_websocket` looks after them.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Mapping

import structlog
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.request_headers import headers_in
from api.http.request_log import Observer, incident_in, path_for_log
from api.monitoring import logs
from api.problems import HttpError, answer_to, language_of
from api.transport.request_head import UPLOADS

log = structlog.get_logger("zhiban.http")


SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""Element Plus sets styles from scripts, hence 'unsafe-inline' for styles alone."""

DATA_HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
}
"""On JSON, which no browser takes for a page: it may load nothing and stand in no frame.

It runs no script, follows no link and asks for no camera, so that the other headers would say
nothing; and the server looks through each header of each answer.
"""

Header = tuple[bytes, bytes]


def _raw(headers: Mapping[str, str]) -> list[Header]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


GUARDS, DATA_GUARDS = _raw(SECURITY_HEADERS), _raw(DATA_HEADERS)
GUARDED = frozenset(name for name, _ in GUARDS)
DATA = frozenset({b"application/json", b"application/problem+json"})
NOT_STORED = (b"cache-control", b"no-store")


class Observed:
    """Give each request an id, a log line and metrics; answer unforeseen errors as problems."""

    def __init__(self, app: ASGIApp, observer: Observer) -> None:
        self._app = app
        self._observer = observer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._observer.begin(scope, headers_in(scope).get("x-request-id", ""))
        status = 0
        started = time.perf_counter()

        async def observe(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                message["headers"] = _guarded(scope, message.get("headers", ()), request_id)
            await send(message)

        try:
            await self._app(scope, receive, observe)
        except Exception:
            answer = _unforeseen(scope, request_id)
            if status:
                raise
            await answer(scope, receive, observe)
        finally:
            self._observer.end(scope, status, time.perf_counter() - started)


def _guarded(scope: Scope, given: Iterable[Header], request_id: str) -> list[Header]:
    """The headers of an answer, with those that every answer has."""
    headers = list(given)
    present = dict(headers)
    guards = DATA_GUARDS if present.get(b"content-type") in DATA else GUARDS
    if present.keys().isdisjoint(GUARDED):
        headers += guards
    else:
        headers += [guard for guard in guards if guard[0] not in present]
    if b"cache-control" not in present and scope["path"].startswith(("/api", "/metrics")):
        headers.append(NOT_STORED)
    if b"location" in present:
        # A new incident has its id only from here on.
        place = present[b"location"].decode("latin-1")
        found = incident_in(scope["path"]) | incident_in(place)
        logs.about(request=request_id, **found)
    headers.append((b"x-request-id", request_id.encode()))
    return headers


def _unforeseen(scope: Scope, request_id: str) -> Response:
    """Log the error that is being handled, and answer without its details."""
    log.exception("unforeseen_error", path=path_for_log(scope))
    error = HttpError(500, "internal", request=request_id)
    return answer_to(error, language_of(headers_in(scope).get("accept-language")))


GUESTS = frozenset({"/api/session", "/api/setup"})
GUEST_PAGES = "/answer/"
MOST_OF_A_GUEST = 16_384


AROUND_A_FILE = 65_536
"""What stands around a file in a body of several parts: its name, a note."""


class TooLarge(Exception):
    """A body exceeded the limit while it was read."""


class Limited:
    """Refuses bodies over `limit` bytes, declared or not; a file that is attached has its own.

    Paths that read a body before anybody is signed in take `MOST_OF_A_GUEST`: a thousand
    guests who send theirs slowly would hold a gigabyte otherwise.
    """

    def __init__(self, app: ASGIApp, limit: int, files: int = 0) -> None:
        self._app = app
        self._limit = limit
        self._files = max(limit, files + AROUND_A_FILE)

    def _limit_for(self, scope: Scope) -> int:
        path = scope["path"]
        if UPLOADS.fullmatch(path):
            return self._files
        guests = path in GUESTS or path.startswith(GUEST_PAGES)
        return min(self._limit, MOST_OF_A_GUEST) if guests else self._limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or answer 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, limit = headers_in(scope), self._limit_for(scope)
        declared = headers.get("content-length") or "0"
        if declared.isdigit():
            if int(declared) > limit:
                await self._refusal(scope, limit)(scope, receive, send)
                return
            if "transfer-encoding" not in headers:
                # The server reads no more of a body than was declared.
                await self._app(scope, receive, send)
                return
        await self._measured(scope, receive, send, limit)

    async def _measured(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        """Pass on a body of unknown length, or answer 413 when it exceeds the limit."""
        taken, too_large, started = 0, False, False

        async def measured() -> Message:
            nonlocal taken, too_large
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                too_large = True
                raise TooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            # A route that caught TooLarge may answer something else; 413 is the answer.
            if too_large and not started:
                return
            started = True
            await send(message)

        with contextlib.suppress(TooLarge):
            await self._app(scope, measured, watched)
        if too_large and not started:
            await self._refusal(scope, limit)(scope, receive, send)

    def _refusal(self, scope: Scope, limit: int) -> ASGIApp:
        refusal = HttpError(413, "body_too_large", limit=limit)
        return answer_to(refusal, language_of(headers_in(scope).get("accept-language")))
