"""What the watchdog has found, for people who can do something about it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api import answers
from api.desk import Desk, desk_of, signed_in
from api.gate import SignedIn, StrictRoute
from api.live.audience import audience_of
from api.problems import HttpError, language_of
from api.replies import send

router = APIRouter(prefix="/api", tags=["machines"], route_class=StrictRoute)

MOST_TOLD = 100


@router.get("/watchdog", responses=answers.WATCHDOG, summary="What the watchdog has found")
async def watchdog(
    request: Request,
    desk: Annotated[Desk, Depends(desk_of)],
    who: Annotated[SignedIn, Depends(signed_in)],
) -> Response:
    """The state as in frames, and the differences in words: at most a hundred, oldest first.

    Not for reporters: it is about everybody's reports.
    """
    if audience_of(who.actor).kind == "reporter":
        raise HttpError(403, "general_role_required", who="viewer, duty_officer")
    language = language_of(request.headers.get("accept-language"))
    found = sorted(desk.watch.findings, key=lambda one: one.found_at)[:MOST_TOLD]
    told = [one.to_json(language) for one in found]
    return send({**desk.watch.part(), "found": told})
