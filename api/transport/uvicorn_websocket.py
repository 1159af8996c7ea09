"""The way from a hub to a socket: a sink that uvicorn's websocket protocol offers.

The hub writes bytes that are framed already, once for all clients; uvicorn's own flow
control says who is behind. `WebSocketProtocol` is uvicorn's sans-I/O websocket protocol
with one addition: it puts a `Sink` into the ASGI scope, at `extensions[EXTENSION]`.

Only public attributes of uvicorn's class are used. Tested with uvicorn 0.54.
"""

from __future__ import annotations

import logging
from asyncio import BaseTransport
from collections.abc import Callable
from typing import Any, cast

from typing_extensions import override
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.frames import Frame
from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.server import ServerProtocol

from api.live.delivery.sink import Content
from api.live.protocol.encodings import DEFLATED, MEMORY_LEVEL, TEXT, WINDOW_BITS, Form
from api.live.protocol.messages import GARBAGE, GOING_AWAY, TRY_AGAIN_LATER
from api.transport import guests
from api.transport.admission import AdmissionQueue
from api.transport.guests import NOBODY, Guest
from api.transport.token_bucket import TokenBucket


class OneLine(logging.Filter):
    """Says in one line that a client sent no UTF-8: its fault, and no traceback tells more."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        """Pass every record on, this kind without its traceback."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, UnicodeDecodeError):
            record.msg, record.args = "a frame is not UTF-8: %s", (error.reason,)
            record.exc_info = None
        return True


LOG = logging.getLogger("zhiban.frames")
LOG.setLevel(logging.WARNING)
LOG.addFilter(OneLine())

EXTENSION = "zhiban.sink"
NO_HANDSHAKE = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
SECONDS_TO_CLOSE = 5.0

PIECE = 1024
"""Bytes that are parsed before it is looked at how many frames were in them."""

FRAMES_AT_ONCE, FRAMES_A_SECOND = 64, 8
"""What a client may say: it subscribes, and asks now and then whether the server is there."""

SHARED_DEFLATE = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True,
    client_no_context_takeover=True,
    server_max_window_bits=WINDOW_BITS,
    client_max_window_bits=WINDOW_BITS,
    compress_settings={"memLevel": MEMORY_LEVEL},
)


class SocketSink:
    """One client's websocket, as the hub sees it (`api.live.delivery.sink.Sink`)."""

    __slots__ = (
        "_over",
        "_protocol",
        "_transport",
        "_writable",
        "form",
        "on_held",
        "on_resume",
        "paused",
        "socket",
    )

    def __init__(self, protocol: WebSocketProtocol) -> None:
        self.paused = False
        self.form: Form = TEXT
        self.on_held: Callable[[], None] | None = None
        self.on_resume: Callable[[], None] | None = None
        self._over = False
        self._transport = transport = protocol.transport
        # Whatever waits in the transport pauses the sink: then nothing may be written past it.
        transport.set_write_buffer_limits(high=0)
        # Behind TLS only the transport knows how to write.
        plain = transport.get_extra_info("sslcontext") is None
        self.socket = transport.get_extra_info("socket").fileno() if plain else None
        self._writable = protocol.writable
        self._protocol: WebSocketProtocol | None = protocol

    @property
    def closed(self) -> bool:
        """Whether nothing can be written any more."""
        return self._over or self._transport.is_closing()

    def write(self, content: Content) -> None:
        """Write whole frames, or the rest of them; does nothing once the socket is closed."""
        if not self.closed:
            self._transport.write(content)

    def pause(self) -> None:
        """The client does not take what is written to it."""
        self.paused = True
        self._hold()

    def resume(self) -> None:
        """It has taken everything."""
        self.paused = False
        if self.on_resume is not None:
            self.on_resume()

    def end(self) -> None:
        """The last frame is written, or the connection is gone: a cohort closes its duplicate.

        This happens before the transport closes its own descriptor, so that the kernel tells
        the client of the end at once.
        """
        self.socket = None
        self._hold()

    def lost(self) -> None:
        """The connection is gone; nothing waits any more, and nothing is kept in a circle."""
        self.end()
        self._over, self._protocol = True, None
        self.paused = False
        self._writable.set()

    def _hold(self) -> None:
        if self.on_held is not None:
            self.on_held()

    async def drained(self) -> None:
        """Return when the client has taken most of what was written."""
        await self._writable.wait()

    def close(self, code: int, reason: str) -> None:
        """Say why and close; a client that does not answer is cut off soon after."""
        protocol = self._protocol
        if self.closed or protocol is None:
            return
        stuck = self.paused
        self.end()
        protocol.conn.send_close(code, reason)
        protocol.transport.write(b"".join(protocol.conn.data_to_send()))
        protocol.close_sent = self._over = True
        protocol.stop_keepalive()
        protocol.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        if protocol.read_paused:
            protocol.read_paused = False
            protocol.transport.resume_reading()
        end = protocol.transport.abort if stuck else protocol.transport.close
        protocol.close_timer = protocol.loop.call_later(SECONDS_TO_CLOSE, end)


