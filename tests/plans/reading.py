"""How the fidelity tests read a loaded plan. Nothing about a particular plan is in here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from engine.conditions.evaluation import Situation, current_class, holds
from engine.plan.clauses import hash_clause, split_source
from engine.plan.model import Assumption, Plan, Transition, Unit
from engine.plan.part import Rule

PLANS = Path(__file__).parents[2] / "plans"
OPENING = ("assessing", "warning", "ended", "closed")


def criteria_met(plan: Plan, **facts: Any) -> set[str]:
    """The criteria that these facts meet; all others are not met or unknown."""
    situation = Situation(plan, facts)
    return {
        criterion.id
        for level in plan.levels
        for criterion in level.criteria
        if holds(criterion.when, situation)
    }


def level_met(plan: Plan, **facts: Any) -> str | None:
    """The highest level of which these facts meet a criterion."""
    met = criteria_met(plan, **facts)
    for level in reversed(plan.levels):
        if any(criterion.id in met for criterion in level.criteria):
            return level.id
    return None


def class_of(plan: Plan, scale: str, **facts: Any) -> str | None:
    """The highest class of the scale that these facts are known to reach."""
    return current_class(Situation(plan, facts), scale)


def reports_owed(plan: Plan, place: str, **facts: Any) -> set[str]:
    """The obligations that apply at `place` with these facts."""
    situation = Situation(plan, facts, place)
    return {
        report.id
        for report in plan.reports
        if plan.covers(report.at, place) and (report.when is None or holds(report.when, situation))
    }


def row(plan: Plan, command: str, source: str, target: str) -> Transition | None:
    """The one row of the lifecycle for this step; None when the plan has no such step."""
    found = [
        rule
        for rule in plan.lifecycle
        if command in rule.on
        and plan.covers(rule.from_, source)
        and plan.covers(rule.to, target)
        and source != target
    ]
    assert len(found) <= 1, f"{command} {source} → {target} is ruled twice"
    return found[0] if found else None


def authority(plan: Plan, command: str, source: str, target: str) -> tuple[Any, ...] | None:
    """(recommended by, approved by, done by) of one step, or None."""
    rule = row(plan, command, source, target)
    return rule and (rule.recommended_by, rule.approved_by, rule.by)


def may(plan: Plan, command: str) -> tuple[set[str], bool]:
    """Who may do an act that changes no level, and whether the desk may alone."""
    (rule,) = [rule for rule in plan.acts if command in rule.on]
    return set(rule.by), rule.desk


def measures_at(plan: Plan, place: str) -> set[str]:
    """The measures of a place, those that it inherits included."""
    places, new = {place}, {place}
    while new:
        new = {
            source
            for rule in plan.inheritance
            if places & set(rule.position)
            for source in rule.of
            if source not in places
        }
        places |= new
    return {m.id for m in plan.measures for at in places if plan.covers(m.at, at)}


def parts(plan: Plan) -> Iterator[BaseModel]:
    """Every part of the plan, at any depth."""

    def below(part: Any) -> Iterator[BaseModel]:
        if isinstance(part, tuple):
            for entry in part:
                yield from below(entry)
        elif isinstance(part, BaseModel):
            yield part
            for name in type(part).model_fields:
                yield from below(getattr(part, name))

    return below(plan)


def cited_by_rules(plan: Plan) -> set[str]:
    """All clauses and articles that rules (and units) cite."""
    return {
        clause for part in parts(plan) if isinstance(part, Rule | Unit) for clause in part.clause
    }


def assumptions_used(plan: Plan) -> set[str]:
    """The readings that some rule names."""
    return {id_ for part in parts(plan) if isinstance(part, Rule) for id_ in part.assumption}


def without_english(plan: Plan) -> list[str]:
    """Named parts whose English is missing, by id."""
    missing = []
    for part in parts(plan):
        fields = type(part).model_fields
        for chinese in ("name", "text", "title"):
            english = f"{chinese}_en"
            if english in fields and not getattr(part, english):
                missing.append(str(getattr(part, "id", part)))
    return missing


def unknown_assumption_clauses(plan: Plan) -> set[str]:
    """Clauses that an assumption interprets but neither the index nor a law holds."""
    known = {clause.number for clause in plan.clauses}
    laws = {law.id for law in plan.laws}
    return {
        clause
        for part in parts(plan)
        if isinstance(part, Assumption)
        for clause in part.clause
        if clause not in known and clause.partition(":")[0] not in laws
    }


def plan_and_texts(plan: Plan) -> tuple[Plan, dict[str, str]]:
    """The plan with the text it was made from.

    With `ZHIBAN_PLAN_TEXTS` (a folder with `production-safety.md` and the like) the
    official text. Without it, a made-up text of the same clauses, and the plan with the
    hashes of that: the comparison is tested either way, the wording only with the texts.
    """
    folder = os.environ.get("ZHIBAN_PLAN_TEXTS")
    if folder:
        file = Path(folder) / f"{plan.id.replace('_', '-')}.md"
        return plan, split_source(file.read_text(encoding="utf-8"))
    texts = {c.number: f"第{c.number}条：虚构的文字。" for c in plan.clauses if c.sha256}
    clauses = tuple(
        clause.model_copy(update={"sha256": clause.sha256 and hash_clause(texts[clause.number])})
        for clause in plan.clauses
    )
    return plan.model_copy(update={"clauses": clauses}), texts
