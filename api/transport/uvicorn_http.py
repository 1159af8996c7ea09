"""Uvicorn's HTTP protocol for a server that strangers reach: limits, patience, guests, abort.

A server that closes a connection waits until its client has taken what was written. One
that takes nothing would hold the socket and those bytes for as long as it likes. So a
response finds, in the ASGI scope at `extensions[EXTENSION]`, what aborts the connection.

A head over its limits is refused before the parser has more than those (431, 414), one
that does not come to its end in time as well (408). `Host` has to be there once (400).
Connections on which nobody is signed in are bounded for each address (429). Many new ones
are read a few at a time, and requests for a websocket wait for their turn before anything is
done for them.

Only public names of uvicorn's class are used. Tested with uvicorn 0.54.
"""

from __future__ import annotations

import logging
from asyncio import TimerHandle, Transport
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from starlette.types import Scope
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from api.problems import HttpError
from api.transport import guests, refusals, request_head
from api.transport.admission import AdmissionQueue
from api.transport.guests import Guest
from api.transport.reception import Reception

LOG = logging.getLogger("zhiban.connections")
LOG.setLevel(logging.ERROR)

EXTENSION = "zhiban.abort"

PIECE = 4096
"""Bytes that are parsed before it is looked at what was in them."""

SECONDS_TO_TAKE = 2.0
"""Real seconds that a refused client has to take the answer."""

MOST_UNREAD = 65_536
"""Bytes that a refused client may still send, so that closing does not lose the answer."""


