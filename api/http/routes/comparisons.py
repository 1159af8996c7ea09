"""Two runs side by side: an incident with another one here, or with a run out of a file.

Nothing is kept of the file. The report is that of the evaluation, with the comparison in it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.identity import SignedIn
from api.http.compared_runs import run_in_file
from api.http.dependencies import State, Who
from api.http.evaluation_readers import whole_only
from api.http.file_response import file_response
from api.http.openapi import evaluation_responses as responses
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.http.uploads import FILE_FORM, upload_in
from api.problems import language_of
from api.runtime.app_state import AppState
from api.runtime.documents.documents import Format, render
from api.runtime.evaluation.evaluations import evaluated, played
from api.store.queries.reader import Reader
from engine.documents.document import Document
from engine.errors import InvalidInput
from engine.evaluation.comparison_view import comparison_parts, comparison_view
from engine.evaluation.evaluation import IncidentEvaluation
from engine.evaluation.report import evaluation_report
from engine.evaluation.view import incident_part

router = APIRouter(prefix="/api/incidents", tags=["evaluation"], route_class=StrictRoute)
Form = Literal["json"] | Format
Other = Annotated[
    str, Query(alias="with", min_length=1, max_length=100, description="the other incident's id")
]
Earlier = Callable[[IncidentEvaluation, str], Awaitable[Any]]
"""The run to compare with, as data in a language."""

MOST_OF_A_RUN = 20_000_000
"""Bytes of a file with a run: a journal of 10,000 entries, and some."""


@router.get(
    "/{incident}/comparison.json",
    responses=responses.COMPARISON,
    summary="Compare with another incident",
)
async def comparison(
    request: Request, incident: str, other: Other, desk: State, who: Who
) -> Response:
    """Shares, response times, findings and tasks of an earlier run and of this one."""
    return await _compared(request, desk, who, incident, "json", _here(desk, who, other))


@router.get(
    "/{incident}/comparison.{form}",
    response_class=Response,
    responses=responses.COMPARED_REPORT,
    summary="Report with a comparison",
)
async def comparison_report(
    request: Request, incident: str, form: Format, other: Other, desk: State, who: Who
) -> Response:
    """The evaluation as Word, PDF or HTML, with the comparison as a part of it."""
    return await _compared(request, desk, who, incident, form, _here(desk, who, other))


@router.post(
    "/{incident}/comparison.json",
    tags=["upload"],
    responses=responses.FILE_COMPARISON,
    openapi_extra=FILE_FORM,
    summary="Compare with a run in a file",
)
async def file_comparison(request: Request, incident: str, desk: State, who: Who) -> Response:
    """The `evaluation.json` or the `journal.jsonl` of a run; nothing of it is kept."""
    return await _compared(request, desk, who, incident, "json", _file(request, desk))


@router.post(
    "/{incident}/comparison.{form}",
    tags=["upload"],
    response_class=Response,
    responses=responses.COMPARED_FILE_REPORT,
    openapi_extra=FILE_FORM,
    summary="Report with a comparison with a file",
)
async def file_comparison_report(
    request: Request, incident: str, form: Format, desk: State, who: Who
) -> Response:
    """The evaluation as Word, PDF or HTML, compared with the run in a file."""
    return await _compared(request, desk, who, incident, form, _file(request, desk))


async def _compared(
    request: Request, desk: AppState, who: SignedIn, incident: str, form: Form, earlier: Earlier
) -> Response:
    language = language_of(request.headers.get("accept-language")) if form == "json" else "zh"
    now = await _evaluated(desk, who, incident)
    before = await earlier(now, language)
    if form == "json":

        def view() -> Any:
            return comparison_view(before, incident_part(now, language), language)

        return send(await run_in_threadpool(view))
    subject, sheets = now.history.last.id, desk.companions.sheets.values()

    def made() -> Document:
        parts = comparison_parts(before, incident_part(now, "zh"))
        return evaluation_report([now], sheets, desk.evaluations.of(subject), compared=parts)

    document = await run_in_threadpool(made)
    plan = now.history.plan.id
    file = await run_in_threadpool(render, document, form, desk.settings.plans_dir, plan)
    return file_response(file)


def _here(desk: AppState, who: SignedIn, other: str) -> Earlier:
    """Another incident of this server, for an account that sees all of it too."""

    async def earlier(now: IncidentEvaluation, language: str) -> Any:
        return incident_part(await _evaluated(desk, who, other), language)

    return earlier


def _file(request: Request, desk: AppState) -> Earlier:
    """The run in the body of the request. Raises `InvalidInput` for a file without one."""

    async def earlier(now: IncidentEvaluation, language: str) -> Any:
        most = min(MOST_OF_A_RUN, desk.settings.attachment_bytes)
        async with desk.uploads, upload_in(request, most) as upload:
            content = await run_in_threadpool(upload.file.read)
            plan = now.history.plan.id
            found = await run_in_threadpool(run_in_file, desk, content, plan, language)
        if found is None:
            raise InvalidInput("no_run_in_file", field="file", name=upload.name[:80])
        return found

    return earlier


async def _evaluated(desk: AppState, who: SignedIn, incident: str) -> IncidentEvaluation:
    live = await played(desk.drill)

    def read(reader: Reader) -> IncidentEvaluation:
        plan, state = desk.whole(who, reader, incident, whole_only)
        return evaluated(reader, desk.companions, plan, state, desk.clock.now, live)

    return await desk.read(read)
