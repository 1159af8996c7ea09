"""Search in incidents, journals and contacts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.handover_sight import may_read
from api.handover.ports import LogQuery
from api.http.dependencies import State, Tongue, Who
from api.http.openapi import responses
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.runtime.contacts.address_book import AddressBook
from api.runtime.contacts.contact_shapes import ContactView
from api.runtime.handover.handover_shapes import LogEntryView
from api.runtime.handover.handovers import log_view
from api.runtime.lists.search import (
    MOST_CONTACTS,
    MOST_LOG_ENTRIES,
    PLACES,
    Search,
    SearchPage,
    wanted_places,
)
from api.store.queries.reader import Reader
from engine.input_types import Name

router = APIRouter(prefix="/api", tags=["incidents"], route_class=StrictRoute)

Words = Annotated[Name, StringConstraints(max_length=100), Query(description="what to find")]


@router.get("/search", responses=responses.SEARCH, summary="Search in incidents and journals")
async def search(
    language: Tongue,
    desk: State,
    who: Who,
    q: Words,
    places: Annotated[
        str | None, Query(alias="in", max_length=100, description=",".join(PLACES))
    ] = None,
    exercise: bool | None = None,
    cursor: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """Words in titles, numbers, places, entries, contacts and the shift log, newest first.

    Upper and lower case are alike. An account finds only what it may see: of a reporter's
    incidents its own reports, for a viewer nothing personal. A request looks through 200,000
    entries at most; `next` goes on from there.
    """
    where = wanted_places(places)
    found: list[ContactView] = []
    if "contacts" in where and cursor is None:
        kept = await run_in_threadpool(desk.contacts.list)
        book = AddressBook(kept, desk.plans, who.actor, language)
        found = (await run_in_threadpool(book.find, words=q))[:MOST_CONTACTS]

    logged: list[LogEntryView] = []
    if "shift_log" in where and cursor is None and may_read(who.actor):
        page = await run_in_threadpool(desk.shift_log.page, LogQuery(words=q), MOST_LOG_ENTRIES)
        logged = [log_view(one) for one in page]

    def read(reader: Reader) -> SearchPage:
        sight = desk.sight(who, language)
        asked = Search(reader, desk.plans, sight, q, exercise)
        first = cursor is None and "incidents" in where
        entries, following = asked.entries(cursor, limit) if "journal" in where else ([], None)
        return {
            "incidents": asked.incidents() if first else [],
            "archived": asked.archived() if first else [],
            "contacts": found,
            "shift_log": logged,
            "entries": entries,
            "next": following,
        }

    return send(await desk.read(read))
