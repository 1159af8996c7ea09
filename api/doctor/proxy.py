"""What a browser outside meets at the public address: asked as a browser would ask.

Nothing is signed in and nothing is written. A certificate has to be one that this machine
trusts.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
from pydantic import AnyHttpUrl
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import connect
from websockets.typing import Origin

from api import __version__
from api.doctor.row import Row, fail, ok, warn
from api.settings import Settings

LONGEST_S = 10.0
"""Seconds for each answer."""
FORBIDDEN, FOREIGN = 403, 4403
"""The answer to a page of another origin, and how the websocket is closed for it."""


def check_proxy(settings: Settings) -> Iterator[Row]:
    """Every fault on the way, or one row that there is none, or that no address is known."""
    public = settings.public_url
    if public is None:
        yield ok("proxy", "proxy_unknown")
        return
    base = str(public).rstrip("/")
    try:
        with httpx2.Client(timeout=LONGEST_S, follow_redirects=False) as client:
            found = list(_asked(client, base, _origin(public), settings))
    except (httpx2.HTTPError, httpx2.StreamError) as error:
        found = [
            fail("proxy", "proxy_unreachable", url=base, why=str(error) or type(error).__name__)
        ]
    yield from found or [ok("proxy", "proxy_well", url=base)]


def _origin(public: AnyHttpUrl) -> str:
    usual = {"http": 80, "https": 443}.get(public.scheme)
    port = "" if public.port in (None, usual) else f":{public.port}"
    return f"{public.scheme}://{public.host}{port}"


def _asked(client: httpx2.Client, base: str, origin: str, settings: Settings) -> Iterator[Row]:
    answer = client.get(f"{base}/api/health/ready")
    try:
        version = answer.json()["version"] if answer.is_success else None
    except (ValueError, KeyError, TypeError):
        version = None
    if version is None:
        yield fail("proxy", "proxy_not_ready", url=base, status=answer.status_code)
        return
    if version != __version__:
        yield warn("proxy", "proxy_other_version", url=base, theirs=version, ours=__version__)
    # Refused before the body is looked at, if `Host` is not what the browser asked for.
    asked = client.post(f"{base}/api/session", json={}, headers={"Origin": origin})
    if asked.status_code == FORBIDDEN:
        yield fail("proxy", "proxy_changes_host", origin=origin)
    else:
        yield from _websocket(base, origin)
    if client.get(f"{base}/metrics").is_success:
        yield warn("proxy", "proxy_shows_metrics", url=base)
    if settings.secure_cookie and "strict-transport-security" not in answer.headers:
        yield warn("proxy", "proxy_without_hsts", url=base)


def _websocket(base: str, origin: str) -> Iterator[Row]:
    address = base.replace("http", "ws", 1) + "/api/live"
    try:
        with connect(address, origin=Origin(origin), open_timeout=LONGEST_S) as socket:
            socket.recv(timeout=LONGEST_S)
    except ConnectionClosed as closed:
        if closed.rcvd is not None and closed.rcvd.code == FOREIGN:
            yield fail("proxy", "proxy_changes_host", origin=origin)
        else:
            yield fail("proxy", "proxy_without_websocket", url=address, why=str(closed))
    except (InvalidHandshake, TimeoutError, OSError) as error:
        yield fail("proxy", "proxy_without_websocket", url=address, why=str(error))
