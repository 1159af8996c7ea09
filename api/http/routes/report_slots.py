"""The report ledger: which reporter owes or owed which report, to whom, and when."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.http.dependencies import State, Tongue, Who
from api.http.list_queries import SlotFilters
from api.http.openapi import responses
from api.http.openapi.shapes import SlotsPage
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.store.queries.reader import Reader

router = APIRouter(prefix="/api", tags=["reports"], route_class=StrictRoute)


@router.get("/report-slots", responses=responses.SLOTS, summary="The report ledger")
async def report_slots(
    language: Tongue,
    desk: State,
    who: Who,
    wanted: Annotated[SlotFilters, Depends()],
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """A page of slots by due instant; `next` is the cursor of the page after it.

    A reporter's holds its own slots only, that of a division's post those of its incidents.
    `incident` is an id or a number.
    """

    def read(reader: Reader) -> SlotsPage:
        sight = desk.sight(who, language)
        rows, onward = wanted.rows(desk, sight, reader, cursor, limit)
        return {"slots": [sight.slot(*known, slot) for known, slot in rows], "next": onward}

    return send(await desk.read(read))
