"""Acknowledging that the chain lost its end: screens then stop saying so."""

from __future__ import annotations

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.identity import SignedIn
from api.http.dependencies import By, State, Who, require
from api.http.openapi import responses
from api.http.request_bodies import AcknowledgeBody
from api.http.strict_json import StrictRoute
from api.problems import HttpError

log = structlog.get_logger("zhiban.chain")


async def may_acknowledge(who: Who) -> SignedIn:
    """Raise 403 for everybody but administrators and auditors."""
    require(who, "admin", "auditor")
    return who


router = APIRouter(prefix="/api/continuation", tags=["machines"], route_class=StrictRoute)
Allowed = Annotated[SignedIn, Depends(may_acknowledge)]


@router.post(
    "/acknowledge",
    status_code=204,
    responses=responses.ACKNOWLEDGED,
    summary="Acknowledge that the chain lost its end",
)
async def acknowledge(body: AcknowledgeBody, desk: State, who: Allowed, by: By) -> Response:
    """After a restore or a fail-over every screen says that entries were lost, until this.

    For administrators and auditors; who did it is an entry of the server journal. `position` is
    that of `continuation` in the heartbeat; 409 if another one, or none, is waiting.
    """
    if not await desk.chain.acknowledge(body.position, by.because(body.reason)):
        raise HttpError(409, "continuation_other", position=body.position)
    log.warning("continuation_acknowledged", account=who.actor.name, position=body.position)
    return Response(status_code=204)
