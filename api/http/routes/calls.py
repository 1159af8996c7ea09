"""Calls (叫应): who has to be reached, by whom he was, and calling somebody now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.identity import SignedIn
from api.calling.call_record import OFFICE, CallRecord
from api.command_request import CommandRequest
from api.http.dependencies import State, Tongue, Who, changed_by, require
from api.http.openapi import responses
from api.http.request_bodies import AnswerCallBody, CallNowBody
from api.http.responses import once_for, send
from api.http.strict_json import StrictRoute
from api.problems import language_of
from api.runtime.app_state import AppState
from api.runtime.calling.call_list import CallList
from api.runtime.calling.call_shapes import CallFilter, CallsPage, ListedCall
from api.store.queries.reader import Reader
from engine.errors import NotFound
from engine.incident.call_commands import AnswerCall, StartCall
from engine.incident.calls import OPEN_CALL_STATES
from engine.incident.state import Incident
from engine.plan.model import Plan

router = APIRouter(prefix="/api/calls", tags=["calls"], route_class=StrictRoute)
CallId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,80}$", description="its id")]

MOST_LOOKS = 10
"""How often one request looks for calls that its account sees, so that a county's account, which
sees few, does not have the whole history read."""

Known = dict[str | None, tuple[Plan | None, Incident | None]]


@router.get("", responses=responses.CALLS, summary="Calls, newest first")
async def calls(
    request: Request,
    desk: State,
    who: Who,
    state: Annotated[CallFilter | None, Query(description="or `open`")] = None,
    incident: Annotated[str | None, Query(max_length=64)] = None,
    exercise: bool | None = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """A page of calls; `next` is the cursor of the page after it.

    `incident` is an id or a number, or `none` for the calls that belong to none. Names, and
    addresses in full, are for those who ring people. For an account that does not see all
    incidents a page may be short, or empty, and not the last.
    """
    known: Known = {None: (None, None)}
    wanted = incident
    if incident is not None and incident != OFFICE:
        wanted = (await _incident(desk, who, request, incident, known)).id
    states = OPEN_CALL_STATES if state == "open" else {state} if state is not None else ()
    shown = await _list(request, desk, who)
    found: list[ListedCall] = []
    for _ in range(MOST_LOOKS):
        page = await desk.calls.answers.page(
            incident=wanted,
            states=states,
            exercise=exercise,
            after=cursor,
            limit=limit - len(found),
        )
        await _look_up(desk, page.items, known)
        views = (shown.shown(one, *known[one.incident]) for one in page.items)
        found += [view for view in views if view is not None]
        cursor = page.next
        if cursor is None or len(found) == limit:
            break
    return send(CallsPage(calls=found, next=cursor))


@router.post("", status_code=201, responses=responses.CALLED, summary="Call somebody now")
async def call_now(
    request: Request, language: Tongue, body: CallNowBody, desk: State, who: Who
) -> Response:
    """Call a post, a contact or who is on duty, until somebody answers."""
    asked = StartCall(
        post=body.post, contact=body.contact, on_duty=body.on_duty, reason=body.reason
    )
    once = once_for(request.scope, request.headers, body)
    if body.incident is not None:
        command = CommandRequest(asked, language, body.incident, once=once)
        reply = await desk.commands.run(command, who)
        call = _started(orjson.loads(reply.content))
    else:
        require(who, "duty_officer", "admin")
        by = changed_by(request, who, desk.wall.now, None)
        call = await desk.calls.starts.by_hand(asked, by, once)
        desk.calls.worker.nudge()
    return await _one(request, desk, who, call, 201)


@router.post("/{call}/answer", responses=responses.ANSWERED_CALL, summary="Somebody was reached")
async def answer(
    request: Request, language: Tongue, call: CallId, body: AnswerCallBody, desk: State, who: Who
) -> Response:
    """The desk has reached him: nobody else is called."""
    record = await desk.calls.answers.call(call)
    if record.incident is not None:
        given = AnswerCall(call=call, means=body.means, note=body.note)
        once = once_for(request.scope, request.headers, body)
        await desk.commands.run(CommandRequest(given, language, record.incident, once=once), who)
    else:
        require(who, "duty_officer", "admin")
        await desk.calls.answers.reached(call, body.means, who.actor.name, body.note)
    return await _one(request, desk, who, call, 200)


def _started(reply: dict[str, Any]) -> str:
    """The id of the call that a command has started."""
    started = [one for one in reply["events"] if one["type"] == "call_started"]
    return str(started[0]["data"]["call"])


async def _one(request: Request, desk: AppState, who: SignedIn, call: str, status: int) -> Response:
    """One call as the account sees it. Raises `NotFound` if it does not exist for it."""
    record = await desk.calls.answers.call(call)
    known: Known = {None: (None, None)}
    await _look_up(desk, [record], known)
    view = (await _list(request, desk, who)).shown(record, *known[record.incident])
    if view is None:
        raise NotFound("call_not_found", id=call)
    return send(view, status)


async def _list(request: Request, desk: AppState, who: SignedIn) -> CallList:
    language = language_of(request.headers.get("accept-language"))
    contacts = await run_in_threadpool(desk.contacts.by_id)
    return CallList(desk.sight(who, language), contacts)


async def _incident(
    desk: AppState, who: SignedIn, request: Request, asked: str, known: Known
) -> Incident:
    """The incident that is asked for. Raises `NotFound`, also if it does not exist for him."""
    sight = desk.sight(who, language_of(request.headers.get("accept-language")))

    def read(reader: Reader) -> Incident:
        plan, found = desk.seen(sight, reader, asked)
        known[found.id] = plan, found
        return found

    return await desk.read(read)


async def _look_up(desk: AppState, records: Iterable[CallRecord], known: Known) -> None:
    """Find the incidents of calls."""
    missing = {one.incident for one in records if one.incident is not None} - known.keys()

    def read(reader: Reader) -> None:
        for incident in missing:
            known[incident] = desk.known(reader, incident)

    if missing:
        await desk.read(read)
