"""Uvicorn's HTTP protocol, with two ways past ASGI, and a turnstile for sockets.

A server that closes a connection waits until its client has taken what was written. One
that takes nothing would hold the socket and those bytes for as long as it likes. So a
response finds, in the ASGI scope at `extensions[EXTENSION]`, what aborts the connection;
the other way is that of `api.live.at_once`.

Requests for a websocket wait for their turn before anything is done for them; all other
requests go on at once. A request that does not come to its end is answered with 408: whoever
sends a byte now and then would hold a socket for as long as it likes.

Only public names of uvicorn's class are used. Tested with uvicorn 0.54.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport
from collections.abc import Callable
from typing import Any, cast

from starlette.types import Scope
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from api.live import at_once
from api.live.joining import Joining
from api.live.turnstile import Turnstile

EXTENSION = "zhiban.abort"

TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class AbortableProtocol(HttpToolsProtocol):
    """Offers its transport's `abort`; websockets come in through `entrance`."""

    def __init__(
        self,
        *arguments: Any,
        entrance: Turnstile,
        seconds_to_ask: float,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._entrance = entrance
        self._seconds = seconds_to_ask
        self._waits = False
        self._asks = False
        self._patience: TimerHandle | None = None

    @override
    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Whoever connects asks for something soon."""
        super().connection_made(cast(Transport, Joining(transport, self.loop)))
        self._be_patient()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._heard_all()
        super().connection_lost(exc)

    def _be_patient(self) -> None:
        self._patience = self.loop.call_later(self._seconds, self._give_up)

    def _heard_all(self) -> None:
        self._asks = False
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._patience = None
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle is None or not cycle.response_started or cycle.response_complete:
            self.transport.write(TOO_SLOW)
        self.transport.close()

    @override
    def on_message_complete(self) -> None:
        """The request is here, whole."""
        self._heard_all()
        super().on_message_complete()

    @override
    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._heard_all()
        self._asks = True
        cast("dict[str, Any]", self.scope)["extensions"] = {EXTENSION: self.transport.abort}

    @override
    def on_headers_complete(self) -> None:
        """It can be answered from here on."""
        super().on_headers_complete()
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle is not None and cycle.scope is self.scope:
            at_once.offer(cast(Scope, self.scope), cycle)

    @override
    def data_received(self, data: bytes) -> None:
        """Who was not let in yet has nothing to say (RFC 6455, 4.1)."""
        if self._waits:
            self.transport.abort()
            return
        super().data_received(data)
        # Most requests come whole, and need no patience.
        if self._asks and self._patience is None:
            self._be_patient()

    @override
    def handle_websocket_upgrade(self) -> None:
        """Wait for the turn; who has left by then is passed over."""
        self._heard_all()
        self._waits = True
        self._entrance.enter(self._upgrade)

    def _upgrade(self) -> None:
        if not self.transport.is_closing():
            # What has become a websocket writes whole frames.
            self.transport = cast(Joining, self.transport).whole
            super().handle_websocket_upgrade()
        # The two hold each other, and nobody else ends what has become a websocket.
        self.parser = cast("Any", None)


def abort_of(scope: Scope) -> Callable[[], None]:
    """What cuts the request's connection off; with another server nothing does."""
    found: Callable[[], None] = (scope.get("extensions") or {}).get(EXTENSION, lambda: None)
    return found
