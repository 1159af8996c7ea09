"""For machines: is the process alive, can it serve, and its figures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.desk import Desk, desk_of
from api.gate import StrictRoute
from api.metrics import CONTENT_TYPE_LATEST
from api.problems import HttpError
from api.replies import send

router = APIRouter(tags=["public"], route_class=StrictRoute)
TheDesk = Annotated[Desk, Depends(desk_of)]


@router.get("/api/health/live", summary="The process answers")
async def live() -> Response:
    """Says nothing about the database."""
    return send({"live": True})


@router.get("/api/health/ready", summary="The server can read and has caught up")
async def ready(desk: TheDesk) -> Response:
    """503 while starting, stopping, or when the database does not answer.

    `published` is the last event that this node's screens have. Without `listening` other
    nodes' events come by the poll, up to half a second later.
    """
    follower = desk.follower
    if not desk.ready or follower is None or not follower.reads:
        raise HttpError(503, "not_ready", headers={"Retry-After": "1"})
    head = await desk.read(lambda reader: reader.head())
    nodes = {"published": follower.cursor, "listening": desk.peers.listening}
    return send({"ready": True, "cursor": head, **nodes, **desk.clock_facts()})


@router.get("/metrics", summary="Figures in Prometheus's format")
async def metrics(desk: TheDesk) -> Response:
    """Counts and durations; nothing about any person or incident."""
    return Response(desk.metrics.page(), media_type=CONTENT_TYPE_LATEST)
