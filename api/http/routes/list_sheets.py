"""Lists as spreadsheets: the same filters and the same sight as the lists themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.calling.call_record import CallRecord
from api.http.dependencies import State, Who
from api.http.file_response import file_response
from api.http.list_queries import IncidentFilters, SlotFilters
from api.http.openapi import spreadsheet_responses
from api.http.strict_json import StrictRoute
from api.ports import SHEET, NamedFile
from api.problems import language_of
from api.runtime.app_state import AppState
from api.runtime.calling.call_list import CallList
from api.runtime.documents.documents import document_of, not_yours
from api.runtime.lists.list_sheets import journal_rows, place_of
from api.spreadsheets.lists import (
    HOME,
    Listed,
    calls_sheet,
    incidents_sheet,
    journal_sheet,
    slots_sheet,
)
from api.spreadsheets.paper import paper_sheets
from api.spreadsheets.workbook import Sheet, workbook_file
from api.store.queries.reader import Reader
from engine.documents.document import Document
from engine.errors import InvalidInput
from engine.instants import minute_text
from engine.messages import text
from engine.plan.names import place_name
from engine.presentation.incident_view import incident_view

router = APIRouter(prefix="/api", tags=["spreadsheets"], route_class=StrictRoute)
Language = Annotated[
    Literal["zh", "en"] | None,
    Query(description="of the headings; else that of `Accept-Language`"),
]

MOST_ROWS = 10_000
"""Of one file. Nobody reads more, and so many took a server 1.6 s."""

CALLS_AT_ONCE = 200


@router.get(
    "/report-slots.xlsx",
    response_class=Response,
    responses=spreadsheet_responses.LIST,
    summary="The report ledger as a spreadsheet",
)
async def slots(
    request: Request,
    desk: State,
    who: Who,
    wanted: Annotated[SlotFilters, Depends()],
    language: Language = None,
) -> Response:
    """One row for each report that is or was owed; the filters are those of the list."""
    tongue = language or language_of(request.headers.get("accept-language"))

    def read(reader: Reader) -> Listed:
        sight = desk.sight(who, tongue)
        rows, onward = wanted.rows(desk, sight, reader, None, MOST_ROWS)
        _check_all(onward)
        lines = [(place_of(sight, *known), sight.slot(*known, slot)) for known, slot in rows]
        due = minute_text(wanted.due_before, HOME) if wanted.due_before else ""
        state = text(f"word.slot.{wanted.state}", tongue) if wanted.state else ""
        chosen = (wanted.incident, state, wanted.reporter, due, _exercise(wanted.exercise, tongue))
        return slots_sheet(lines, tongue, _filters(tongue, *chosen))

    return await _listed(await desk.read(read))


@router.get(
    "/incidents.xlsx",
    response_class=Response,
    responses=spreadsheet_responses.LIST,
    summary="Incidents as a spreadsheet",
)
async def incidents(
    request: Request,
    desk: State,
    who: Who,
    wanted: Annotated[IncidentFilters, Depends()],
    language: Language = None,
) -> Response:
    """One row for each incident, the newest first; the filters are those of the list."""
    tongue = language or language_of(request.headers.get("accept-language"))
    wanted.check(desk)

    def read(reader: Reader) -> Listed:
        sight = desk.sight(who, tongue)
        rows, onward = wanted.rows(desk, who, sight, reader, None, MOST_ROWS)
        _check_all(onward)
        lines = [
            (
                place_of(sight, plan, one),
                plan,
                sight.view(plan, one, incident_view(plan, one, sight.now, tongue)),
            )
            for plan, one in rows
        ]
        return incidents_sheet(lines, tongue, _chosen(desk, wanted, tongue))

    return await _listed(await desk.read(read))


@router.get(
    "/incidents/{incident}/calls.xlsx",
    response_class=Response,
    responses=spreadsheet_responses.LIST,
    summary="The calls of an incident as a spreadsheet",
)
async def calls(
    request: Request, incident: str, desk: State, who: Who, language: Language = None
) -> Response:
    """One row for each call, the newest first, with every attempt."""
    tongue = language or language_of(request.headers.get("accept-language"))
    sight = desk.sight(who, tongue)
    plan, found = known = await desk.read(lambda reader: desk.seen(sight, reader, incident))
    records: list[CallRecord] = []
    after: str | None = None
    while len(records) <= MOST_ROWS:
        page = await desk.calls.answers.page(
            incident=found.id, states=(), exercise=None, after=after, limit=CALLS_AT_ONCE
        )
        records += page.items
        after = page.next
        if after is None:
            break
    _check_all(after)
    shown = CallList(sight, await run_in_threadpool(desk.contacts.by_id))
    place = place_of(sight, plan, found)
    views = (shown.shown(one, *known) for one in records)
    lines = [(place, view) for view in views if view is not None]
    return await _listed(calls_sheet(lines, tongue, found.number))


@router.get(
    "/incidents/{incident}/journal.xlsx",
    response_class=Response,
    responses=spreadsheet_responses.LIST,
    summary="The journal of an incident as a spreadsheet",
)
async def journal(
    request: Request, incident: str, desk: State, who: Who, language: Language = None
) -> Response:
    """One row for each entry, in order, as a sentence; a struck entry stays and says so."""
    tongue = language or language_of(request.headers.get("accept-language"))

    def read(reader: Reader) -> Listed:
        sight = desk.sight(who, tongue)
        plan, found = desk.seen(sight, reader, incident)
        if found.seq > MOST_ROWS:
            _check_all("more")
        rows = journal_rows(sight, plan, found, reader.events(found.id))
        return journal_sheet(place_of(sight, plan, found), rows, tongue)

    return await _listed(await desk.read(read))


@router.get(
    "/incidents/{incident}/documents/digest.xlsx",
    response_class=Response,
    responses=spreadsheet_responses.DIGEST,
    summary="The digest as a spreadsheet",
)
async def digest(
    incident: str,
    desk: State,
    who: Who,
    slot: Annotated[str | None, Query(max_length=300, description="the report it settles")] = None,
) -> Response:
    """What each reporter said and who is missing; summed up is only what may be."""

    def read(reader: Reader) -> Document:
        plan, found = desk.whole(who, reader, incident, not_yours)
        return document_of(reader, plan, found, "digest", slot)

    made = await desk.read(read)
    mark = text("spreadsheet.file_mark.exercise") if made.exercise else ""
    return await _sent(paper_sheets(made), f"{mark}{made.number.text}_{made.name}")


def _check_all(onward: str | None) -> None:
    """Raise `InvalidInput` if a list has more rows than a file takes: none is left out."""
    if onward is not None:
        raise InvalidInput("too_many_rows", field="rows", most=MOST_ROWS)


def _chosen(desk: AppState, wanted: IncidentFilters, language: str) -> str:
    """The filters in words."""
    plans = desk.plans.current()
    plan = plans[wanted.plan] if wanted.plan else next(iter(plans.values()))
    return _filters(
        language,
        plan.title if wanted.plan else None,
        place_name(plan, wanted.state, language) if wanted.state else None,
        plan.name_of(wanted.division) if wanted.division else None,
        wanted.level,
        _exercise(wanted.exercise, language),
        text("spreadsheet.filter.mine", language) if wanted.mine else None,
        text("spreadsheet.filter.voided", language) if wanted.voided else None,
    )


def _exercise(wanted: bool | None, language: str) -> str | None:
    if wanted is None:
        return None
    return text("spreadsheet.exercise" if wanted else "spreadsheet.filter.real", language)


def _filters(language: str, *words: str | None) -> str:
    return text("word.comma", language).join(filter(None, words))


async def _listed(listed: Listed) -> Response:
    return await _sent([listed.sheet], listed.file)


async def _sent(sheets: Sequence[Sheet], name: str) -> Response:
    """The file, made in a thread, under its name."""
    content = await run_in_threadpool(workbook_file, sheets)
    return file_response(NamedFile(f"{name}.xlsx", SHEET, content))
