"""What every connection of one server meets: patience, allowed hosts, proxies, guests."""

from __future__ import annotations

from collections.abc import Callable, Collection

import structlog
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.monitoring.repetition import Repetition
from api.problems import HttpError
from api.transport.admission import AdmissionQueue
from api.transport.guests import Guests
from api.transport.request_head import Fields, Patience

log = structlog.get_logger("zhiban.guests")

SECONDS_BETWEEN_LINES = 60.0
SECONDS_TO_RETRY = "5"

AT_ONCE = 4
"""New connections that are read together: about a millisecond of work."""


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """Stand in for the application behind uvicorn's list of proxies."""


class Reception:
    """The rules for connections on which nobody is signed in.

    `guests` is how many of one address there may be, `trusted` as uvicorn's setting
    `forwarded_allow_ips`. `count` gets the code of each refusal.
    """

    def __init__(
        self,
        patience: Patience,
        hosts: Collection[str] = (),
        guests: int = 1000,
        trusted: str = "127.0.0.1",
        count: Callable[[str], None] = lambda code: None,
    ) -> None:
        self.patience = patience
        self.hosts = tuple(host.lower() for host in hosts)
        self.guests = Guests(guests)
        self.door = AdmissionQueue(AT_ONCE)
        self.proxies = ProxyHeadersMiddleware(_nothing, trusted).trusted_hosts  # type: ignore[arg-type]
        self._count = count
        self._most = guests
        self._lines = Repetition(SECONDS_BETWEEN_LINES)

    def full(self) -> HttpError:
        """The refusal of one guest too many."""
        headers = {"Retry-After": SECONDS_TO_RETRY}
        return HttpError(429, "too_many_guests", headers=headers, limit=self._most)

    def address_of(self, proxy: str, fields: Fields) -> str:
        """The address of a request's client, as a trusted proxy tells it; else the proxy's own."""
        told = [value for name, value in fields if name == b"x-forwarded-for"]
        if not told:
            return proxy
        host, _ = self.proxies.get_trusted_client_address(b", ".join(told).decode("latin-1"))
        return host or proxy

    def refused(self, error: HttpError, address: str = "") -> None:
        """Count a refusal; a line for the first of its kind, then their number now and then."""
        self._count(error.code)
        times = self._lines.happened(error.code)
        if times:
            log.warning("guests_refused", code=error.code, times=times, latest=address)
