"""The participants of a live drill: what they have before them, their sign-ins, their messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.identity import SignedIn
from api.access.visibility import Visibility
from api.drill.participants import CONDUCTING, join_address, new_password, picture
from api.drill.people import actor_of, participants_now
from api.drill.session import DrillSession
from api.drill.shapes import DrillLook, DrillPass, ParticipantsView
from api.drill.view import OVERSEERS
from api.http.dependencies import By, State, Tongue, Who, changed_by, require
from api.http.drill_bodies import MessageBody, PartBody
from api.http.openapi import drill_responses as responses
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.live.protocol import messages
from api.ports import DrillWords
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.runtime.evaluation.evaluations import exercises
from api.server_journal.drill_data import DrillMessageSent
from api.store.queries.reader import Reader
from engine.errors import NotFound
from engine.incident.actors import Actor
from engine.instants import to_text

router = APIRouter(prefix="/api/drill", tags=["drill"], route_class=StrictRoute)

LOOK_HOURS = 12


def session_of(desk: AppState, who: SignedIn, *roles: str) -> DrillSession:
    """The live drill, for one of these roles. Raises `HttpError`."""
    require(who, *roles)
    if desk.drill is None:
        raise HttpError(404, "no_drill")
    return desk.drill


@router.get("/participants", responses=responses.PARTICIPANTS, summary="What participants see")
async def participants(language: Tongue, desk: State, who: Who) -> Response:
    """What each participant has before it: what its own screen would be told."""
    session = session_of(desk, who, *OVERSEERS)
    kept, plans = await session.kept(), desk.plans.current()

    def sight(actor: Actor) -> Visibility:
        return Visibility(desk.audiences, actor, desk.clock.now, language)

    def read(reader: Reader) -> ParticipantsView:
        known = [(desk.pinned(one), one) for one in exercises(reader)]
        return {"participants": participants_now(session, kept, plans, reader, known, sight)}

    return send(await desk.read(read))


@router.post("/looks", status_code=201, responses=responses.LOOK, summary="See as a participant")
async def look(request: Request, body: PartBody, desk: State, who: Who) -> Response:
    """A token of a participant's account that only reads, for its own screen elsewhere."""
    session = session_of(desk, who, *OVERSEERS)
    actor = _participant(desk, session, body.account)
    await run_in_threadpool(_make_account, desk, request, who, actor)
    now = desk.wall.now
    until = now + timedelta(hours=LOOK_HOURS)
    by = changed_by(request, who, now, None)

    def make() -> str:
        return desk.sessions.create(actor.name, "token", now, until, by, read_only=True)

    token = await run_in_threadpool(make)
    return send(DrillLook(account=actor.name, token=token, expires_at=to_text(until)), 201)


@router.post("/passes", status_code=201, responses=responses.PASS, summary="Make a new sign-in")
async def new_pass(request: Request, body: PartBody, desk: State, who: Who) -> Response:
    """A password of an account of this drill that is good once; its earlier sign-ins end."""
    session = session_of(desk, who, "controller")
    conducting = body.account in dict(CONDUCTING)
    password, by = new_password(), changed_by(request, who, desk.wall.now, None)
    keep = who.session if body.account == who.actor.name else None

    def make() -> str:
        if not conducting:
            _make_account(desk, request, who, _participant(desk, session, body.account))
        account, _ = desk.accounts.change_and_sign_out(
            body.account, {"password": password}, by, keep=keep
        )
        return account.name

    name = await run_in_threadpool(make)
    desk.hub.sign_out_all_but(name, keep)
    address = join_address(str(request.base_url), name, password)
    made = DrillPass(account=name, password=password, address=address, picture=picture(address))
    return send(made, 201)


@router.get("/messages", responses=responses.MESSAGES, summary="Messages of those who conduct")
async def read_messages(desk: State, who: Who) -> Response:
    """What controllers and evaluators wrote to each other; participants never see it."""
    session = session_of(desk, who, *OVERSEERS)
    entries = await run_in_threadpool(session.messages.all)
    return send({"messages": [_words(one) for one in entries]})


@router.post("/messages", status_code=201, responses=responses.MESSAGE, summary="Write a message")
async def write_message(body: MessageBody, desk: State, who: Who, by: By) -> Response:
    """To all controllers and evaluators, at once. The same `key` again writes nothing."""
    session = session_of(desk, who, *OVERSEERS)
    # After a kill drill time is a moment behind what a screen has shown: that loses no message.
    at = min(body.at, desk.clock.now)
    told: DrillMessageSent = {"key": body.key, "at": to_text(at), "text": body.text}
    words = _words(await run_in_threadpool(session.messages.send, told, by))
    accounts = await run_in_threadpool(desk.accounts.list)
    overseers = {one.name for one in accounts if one.roles & set(OVERSEERS)}
    desk.hub.tell(messages.drill_message(words), overseers)
    return send(words, 201)


def _words(entry: Mapping[str, Any]) -> DrillWords:
    data = entry["data"]
    return {
        "key": data["key"],
        "at": data["at"],
        "written_at": entry["at"],
        "by": entry["actor"],
        "text": data["text"],
    }


def _participant(desk: AppState, session: DrillSession, part: str) -> Actor:
    """Raises `NotFound` for what is no part of the scenario."""
    actor = actor_of(session.scenario, desk.plans.current(), part)
    if actor is None:
        raise NotFound("drill_no_participant", name=part)
    return actor


def _make_account(desk: AppState, request: Request, who: SignedIn, actor: Actor) -> None:
    """A reporter's account is made when somebody needs it; it has no password by itself."""
    if desk.accounts.find(actor.name) is None:
        by = changed_by(request, who, desk.wall.now, None)
        desk.accounts.create(
            actor.name,
            None,
            sorted(actor.roles),
            desk.wall.now,
            division=actor.division,
            unit=actor.unit,
            by=by,
        )
