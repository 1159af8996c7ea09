"""The report ledger: which reporter owes or owed which report, to whom, and when."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from api.access.identity import SignedIn
from api.http.dependencies import app_state, signed_in
from api.http.filled_pages import filled
from api.http.openapi import responses
from api.http.openapi.shapes import SlotsPage
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.ports import Page, Reader
from api.problems import language_of
from api.runtime.app_state import AppState
from engine.incident.state import Incident, Slot
from engine.input_types import Instant
from engine.plan.model import Plan
from engine.presentation.slot_view import SlotState

router = APIRouter(prefix="/api", tags=["reports"], route_class=StrictRoute)


@router.get("/report-slots", responses=responses.SLOTS, summary="The report ledger")
async def report_slots(
    request: Request,
    desk: Annotated[AppState, Depends(app_state)],
    who: Annotated[SignedIn, Depends(signed_in)],
    incident: Annotated[str | None, Query(max_length=64)] = None,
    state: SlotState | None = None,
    exercise: bool | None = None,
    reporter: Annotated[str | None, Query(max_length=64)] = None,
    due_before: Instant | None = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """A page of slots by due instant; `next` is the cursor of the page after it.

    A reporter's holds its own slots only, that of a division's post those of its incidents.
    `incident` is an id or a number.
    """
    language = language_of(request.headers.get("accept-language"))

    def read(reader: Reader) -> SlotsPage:
        sight = desk.sight(who, language)
        wanted = None
        if incident is not None:
            plan, found = desk.known(reader, incident)
            sight.check(plan, found, incident)
            wanted = found.id
        concerned = sight.concerned(desk.plans.current().values())
        known: dict[str, tuple[Plan, Incident]] = {}

        def ask(after: str | None, most: int) -> Page[Slot]:
            return reader.slots(
                sight.now,
                incident=wanted,
                state=state,
                exercise=exercise,
                reporter=reporter,
                concerned=concerned,
                due_before=due_before,
                after=after,
                limit=most,
            )

        def sees(slot: Slot) -> bool:
            if slot.incident not in known:
                known[slot.incident] = desk.known(reader, slot.incident)
            return not sight.narrow or sight.sees(*known[slot.incident])

        rows, onward = filled(ask, sees, cursor, limit)
        return {"slots": [sight.slot(*known[s.incident], s) for s in rows], "next": onward}

    return send(await desk.read(read))
