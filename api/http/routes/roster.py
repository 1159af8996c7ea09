"""The roster: who is on duty when, who is now, and keeping it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.contact_sight import may_keep
from api.access.identity import SignedIn
from api.http.dependencies import By, State, Tongue, Who, signed_in
from api.http.openapi import roster_responses as responses
from api.http.responses import send
from api.http.roster_bodies import SaveDefaultsBody, SaveShift, SaveShiftBody, TakeSheetBody
from api.http.routes.contacts import version_of
from api.http.strict_json import StrictRoute
from api.problems import HttpError, language_of
from api.roster.people import member_of
from api.roster.ports import KeptShift
from api.runtime.app_state import AppState
from api.runtime.roster.roster_book import OWN_WITHIN, RosterBook
from api.runtime.roster.roster_sheets import RosterSheets, span_of, stops
from api.runtime.roster.roster_times import book_of, day_begins, whole_book_of
from engine.errors import InvalidInput
from engine.input_types import Instant
from engine.messages import MessageKey
from engine.roster.shift import DUTY_POSTS, LONGEST, DutyPost, Member, Shift

router = APIRouter(prefix="/api", tags=["roster"], route_class=StrictRoute)
ShiftId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$", description="its id")]

USUAL_SPAN = timedelta(days=31)
LONGEST_SPAN = timedelta(days=400)


async def keepers_only(request: Request) -> None:
    """Raise `HttpError` (403) unless the account may change the roster."""
    if not may_keep((await signed_in(request)).actor):
        raise HttpError(403, "roster_not_yours")


KEEPERS = [Depends(keepers_only)]


@router.get("/roster", responses=responses.ROSTER, summary="The roster of a span")
async def roster(
    request: Request,
    desk: State,
    who: Who,
    begin: Annotated[Instant | None, Query(alias="from", description="today without one")] = None,
    end: Annotated[Instant | None, Query(alias="to", description="31 days later")] = None,
) -> Response:
    """Shifts that share time with the span, where nobody is, and what sort of days they are.

    A span is at most 400 days long.
    """
    start = begin if begin is not None else day_begins(desk)
    until = end if end is not None else start + USUAL_SPAN
    if not start < until <= start + LONGEST_SPAN:
        accepted = MessageKey("roster.span")
        raise InvalidInput("bad_value", field="to", value=str(until), accepted=accepted)
    book = await _book(request, desk, who, start, until)
    return send(await run_in_threadpool(book.page, start, until))


@router.get("/roster/now", responses=responses.ON_DUTY, summary="Who is on duty now")
async def on_duty(request: Request, desk: State, who: Who) -> Response:
    """Those on duty with their numbers, hidden in part from accounts that ring nobody.

    `gaps` within the next 24 hours are an alarm. `you` says whether the account is on duty;
    nothing is refused to somebody who is not.
    """
    now = desk.clock.now
    book = await _book(request, desk, who, now, now + OWN_WITHIN)
    return send(await run_in_threadpool(book.on_duty))


@router.put(
    "/roster/defaults",
    responses=responses.DEFAULTS,
    dependencies=KEEPERS,
    summary="Say to whom gaps fall",
)
async def save_defaults(
    request: Request, body: SaveDefaultsBody, desk: State, who: Who, by: By
) -> Response:
    """Who is called where nobody is on duty, such as the duty telephone. A gap stays an alarm."""
    book = await _book(request, desk, who, desk.clock.now, desk.clock.now)
    wanted = {"leader": body.leader, "duty_officers": body.duty_officers, "standby": body.standby}
    known = {
        post: _members(book, post, wanted[post] or ())
        for post in DUTY_POSTS
        if wanted[post] is not None
    }
    for post, members in known.items():
        await run_in_threadpool(desk.roster.set_default, post, members, by.because(body.reason))
    saved = await _book(request, desk, who, desk.clock.now, desk.clock.now)
    return send({"defaults": saved.defaults()})


@router.post(
    "/roster/sheet", responses=responses.SHEET, dependencies=KEEPERS, summary="Read a spreadsheet"
)
async def take_sheet(
    language: Tongue, body: TakeSheetBody, desk: State, who: Who, by: By
) -> Response:
    """What a sheet holds: faults by their cells, and what it would change.

    With `take_over` it is taken over whole, unless a fault is an error; warnings stop nothing.
    """
    try:
        content = base64.b64decode(body.content, validate=True)
    except ValueError:  # also characters outside of ASCII
        accepted = MessageKey("roster.base64")
        raise InvalidInput("bad_value", field="content", value="…", accepted=accepted) from None

    def work() -> Response:
        sheets = RosterSheets(whole_book_of(desk, who.actor, language))
        shown, shifts = sheets.look(content, replace=body.replace)
        if body.take_over and not stops(shown["faults"]):
            span = span_of(shifts) if body.replace else None
            desk.roster.take_over(shifts, by.because(body.reason), replace=span)
            shown["taken_over"] = True
        return send(shown)

    return await run_in_threadpool(work)


@router.put(
    "/roster/{shift}",
    responses=responses.SAVED_SHIFT,
    dependencies=KEEPERS,
    summary="Add or change a shift",
)
async def save_shift(
    request: Request, shift: ShiftId, body: SaveShiftBody, desk: State, who: Who, by: By
) -> Response:
    """The shift as it is to be; whoever asks with a new id adds one.

    With `If-Match` (the shift's version, 0 for a new one) it is refused if somebody else has
    changed it meanwhile.
    """
    book = await _book(request, desk, who, desk.clock.now, desk.clock.now)
    wanted = _shift(book, shift, body)
    version = version_of(request.headers.get("if-match"))
    kept: KeptShift = await run_in_threadpool(
        desk.roster.save, wanted, by.because(body.reason), version=version
    )
    return send(book.shift(kept), ETag=f'"{kept.version}"')


@router.delete(
    "/roster/{shift}",
    status_code=204,
    responses=responses.REMOVED_SHIFT,
    dependencies=KEEPERS,
    summary="Remove a shift",
)
async def remove_shift(shift: ShiftId, desk: State, by: By) -> Response:
    """Take a shift off the roster; the server journal keeps that it was on it."""
    if not await run_in_threadpool(desk.roster.remove, shift, by):
        raise HttpError(404, "shift_not_found")
    return Response(status_code=204)


async def _book(
    request: Request, desk: AppState, who: SignedIn, begin: datetime, end: datetime
) -> RosterBook:
    language = language_of(request.headers.get("accept-language"))
    read: Callable[[], RosterBook] = partial(book_of, desk, who.actor, begin, end, language)
    return await run_in_threadpool(read)


def _shift(book: RosterBook, id_: str, body: SaveShift) -> Shift:
    """The shift of a body. Raises `InvalidInput` for times or contacts that cannot be."""
    if not body.starts_at < body.ends_at <= body.starts_at + LONGEST:
        accepted = MessageKey("roster.length")
        raise InvalidInput("bad_value", field="ends_at", value=str(body.ends_at), accepted=accepted)
    if not (body.leader or body.duty_officers or body.standby):
        raise InvalidInput(
            "bad_value", field="duty_officers", value="", accepted=MessageKey("roster.somebody")
        )
    return Shift(
        id=id_,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        name=body.name,
        leader=_members(book, "leader", body.leader),
        duty_officers=_members(book, "duty_officers", body.duty_officers),
        standby=_members(book, "standby", body.standby),
        note=body.note,
    )


def _members(book: RosterBook, post: DutyPost, contacts: Sequence[str]) -> tuple[Member, ...]:
    known = book.people.by_id
    for contact in contacts:
        if contact not in known:
            accepted = MessageKey("roster.contact")
            raise InvalidInput("bad_value", field=post, value=contact, accepted=accepted)
    return tuple(member_of(known[one]) for one in dict.fromkeys(contacts))
