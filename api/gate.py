"""Who is asking, and may this page ask: sessions, cookies, origins, strict JSON.

A request proves itself by `Authorization: Bearer` or by the session cookie. Browsers
send cookies by themselves, so a write by cookie must come from our own pages: the
`Origin` (or `Sec-Fetch-Site`) that every browser sends is checked, besides the cookie's
SameSite=Strict. Programs send neither and are not affected.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from json import JSONDecodeError
from typing import Any
from urllib.parse import urlsplit

import orjson
from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from typing_extensions import override

from api.problems import HttpError
from engine.actors import Actor

COOKIE = "zhiban_session"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
DEEPEST = 32


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account and the session that it came with; `session` is no secret.

    `expires_at` is when the sign-in ends by itself, by real time; `access` tells whether
    anything of it may have changed since (`api.store.sessions`).
    """

    actor: Actor
    session: str
    expires_at: datetime | None
    access: str


def not_signed_in() -> HttpError:
    """The refusal of a request that nobody, or nobody known, has sent."""
    return HttpError(401, "not_signed_in", headers={"WWW-Authenticate": "Bearer"})


def token_of(headers: Mapping[str, str], cookies: Mapping[str, str]) -> tuple[str | None, bool]:
    """The token that a request carries, and whether a browser may have sent it by itself."""
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value.strip():
        return value.strip(), False
    return cookies.get(COOKIE) or None, True


def foreign_origin(headers: Mapping[str, str], allowed: Iterable[str]) -> str | None:
    """The origin of another site's page that sent this, or None.

    The host is compared and not the scheme: behind a proxy that ends TLS it differs.
    """
    origin = headers.get("origin")
    if origin is not None:
        own = _host_of(origin) == headers.get("host", "")
        return None if own or origin in allowed else origin
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return headers["sec-fetch-site"]
    return None


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        # No browser writes such an origin; it is nobody's own.
        return None


def check_origin(request: Request, allowed: Iterable[str]) -> None:
    """Raise 403 when another site's page sent this write."""
    origin = foreign_origin(request.headers, allowed)
    if origin is not None:
        raise HttpError(403, "foreign_origin", origin=origin[:200])


class StrictRequest(Request):
    """A request whose JSON is read strictly: no NaN, no lone surrogates, no NUL."""

    @override
    async def json(self) -> Any:
        """The body; raises `JSONDecodeError`, which becomes a problem."""
        return read_strictly(await self.body())


def read_strictly(body: bytes) -> Any:
    """The JSON of a body; raises `JSONDecodeError`."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as wrong:
        text = body.decode("utf-8", "replace")
        raise JSONDecodeError(wrong.msg, text, min(wrong.pos, len(text))) from None
    _refuse_nul(value, DEEPEST)
    return value


def _refuse_nul(value: Any, depth: int) -> None:
    """PostgreSQL cannot store NUL; nesting is limited because much of it means trouble."""
    if depth == 0:
        raise JSONDecodeError("nested too deeply", "", 0)
    if isinstance(value, str):
        if "\0" in value:
            raise JSONDecodeError("NUL character", "", 0)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_nul(key, depth)
            _refuse_nul(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            _refuse_nul(inner, depth - 1)


class StrictRoute(APIRoute):
    """A route that reads its JSON strictly, and only after knowing who asks.

    A route tagged `public` is open to everybody.
    """

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler behind the checks."""
        handle = super().get_route_handler()
        public = "public" in self.tags

        async def checked(request: Request) -> Response:
            desk = request.app.state.desk
            if not public:
                await desk.authenticate(request)
            if request.method not in SAFE_METHODS:
                _check_content_type(request)
            return await handle(StrictRequest(request.scope, request.receive))

        return checked


def kind_of(headers: Mapping[str, str]) -> str:
    """What a body says it is, without parameters."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _check_content_type(request: Request) -> None:
    has_body = request.headers.get("content-length", "0") != "0" or (
        "transfer-encoding" in request.headers
    )
    kind = kind_of(request.headers)
    if has_body and kind != "application/json" and not kind.endswith("+json"):
        raise HttpError(415, "body_not_json")
