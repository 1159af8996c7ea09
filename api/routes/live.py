"""`/api/live`: lets a socket in, and reads what it says. Writing is the hub's.

Order of things: the handshake, `hello`, who it is (cookie, bearer or an `auth` frame
within a few seconds), then `subscribe` and `ping` as often as it likes. Garbage gets an
`error` frame; a client that sends nothing else is closed with 4400.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from starlette.responses import Response

from api.desk import Desk
from api.gate import SignedIn, foreign_origin, token_of
from api.live import asyncapi, protocol
from api.live.audience import audience_of
from api.live.client import Client
from api.live.fanout import pause
from api.live.protocol import Auth, BadFrame, ClientFrame, Ping, Subscribe
from api.live.sinks import Sink
from api.live.wire import sink_of
from api.replies import send
from engine.instants import to_text

log = structlog.get_logger("zhiban.live")
router = APIRouter()

MOST_BAD_FRAMES = 10


@router.get("/api/asyncapi.json", tags=["machines"], include_in_schema=False)
async def described() -> Response:
    """The channel as an AsyncAPI document; open to everybody, as the OpenAPI one is."""
    return send(asyncapi.document())


@router.websocket("/api/live")
async def live(websocket: WebSocket) -> None:
    """One socket that carries everything a screen needs."""
    desk: Desk = websocket.app.state.desk
    sink = sink_of(websocket.scope)
    if sink is None:
        log.error("no_fan_out", hint="serve with ws=api.live.wire.FanOutProtocol")
        await websocket.close(1011)
        return
    await websocket.accept()
    origin = foreign_origin(websocket.headers, desk.settings.allowed_origins)
    if origin is not None:
        sink.close(protocol.NOT_ALLOWED, "foreign origin")
        return
    if desk.hub.clients >= desk.settings.live_clients:
        sink.close(protocol.TRY_AGAIN_LATER, "too many clients")
        return
    reader = Reader(websocket, sink)
    try:
        _say_hello(desk, sink)
        signed_in = await _who(desk, websocket, reader)
        if signed_in is not None:
            await _serve(desk, reader, signed_in)
    except WebSocketDisconnect:
        pass


def _say_hello(desk: Desk, sink: Sink) -> None:
    now = to_text(desk.clock.now)
    facts = desk.clock_facts()
    heartbeat_s = desk.settings.heartbeat_s
    hello = protocol.hello(desk.hub.epoch, now, heartbeat_s, facts, desk.watch.part())
    sink.write(sink.form.wrap(hello))


@dataclass(slots=True)
class Reader:
    """Reads frames; counts the broken ones."""

    websocket: WebSocket
    sink: Sink
    broken: int = 0

    async def next(self) -> ClientFrame:
        """The next frame that can be read; raises `WebSocketDisconnect` at the end.

        Who does not take the answers is not heard, and many frames at once are heard one in
        a turn of the loop.
        """
        while True:
            await self.sink.drained()
            await pause()
            message = await self.websocket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1005))
            try:
                return protocol.parse(message.get("text"))
            except BadFrame as wrong:
                self.complain(wrong)

    def complain(self, wrong: BadFrame) -> None:
        """Tell the client what is wrong; close when it never gets it right."""
        self.sink.write(self.sink.form.wrap(protocol.encode(wrong.frame())))
        self.broken += 1
        if self.broken >= MOST_BAD_FRAMES:
            self.sink.close(protocol.GARBAGE, "broken frames")


async def _who(desk: Desk, websocket: WebSocket, reader: Reader) -> SignedIn | None:
    """Who the client is; None when it has been sent away."""
    token, _ = token_of(websocket.headers, websocket.cookies)
    found = await _known(desk, token) if token else None
    if found is not None:
        return found
    try:
        frame = await asyncio.wait_for(reader.next(), desk.settings.live_auth_s)
    except TimeoutError:
        frame = None
    if isinstance(frame, Auth):
        found = await _known(desk, frame.token)
    if found is None:
        reader.sink.close(protocol.NOT_SIGNED_IN, "not signed in")
    return found


async def _known(desk: Desk, token: str) -> SignedIn | None:
    """Who a token stands for; of many sockets at once some wait, and commands do not."""
    async with desk.coming_in:
        return await desk.session(token)


async def _serve(desk: Desk, reader: Reader, signed_in: SignedIn) -> None:
    client = Client(
        reader.sink,
        signed_in.actor.name,
        signed_in.session,
        signed_in.expires_at,
        audience_of(signed_in.actor),
    )
    desk.hub.join(client)
    try:
        while True:
            frame = await reader.next()
            match frame:
                case Ping():
                    client.say(protocol.encode({"type": "pong"}))
                case Subscribe():
                    await desk.hub.subscribe(client, await desk.by_id(frame))
                case Auth():
                    await _again(desk, reader, client, frame)
    finally:
        desk.hub.leave(client)


async def _again(desk: Desk, reader: Reader, client: Client, frame: Auth) -> None:
    """An `auth` frame on a socket that is signed in: the token counts from now on."""
    found = await _known(desk, frame.token)
    if found is None:
        reader.sink.close(protocol.NOT_SIGNED_IN, "not signed in")
        return
    client.account, client.session = found.actor.name, found.session
    client.expires_at = found.expires_at
    desk.hub.see_as(client, audience_of(found.actor))
