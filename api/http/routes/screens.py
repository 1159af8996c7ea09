"""The walls of an office: which are alive and what they show, and the map that they may show."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.http.dependencies import State
from api.http.openapi import responses
from api.http.openapi.shapes import ScreensPage
from api.http.responses import send
from api.http.routes.accounts import READERS_ONLY
from api.http.strict_json import StrictRoute
from api.problems import HttpError

router = APIRouter(prefix="/api", tags=["machines"], route_class=StrictRoute)


@router.get(
    "/screens",
    responses=responses.SCREENS,
    dependencies=READERS_ONLY,
    summary="Walls and what they show",
)
async def screens(desk: State) -> Response:
    """Screens that have reported to this node since it started, the connected ones first."""
    return send(ScreensPage(screens=desk.screens.listed()))


@router.get("/map", responses=responses.MAP, summary="Outlines of the divisions")
async def outlines(desk: State) -> Response:
    """From the file that the installation has given (`ZHIBAN_MAP`); 404 where there is none."""
    if desk.outlines is None:
        raise HttpError(404, "no_map")
    return send(desk.outlines)
