"""Uvicorn's HTTP protocol, with a way to cut a connection off, and a turnstile for sockets.

A server that closes a connection waits until its client has taken what was written. One
that takes nothing would hold the socket and those bytes for as long as it likes. So a
response finds, in the ASGI scope at `extensions[EXTENSION]`, what aborts the connection.

Requests for a websocket wait for their turn before anything is done for them; all other
requests go on at once.

Only public names of uvicorn's class are used. Tested with uvicorn 0.54.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from starlette.types import Scope
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.live.turnstile import Turnstile

EXTENSION = "zhiban.abort"


class AbortableProtocol(HttpToolsProtocol):
    """Offers its transport's `abort`; websockets come in through `entrance`."""

    def __init__(self, *arguments: Any, entrance: Turnstile, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._entrance = entrance
        self._waits = False

    @override
    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        cast("dict[str, Any]", self.scope)["extensions"] = {EXTENSION: self.transport.abort}

    @override
    def data_received(self, data: bytes) -> None:
        """Who was not let in yet has nothing to say (RFC 6455, 4.1)."""
        if self._waits:
            self.transport.abort()
        else:
            super().data_received(data)

    @override
    def handle_websocket_upgrade(self) -> None:
        """Wait for the turn; who has left by then is passed over."""
        self._waits = True
        self._entrance.enter(self._upgrade)

    def _upgrade(self) -> None:
        if not self.transport.is_closing():
            super().handle_websocket_upgrade()


def abort_of(scope: Scope) -> Callable[[], None]:
    """What cuts the request's connection off; with another server nothing does."""
    found: Callable[[], None] = (scope.get("extensions") or {}).get(EXTENSION, lambda: None)
    return found
