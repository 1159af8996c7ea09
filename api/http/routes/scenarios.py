"""Scenarios of the office: listed, written, checked, read from files, tried."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar, cast

from fastapi import APIRouter, Depends, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.identity import SignedIn
from api.access.scenario_sight import READERS, WRITERS, may_write
from api.http.dependencies import By, State, Who, signed_in
from api.http.openapi import scenario_responses as responses
from api.http.responses import send
from api.http.routes.contacts import version_of
from api.http.scenario_bodies import (
    ReadScenarioBody,
    ScenarioBody,
    ScenarioBodyBody,
    TryScenarioBody,
)
from api.http.strict_json import StrictRoute
from api.ports import SHEET
from api.problems import HttpError, language_of
from api.runtime.app_state import AppState
from api.scenarios.checking import check
from api.scenarios.choices import choices
from api.scenarios.files import refuse_other, text_of
from api.scenarios.library import Found, ScenarioLibrary
from api.scenarios.ports import Overtaken
from api.scenarios.shapes import ScenarioNote, ScenarioView
from api.scenarios.uploads import read_upload, written
from engine.errors import InvalidInput
from engine.instants import from_text, minute_text

router = APIRouter(prefix="/api/scenarios", tags=["scenarios"], route_class=StrictRoute)
ScenarioId = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,62}$", description="its name")]
Form = Literal["yaml", "xlsx"]
LONGEST_TITLE = 200
T = TypeVar("T")


async def readers_only(request: Request) -> None:
    """Raise `HttpError` (403) for whoever may take part."""
    _only((await signed_in(request)), READERS)


async def writers_only(request: Request) -> None:
    """Raise `HttpError` (403) unless the account may write scenarios."""
    _only((await signed_in(request)), WRITERS)


def _only(who: SignedIn, roles: tuple[str, ...]) -> None:
    if not any(who.actor.is_a(role) for role in roles):
        raise HttpError(403, "scenario_not_yours")


READING, WRITING = [Depends(readers_only)], [Depends(writers_only)]


def _library(desk: AppState) -> ScenarioLibrary:
    return ScenarioLibrary(desk.settings.plans_dir, desk.scenarios, desk.plans.current())


def _language(request: Request) -> str:
    return language_of(request.headers.get("accept-language"))


@router.get("", responses=responses.SCENARIOS, dependencies=READING, summary="All scenarios")
async def scenarios(request: Request, desk: State, who: Who) -> Response:
    """Those of the office, then those that come with the plans."""
    language = _language(request)

    def ask() -> dict[str, Any]:
        library = _library(desk)
        rows = [library.summary(one, language) for one in library.all()]
        return {"may_write": may_write(who.actor), "scenarios": rows}

    return send(await run_in_threadpool(ask))


@router.get(
    "/choices", responses=responses.CHOICES, dependencies=READING, summary="What the forms offer"
)
async def scenario_choices(request: Request, desk: State) -> Response:
    """Posts, reports, measures, clauses and places of every plan, and what may be asked of whom."""
    language, plans = _language(request), desk.plans.current().values()
    return send(await run_in_threadpool(choices, plans, language))


@router.post(
    "/check", responses=responses.CHECKED, dependencies=WRITING, summary="Check a scenario"
)
async def check_scenario(request: Request, body: ScenarioBodyBody, desk: State) -> Response:
    """What `zhiban drill check` would say, each finding with its place. Nothing is kept."""
    language = _language(request)

    def look() -> dict[str, Any]:
        text = _text(desk, body, body.compare)
        return {"findings": check(text, desk.plans.current()).findings(language)}

    return send(await run_in_threadpool(look))


@router.post(
    "/read", responses=responses.READ, dependencies=WRITING, summary="Read a scenario file"
)
async def read_scenario_file(request: Request, body: ReadScenarioBody, desk: State) -> Response:
    """What a YAML file or a workbook holds, checked, and what it would change. Nothing is kept."""
    language = _language(request)
    try:
        content = base64.b64decode(body.file, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput("bad_value", field="file", value="", accepted="Base64") from None

    def look() -> Any:
        before = None if body.compare is None else _found(desk, body.compare).text
        return read_upload(content, body.kind, desk.plans.current(), before, language)

    return send(await run_in_threadpool(look))


@router.post("/try", responses=responses.TRIED, dependencies=WRITING, summary="Try a scenario")
async def try_scenario(request: Request, body: TryScenarioBody, desk: State) -> Response:
    """Play it by the program alone, in a process without a database, for a minute at most.

    Whoever closes the connection stops it. A scenario that fails the check is refused.
    """
    text = await run_in_threadpool(_playable, desk, body.scenario)

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    found = await desk.trials.run(text, body.seed, _language(request), gone)
    if "refused" in found:
        raise HttpError(409, "trial_refused", why=found["refused"])
    return send(found["trial"])


@router.get(
    "/try/progress", responses=responses.TRYING, dependencies=WRITING, summary="How far a trial is"
)
async def trial_progress(desk: State) -> Response:
    """Of the one trial that this server runs, whoever asked for it."""
    return send(desk.trials.progress())


def _playable(desk: AppState, scenario: dict[str, Any]) -> str:
    text = text_of(scenario, (), None)
    refuse_other(text, scenario)
    faults = check(text, desk.plans.current()).faults
    if faults:
        raise HttpError(409, "scenario_draft", count=len(faults))
    return text


@router.get(
    "/{scenario}/file.{form}",
    response_class=Response,
    responses=responses.FILE,
    dependencies=READING,
    summary="A scenario as a file",
)
async def scenario_file(scenario: ScenarioId, form: Form, desk: State) -> Response:
    """The file itself, with its comments, or the workbook of `zhiban drill export`."""

    def make() -> bytes:
        return written(_found(desk, scenario).text, form, desk.plans.current())

    content = await run_in_threadpool(make)
    media = responses.YAML if form == "yaml" else SHEET
    named = {"Content-Disposition": f'attachment; filename="{scenario}.{form}"'}
    return Response(content, media_type=media, headers=named)


@router.get("/{scenario}", responses=responses.SCENARIO, dependencies=READING, summary="A scenario")
async def scenario_view(request: Request, scenario: ScenarioId, desk: State, who: Who) -> Response:
    """All of it as data, with what is wrong with it."""

    def ask() -> ScenarioView:
        found = _found(desk, scenario)
        return _library(desk).view(found, _language(request), may_write=may_write(who.actor))

    return _shown(await run_in_threadpool(ask))


@router.put(
    "/{scenario}",
    responses=responses.SAVED,
    dependencies=WRITING,
    summary="Keep a scenario",
)
async def save_scenario(
    request: Request, scenario: ScenarioId, body: ScenarioBodyBody, desk: State, by: By
) -> Response:
    """Keep an edition; one that fails the check is kept as a draft.

    With `If-Match` (the version that it was made from, 0 for a new one) it is refused if somebody
    else has kept another edition meanwhile.
    """
    seen = version_of(request.headers.get("if-match"))

    def work() -> ScenarioView:
        library = _library(desk)
        if library.is_shipped(scenario):
            raise HttpError(409, "scenario_shipped")
        body.scenario["id"] = scenario
        kept = desk.scenarios.get(scenario)
        text = _text(desk, body, body.compare if kept is None else scenario)
        title = body.scenario.get("title")
        named = title.strip()[:LONGEST_TITLE] if isinstance(title, str) else ""
        draft = bool(library.checked(text).faults)
        saved = desk.scenarios.save(
            scenario, text, by, title=named or scenario, draft=draft, seen=seen
        )
        return library.view(Found(saved.id, saved.text, saved), _language(request), may_write=True)

    return _shown(await run_in_threadpool(_told, desk, work))


@router.delete(
    "/{scenario}",
    status_code=204,
    responses=responses.REMOVED,
    dependencies=WRITING,
    summary="Remove a scenario",
)
async def remove_scenario(request: Request, scenario: ScenarioId, desk: State, by: By) -> Response:
    """Take it out of the list; its editions stay in the server journal."""
    seen = version_of(request.headers.get("if-match"))

    def work() -> bool:
        if _library(desk).is_shipped(scenario):
            raise HttpError(409, "scenario_shipped")
        return desk.scenarios.remove(scenario, by, seen=seen)

    if not await run_in_threadpool(_told, desk, work):
        raise HttpError(404, "scenario_not_found", id=scenario)
    return Response(status_code=204)


def _text(desk: AppState, body: ScenarioBody, compare: str | None) -> str:
    before = None if compare is None else _library(desk).get(compare)
    notes = [cast(ScenarioNote, one.model_dump()) for one in body.notes]
    text = text_of(body.scenario, notes, None if before is None else before.text)
    refuse_other(text, body.scenario)
    return text


def _found(desk: AppState, scenario: str) -> Found:
    found = _library(desk).get(scenario)
    if found is None:
        raise HttpError(404, "scenario_not_found", id=scenario)
    return found


def _told(desk: AppState, work: Callable[[], T]) -> T:
    """Do the work; another edition that has come first is told with who kept it and when."""
    try:
        return work()
    except Overtaken as wrong:
        now = wrong.current
        zone = next((one.zone for one in desk.plans.current().values()), "UTC")
        at = "—" if now is None else minute_text(from_text(now.changed_at), zone)
        name = "—" if now is None else now.changed_by
        version = 0 if now is None else now.version
        raise HttpError(412, "scenario_changed", name=name, at=at, current=version) from None


def _shown(view: ScenarioView) -> Response:
    return send(view, ETag=f'"{view["summary"]["version"]}"')
