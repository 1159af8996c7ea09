"""A trial: the scenario is played by the program alone, in memory, and told in words.

Nothing here knows a database. What comes out is shown and thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from api.scenarios.shapes import TrialCoverage, TrialEntry, TrialIncident, TrialInject, TrialView
from engine.drill.coverage.exclusions import NOTHING, Excluded, load_exclusions
from engine.drill.coverage.item_words import in_words
from engine.drill.coverage.table import coverage
from engine.drill.evaluation import evaluate, mismatches_in_words
from engine.drill.runner import Run, run
from engine.drill.scenario import Inject, Scenario
from engine.evaluation.shapes import EvaluatedIncident
from engine.evaluation.view import incident_part
from engine.incident.events import Event
from engine.instants import to_text
from engine.messages import InBoth, text
from engine.plan.companion_files import load_monitors
from engine.plan.model import Plan
from engine.plan.monitor_rules import USUAL, MonitorRules
from engine.presentation.journal_text import sentence
from engine.timers import SYSTEM_ROLE

EXCLUSIONS = "coverage.yaml"
"""Beside the plans: what no drill can visit."""

MOST_ROWS = 300
"""Rows of what was owed and met; thirty days of reports by 17 counties have 1,500."""

MOST_ENTRIES = 40
"""Entries that are shown of what followed an inject."""


def tried(
    scenario: Scenario,
    plans: Mapping[str, Plan],
    folder: Path,
    seed: int | None,
    language: str,
    reached: Callable[[datetime], None] = lambda instant: None,
) -> TrialView:
    """Play it once, and tell what happened. Raises `ZhibanError` where it cannot go on.

    `reached` is told each instant of the scenario's time on the way.
    """
    played = run(scenario, plans, seed, reached)
    rules = load_monitors(folder)
    excluded = load_exclusions(folder / EXCLUSIONS, plans)
    given = {entry.id: entry.at for entry in played.injects if entry.action == "given"}
    by_key = {one.key: one for one in played.every}
    return {
        "seed": played.seed,
        "ended_at": to_text(played.ended_at),
        "entries": sum(len(one.events) for one in played.every),
        "injects": _injects(scenario, by_key, given, language),
        "incidents": [
            _incident(one, rules.get(one.plan.id, USUAL), given, language) for one in played.every
        ],
        "coverage": [
            row
            for plan in dict.fromkeys(one.plan.id for one in played.every)
            for row in _coverage(plans[plan], played, excluded.get(plan, NOTHING), language)
        ],
        "mismatches": list(mismatches_in_words(played, language)),
        "journal_untouched": True,
    }


def _incident(
    one: Run, rules: MonitorRules, given: Mapping[str, datetime], language: str
) -> TrialIncident:
    first = min(
        (given[i.id] for i in one.scenario.injects if i.id in given and _key(one, i) == one.key),
        default=one.ended_at,
    )
    whole = evaluate(one, rules).whole
    return {
        "key": one.key,
        "title": one.scenario.openings[one.key].title,
        "opening": _entries(one, None, first, language),
        "evaluation": _shortened(incident_part(whole, language)),
    }


def _shortened(whole: EvaluatedIncident) -> EvaluatedIncident:
    """At most `MOST_ROWS` rows; what was not met comes before what was."""
    rows = sorted(whole["rows"], key=lambda row: row["verdict"] == "met")
    kept = {row["id"] for row in rows[:MOST_ROWS]}
    return {**whole, "rows": [row for row in whole["rows"] if row["id"] in kept]}


def _key(one: Run, inject: Inject) -> str:
    return inject.incident or one.scenario.first_incident


def _injects(
    scenario: Scenario,
    by_key: Mapping[str, Run],
    given: Mapping[str, datetime],
    language: str,
) -> list[TrialInject]:
    """In order of time, those that were not given last."""
    last = datetime.max.replace(tzinfo=next(iter(by_key.values())).ended_at.tzinfo)
    rows: list[tuple[datetime, TrialInject]] = []
    for inject in scenario.injects:
        key = inject.incident or scenario.first_incident
        one, at = by_key.get(key), given.get(inject.id)
        follow: list[TrialEntry] = []
        if one is not None and at is not None:
            others = (
                given[i.id] for i in scenario.injects if i.id in given and _key(one, i) == key
            )
            until = min((other for other in others if other > at), default=one.ended_at)
            follow = _entries(one, at, until, language)
        row: TrialInject = {
            "id": inject.id,
            "incident": key,
            "given_at": None if at is None else to_text(at),
            "text": (inject.text_en if language == "en" else None) or inject.text,
            "entries": follow,
        }
        rows.append((at or last, row))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _entries(one: Run, after: datetime | None, until: datetime, language: str) -> list[TrialEntry]:
    found = [
        event
        for event in one.events
        if (after is None or event.recorded_at >= after) and event.recorded_at < until
    ]
    return [
        {
            "at": to_text(event.occurred_at),
            "who": _who(one.plan, event, language),
            "sentence": sentence(one.plan, event, language),
        }
        for event in found[:MOST_ENTRIES]
    ]


def _who(plan: Plan, event: Event, language: str) -> str:
    if event.role == SYSTEM_ROLE:
        return text("word.clock", language)
    name = plan.name_of(event.role if event.role in plan.role_by_id else event.actor)
    return name.english if language == "en" and isinstance(name, InBoth) else str(name)


def _coverage(plan: Plan, played: Run, excluded: Excluded, language: str) -> list[TrialCoverage]:
    parts = coverage(plan, [played], excluded)
    title = (plan.title_en if language == "en" else None) or plan.title
    return [
        {
            "plan": plan.id,
            "plan_name": title,
            "kind": part.kind,
            "kind_name": text(f"drill.cover.{part.kind}", language),
            "visited": part.visited,
            "total": part.total - len(part.excluded),
            "missing": [in_words(plan, part.kind, item, language) for item in part.missing],
        }
        for part in parts
    ]
