"""For machines: is the process alive, can it serve, and its figures."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api import __version__
from api.http.authentication import token_of
from api.http.dependencies import State, Tongue
from api.http.openapi import responses
from api.http.openapi.shapes import Live, Ready
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.monitoring.metrics import CONTENT_TYPE_LATEST
from api.monitoring.redaction import redacted
from api.problems import answer, problem_of
from api.runtime import figures, health
from api.runtime.app_state import AppState

router = APIRouter(tags=["public"], route_class=StrictRoute)


@router.get("/api/health/live", responses=responses.LIVE, summary="The process answers")
async def live() -> Response:
    """Says nothing about the database."""
    return send(Live(live=True))


@router.get(
    "/api/health/ready",
    responses=responses.READY,
    summary="The server can read and write and has caught up",
)
async def ready(request: Request, language: Tongue, desk: State) -> Response:
    """503 while starting, stopping, or when the database cannot be read or written.

    `check` says which of them. Only an administrator or an auditor reads more, in `cause`.
    `published` is the last event that this node's screens have. Without `listening` other
    nodes' events come by the poll, up to half a second later. `degraded` is an alarm for
    people and no reason to take the server away: the watchdog has found differences or is
    silent, or this node's clock is not trusted; `age_s` are the seconds since the watchdog's
    last round. `journal` is the last link of the server's chain; `continuation` is an alarm that
    the chain lost its end, until somebody acknowledges it. `break_glass` is another alarm: for
    a day after somebody has changed accounts or tokens by the command line on the server.
    """
    try:
        return await _ready(desk)
    except health.NotReady as error:
        told: dict[str, Any] = {**problem_of(error, language), "ready": False}
        told["check"] = error.check
        if error.fault is not None and _may_know(desk, request):
            told["cause"] = redacted(error.fault.sentence(language))
        return answer(told, health.TRY_AGAIN)


def _may_know(desk: AppState, request: Request) -> bool:
    """Whether an administrator or an auditor asks, as far as is known without the database."""
    token, _ = token_of(desk, request)
    found = desk.recently(token) if token else None
    return found is not None and bool(found.actor.roles & {"admin", "auditor"})


@router.get(
    "/metrics",
    response_class=Response,
    responses=responses.FIGURES,
    summary="Figures in Prometheus's format",
)
async def metrics(desk: State) -> Response:
    """Counts and durations; nothing about any person or incident."""
    await figures.refresh(desk)
    return Response(desk.metrics.page(), media_type=CONTENT_TYPE_LATEST)


async def _ready(desk: AppState) -> Response:
    head, published = await health.ready(desk)
    watch = desk.watch
    body: Ready = {
        "ready": True,
        "version": __version__,
        "cursor": head,
        "published": published,
        "listening": desk.peers.listening,
        "degraded": not watch.well or not desk.clock_watch.well,
        "watchdog": {**watch.part(), "age_s": round(watch.age_s, 1)},
        "clock": desk.clock_watch.part(),
        "store": desk.stored.part(),
        "journal": desk.chain.end(),
        "continuation": desk.chain.continuation(),
        "break_glass": await run_in_threadpool(health.break_glass, desk),
        **desk.clock_facts(),
    }
    return send(body)
