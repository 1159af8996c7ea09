"""`/api/live/events`: the live channel as server-sent events.

Signed in by the cookie or a bearer token; topics are those of the websocket. A client that
was away sends `Last-Event-ID`, which is `epoch:cursor`; with one that means nothing any
more, or without, a snapshot comes first.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.http.authentication import check_origin
from api.http.dependencies import State, Who
from api.http.strict_json import StrictRoute
from api.live.delivery.subscriber import Subscriber
from api.live.protocol import messages
from api.live.protocol.messages import BadFrame
from api.problems import HttpError, language_of
from api.runtime.app_state import AppState
from api.transport.sse_stream import EventStream, StreamSink
from engine.instants import to_text

router = APIRouter(prefix="/api/live", tags=["live"], route_class=StrictRoute)


STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Frames of the websocket, one an event, until either side ends it.",
        "content": {
            "text/event-stream": {
                "schema": {"type": "string"},
                "example": 'id: 9f3c:120\ndata: {"type":"resync","reason":"…"}\n\n',
            }
        },
    }
}


@router.get(
    "/events",
    response_class=Response,
    responses=STREAM,
    summary="The live channel as an event stream",
)
async def events(
    request: Request,
    desk: State,
    who: Who,
    topic: Annotated[list[str] | None, Query(max_length=messages.MOST_TOPICS)] = None,
    deltas: bool = False,
    language: str | None = None,
    seen: Annotated[int | None, Query(ge=1, le=messages.LAST_POSITION)] = None,
) -> Response:
    """`data` of each event is a frame of the websocket, `id` where a client then stands.

    `seen` is the last position of the server's chain that the client was shown: after `hello`
    comes a `journal` frame with what stands there now.
    `language` of the views is `zh` or `en`; without it `Accept-Language` decides.
    """
    check_origin(request.headers, desk.settings.allowed_origins)
    if desk.hub.clients >= desk.settings.live_clients:
        raise HttpError(503, "too_many_clients", limit=desk.settings.live_clients)
    epoch, after = _place(request.headers.get("last-event-id", ""), desk)
    try:
        spoken = language or language_of(request.headers.get("accept-language"))
        topics = topic or ["incidents"]
        told = messages.wish(topics, after, epoch, deltas=deltas, language=spoken)
    except BadFrame as wrong:
        raise HttpError(422, wrong.code, **wrong.facts) from None
    wish = await desk.by_id(told)
    sink = StreamSink(desk.hub.epoch)
    actor = who.actor
    audience = desk.audiences.of(actor)
    client = Subscriber(
        sink, actor.name, who.session, who.expires_at, audience, read_only=who.read_only
    )
    facts = desk.clock_facts()
    now = to_text(desk.clock.now)
    heartbeat_s = desk.settings.heartbeat_s
    client.say(messages.hello(desk.hub.epoch, now, heartbeat_s, facts, desk.health()))
    await desk.chain.tell(seen, client.say)
    desk.hub.join(client)
    subscribing = asyncio.create_task(desk.hub.subscribe(client, wish))

    def ended() -> None:
        subscribing.cancel()
        desk.hub.leave(client)

    return EventStream(sink, ended)


def _place(last: str, desk: AppState) -> tuple[str | None, int | None]:
    """The cursor after which the stream goes on; None if it means nothing here."""
    epoch, _, cursor = last.rpartition(":")
    if epoch != desk.hub.epoch or not cursor.isascii() or not cursor.isdecimal():
        return None, None
    after = int(cursor[:18])
    return (epoch, after) if after <= desk.hub.head else (None, None)