class HttpProtocol(HttpToolsProtocol):
    """Offers its transport's `abort`; websockets come in through `entrance`."""

    def __init__(
        self, *arguments: Any, entrance: AdmissionQueue, reception: Reception, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        # Its warnings are one for each request that is none; `Reception` counts those.
        self.logger = LOG
        self._entrance = entrance
        self._reception = reception
        self._guest = Guest(reception.guests, self._make_room)
        # The peer, if it is a trusted proxy: then each head says for whom it is.
        self._proxy: str | None = None
        self._waits = False
        # Set by what the parser calls, and carried out when the piece is parsed.
        self._refusal: HttpError | None = None
        self._refused = False
        self._unread = 0
        # Of the request that is being read: bytes outside of its body, fields, and since when.
        self._outside, self._trailers, self._began = 0, 0, 0.0
        self._in_body = self._asks = self._took_body = False
        self._patience: TimerHandle | None = None
        self._stuck: TimerHandle | None = None

    # The connection ----------------------------------------------------------------------

    @override
    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Whoever connects asks for something soon."""
        super().connection_made(transport)
        self._began = self.loop.time()
        if self.client is not None:
            peer, _ = self.client
            self._proxy = peer if peer in self._reception.proxies else None
            if not self._guest.come_from(peer):
                self._refuse(self._reception.full())
                return
        self._be_patient()
        # Many that come at once are read a few in a turn, with rests for everybody else.
        transport.pause_reading()
        self._reception.door.enter(transport.resume_reading)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._heard_all()
        self._unstick()
        self._guest.go()
        self._guest.leave = guests.stay
        super().connection_lost(exc)

    @override
    def pause_writing(self) -> None:
        """The client does not take its answer: it is given as long as for its request."""
        super().pause_writing()
        if self._stuck is None:
            seconds = self._reception.patience.request_s
            self._stuck = self.loop.call_later(seconds, self.transport.abort)

    @override
    def resume_writing(self) -> None:
        """It takes it again."""
        super().resume_writing()
        self._unstick()

    def _unstick(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

    @override
    def timeout_keep_alive_handler(self) -> None:
        """Close a connection at rest, also where the client has not read the last answer."""
        super().timeout_keep_alive_handler()
        self._end_soon()

    def _end_soon(self) -> None:
        """Abort what closing alone does not end."""
        if self.transport.get_write_buffer_size():
            self.loop.call_later(self._reception.patience.head_s, self.transport.abort)

    # Patience ----------------------------------------------------------------------------

    def _be_patient(self) -> None:
        patience = self._reception.patience
        seconds = patience.request_s
        if not self._in_body:
            seconds = min(seconds, patience.head_s)
        elif self._sends_a_file():
            seconds = max(seconds, patience.upload_s)
        self._patience = self.loop.call_at(self._began + seconds, self._give_up)

    def _sends_a_file(self) -> bool:
        path: str = cast("dict[str, Any]", self.scope).get("path", "")
        return request_head.UPLOADS.search(path) is not None

    def _heard_all(self) -> None:
        self._asks = False
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._patience = None
        self._refuse(HttpError(408, "request_too_slow"))

    def _make_room(self) -> None:
        """Another guest of this address takes the place of this one."""
        if not self.transport.is_closing():
            self._refuse(self._reception.full())

    # Refusing ----------------------------------------------------------------------------

    def _refuse(self, error: HttpError) -> None:
        """Answer with a problem page, unless something else is being answered, and close."""
        if self._refused:
            return
        self._heard_all()
        self._refusal, self._refused = error, True
        self._reception.refused(error, self._guest.place or "")
        # It counts until it is gone, and is the first to make room.
        self._guest.leave = self.transport.abort
        self._guest.wait()
        cycle = cast("RequestResponseCycle | None", self.cycle)
        free = cycle is None or cycle.response_complete
        # What is answered already, or is whole and will be, is not this request.
        if free or (cycle is not None and cycle.more_body and not cycle.response_started):
            fields = self.headers or ()
            content = refusals.page(error, fields, self.server_state.default_headers)
            self.transport.write(content)
            if cycle is not None and not free:
                # This was the answer: the app's own one would come after the end.
                cycle.disconnected = True
                cycle.message_event.set()
            self.loop.call_later(SECONDS_TO_TAKE, self.transport.abort)
            if self.transport.can_write_eof():
                self.transport.write_eof()
                return
        self.transport.close()
        self._end_soon()

    @override
    def send_400_response(self, msg: str) -> None:
        """Answer a request that is none with a problem page."""
        self._refuse(HttpError(400, "not_http"))

    def _discard(self, data: bytes) -> None:
        """Take what a refused client sends on, for as long as it may be reading."""
        self._unread += len(data)
        if self._unread > MOST_UNREAD:
            self.transport.pause_reading()

    # Reading -----------------------------------------------------------------------------

    @override
    def data_received(self, data: bytes) -> None:
        """Parse piece by piece; who was not let in yet has nothing to say (RFC 6455, 4.1)."""
        if self._refused:
            self._discard(data)
            return
        if self._waits:
            self.transport.abort()
            return
        at = 0
        while at < len(data) and self._refusal is None and not self._waits:
            room = request_head.MOST_BYTES - self._outside
            piece = data[at : at + min(PIECE, room)]
            at += len(piece)
            self._parse(piece)
        if self._refused:
            self._discard(data[at:])
        elif not self._waits:
            self._look_at_the_clock()

    def _parse(self, piece: bytes) -> None:
        """Parse one piece and count what was outside of a body."""
        self._took_body = False
        self._outside += len(piece)
        super().data_received(piece)
        if self._took_body:
            self._outside = 0
        if self._refusal is None and self._outside >= request_head.MOST_BYTES:
            self._refusal = request_head.too_long()
        if self._refusal is not None:
            self._refuse(self._refusal)

    def _look_at_the_clock(self) -> None:
        """Most requests come whole, and need no patience."""
        if self._patience is not None:
            return
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if self._asks:
            self._be_patient()
        elif cycle is None or cycle.response_complete:
            # Something came that begins no request, such as an empty line.
            self._began = self.loop.time()
            self._be_patient()

    @override
    def on_message_begin(self) -> None:
        """A request begins."""
        if self._refusal is not None:
            return
        super().on_message_begin()
        self._heard_all()
        self._asks, self._in_body = True, False
        self._trailers, self._began = 0, self.loop.time()
        extensions = {EXTENSION: self.transport.abort, guests.EXTENSION: self._guest}
        cast("dict[str, Any]", self.scope)["extensions"] = extensions

    @override
    def on_url(self, url: bytes) -> None:
        """Refuse a request line over its limit."""
        if self._refusal is not None:
            return
        super().on_url(url)
        rest = len(self.parser.get_method()) + len("  HTTP/1.1\r\n")
        if len(self.url) + rest > request_head.LONGEST_LINE:
            self._refusal = request_head.line_too_long()

    @override
    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a field of the head; one after the body is counted and dropped (RFC 9110, 6.5)."""
        if self._refusal is not None:
            return
        if self._in_body:
            self._trailers += 1
        else:
            super().on_header(name, value)
        if len(self.headers) + self._trailers > request_head.MOST_FIELDS:
            self._refusal = request_head.too_many_fields()

    @override
    def on_headers_complete(self) -> None:
        """The head is here: look at it, and at where it comes from, before the app does."""
        if self._refusal is not None:
            return
        self._in_body, self._outside = True, 0
        self._heard_head()
        self._refusal = request_head.host_problem(self.headers, self._reception.hosts)
        if self._refusal is None and not self._known():
            self._refusal = self._reception.full()
        if self._refusal is None:
            super().on_headers_complete()

    def _heard_head(self) -> None:
        """From here on the body has its own time."""
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _known(self) -> bool:
        """Count the connection for whom the head is from; False if there is no room."""
        if self._proxy is not None:
            address = self._reception.address_of(self._proxy, self.headers)
            if not self._guest.come_from(address):
                return False
        self._guest.be_served()
        return True

    @override
    def on_body(self, body: bytes) -> None:
        """Pass a piece of the body on."""
        self._took_body = True
        if self._refusal is None:
            super().on_body(body)

    @override
    def on_message_complete(self) -> None:
        """The request is here, whole."""
        if self._refusal is not None:
            return
        self._heard_all()
        self._outside, self._in_body = 0, False
        super().on_message_complete()

    @override
    def on_response_complete(self) -> None:
        """The server waits for the client again; behind a proxy the connection is nobody's."""
        super().on_response_complete()
        if self._proxy is not None:
            self._guest.go()
        self._guest.wait()
        if self.transport.is_closing():
            self._end_soon()

    # Websockets --------------------------------------------------------------------------

    @override
    def handle_websocket_upgrade(self) -> None:
        """Wait for the turn; who has left by then is passed over."""
        if self._refusal is None and request_head.long_field(self.headers):
            self._refusal = request_head.too_long()
        if self._refusal is not None:
            return
        self._heard_all()
        self._waits = True
        self._entrance.enter(self._upgrade)

    def _upgrade(self) -> None:
        if not self.transport.is_closing():
            made = cast("Any", self.ws_protocol_class)
            self.ws_protocol_class = cast("Any", partial(made, guest=self._guest))
            super().handle_websocket_upgrade()
        # The two hold each other, and nobody else ends what has become a websocket.
        self.parser = cast("Any", None)


def abort_of(scope: Scope) -> Callable[[], None]:
    """What cuts the request's connection off; with another server nothing does."""
    found: Callable[[], None] = (scope.get("extensions") or {}).get(EXTENSION, lambda: None)
    return found
