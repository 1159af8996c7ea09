"""The list of improvements out of all evaluations, and that one of them is done."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.evaluation_sight import may_settle
from api.access.identity import SignedIn
from api.http.dependencies import By, State, Who
from api.http.evaluation_bodies import SettleImprovement
from api.http.evaluation_readers import readable, sees_all
from api.http.openapi import evaluation_responses as responses
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.server_journal.evaluation_data import ImprovementSettled
from api.store.queries.reader import Reader
from engine.errors import NotFound
from engine.evaluation.records import Improvement
from engine.evaluation.shapes import ImprovementsPage
from engine.evaluation.view import improvement_view

router = APIRouter(prefix="/api/drill/improvements", tags=["evaluation"], route_class=StrictRoute)
Key = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{8,64}$", description="of the improvement")]


@router.get("", responses=responses.IMPROVEMENTS, summary="What has to get better")
async def improvements(desk: State, who: Who) -> Response:
    """Those that the account may read or settle: what is not done first, by its day."""
    return await _page(desk, who)


@router.post(
    "/{key}/done", status_code=201, responses=responses.SETTLED, summary="Say that it is done"
)
async def settle(key: Key, body: SettleImprovement, desk: State, who: Who, by: By) -> Response:
    """By its owner or an administrator, with what was done. The next run says if it came back."""
    known = await run_in_threadpool(desk.evaluations.improvements)
    found = next((one for one in known if one.key == key), None)
    if found is None:
        raise NotFound("improvement_not_found", key=key)
    if not may_settle(who.actor, found.owner, desk.plans.current().values()):
        raise HttpError(403, "improvement_not_yours")
    told: ImprovementSettled = {
        "key": key,
        "subject": found.subject,
        "finding": found.finding,
        "done": body.done,
        "note": body.note,
    }
    await run_in_threadpool(desk.evaluations.settle, told, by)
    return await _page(desk, who, 201)


async def _page(desk: AppState, who: SignedIn, status: int = 200) -> Response:
    known = await run_in_threadpool(desk.evaluations.improvements)
    plans = list(desk.plans.current().values())

    def settles(one: Improvement) -> bool:
        return may_settle(who.actor, one.owner, plans)

    def read(reader: Reader) -> frozenset[str]:
        return readable(reader, known, sees_all(desk, who))

    subjects = await desk.read(read)
    seen = [one for one in known if one.subject in subjects or settles(one)]
    seen.sort(key=lambda one: (one.done, one.due))
    page: ImprovementsPage = {"improvements": [improvement_view(one, settles) for one in seen]}
    return send(page, status)
