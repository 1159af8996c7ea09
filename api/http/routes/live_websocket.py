"""`/api/live`: accepts a socket and reads its frames. The hub writes.

The order: handshake, `hello`, identification (cookie, bearer token, or an `auth` frame within a few
seconds), then `subscribe`, `ping` and `screen`. A broken frame gets an `error` frame; a client
that sends only broken frames is closed with 4400.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import assert_never

import structlog
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from starlette.responses import Response

from api.access.identity import SignedIn
from api.http.authentication import foreign_origin, token_of
from api.http.query_parameters import unknown_parameter
from api.http.strict_json import StrictRoute
from api.live.delivery.broadcast import pause
from api.live.delivery.sink import Sink
from api.live.delivery.subscriber import Subscriber
from api.live.protocol import messages
from api.live.protocol.message_shapes import ASYNCAPI
from api.live.protocol.messages import Auth, BadFrame, ClientFrame, Ping, Screen, Subscribe
from api.runtime.app_state import AppState
from api.transport.guests import guest_of
from api.transport.uvicorn_websocket import sink_of
from engine.instants import to_text

log = structlog.get_logger("zhiban.live")
router = APIRouter(route_class=StrictRoute)

MOST_BAD_FRAMES = 10


@router.get("/api/asyncapi.json", tags=["public"], include_in_schema=False)
async def described() -> Response:
    """The channel as an AsyncAPI document; open to everybody, as the OpenAPI one is."""
    return Response(ASYNCAPI.read_bytes(), media_type="application/json")


@router.websocket("/api/live")
async def live(websocket: WebSocket) -> None:
    """One socket that carries everything a screen needs."""
    desk: AppState = websocket.app.state.desk
    sink = sink_of(websocket.scope)
    if sink is None:
        log.error(
            "no_fan_out", hint="serve with ws=api.transport.uvicorn_websocket.WebSocketProtocol"
        )
        await websocket.close(1011)
        return
    await websocket.accept()
    origin = foreign_origin(websocket.headers, desk.settings.allowed_origins)
    if origin is not None:
        sink.close(messages.NOT_ALLOWED, "foreign origin")
        return
    if unknown_parameter(websocket, ()) is not None:
        sink.close(messages.GARBAGE, "unknown query parameter")
        return
    if desk.hub.clients >= desk.settings.live_clients:
        sink.close(messages.TRY_AGAIN_LATER, "too many clients")
        return
    reader = Reader(websocket, sink)
    try:
        _say_hello(desk, sink)
        signed_in = await _who(desk, websocket, reader)
        if signed_in is not None:
            await _serve(desk, reader, signed_in)
    except WebSocketDisconnect:
        pass


def _say_hello(desk: AppState, sink: Sink) -> None:
    now = to_text(desk.clock.now)
    facts = desk.clock_facts()
    heartbeat_s = desk.settings.heartbeat_s
    hello = messages.hello(desk.hub.epoch, now, heartbeat_s, facts, desk.health())
    sink.write(sink.form.wrap(hello))


@dataclass(slots=True)
class Reader:
    """Reads frames; counts the broken ones."""

    websocket: WebSocket
    sink: Sink
    broken: int = 0

    async def next(self) -> ClientFrame:
        """The next frame that can be read.

        Raises `WebSocketDisconnect` at the end. The server reads nothing from a client that does
        not take its answers, and one frame in a turn of the loop.
        """
        while True:
            await self.sink.drained()
            await pause()
            message = await self.websocket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1005))
            try:
                return messages.parse(message.get("text"))
            except BadFrame as wrong:
                self.complain(wrong)

    def complain(self, wrong: BadFrame) -> None:
        """Send the client an `error` frame; close the socket after too many broken frames."""
        self.sink.write(self.sink.form.wrap(messages.encode(wrong.frame())))
        self.broken += 1
        if self.broken >= MOST_BAD_FRAMES:
            self.sink.close(messages.GARBAGE, "broken frames")


async def _who(desk: AppState, websocket: WebSocket, reader: Reader) -> SignedIn | None:
    """The account of the client; None when the socket has been closed."""
    token, _ = token_of(desk, websocket)
    guest = guest_of(websocket.scope)
    found = await _known(desk, token) if token else None
    if found is not None:
        guest.go()
        return found
    guest.wait()
    try:
        frame = await asyncio.wait_for(reader.next(), desk.settings.live_auth_s)
    except TimeoutError:
        frame = None
    if isinstance(frame, Auth):
        found = await _known(desk, frame.token)
    if found is None:
        reader.sink.close(messages.NOT_SIGNED_IN, "not signed in")
    else:
        guest.go()
    return found


async def _known(desk: AppState, token: str) -> SignedIn | None:
    """The sign-in of a token. Look-ups of sockets queue up; commands do not wait for them."""
    async with desk.coming_in:
        return await desk.session(token)


async def _serve(desk: AppState, reader: Reader, signed_in: SignedIn) -> None:
    client = Subscriber(
        reader.sink,
        signed_in.actor.name,
        signed_in.session,
        signed_in.expires_at,
        desk.audiences.of(signed_in.actor),
        read_only=signed_in.read_only,
    )
    desk.hub.join(client)
    try:
        while True:
            frame = await reader.next()
            match frame:
                case Ping():
                    client.say(messages.encode({"type": "pong"}))
                case Subscribe():
                    await desk.chain.tell(frame.seen, client.say)
                    await desk.hub.subscribe(client, await desk.by_id(frame))
                case Auth():
                    await _again(desk, reader, client, frame)
                case Screen():
                    now = desk.wall.now
                    desk.screens.report(client, client.session, client.account, frame.shows, now)
                case _:
                    assert_never(frame)
    finally:
        desk.hub.leave(client)
        desk.screens.leave(client, desk.wall.now)


async def _again(desk: AppState, reader: Reader, client: Subscriber, frame: Auth) -> None:
    """Handle an `auth` frame of a signed-in client: from now on the new token counts."""
    found = await _known(desk, frame.token)
    if found is None:
        reader.sink.close(messages.NOT_SIGNED_IN, "not signed in")
        return
    client.account, client.session = found.actor.name, found.session
    client.expires_at = found.expires_at
    desk.hub.see_as(client, desk.audiences.of(found.actor))
