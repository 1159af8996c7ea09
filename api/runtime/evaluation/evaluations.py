"""Evaluations for the routes: journals folded once, judged when somebody asks.

Nothing of it is on the writer's path: a reader folds the journal of one snapshot. The fold is
kept until the incident has another entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import structlog

from api.drill.session import DrillSession
from api.evaluation.ports import DRILL
from api.store.queries.reader import Reader
from engine.drill.planned_actions import planned_actions
from engine.errors import PlanFileError
from engine.evaluation.evaluation import (
    IncidentEvaluation,
    evaluate_history,
    is_over,
)
from engine.evaluation.history import History, history_of
from engine.evaluation.monitors import findings
from engine.evaluation.planned import PlannedAction
from engine.evaluation.records import Records
from engine.evaluation.shapes import EvaluationView, GlancesView
from engine.evaluation.view import Settles, evaluation_view, finding_view
from engine.incident.state import Incident
from engine.instants import to_text
from engine.memo import BoundedDict
from engine.plan.companion_files import load_monitors, load_sheets
from engine.plan.evaluation_sheets import EvaluationSheet
from engine.plan.model import Plan
from engine.plan.monitor_rules import USUAL, MonitorRules

log = structlog.get_logger("zhiban.evaluation")

MOST_COUNTED = 50
"""The newest open incidents whose findings are counted for machines."""

MOST_INCIDENTS = 20
"""The newest exercises that the evaluation of a drill is about."""


@dataclass(frozen=True, slots=True)
class Companions:
    """What stands beside the plans: monitors by plan, sheets by id."""

    monitors: Mapping[str, MonitorRules] = field(default_factory=dict)
    sheets: Mapping[str, EvaluationSheet] = field(default_factory=dict)

    def rules_of(self, plan: str) -> MonitorRules:
        """What is watched under a plan."""
        return self.monitors.get(plan, USUAL)


def read_companions(folder: Path) -> Companions:
    """The files beside the plans.

    A faulty one is no reason not to serve: it is logged, and what it says is left out. `zhiban
    plan check` says what is wrong with it.
    """
    monitors: dict[str, MonitorRules] = {}
    sheets: dict[str, EvaluationSheet] = {}
    try:
        monitors = load_monitors(folder)
        sheets = load_sheets(folder)
    except PlanFileError as wrong:
        log.warning("companion_faulty", sentence=wrong.sentence("en"))
    return Companions(monitors, sheets)


_FOLDED: BoundedDict[str, History] = BoundedDict(60)
"""The last histories by incident; another entry is folded onto the one that is known."""


def folded(reader: Reader, plan: Plan, incident: Incident) -> History:
    """The history of an incident as the reader's snapshot has it. Blocks."""
    known = _FOLDED.get(incident.id)
    if known is not None and known.plan is plan and known.last.seq <= incident.seq:
        at = known.last.seq
        more = reader.events(incident.id, after=at) if at < incident.seq else ()
        # The chain says that the entries go on from those that were folded before.
        if more and more[0].prev_hash == known.last.hash:
            known = history_of(plan, more, known)
        elif more or known.last.hash != incident.hash:
            known = None
    else:
        known = None
    found = known or history_of(plan, reader.events(incident.id))
    _FOLDED[incident.id] = found
    return found


@dataclass(frozen=True, slots=True)
class Played:
    """What a live drill adds: when it ended, and what its planner expects, by incident."""

    ended_at: datetime | None = None
    planned: Mapping[str, tuple[PlannedAction, ...]] = field(default_factory=dict)


async def played(session: DrillSession | None) -> Played:
    """What the live drill of this server adds; nothing without one."""
    if session is None:
        return Played()
    kept = await session.kept()
    exercise, scenario = kept.exercise, session.scenario
    planned = {
        id_: tuple(planned_actions(scenario, exercise.injects, key))
        for key, id_ in kept.progress.incidents.items()
    }
    return Played(exercise.at if exercise.over else None, planned)


def evaluated(
    reader: Reader,
    companions: Companions,
    plan: Plan,
    incident: Incident,
    now: datetime,
    live: Played,
) -> IncidentEvaluation:
    """One incident evaluated as it stands now, or as it stood when it (or the drill) was over."""
    history = folded(reader, plan, incident)
    ended_at = live.ended_at if incident.exercise else None
    if is_over(history):
        ended_at = history.last.closed_at or ended_at
    return evaluate_history(
        history,
        ended_at or now,
        over=ended_at is not None,
        rules=companions.rules_of(plan.id),
        planned=live.planned.get(incident.id, ()),
    )


def evaluation_of(
    subject: str,
    evaluations: Sequence[IncidentEvaluation],
    companions: Companions,
    records: Records,
    language: str,
    *,
    exercise: bool,
    may_write: bool,
    settles: Settles,
) -> EvaluationView:
    """The whole evaluation of an incident, or of the drill."""
    return evaluation_view(
        subject,
        evaluations,
        companions.sheets.values(),
        records,
        language,
        exercise=exercise,
        may_write=may_write,
        settles=settles,
    )


def glances(
    reader: Reader,
    companions: Companions,
    plan: Plan,
    incident: Incident,
    now: datetime,
    language: str,
) -> GlancesView:
    """What somebody should look at now: what the monitors see and is not over."""
    history = folded(reader, plan, incident)
    found = findings(companions.rules_of(plan.id), history, now)
    lasting = [one for one in found if one.lasting] if not is_over(history) else []
    return {
        "incident": incident.id,
        "at": to_text(now),
        "findings": [finding_view(plan, one, language) for one in lasting],
    }


def count_findings(
    reader: Reader, companions: Companions, pinned: Callable[[Incident], Plan], now: datetime
) -> dict[str, int]:
    """How many lasting findings real open incidents have, by kind. Blocks."""
    counts: Counter[str] = Counter()
    page = reader.incidents(exercise=False, open_only=True, limit=MOST_COUNTED)
    for incident in page.items:
        plan = pinned(incident)
        history = folded(reader, plan, incident)
        found = findings(companions.rules_of(plan.id), history, now)
        counts.update(one.kind for one in found if one.lasting)
    return dict(counts)


def exercises(reader: Reader) -> list[Incident]:
    """The exercises that the evaluation of a drill is about, the oldest first."""
    page = reader.incidents(exercise=True, limit=MOST_INCIDENTS)
    return list(reversed(page.items))


def known_items(sheets: Iterable[EvaluationSheet]) -> dict[str, tuple[str, ...]]:
    """The numbers that may be scored, by sheet."""
    return {sheet.id: sheet.numbers for sheet in sheets}


__all__ = [
    "DRILL",
    "Companions",
    "count_findings",
    "evaluated",
    "evaluation_of",
    "exercises",
    "glances",
    "known_items",
    "played",
    "read_companions",
]
