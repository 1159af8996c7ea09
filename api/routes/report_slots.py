"""The report ledger: who owes or owed which report, to whom, when."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime
from starlette.responses import Response

from api import answers
from api.desk import Desk, desk_of
from api.gate import StrictRoute
from api.ports import Reader
from api.replies import send
from engine.views import slot_view

router = APIRouter(prefix="/api", tags=["reports"], route_class=StrictRoute)

SlotState = Literal[
    "upcoming",
    "owed",
    "submitted",
    "submitted_late",
    "overdue",
    "superseded",
    "not_owed",
    "ended",
]


@router.get("/report-slots", responses=answers.SLOTS, summary="The report ledger")
async def report_slots(
    desk: Annotated[Desk, Depends(desk_of)],
    incident: Annotated[str | None, Query(max_length=64)] = None,
    state: SlotState | None = None,
    reporter: Annotated[str | None, Query(max_length=64)] = None,
    due_before: AwareDatetime | None = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """A page of slots by due instant; `next` is the cursor of the page after it."""

    def read(reader: Reader) -> dict[str, Any]:
        if incident is not None:
            desk.known(reader, incident)
        now = desk.clock.now
        page = reader.slots(
            now,
            incident=incident,
            state=state,
            reporter=reporter,
            due_before=due_before,
            after=cursor,
            limit=limit,
        )
        plans = {name: desk.known(reader, name)[0] for name in {s.incident for s in page.items}}
        views = [slot_view(plans[slot.incident], slot, now) for slot in page.items]
        return {"slots": views, "next": page.next}

    return send(await desk.read(read))
