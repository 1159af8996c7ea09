"""The live drill of this server: how it stands, and what its controllers do to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.identity import SignedIn
from api.drill.replay_session import ReplaySession
from api.drill.replay_view import recording_view
from api.drill.session import DrillSession, Kept
from api.drill.view import OVERSEERS, drill_view, oversees
from api.http.dependencies import State, Tongue, Who, changed_by, require
from api.http.drill_bodies import ControlBody
from api.http.openapi import drill_responses as responses
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.store.queries.reader import Reader
from engine.drill.exercise_control import Request as Asked
from engine.incident.events import Event

router = APIRouter(prefix="/api/drill", tags=["drill"], route_class=StrictRoute)


def _session(desk: AppState) -> DrillSession:
    if desk.drill is None:
        raise HttpError(404, "no_drill")
    return desk.drill


def _controllers(desk: AppState) -> list[str]:
    every = desk.accounts.list()
    return [one.name for one in every if "controller" in one.roles and not one.disabled]


@router.get("", responses=responses.DRILL, summary="The live drill")
async def drill(desk: State, who: Who) -> Response:
    """As the account sees it: controllers and evaluators all of it, participants their part."""
    return send(await _view(desk, _session(desk), who))


@router.get("/recording", responses=responses.RECORDING, summary="What is replayed, entry by entry")
async def recording(language: Tongue, desk: State, who: Who) -> Response:
    """For controllers and evaluators, while the server replays and after a branch."""
    require(who, *OVERSEERS)
    session = _session(desk)
    if not isinstance(session, ReplaySession):
        raise HttpError(404, "no_replay")
    return send(recording_view(session.recording, language))


@router.post("/control", responses=responses.DRILL_CONTROL, summary="Conduct the live drill")
async def control(request: Request, body: ControlBody, desk: State, who: Who) -> Response:
    """One controller at a time; 409 for a second one, and for what is not possible now.

    `abort` with the abort word is open to every controller and evaluator.
    """
    roles = ("controller", "evaluator") if body.action == "abort" else ("controller",)
    require(who, *roles)
    session = _session(desk)
    controllers = await run_in_threadpool(_controllers, desk)
    asked = Asked(by=who.actor.name, **body.asked())
    way = changed_by(request, who, desk.wall.now, None).way
    await session.control(asked, way, controllers)
    return send(await _view(desk, session, who))


async def _view(desk: AppState, session: DrillSession, who: SignedIn) -> object:
    kept = await session.kept()
    controllers = await run_in_threadpool(_controllers, desk)
    next_due = await session.next_at() if oversees(who.actor) else None
    journals = await _journals(desk, session, kept)
    plans = desk.plans.current()
    return drill_view(session, kept, who.actor, plans, journals, next_due, controllers)


async def _journals(
    desk: AppState, session: DrillSession, kept: Kept
) -> Mapping[str, Sequence[Event]]:
    """The journals that injects and openings ask; none where nothing waits for anything."""
    if not session.scenario.injects and not kept.progress.waiting:
        return {}

    def read(reader: Reader) -> Mapping[str, Sequence[Event]]:
        return {key: reader.events(id_) for key, id_ in kept.progress.incidents.items()}

    return await desk.read(read)
