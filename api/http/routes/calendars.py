"""Deadlines for calendar programs, by an address that reads and can do nothing else."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.visibility import Visibility
from api.exchange.deadlines import deadlines_calendar
from api.http.dependencies import State, Tongue
from api.http.openapi import exchange_responses as responses
from api.http.strict_json import StrictRoute
from api.problems import HttpError
from api.roster.calendar_feed import MEDIA_TYPE, shifts_token
from api.runtime.lists.deadlines import deadlines_of
from api.store.queries.reader import Reader

router = APIRouter(prefix="/api", tags=["public"], route_class=StrictRoute)
Token = Annotated[str, Query(min_length=1, max_length=100, description="of the address")]


@router.get(
    "/deadlines.ics",
    response_class=Response,
    responses=responses.DEADLINES,
    summary="Deadlines for a calendar",
)
async def deadlines(language: Tongue, desk: State, token: Token) -> Response:
    """The reports and measures that are due, as whoever made the address sees them (iCalendar).

    Reports of the next 14 days; what is done is gone, what is not owed any more is cancelled.
    """
    name = await run_in_threadpool(desk.roster.account_of_feed, shifts_token(token))
    account = None if name is None else await run_in_threadpool(desk.accounts.find, name)
    if account is None:
        raise HttpError(404, "feed_not_found")
    sight = Visibility(desk.audiences, account.actor, desk.clock.now, language)

    def read(reader: Reader) -> bytes:
        found = deadlines_of(reader, desk.plans, sight)
        return deadlines_calendar(found, desk.wall.now, language)

    return Response(await desk.read(read), media_type=MEDIA_TYPE)
