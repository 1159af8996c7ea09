"""Incidents: opening and reading them. Commands are in `api.http.command_endpoint`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.command_reply import Reply, reply
from api.command_request import CommandRequest
from api.http.dependencies import State, Tongue, Who
from api.http.list_queries import IncidentFilters
from api.http.openapi import responses
from api.http.openapi.shapes import EventsPage, IncidentsPage
from api.http.request_bodies import OpenBody, ReportsBody
from api.http.responses import (
    expected_version,
    once_for,
    prefers_minimal,
    send,
    send_incident,
)
from api.http.strict_json import StrictRoute
from api.store.queries.reader import Reader
from engine.presentation.event_shapes import EventView
from engine.presentation.incident_view import incident_view

router = APIRouter(prefix="/api/incidents", tags=["incidents"], route_class=StrictRoute)


@router.post("", status_code=201, responses=responses.OPENED, summary="Open an incident")
async def open_incident(
    request: Request, language: Tongue, body: OpenBody, desk: State, who: Who
) -> Response:
    """Open an incident under a plan; its report duties begin at once."""
    once = once_for(request.scope, request.headers, body)
    opening = CommandRequest(body, language, once=once)
    return send_incident(await desk.commands.run(opening, who))


@router.post(
    "/{incident}/reports", responses=responses.COMMANDED, summary="Report for several reporters"
)
async def report_for_several(
    request: Request, language: Tongue, incident: str, body: ReportsBody, desk: State, who: Who
) -> Response:
    """The same report of several reporters for one due instant: all of them or none."""
    version = expected_version(request.headers)
    once = once_for(request.scope, request.headers, body)
    minimal = prefers_minimal(request.headers)
    reports = CommandRequest(body, language, incident, version, once, minimal)
    return send_incident(await desk.commands.run(reports, who))


@router.get("", responses=responses.INCIDENTS, summary="List incidents, newest first")
async def incidents(
    language: Tongue,
    desk: State,
    who: Who,
    wanted: Annotated[IncidentFilters, Depends()],
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """A page of views; `next` is the cursor of the page after it, null at the end.

    A reporter's holds the incidents of its division and those in which it owes or owed a
    report, that of a division's post also those that have reached it; a viewer's views are
    without personal data. `level` is the present one. `mine` asks for open incidents that wait
    for this account: a decision, a signature, a report. Voided incidents are left out unless
    they are asked for.
    """
    wanted.check(desk)

    def read(reader: Reader) -> IncidentsPage:
        sight = desk.sight(who, language)
        found, onward = wanted.rows(desk, who, sight, reader, cursor, limit)
        views = [
            sight.view(pinned, i, incident_view(pinned, i, sight.now, language))
            for pinned, i in found
        ]
        return {"incidents": views, "next": onward}

    return send(await desk.read(read))


@router.get("/{incident}", responses=responses.INCIDENT, summary="The view of an incident")
async def incident_now(language: Tongue, incident: str, desk: State, who: Who) -> Response:
    """The view by id or number, as far as the account may see it; its version is the `ETag`."""

    def read(reader: Reader) -> Reply:
        sight = desk.sight(who, language)
        plan, state = desk.seen(sight, reader, incident)
        view = sight.view(plan, state, incident_view(plan, state, sight.now, language))
        return reply(200, state, view)

    return send_incident(await desk.read(read))


@router.get("/{incident}/events", responses=responses.EVENTS, summary="The journal")
async def events(
    incident: str,
    desk: State,
    who: Who,
    after: Annotated[int, Query(ge=0, le=2**53)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    last: Annotated[int | None, Query(ge=1, le=1000)] = None,
) -> Response:
    """Entries of an incident, by id or number, in order: those with `seq` > `after`.

    `next` is the `after` of the page after it, null at the end. With `last` the newest so
    many instead, with `before` the newest below that number: a long journal is shown from
    its end. `earlier` is the `before` of the page of older entries, null at the beginning.
    """
    newest = last if last is not None or before is None else limit

    def read(reader: Reader) -> list[EventView]:
        sight = desk.sight(who)
        plan, state = desk.seen(sight, reader, incident)
        if newest is not None:
            found = reader.last_events(state.id, before, newest)
        else:
            found = reader.events(state.id, after, limit)
        return [sight.event(plan, state, event) for event in found]

    found = await desk.read(read)
    more = newest is None and len(found) == limit
    earlier = found[0]["seq"] if found and found[0]["seq"] > 1 else None
    return send(EventsPage(events=found, next=found[-1]["seq"] if more else None, earlier=earlier))
