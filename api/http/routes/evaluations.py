"""Evaluations: of the drill and of one incident, as data and as a report; what people add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.evaluation_sight import may_assess, may_settle, reads_drill
from api.access.identity import SignedIn
from api.http.dependencies import By, State, Tongue, Who
from api.http.evaluation_bodies import NewGrade, NewRemark, NewScore, SaveImprovement
from api.http.evaluation_readers import readable, sees_all, whole_only
from api.http.file_response import file_response
from api.http.openapi import evaluation_responses as responses
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.runtime.documents.documents import Format, render
from api.runtime.evaluation.evaluations import (
    DRILL,
    evaluated,
    evaluation_of,
    exercises,
    glances,
    known_items,
    played,
)
from api.server_journal.evaluation_data import (
    EvaluationRemarked,
    EvaluationScored,
    ImprovementSaved,
)
from api.store.queries.reader import Reader
from engine.documents.document import Document
from engine.errors import InvalidInput
from engine.evaluation.evaluation import IncidentEvaluation
from engine.evaluation.records import Records
from engine.evaluation.report import evaluation_report
from engine.evaluation.shapes import EvaluationView, GlancesView
from engine.frozen import replace
from engine.instants import to_text
from engine.plan.nearest import nearest

router = APIRouter(prefix="/api", tags=["evaluation"], route_class=StrictRoute)
Form = Literal["json"] | Format


# Those in JSON stand before those of a form, which would take their ending in.
@router.get(
    "/drill/evaluation.json", responses=responses.EVALUATION, summary="Evaluation of the drill"
)
async def drill_evaluation(language: Tongue, desk: State, who: Who) -> Response:
    """Every exercise of this server in one evaluation, the newest twenty."""
    return await _evaluation(language, desk, who, None, "json")


@router.get(
    "/drill/evaluation.{form}",
    response_class=Response,
    responses=responses.REPORT,
    summary="Report of the drill's evaluation",
)
async def drill_report(language: Tongue, form: Format, desk: State, who: Who) -> Response:
    """The evaluation of the drill as Word, PDF or HTML."""
    return await _evaluation(language, desk, who, None, form)


@router.get(
    "/incidents/{incident}/evaluation.json",
    responses=responses.INCIDENT_EVALUATION,
    summary="Evaluation of an incident",
)
async def incident_evaluation(language: Tongue, incident: str, desk: State, who: Who) -> Response:
    """What the plan asked for and what was done, as the journal stands; also while it runs."""
    return await _evaluation(language, desk, who, incident, "json")


@router.get(
    "/incidents/{incident}/evaluation.{form}",
    response_class=Response,
    responses=responses.INCIDENT_REPORT,
    summary="Report of an incident's evaluation",
)
async def incident_report(
    language: Tongue, incident: str, form: Format, desk: State, who: Who
) -> Response:
    """The evaluation of an incident as Word, PDF or HTML."""
    return await _evaluation(language, desk, who, incident, form)


@router.get(
    "/incidents/{incident}/glances",
    responses=responses.GLANCES,
    summary="What somebody should look at",
)
async def incident_glances(language: Tongue, incident: str, desk: State, who: Who) -> Response:
    """What the monitors of the plan see now; nothing of it changes the incident."""

    def read(reader: Reader) -> GlancesView:
        plan, state = desk.whole(who, reader, incident, whole_only)
        return glances(reader, desk.companions, plan, state, desk.clock.now, language)

    return send(await desk.read(read))


@router.post(
    "/drill/remarks", status_code=201, responses=responses.WRITTEN, summary="Write a remark"
)
async def remark(language: Tongue, body: NewRemark, desk: State, who: Who, by: By) -> Response:
    """What an evaluator saw, at its instant. The same `key` again changes nothing."""
    subject, _ = await _subject(desk, who, body.incident)
    now = desk.clock.now
    if body.at > now:
        raise InvalidInput("future_instant", field="at", value=to_text(body.at), now=to_text(now))
    told: EvaluationRemarked = {
        "key": body.key,
        "subject": subject,
        "seen_at": to_text(body.at),
        "text": body.text,
        "number": body.number,
        "entry": body.entry,
    }
    await run_in_threadpool(desk.evaluations.remark, told, by)
    return await _evaluation(language, desk, who, body.incident, "json", 201)


@router.post("/drill/scores", status_code=201, responses=responses.WRITTEN, summary="Score an item")
async def score(language: Tongue, body: NewScore, desk: State, who: Who, by: By) -> Response:
    """0, 1, 3 or 5 points, or null for an item that does not apply; the last one counts."""
    subject, _ = await _subject(desk, who, body.incident)
    known = known_items(desk.companions.sheets.values())
    _known("sheet", body.sheet, known)
    _known("number", body.number, known[body.sheet])
    told: EvaluationScored = {
        "subject": subject,
        "sheet": body.sheet,
        "number": body.number,
        "points": body.points,
        "note": body.note,
    }
    await run_in_threadpool(desk.evaluations.score, told, by)
    return await _evaluation(language, desk, who, body.incident, "json", 201)


@router.post(
    "/drill/grade", status_code=201, responses=responses.WRITTEN, summary="Give the overall grade"
)
async def grade(language: Tongue, body: NewGrade, desk: State, who: Who, by: By) -> Response:
    """优, 良, 中 or 差, with a reason: a person's word, never computed."""
    subject, _ = await _subject(desk, who, body.incident)
    await run_in_threadpool(
        desk.evaluations.grade, {"subject": subject, "grade": body.grade}, by.because(body.reason)
    )
    return await _evaluation(language, desk, who, body.incident, "json", 201)


