"""Swapping shifts, and one's own shifts in a calendar program."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.identity import SignedIn
from api.http.dependencies import By, State, Tongue, Who, changed_by
from api.http.openapi import roster_responses as responses
from api.http.responses import send
from api.http.roster_bodies import AskSwapBody
from api.http.strict_json import StrictRoute
from api.problems import HttpError, language_of
from api.roster.calendar_feed import MEDIA_TYPE, feed, shifts_token
from api.roster.people import member_of
from api.runtime.app_state import AppState
from api.runtime.roster.roster_book import RosterBook
from api.runtime.roster.roster_shapes import RosterFeed
from api.runtime.roster.roster_times import book_of, whole_book_of
from engine.errors import InvalidInput
from engine.frozen import replace
from engine.incident.actors import Actor
from engine.instants import to_text
from engine.messages import MessageKey
from engine.roster.swaps import Swap, SwapAnswer

router = APIRouter(prefix="/api", tags=["roster"], route_class=StrictRoute)
SwapId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$", description="its id")]
Token = Annotated[str, Query(min_length=1, max_length=100, description="of the address")]

ID_BYTES = 6
TOKEN_BYTES = 24
PATH = "/api/roster.ics?token="
DEADLINES = "/api/deadlines.ics?token="


@router.post(
    "/roster/swaps", status_code=201, responses=responses.NEW_SWAP, summary="Ask for a swap"
)
async def ask(language: Tongue, body: AskSwapBody, desk: State, who: Who, by: By) -> Response:
    """Ask that somebody has one's own duty of a shift; with `back` one has his in return.

    Nothing changes until he consents.
    """
    book = await _whole(language, desk, who)
    shift = next((one.shift for one in book.stored.shifts if one.shift.id == body.shift), None)
    if shift is None:
        raise HttpError(404, "shift_not_found")
    taker = book.people.by_id.get(body.taker)
    if taker is None:
        accepted = MessageKey("roster.contact")
        raise InvalidInput("bad_value", field="taker", value=body.taker, accepted=accepted)
    giver = next((one for one in shift.of(body.post) if one.contact in book.mine), None)
    if giver is None:
        raise HttpError(403, "swap_not_your_shift")
    if not taker.account:
        raise HttpError(409, "swap_no_account", name=member_of(taker).name)
    swap = Swap(
        id=secrets.token_hex(ID_BYTES),
        shift=body.shift,
        post=body.post,
        giver=giver,
        taker=member_of(taker),
        back=body.back,
        note=body.note,
        state="asked",
        asked_by=who.actor.name,
        asked_at=desk.clock.now,
    )
    await run_in_threadpool(desk.roster.ask, swap, by)
    return send(book.swap(swap), 201)


@router.post("/roster/swaps/{swap}/consent", responses=responses.SWAP, summary="Consent to a swap")
async def consent(request: Request, swap: SwapId, desk: State, who: Who) -> Response:
    """The other one consents, and the roster changes."""
    return await _answer(request, desk, who, swap, "consented")


@router.post("/roster/swaps/{swap}/refuse", responses=responses.SWAP, summary="Refuse a swap")
async def refuse(request: Request, swap: SwapId, desk: State, who: Who) -> Response:
    """The other one refuses; the roster stays as it is."""
    return await _answer(request, desk, who, swap, "refused")


@router.post("/roster/swaps/{swap}/withdraw", responses=responses.SWAP, summary="Withdraw a swap")
async def withdraw(request: Request, swap: SwapId, desk: State, who: Who) -> Response:
    """Whoever asked does not wish it any more."""
    return await _answer(request, desk, who, swap, "withdrawn")


@router.get("/roster/feed", responses=responses.FEED, summary="One's address for calendars")
async def own_feed(desk: State, who: Who) -> Response:
    """Whether one's own shifts can be read by a calendar program."""
    made = await run_in_threadpool(desk.roster.feed_made_at, who.actor.name)
    at = None if made is None else to_text(made)
    body: RosterFeed = {"made_at": at, "path": None, "deadlines": None}
    return send(body)


@router.post(
    "/roster/feed",
    status_code=201,
    responses=responses.NEW_FEED,
    summary="Make one's address for calendars",
)
async def make_feed(desk: State, who: Who, by: By) -> Response:
    """Addresses by which a calendar program reads one's own shifts, and the deadlines of reports
    and measures that the account sees; those made before are void.

    Whoever has an address reads what it is for and can do nothing else by it. That of the
    deadlines cannot be made of that of the shifts.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    shifts = shifts_token(token)
    await run_in_threadpool(desk.roster.make_feed, who.actor.name, by, shifts)
    body: RosterFeed = {
        "made_at": to_text(by.at),
        "path": PATH + shifts,
        "deadlines": DEADLINES + token,
    }
    return send(body, 201)


@router.delete(
    "/roster/feed",
    status_code=204,
    responses=responses.ENDED_FEED,
    summary="End one's address for calendars",
)
async def end_feed(desk: State, who: Who, by: By) -> Response:
    """The address is void at once."""
    await run_in_threadpool(desk.roster.end_feed, who.actor.name, by)
    return Response(status_code=204)


@router.get(
    "/roster.ics",
    response_class=Response,
    responses=responses.CALENDAR,
    tags=["public"],
    summary="Shifts for a calendar",
)
async def calendar(language: Tongue, desk: State, token: Token) -> Response:
    """The shifts of whoever made the address (iCalendar); no numbers."""
    account = await run_in_threadpool(desk.roster.account_of_feed, token)
    if account is None:
        raise HttpError(404, "feed_not_found")
    reader = Actor(account, frozenset())

    def work() -> bytes:
        book = whole_book_of(desk, reader, language)
        told = (one.shift for one in book.stored.shifts)
        shifts = [
            replace(one, name=book.words(one.name), note=book.words(one.note)) for one in told
        ]
        return feed(shifts, book.mine, desk.wall.now, language)

    return Response(await run_in_threadpool(work), media_type=MEDIA_TYPE)


async def _answer(
    request: Request, desk: AppState, who: SignedIn, swap: str, state: SwapAnswer
) -> Response:
    by = changed_by(request, who, desk.wall.now, None)
    known = await run_in_threadpool(desk.roster.swap, swap)
    if known is None:
        raise HttpError(404, "swap_not_found")
    language = language_of(request.headers.get("accept-language"))
    now = desk.clock.now
    book = await run_in_threadpool(book_of, desk, who.actor, now, now, language)
    theirs = known.giver if state == "withdrawn" else known.taker
    if theirs.contact not in book.mine:
        raise HttpError(403, "swap_not_yours", name=theirs.name)
    done = await run_in_threadpool(desk.roster.answer, swap, state, by, now)
    return send(book.swap(done))


async def _whole(language: str, desk: AppState, who: SignedIn) -> RosterBook:
    return await run_in_threadpool(whole_book_of, desk, who.actor, language)
