"""Uvicorn's HTTP protocol, with a way to cut a connection off at once.

A server that closes a connection waits until its client has taken what was written. One
that takes nothing would hold the socket and those bytes for as long as it likes. So a
response finds, in the ASGI scope at `extensions[EXTENSION]`, what aborts the connection.

Only public names of uvicorn's class are used. Tested with uvicorn 0.54.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from starlette.types import Scope
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

EXTENSION = "zhiban.abort"


class AbortableProtocol(HttpToolsProtocol):
    """Offers its transport's `abort`."""

    @override
    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        cast("dict[str, Any]", self.scope)["extensions"] = {EXTENSION: self.transport.abort}


def abort_of(scope: Scope) -> Callable[[], None]:
    """What cuts the request's connection off; with another server nothing does."""
    found: Callable[[], None] = (scope.get("extensions") or {}).get(EXTENSION, lambda: None)
    return found