@router.post(
    "/drill/improvements",
    status_code=201,
    responses=responses.WRITTEN,
    summary="Keep what has to get better",
)
async def improvement(
    language: Tongue, body: SaveImprovement, desk: State, who: Who, by: By
) -> Response:
    """A finding with what will be done, by whom and until when; the same `key` changes it."""
    subject, plan = await _subject(desk, who, body.incident)
    known = await run_in_threadpool(desk.evaluations.of, subject)
    if any(one.key == body.key for one in known.earlier):
        raise HttpError(409, "improvement_elsewhere")
    told: ImprovementSaved = {
        "key": body.key,
        "subject": subject,
        "plan": plan,
        "about": body.about,
        "finding": body.finding,
        "action": body.action,
        "owner": body.owner,
        "due": body.due.isoformat(),
        "done": body.done,
    }
    await run_in_threadpool(desk.evaluations.improve, told, by)
    return await _evaluation(language, desk, who, body.incident, "json", 201)


def _known(field: str, given: str, known: Sequence[str] | dict[str, tuple[str, ...]]) -> None:
    if given not in known:
        raise InvalidInput(
            "unknown_choice",
            field=field,
            value=given,
            accepted=", ".join(known),
            hint=nearest(given, known) or "—",
        )


async def _subject(desk: AppState, who: SignedIn, incident: str | None) -> tuple[str, str | None]:
    """What is written about, and its plan. Raises `NotFound` and 403."""

    def read(reader: Reader) -> tuple[str, str | None, bool]:
        if incident is None:
            return DRILL, None, True
        plan, state = desk.whole(who, reader, incident, whole_only)
        return state.id, plan.id, state.exercise

    subject, plan, exercise = await desk.read(read)
    if not may_assess(who.actor, exercise=exercise):
        raise HttpError(403, "evaluation_not_yours")
    return subject, plan


async def _evaluation(
    language: str,
    desk: AppState,
    who: SignedIn,
    incident: str | None,
    form: Form,
    status: int = 200,
) -> Response:
    live = await played(desk.drill)

    def read(reader: Reader) -> tuple[str, bool, list[IncidentEvaluation]]:
        now = desk.clock.now
        if incident is None:
            found = [(desk.pinned(one), one) for one in exercises(reader)]
            sight = desk.sight(who)
            seen = [pair for pair in found if sight.whole(*pair)]
            subject, exercise = DRILL, True
        else:
            seen = [desk.whole(who, reader, incident, whole_only)]
            subject, exercise = seen[0][1].id, seen[0][1].exercise
        rows = [evaluated(reader, desk.companions, plan, state, now, live) for plan, state in seen]
        return subject, exercise, rows

    subject, exercise, evaluations = await desk.read(read)
    records = await _records(desk, who, subject, bool(evaluations))
    if form != "json":
        return await _report(desk, records, evaluations, form)
    plans = list(desk.plans.current().values())

    def view() -> EvaluationView:
        return evaluation_of(
            subject,
            evaluations,
            desk.companions,
            records,
            language,
            exercise=exercise,
            may_write=may_assess(who.actor, exercise=exercise),
            settles=lambda one: may_settle(who.actor, one.owner, plans),
        )

    return send(await run_in_threadpool(view), status)


async def _records(desk: AppState, who: SignedIn, subject: str, sees: bool) -> Records:
    """What was written, as far as the account reads it: of a whole drill or incident, and of
    earlier ones that it sees too."""
    if not (sees or reads_drill(who.actor)):
        return Records()
    found = await run_in_threadpool(desk.evaluations.of, subject)

    def read(reader: Reader) -> frozenset[str]:
        return readable(reader, found.earlier, sees_all(desk, who))

    subjects = await desk.read(read)
    earlier = tuple(one for one in found.earlier if one.subject in subjects)
    return replace(found, earlier=earlier)


async def _report(
    desk: AppState, records: Records, evaluations: Sequence[IncidentEvaluation], form: Format
) -> Response:
    if not evaluations:
        raise HttpError(409, "nothing_to_evaluate")
    sheets, folder = desk.companions.sheets.values(), desk.settings.plans_dir

    def made() -> Document:
        return evaluation_report(evaluations, sheets, records)

    document = await run_in_threadpool(made)
    plan = evaluations[0].history.plan.id
    file = await run_in_threadpool(render, document, form, folder, plan)
    return file_response(file)
