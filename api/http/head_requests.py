"""`HEAD` is answered as `GET` is, with the same headers and without the body (RFC 9110, 9.3.2)."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadAsGet:
    """Passes `HEAD` on as `GET`, and ends the answer after its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        ended = False

        async def headers_alone(message: Message) -> None:
            nonlocal ended
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                ended = True

        async def gone_at_the_end() -> Message:
            # An event stream ends only when its client leaves.
            return {"type": "http.disconnect"} if ended else await receive()

        asked = {**scope, "method": "GET"}
        await self._app(asked, gone_at_the_end, headers_alone)
        if "route" in asked:
            # The log and the metrics outside need the name of the route.
            scope["route"] = asked["route"]