class CountedProtocol(ServerProtocol):
    """The library's protocol, which counts the frames that the client sends."""

    said = 0

    @override
    def events_received(self) -> list[Request | Response | Frame]:
        """What has come since the last time."""
        events = super().events_received()
        self.said += len(events)
        return events


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """Uvicorn's websocket protocol with a sink in the scope and little patience."""

    def __init__(
        self,
        *arguments: Any,
        way_out: AdmissionQueue,
        guest: Guest | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.logger = LOG
        self._way_out = way_out
        self._guest = guest or Guest(NOBODY, guests.stay)
        # Uvicorn's own offer takes windows over; a frame for all must not.
        extensions = [SHARED_DEFLATE] if self.config.ws_per_message_deflate else []
        self.conn: CountedProtocol = CountedProtocol(
            extensions=extensions, max_size=self.config.ws_max_size, logger=self.logger
        )
        self._allowance = TokenBucket(FRAMES_AT_ONCE, FRAMES_A_SECOND, self.loop.time())

    @override
    def connection_made(self, transport: BaseTransport) -> None:
        """The sink writes to the transport, not through the framework."""
        super().connection_made(transport)
        self.sink = SocketSink(self)
        self._guest.leave = lambda: self.sink.close(TRY_AGAIN_LATER, "too many guests")

    @override
    def data_received(self, data: bytes) -> None:
        """Read piece by piece; close on one who says far more than there is to say.

        A quarter of a megabyte of tiny frames would take all others' time for longer than
        they may wait.
        """
        for start in range(0, len(data), PIECE):
            known = self.conn.said
            super().data_received(data[start : start + PIECE])
            if self.conn.handshake_exc is not None and not self.handshake_initiated:
                # The library has given the request up without a word.
                self._refuse()
                return
            if self.conn.state in (State.CLOSING, State.CLOSED):
                self.sink.end()
            if not self._allowance.takes(self.conn.said - known, self.loop.time()):
                self.sink.close(GARBAGE, "too many frames")
                self.transport.pause_reading()
                return

    def _refuse(self) -> None:
        """Answer 400 to a request for a websocket that is none."""
        self.close_sent = self.handshake_complete = True
        self.sink.end()
        self.transport.write(NO_HANDSHAKE)
        self.transport.close()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody waits for a client that is gone; its task ends when its turn comes."""
        self.sink.lost()
        self._guest.go()
        self._guest.leave = guests.stay
        # It is a generator that waits for more, and it holds what holds it.
        self.conn.parser.close()
        self._way_out.enter(lambda: super(WebSocketProtocol, self).connection_lost(exc))

    @override
    def handle_connect(self, event: Request) -> None:
        """Offer the sink; the task that runs the application starts after this returns."""
        super().handle_connect(event)
        if self.handshake_initiated and not self.close_sent:
            extensions = cast("dict[str, Any]", self.scope["extensions"])
            extensions[EXTENSION] = self.sink
            extensions[guests.EXTENSION] = self._guest
            if self.conn.extensions:
                self.sink.form = DEFLATED

    @override
    def keepalive_timeout(self) -> None:
        """Whoever answers no pings is closed: nothing comes after the close frame."""
        self.sink.end()
        super().keepalive_timeout()

    @override
    def pause_writing(self) -> None:
        """The client does not take what is written to it."""
        super().pause_writing()
        self.sink.pause()

    @override
    def resume_writing(self) -> None:
        """Tell the hub that the client takes frames again."""
        super().resume_writing()
        self.sink.resume()

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
