"""A server below a path of a proxy, such as `https://host/zhiban/`. Plain ASGI, outermost.

The proxy may take the path off or leave it: routes see paths without it either way. A
`Location` that starts at the root gets it; the page itself has relative addresses only.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BelowPath:
    """Take the path off requests, and add it to `Location`."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path
        self._raw = path.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request or websocket on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def placed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [self._placed(*one) for one in message.get("headers", ())]
            await send(message)

        await self._app(self._without(scope), receive, placed)

    def _without(self, scope: Scope) -> Scope:
        path: str = scope["path"]
        if not path.startswith(f"{self._path}/"):
            return scope
        raw = scope.get("raw_path")
        shorter = {**scope, "path": path.removeprefix(self._path)}
        if raw is not None:
            shorter["raw_path"] = raw.removeprefix(self._raw)
        return shorter

    def _placed(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        if name.lower() == b"location" and value.startswith(b"/") and not value.startswith(b"//"):
            return name, self._raw + value
        return name, value
