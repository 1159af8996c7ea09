"""The report ledger: who owes or owed which report, to whom, when."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime
from starlette.requests import Request
from starlette.responses import Response

from api import answers
from api.desk import Desk, desk_of, signed_in
from api.gate import SignedIn, StrictRoute
from api.ports import Reader
from api.problems import language_of
from api.replies import send
from api.sight import Sight

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
    request: Request,
    desk: Annotated[Desk, Depends(desk_of)],
    who: Annotated[SignedIn, Depends(signed_in)],
    incident: Annotated[str | None, Query(max_length=64)] = None,
    state: SlotState | None = None,
    reporter: Annotated[str | None, Query(max_length=64)] = None,
    due_before: AwareDatetime | None = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """A page of slots by due instant; `next` is the cursor of the page after it.

    A reporter's holds its own slots only. `incident` is an id or a number.
    """
    language = language_of(request.headers.get("accept-language"))

    def read(reader: Reader) -> dict[str, Any]:
        sight = Sight(who.actor, desk.clock.now, language)
        wanted = None
        if incident is not None:
            plan, found = desk.known(reader, incident)
            sight.check(plan, found, incident)
            wanted = found.id
        page = reader.slots(
            sight.now,
            incident=wanted,
            state=state,
            reporter=reporter,
            reporters=sight.reporters(desk.plans.current().values()),
            due_before=due_before,
            after=cursor,
            limit=limit,
        )
        known = {name: desk.known(reader, name) for name in {s.incident for s in page.items}}
        views = [sight.slot(*known[slot.incident], slot) for slot in page.items]
        return {"slots": views, "next": page.next}

    return send(await desk.read(read))
