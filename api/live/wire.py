"""The way from a hub to a socket: a sink that uvicorn's websocket protocol offers.

The hub writes bytes that are framed already, once for all clients; uvicorn's own flow
control says who is behind. `FanOutProtocol` is uvicorn's sans-I/O websocket protocol
with one addition: it puts a `Sink` into the ASGI scope, at `extensions[EXTENSION]`.

Only public attributes of uvicorn's class are used. Tested with uvicorn 0.54.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from typing_extensions import override
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.http11 import Request
from websockets.server import ServerProtocol

from api.live.forms import DEFLATED, MEMORY_LEVEL, TEXT, WINDOW_BITS, Form
from api.live.protocol import GOING_AWAY

EXTENSION = "zhiban.sink"
SECONDS_TO_CLOSE = 5.0

SHARED_DEFLATE = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True,
    client_no_context_takeover=True,
    server_max_window_bits=WINDOW_BITS,
    client_max_window_bits=WINDOW_BITS,
    compress_settings={"memLevel": MEMORY_LEVEL},
)


class SocketSink:
    """One client's websocket, as the hub sees it (`api.live.sinks.Sink`)."""

    __slots__ = ("_protocol", "on_resume")

    def __init__(self, protocol: FanOutProtocol) -> None:
        self._protocol = protocol
        self.on_resume: Callable[[], None] | None = None

    @property
    def form(self) -> Form:
        """Compressed if that was agreed on in the handshake."""
        return DEFLATED if self._protocol.conn.extensions else TEXT

    @property
    def paused(self) -> bool:
        """Whether the client has not taken what was written to it."""
        return not self._protocol.writable.is_set()

    @property
    def closed(self) -> bool:
        """Whether nothing can be written any more."""
        protocol = self._protocol
        return protocol.disconnected or protocol.close_sent or protocol.transport.is_closing()

    def write(self, content: bytes) -> None:
        """Write whole frames; does nothing once the socket is closed."""
        if not self.closed:
            self._protocol.transport.write(content)

    async def drained(self) -> None:
        """Return when the client has taken most of what was written."""
        await self._protocol.writable.wait()

    def close(self, code: int, reason: str) -> None:
        """Say why and close; a client that does not answer is cut off soon after."""
        protocol = self._protocol
        if self.closed:
            return
        stuck = self.paused
        protocol.conn.send_close(code, reason)
        protocol.transport.write(b"".join(protocol.conn.data_to_send()))
        protocol.close_sent = True
        protocol.stop_keepalive()
        protocol.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        if protocol.read_paused:
            protocol.read_paused = False
            protocol.transport.resume_reading()
        end = protocol.transport.abort if stuck else protocol.transport.close
        protocol.close_timer = protocol.loop.call_later(SECONDS_TO_CLOSE, end)


class FanOutProtocol(WebSocketsSansIOProtocol):
    """Uvicorn's websocket protocol with a sink in the scope."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.sink = SocketSink(self)
        if self.config.ws_per_message_deflate:
            # Uvicorn's own offer takes windows over; a frame for all must not.
            self.conn = ServerProtocol(
                extensions=[SHARED_DEFLATE],
                max_size=self.config.ws_max_size,
                logger=self.logger,
            )

    @override
    def handle_connect(self, event: Request) -> None:
        """Offer the sink; the task that runs the application starts after this returns."""
        super().handle_connect(event)
        if self.handshake_initiated and not self.close_sent:
            extensions = cast("dict[str, Any]", self.scope["extensions"])
            extensions[EXTENSION] = self.sink

    @override
    def resume_writing(self) -> None:
        """Tell the hub that the client takes frames again."""
        super().resume_writing()
        if self.sink.on_resume is not None:
            self.sink.on_resume()

    @override
    def shutdown(self) -> None:
        """The server ends: 1001 instead of uvicorn's 1012, and no waiting for the stuck."""
        if not self.handshake_complete or self.close_sent:
            super().shutdown()
            return
        stuck = not self.writable.is_set()
        self.sink.close(GOING_AWAY, "going away")
        if stuck:
            self.transport.abort()
        else:
            self.transport.close()


def sink_of(scope: Any) -> SocketSink | None:
    """The sink that the server offers, or None with another server."""
    sink = (scope.get("extensions") or {}).get(EXTENSION)
    return sink if isinstance(sink, SocketSink) else None
