"""Where webhooks may go: to the internet by HTTPS, or to hosts that the installation names.

Whoever makes a subscription must not reach what only this server can reach: itself, its
database, the office's network, a cloud's metadata. So a host that the installation does not
name is looked up at each attempt, refused if any of its addresses is no public one, and asked
at the very address that was looked at: a name that changes its mind in between gains nothing.
Redirections are not followed.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit, urlunsplit

from engine.errors import InvalidInput

LONGEST = 2000
PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """What to ask: the URL with an address in place of the host, and the host's own name."""

    url: str
    host: str | None = None


class AddressRefused(Exception):
    """The host stands for an address that is none of the internet's, or for nothing."""


def check_address(url: str, hosts: Collection[str]) -> str:
    """The URL, if webhooks may go there. `hosts` are named ones, `host` or `host:port`.

    Raises `InvalidInput`.
    """
    parts = _parts(url)
    if parts is None or parts.username is not None or parts.password is not None or parts.fragment:
        raise InvalidInput("webhook_address", field="url", value=url[:80])
    if _named(parts, hosts):
        return url
    if parts.scheme != "https" or _is_inside(parts.hostname or ""):
        raise InvalidInput("webhook_inside", field="url", host=(parts.hostname or "")[:80])
    return url


def host_of(url: str) -> str:
    """The host, to be shown and written down: the rest of an address may hold a key."""
    return urlsplit(url).hostname or ""


async def target_of(url: str, hosts: Collection[str]) -> Target:
    """Where to send now. Raises `AddressRefused`."""
    parts = _parts(url)
    if parts is None:
        raise AddressRefused
    if _named(parts, hosts):
        return Target(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    if parts.scheme != "https":
        raise AddressRefused
    try:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise AddressRefused from None
    addresses = [str(one[4][0]) for one in found]
    if not addresses or any(map(_is_inside, addresses)):
        raise AddressRefused
    first = addresses[0]
    where = f"[{first}]" if ":" in first else first
    shown = parts._replace(netloc=where if parts.port is None else f"{where}:{parts.port}")
    return Target(urlunsplit(shown), parts.netloc)


def _parts(url: str) -> SplitResult | None:
    if len(url) > LONGEST or any(one <= " " or one > "~" for one in url):
        return None
    try:
        parts = urlsplit(url)
        known = parts.scheme in PORTS and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return None
    return parts if known else None


def _named(parts: SplitResult, hosts: Collection[str]) -> bool:
    host = (parts.hostname or "").casefold()
    port = parts.port or PORTS[parts.scheme]
    known = {one.casefold() for one in hosts}
    return host in known or f"{host}:{port}" in known


def _is_inside(host: str) -> bool:
    """Whether it is a name or address that no public one can be."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        name = host.casefold().rstrip(".")
        return "." not in name or name.endswith((".localhost", ".local", ".internal"))
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global or address.is_multicast
