"""The doorway: sockets come in one by one, so that those inside and commands go on.

When a network comes back a thousand screens connect in the same instant. Letting one in
is a millisecond's work, most of it before the endpoint is reached; done for all of them
in one turn of the loop it would stop everybody else for a second.
"""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send


class Doorway:
    """Plain ASGI: lets one websocket in at each turn of the loop; all else passes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._door = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one on when it is its turn."""
        if scope["type"] == "websocket":
            async with self._door:
                await asyncio.sleep(0)
        await self._app(scope, receive, send)
