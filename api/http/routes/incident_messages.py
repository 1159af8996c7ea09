"""Incidents as messages for the systems of other offices: CAP 1.2, and after GB/T 35965."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.access.audience import without
from api.access.identity import SignedIn
from api.exchange.cap import MEDIA_TYPE as CAP
from api.exchange.cap import Hide, cap_file
from api.exchange.event_35965 import MEDIA_TYPE as XML
from api.exchange.event_35965 import event_file
from api.exchange.messages import Message, message_of
from api.http.dependencies import State, Who
from api.http.openapi import exchange_responses as responses
from api.http.strict_json import StrictRoute
from api.runtime.app_state import AppState
from api.runtime.documents.documents import not_yours
from api.store.queries.reader import Reader

router = APIRouter(prefix="/api/incidents", tags=["exchange"], route_class=StrictRoute)
Entry = Annotated[
    int | None,
    Query(ge=1, le=2**53, description="the entry whose message it is; by default the last one"),
]
NAMES_OUR_OWN = {"Zhiban-Format": "partial; element names are not those of GB/T 35965"}


@router.get(
    "/{incident}/cap.xml",
    response_class=Response,
    responses=responses.CAP,
    summary="The incident as CAP 1.2",
)
async def cap(incident: str, desk: State, who: Who, seq: Entry = None) -> Response:
    """The message of an entry that moved the incident or its figures; the same each time.

    `Exercise` or `Actual`, with references to the earlier messages; without telephone numbers.
    """
    content = await _made(desk, who, incident, seq, cap_file)
    return Response(content, media_type=CAP)


@router.get(
    "/{incident}/event-35965.xml",
    response_class=Response,
    responses=responses.EVENT_MESSAGE,
    summary="The incident after GB/T 35965",
)
async def event_message(incident: str, desk: State, who: Who, seq: Entry = None) -> Response:
    """The same message after what is known of GB/T 35965; the names of elements are our own."""
    content = await _made(desk, who, incident, seq, event_file)
    return Response(content, media_type=XML, headers=NAMES_OUR_OWN)


async def _made(
    desk: AppState,
    who: SignedIn,
    incident: str,
    seq: int | None,
    make: Callable[[Message, Hide], bytes],
) -> bytes:
    """The message, for an account that sees all of the incident. Raises `NotFound` and 403."""

    def read(reader: Reader) -> bytes:
        plan, found = desk.whole(who, reader, incident, not_yours)
        events = reader.events(found.id)
        return make(message_of(plan, events, reader.ledger(found.id), seq), without)

    return await desk.read(read)
