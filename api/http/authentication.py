"""Who is asking, and may this page ask: sessions, cookies, origins, strict JSON.

A request proves itself by `Authorization: Bearer` or by the session cookie. Browsers
send cookies by themselves, so a write by cookie must come from our own pages: the
`Origin` (or `Sec-Fetch-Site`) that every browser sends is checked, besides the cookie's
SameSite=Strict. Programs send neither and are not affected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from starlette.requests import HTTPConnection

from api.http.request_headers import headers_in
from api.problems import HttpError
from api.runtime.app_state import AppState

ACCOUNT = "zhiban-account"
"""The account that a page shows: two tabs share one cookie, and only one of them signed in last."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def token_of(desk: AppState, connection: HTTPConnection) -> tuple[str | None, bool]:
    """The token of a request, and whether a browser may have sent it as a cookie."""
    headers = headers_in(connection.scope)
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value.strip():
        return value.strip(), False
    if "cookie" not in headers:
        return None, True
    names = desk.cookie_names.sessions(desk.wall.now)
    return next(filter(None, (_cookie_of(connection, name) for name in names)), None), True


def _cookie_of(connection: HTTPConnection, wanted: str) -> str | None:
    """The cookie of a name; of two the first, which browsers send for the longer path.

    Another server may be above ours on the same host, and have its cookie sent here as well.
    """
    lines = connection.headers.getlist("cookie")
    parts = (part.partition("=") for line in lines for part in line.split(";"))
    found = (value.strip() for name, _, value in parts if name.strip() == wanted)
    return next(found, None) or None


def foreign_origin(headers: Mapping[str, str], allowed: Iterable[str]) -> str | None:
    """The origin of another site's page that sent this request, or None.

    Only the host is compared: behind a proxy that ends TLS the scheme differs.
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
        # No browser sends such an origin, so no page of ours has it.
        return None


def check_origin(headers: Mapping[str, str], allowed: Iterable[str]) -> None:
    """Raise `HttpError` (403) when another site's page sent this write."""
    origin = foreign_origin(headers, allowed)
    if origin is not None:
        raise HttpError(403, "foreign_origin", origin=origin[:200])


def check_account(headers: Mapping[str, str], name: str) -> None:
    """Raise `HttpError` (409) when the page that sent this shows another account than `name`.

    The header holds the account's name, percent-encoded; programs leave it out.
    """
    shown = headers.get(ACCOUNT)
    if shown is not None and unquote(shown) != name:
        raise HttpError(409, "other_account", name=name, shown=unquote(shown)[:200])
