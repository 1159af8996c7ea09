"""What happens to every request, outside the routes. Plain ASGI, nothing buffered.

    Observed        a request id, one log line, metrics; an unforeseen error → 500 problem
    Guarded         security headers, and caching
    Limited         a body larger than allowed → 413, before anything reads it all

What `api.lane` answers does not come here; it does the same for itself.
Websockets pass through untouched; `api.routes.live` looks after them.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import Callable, Mapping, MutableMapping
from contextvars import Context
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import logs
from api.metrics import Metrics
from api.problems import HttpError, answer_to, language_of
from engine.clock import SystemClock

LOGGER = "zhiban.http"
log = structlog.get_logger(LOGGER)

REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
QUIET_PATHS = ("/api/health/", "/metrics", "/assets/")
INCIDENT_PATH = re.compile(r"^/api/incidents/([A-Za-z0-9._-]{1,64})")

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

GUARDS = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
NOT_STORED = (b"cache-control", b"no-store")

BEGAN = "zhiban.began"
"""In the scope of a request that somebody has begun to read: since when, in seconds."""


SECONDS_TO_TELL = 0.02
"""How long ended requests wait to be logged and counted with others."""


class Ended(NamedTuple):
    """A request that has been answered; `at` is by the machine's counter of seconds."""

    about: Mapping[str, str]
    method: str
    path: str
    route: str
    status: int
    seconds: float
    at: float


class Observer:
    """Gives requests their ids, logs and counts them.

    What has ended is told of a moment later, all together: done one by one, between all else
    that a request needs, it costs several times as much. Whoever asks for figures has it told
    at once.
    """

    def __init__(self, metrics: Metrics, new_id: Callable[[], str]) -> None:
        self._metrics = metrics
        self._new_id = new_id
        self._wall = SystemClock()
        self._ended: list[Ended] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        metrics.before_page(self.tell)

    def begin(self, scope: Scope, given: str) -> str:
        """The request's id, which may be `given`; from here on every line carries it."""
        request_id = given if given and REQUEST_ID.match(given) else self._new_id()
        logs.about(request=request_id, **_incident(scope["path"]))
        return request_id

    def end(self, scope: Scope, status: int, seconds: float) -> None:
        """Take down that the request has ended; called inside the event loop."""
        loop = asyncio.get_running_loop()
        if not self._ended or self._loop is not loop:
            self._loop = loop
            # In nobody's context: it is about more than one request.
            loop.call_later(SECONDS_TO_TELL, self.tell, context=Context())
        parts = logs.parts()
        path, route = scope["path"], _route(scope)
        ended = Ended(parts, scope["method"], path, route, status, seconds, time.perf_counter())
        self._ended.append(ended)

    def tell(self) -> None:
        """Count what has ended, and log it unless it says nothing."""
        ended, self._ended = self._ended, []
        now, counter = self._wall.now, time.perf_counter()
        with logs.in_one_write():
            for one in ended:
                self._tell(one, now - timedelta(seconds=counter - one.at))

    def _tell(self, one: Ended, at: datetime) -> None:
        self._metrics.answered(one.method, one.route, one.status, one.seconds)
        if one.path.startswith(QUIET_PATHS) and one.status < 400:
            return
        facts = {
            "method": one.method,
            "path": one.path,
            "status": one.status,
            "ms": round(one.seconds * 1000, 1),
            "timestamp": logs.stamp(at),
        }
        logs.often(LOGGER, "request", {**facts, **one.about})


def unforeseen(scope: Scope, request_id: str, accept_language: str) -> Response:
    """Log the error that is being handled, and answer without its inside."""
    log.exception("unforeseen_error", path=scope["path"])
    error = HttpError(500, "internal", request=request_id)
    return answer_to(error, language_of(accept_language))


class Observed:
    """Observes each request, and lets no error escape bare."""

    def __init__(self, app: ASGIApp, observer: Observer) -> None:
        self._app = app
        self._observer = observer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._observer.begin(scope, _header(scope, b"x-request-id"))
        status = 0
        started = scope.get(BEGAN) or time.perf_counter()

        async def observe(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                answered = message["headers"] = list(message.get("headers", ()))
                answered.append((b"x-request-id", request_id.encode()))
                for name, value in answered:
                    if name == b"location":
                        # An incident that is new has its id from here on.
                        found = _incident(scope["path"]) | _incident(value.decode("latin-1"))
                        logs.about(request=request_id, **found)
            await send(message)

        try:
            await self._app(scope, receive, observe)
        except Exception:
            answer = unforeseen(scope, request_id, _header(scope, b"accept-language"))
            if status:
                raise
            await answer(scope, receive, observe)
        finally:
            self._observer.end(scope, status, time.perf_counter() - started)


def _header(scope: Scope, wanted: bytes) -> str:
    """The first header of this name, in lower case; "" without one."""
    for name, value in scope["headers"]:
        if name == wanted:
            return str(value, "latin-1")
    return ""


def _incident(path: str) -> dict[str, str]:
    found = INCIDENT_PATH.match(path)
    return {"incident": found[1]} if found else {}


def _route(scope: Scope) -> str:
    """The route's template, so that ids do not become labels; `other` for unknown paths."""
    route = scope.get("route")
    return str(getattr(route, "path", "other"))


class Guarded:
    """Adds the headers that keep a browser from being turned against its user."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]

        async def guard(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"] = list(message.get("headers", ()))
                present = {name for name, _ in headers}
                headers += [guard for guard in GUARDS if guard[0] not in present]
                if b"cache-control" not in present and path.startswith(("/api", "/metrics")):
                    headers.append(NOT_STORED)
            await send(message)

        await self._app(scope, receive, guard)


class TooLarge(Exception):
    """A body went over the limit while it was read."""


class Limited:
    """Refuses bodies over `limit` bytes, declared or not."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or answer 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = _header(scope, b"content-length") or "0"
        if declared.isdigit():
            if int(declared) > self._limit:
                await self._refusal(scope)(scope, receive, send)
                return
            if not _header(scope, b"transfer-encoding"):
                # The server reads no more of a body than was declared.
                await self._app(scope, receive, send)
                return
        await self._measured(scope, receive, send)

    async def _measured(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a body of unknown length, or answer 413 when it has become too long."""
        taken, too_large, started = 0, False, False

        async def measured() -> Message:
            nonlocal taken, too_large
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                too_large = True
                raise TooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            # Whoever caught TooLarge may answer something else; 413 is the answer.
            if too_large and not started:
                return
            started = True
            await send(message)

        with contextlib.suppress(TooLarge):
            await self._app(scope, measured, watched)
        if too_large and not started:
            await self._refusal(scope)(scope, receive, send)

    def _refusal(self, scope: Scope) -> ASGIApp:
        refusal = HttpError(413, "body_too_large", limit=self._limit)
        return answer_to(refusal, language_of(_header(scope, b"accept-language")))
