"""What the watchdog has found, for people who can do something about it."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter
from starlette.responses import Response

from api.access.visibility import Visibility
from api.http.dependencies import State, Tongue, Who
from api.http.openapi import responses
from api.http.openapi.shapes import WatchdogPage
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.monitoring.watchdog.findings import LedgerFinding
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.store.queries.reader import Reader
from engine.messages import post_words

router = APIRouter(prefix="/api", tags=["machines"], route_class=StrictRoute)

MOST_TOLD = 100


@router.get("/watchdog", responses=responses.WATCHDOG, summary="What the watchdog has found")
async def watchdog(
    language: Tongue,
    desk: State,
    who: Who,
) -> Response:
    """The state as in frames, and the differences in words: at most a hundred, oldest first.

    Not for reporters: it is about everybody's reports. An account for which some incidents do not
    exist reads nothing of those.
    """
    audience = desk.audiences.of(who.actor)
    if audience.narrow and not (audience.divisions or audience.exercises):
        raise HttpError(403, "general_role_required", who=post_words("viewer", "duty_officer"))
    found = sorted(desk.watch.findings, key=lambda one: one.found_at)[:MOST_TOLD]
    if found and audience.narrow:
        seen = await desk.read(partial(_seen, desk, desk.sight(who), found))
        found = [one for one in found if one.incident in seen]
    body: WatchdogPage = {
        **desk.watch.part(),
        "found": [one.to_json(language) for one in found],
    }
    return send(body)


def _seen(
    desk: AppState, sight: Visibility, found: list[LedgerFinding], reader: Reader
) -> frozenset[str]:
    """The incidents of these findings that exist for the account."""
    states = {one.incident: reader.incident(one.incident) for one in found}
    return frozenset(
        id_
        for id_, state in states.items()
        if state is not None and sight.sees(desk.pinned(state), state)
    )
