"""Incidents: opening them, commanding them, reading them (contract section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response
from starlette.types import Scope

from api import answers
from api.desk import Desk, Once, desk_of, signed_in
from api.gate import SignedIn, StrictRoute
from api.ports import Reader
from api.problems import language_of
from api.replies import (
    Reply,
    expected_version,
    fingerprint,
    idempotency_key,
    reply,
    send,
    send_incident,
)
from api.schemas import CommandBody, OpenBody
from api.sight import Sight
from engine.actors import Actor
from engine.commands import Command, DelegateRole
from engine.errors import InvalidInput, NotFound
from engine.ports import Journal
from engine.views import incident_view

router = APIRouter(prefix="/api/incidents", tags=["incidents"], route_class=StrictRoute)

TheDesk = Annotated[Desk, Depends(desk_of)]
Who = Annotated[SignedIn, Depends(signed_in)]
Stage = Literal["assessing", "warning", "responding", "ended", "closed"]


@router.post("", status_code=201, responses=answers.OPENED, summary="Open an incident")
async def open_incident(request: Request, body: OpenBody, desk: TheDesk, who: Who) -> Response:
    """Open an incident under a plan; its report duties begin at once."""
    language = language_of(request.headers.get("accept-language"))

    def work(journal: Journal, actor: Actor) -> Reply:
        outcome = desk.service.open_incident(journal, body, actor)
        after = outcome.after
        view = incident_view(outcome.plan, after, desk.clock.now, language)
        return reply(201, after, view)

    once = once_for(request.scope, request.headers, body)
    return send_incident(await desk.order(work, who, once))


@router.post("/{incident}/commands", responses=answers.COMMANDED, summary="Carry out a command")
async def command(
    request: Request, incident: str, body: CommandBody, desk: TheDesk, who: Who
) -> Response:
    """Carry out one command; `If-Match` refuses when the incident has moved on."""
    language = language_of(request.headers.get("accept-language"))
    version = expected_version(request.headers)
    once = once_for(request.scope, request.headers, body)
    return send_incident(await carry_out(desk, who, incident, body, version, once, language))


async def carry_out(
    desk: Desk,
    who: SignedIn,
    incident: str,
    body: Command,
    version: int | None,
    once: Once | None,
    language: str,
) -> Reply:
    """What the route does, for a request that came another way.

    The incident goes by its id; by its number if there is no such id.
    """
    try:
        return await _carry_out(desk, who, incident, body, version, once, language)
    except NotFound:
        numbered = await desk.read(lambda reader: reader.numbered(incident))
        if numbered is None:
            raise
    try:
        return await _carry_out(desk, who, numbered.id, body, version, once, language)
    except NotFound as hidden:
        # The refusal repeats what was asked for, and tells no other name.
        if hidden.facts.get("id") != numbered.id:
            raise
        raise NotFound("incident_not_found", id=incident) from None


async def _carry_out(
    desk: Desk,
    who: SignedIn,
    incident: str,
    body: Command,
    version: int | None,
    once: Once | None,
    language: str,
) -> Reply:
    def work(journal: Journal, actor: Actor) -> Reply:
        sight = Sight(actor, desk.clock.now, language)
        before = journal.load(incident) if sight.narrow else None
        if before is not None:
            sight.check(desk.plans.pinned(before.plan, before.plan_digest), before, incident)
        outcome = desk.service.execute(journal, incident, body, actor, version)
        if isinstance(body, DelegateRole):
            # Only who may delegate learns which accounts there are.
            _check_account(desk, body.to)
        plan, after = outcome.plan, outcome.after
        # Not before the command: what it has made owed would not seem to be so yet.
        now = desk.clock.now
        view: Any = desk.rendered.in_json(plan, after, now, language)
        if not sight.whole(after):
            view = sight.view(plan, after, incident_view(plan, after, now, language))
        events = [sight.event(after, event) for event in outcome.events]
        return reply(200, after, {"events": events, "incident": view})

    return await desk.order(work, who, once)


def _check_account(desk: Desk, name: str) -> None:
    """Raise `InvalidInput` for a name that nobody can sign in with."""
    found = desk.accounts.find(name)
    if found is None or found.disabled or found.name != name:
        raise InvalidInput("delegate_unknown", field="to", value=name)


def once_for(scope: Scope, headers: Mapping[str, str], body: BaseModel) -> Once | None:
    """The client's key and what it stands for, if it gave one: then it is done only once."""
    key = idempotency_key(headers)
    if key is None:
        return None
    return key, fingerprint(scope["method"], scope["path"], body.model_dump(mode="json"))


@router.get("", responses=answers.INCIDENTS, summary="List incidents, newest first")
async def incidents(
    request: Request,
    desk: TheDesk,
    who: Who,
    state: Annotated[Stage | None, Query(description="a stage")] = None,
    plan: Annotated[str | None, Query(max_length=64)] = None,
    exercise: bool | None = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """A page of views; `next` is the cursor of the page after it, null at the end.

    A reporter's holds the incidents of its division and those in which it owes or owed a
    report; a viewer's views are without personal data.
    """
    language = language_of(request.headers.get("accept-language"))
    if plan is not None:
        desk.plan(plan)

    def read(reader: Reader) -> dict[str, Any]:
        sight = Sight(who.actor, desk.clock.now, language)
        page = reader.incidents(
            stage=state,
            plan=plan,
            exercise=exercise,
            reporters=sight.reporters(desk.plans.current().values()),
            after=cursor,
            limit=limit,
        )
        views = [
            sight.view(pinned, i, incident_view(pinned, i, sight.now, language))
            for i in page.items
            for pinned in [desk.plans.pinned(i.plan, i.plan_digest)]
        ]
        return {"incidents": views, "next": page.next}

    return send(await desk.read(read))


@router.get("/{incident}", responses=answers.INCIDENT, summary="The view of an incident")
async def incident_now(request: Request, incident: str, desk: TheDesk, who: Who) -> Response:
    """The view by id or number, as far as the account may see it; its version is the `ETag`."""
    language = language_of(request.headers.get("accept-language"))

    def read(reader: Reader) -> Reply:
        sight = Sight(who.actor, desk.clock.now, language)
        plan, state = desk.known(reader, incident)
        sight.check(plan, state, incident)
        view = sight.view(plan, state, incident_view(plan, state, sight.now, language))
        return reply(200, state, view)

    return send_incident(await desk.read(read))


@router.get("/{incident}/events", responses=answers.EVENTS, summary="The journal")
async def events(
    incident: str,
    desk: TheDesk,
    who: Who,
    after: Annotated[int, Query(ge=0, le=2**53)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> Response:
    """Entries of an incident, by id or number, with `seq` > `after`, in order.

    `next` is the `after` of the page after it, null at the end.
    """

    def read(reader: Reader) -> list[dict[str, Any]]:
        sight = Sight(who.actor, desk.clock.now)
        plan, state = desk.known(reader, incident)
        sight.check(plan, state, incident)
        return [sight.event(state, event) for event in reader.events(state.id, after, limit)]

    found = await desk.read(read)
    more = len(found) == limit
    return send({"events": found, "next": found[-1]["seq"] if more else None})
