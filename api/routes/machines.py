"""For machines: is the process alive, can it serve, and its figures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api import answers, readiness
from api.desk import Desk, desk_of
from api.gate import StrictRoute
from api.metrics import CONTENT_TYPE_LATEST
from api.problems import answer, language_of, problem_of, status_of
from api.replies import send
from engine.errors import ZhibanError

router = APIRouter(tags=["public"], route_class=StrictRoute)
TheDesk = Annotated[Desk, Depends(desk_of)]


@router.get("/api/health/live", summary="The process answers")
async def live() -> Response:
    """Says nothing about the database."""
    return send({"live": True})


@router.get(
    "/api/health/ready",
    responses=answers.READY,
    summary="The server can read and write and has caught up",
)
async def ready(request: Request, desk: TheDesk) -> Response:
    """503 while starting, stopping, or when the database cannot be read or written.

    `published` is the last event that this node's screens have. Without `listening` other
    nodes' events come by the poll, up to half a second later. `degraded` is an alarm for
    people and no reason to take the server away: the watchdog has found differences or is
    silent; `age_s` are the seconds since its last round.
    """
    try:
        return await _ready(desk)
    except ZhibanError as error:
        if status_of(error) != 503:
            raise
        language = language_of(request.headers.get("accept-language"))
        return answer(problem_of(error, language) | {"ready": False}, readiness.TRY_AGAIN)


@router.get("/metrics", summary="Figures in Prometheus's format")
async def metrics(desk: TheDesk) -> Response:
    """Counts and durations; nothing about any person or incident."""
    return Response(desk.metrics.page(), media_type=CONTENT_TYPE_LATEST)


async def _ready(desk: Desk) -> Response:
    head, published = await readiness.ready(desk)
    watch = desk.watch
    return send(
        {
            "ready": True,
            "cursor": head,
            "published": published,
            "listening": desk.peers.listening,
            "degraded": not watch.well,
            "watchdog": {**watch.part(), "age_s": round(watch.age_s, 1)},
            **desk.clock_facts(),
        }
    )
