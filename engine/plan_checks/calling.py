"""Checks of `calling.yaml`: everything that it names exists in the plans that it is for.

A rule that names no plan is for all of them, so what it names has to be in each.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import PlanFileError
from engine.plan.calling_loader import CallingSource, read_calling
from engine.plan.calling_rules import ABOUT_SLOTS, OUTSIDE_TRIGGERS, CallingRule, CallingRules, Who
from engine.plan.model import Plan
from engine.plan.nearest import nearest
from engine.plan.yaml_tree import Path as Place
from engine.plan.yaml_tree import path_text, place_of
from engine.plan_checks.finding import PlanFinding, Severity, Words, of_error

Plans = Mapping[str, Plan]


def check_calling(file: Path, plans: Plans) -> list[PlanFinding]:
    """The findings of one `calling.yaml` beside these plans, in the order of its lines."""
    try:
        source = read_calling(file)
    except PlanFileError as wrong:
        return [of_error(one) for one in wrong.every]
    return check_source(source, plans)


def check_source(source: CallingSource, plans: Plans) -> list[PlanFinding]:
    """The findings of rules that have been read."""
    found = _Findings(source)
    if plans:
        _doubled(found, source.value)
        for index, rule in enumerate(source.value.rules):
            _rule(found, ("rules", index), rule, source.value, plans)
        _unused(found, source.value)
    return sorted(found.list, key=lambda one: (one.line, one.severity, one.code))


@dataclass(slots=True)
class _Findings:
    """Findings of one file, being collected."""

    source: CallingSource
    list: list[PlanFinding]

    def __init__(self, source: CallingSource) -> None:
        self.source, self.list = source, []

    def add(self, severity: Severity, code: str, at: Place, **facts: Any) -> None:
        file, line = place_of(self.source.tree, at)
        file = file or self.source.text.file
        self.list.append(PlanFinding(code, severity, file, line, {"place": path_text(at), **facts}))

    def unknown(self, at: Place, value: str, known: Iterable[str], where: str | Words) -> None:
        """Something is named that is not there; `where` are the plans that lack it."""
        names = sorted(known)
        self.add(
            "error",
            "calling_unknown",
            at,
            value=value,
            where=where,
            accepted="、".join(names[:40]) or "—",
            hint=nearest(value, names) or "—",
        )


def _doubled(found: _Findings, rules: CallingRules) -> None:
    lists = {
        "rules": [rule.id for rule in rules.rules],
        "assumptions": [one.id for one in rules.assumptions],
    }
    for key, ids in lists.items():
        for index, id_ in enumerate(ids):
            if id_ in ids[:index]:
                found.add("error", "calling_id_twice", (key, index, "id"), value=id_)


def _unused(found: _Findings, rules: CallingRules) -> None:
    used = {id_ for rule in rules.rules for id_ in rule.assumption}
    for index, one in enumerate(rules.assumptions):
        if one.id not in used:
            found.add("warning", "calling_unused", ("assumptions", index, "id"), value=one.id)


def _rule(
    found: _Findings, at: Place, rule: CallingRule, rules: CallingRules, plans: Plans
) -> None:
    known = [one.id for one in rules.assumptions]
    for id_ in rule.assumption:
        if id_ not in known:
            found.unknown((*at, "assumption"), id_, known, found.source.text.file)
    for id_ in rule.plans:
        if id_ not in plans:
            found.unknown((*at, "plans"), id_, plans, Words("各预案", "the plans"))
    mine = [plan for plan in plans.values() if rule.applies_to(plan.id)]
    if rule.on in OUTSIDE_TRIGGERS:
        _outside(found, at, rule)
    elif mine:
        _names(found, at, rule, mine)
    _times(found, at, rule, mine)


def _outside(found: _Findings, at: Place, rule: CallingRule) -> None:
    """Where there is no incident there is no plan, no level and no report."""
    for key in ("clause", "plans", "levels", "obligations", "real_only"):
        if getattr(rule, key):
            found.add("error", "calling_outside", (*at, key), value=rule.on, key=key)
    for place, who in _whos(rule):
        if who.on_duty is None and not who.each:
            found.add("error", "calling_outside_who", (*at, *place), value=rule.on)


def _names(found: _Findings, at: Place, rule: CallingRule, mine: list[Plan]) -> None:
    every: list[tuple[Place, str, Callable[[Plan], Collection[str]]]] = [
        *((("clause",), one, _clauses) for one in rule.clause),
        *((("levels",), one, lambda plan: plan.places) for one in rule.levels),
        *(
            ((*place, kind), name, names)
            for place, who in _whos(rule)
            for kind, name, names in _parties(who)
        ),
    ]
    for place, name, names in every:
        lacking = [plan for plan in mine if name not in names(plan)]
        if lacking:
            titles = "、".join(plan.id for plan in lacking)
            found.unknown((*at, *place), name, names(lacking[0]), titles)
    obligations = {report.id for plan in mine for report in plan.reports}
    for name in rule.obligations:
        if name not in obligations:
            titles = "、".join(plan.id for plan in mine)
            found.unknown((*at, "obligations"), name, obligations, titles)
    if rule.on not in ABOUT_SLOTS:
        if rule.obligations:
            found.add("error", "calling_no_report", (*at, "obligations"), value=rule.on)
        for place, who in _whos(rule):
            if who.reporter:
                found.add("error", "calling_no_report", (*at, *place), value=rule.on)


def _times(found: _Findings, at: Place, rule: CallingRule, mine: list[Plan]) -> None:
    last = max(step.after_s for step in rule.steps)
    if last >= rule.answer_within_s:
        bound = rule.answer_within_s
        found.add("warning", "calling_after_deadline", (*at, "steps"), value=last, bound=bound)
    if rule.rounds > 1 and last >= rule.round_every_s:
        bound = rule.round_every_s
        found.add("warning", "calling_rounds", (*at, "round_every_s"), value=last, bound=bound)
    if rule.on == "decision_waiting":
        most = max((len(plan.reminders.decision_minutes) for plan in mine), default=0)
        if mine and rule.nth > most:
            found.add("error", "calling_never", (*at, "nth"), value=rule.nth, bound=most)


def _whos(rule: CallingRule) -> Iterator[tuple[Place, Who]]:
    for index, who in enumerate(rule.each):
        yield ("each", index), who
    for index, step in enumerate(rule.steps):
        yield ("steps", index, "who"), step.who


def _parties(who: Who) -> Iterator[tuple[str, str, Callable[[Plan], Collection[str]]]]:
    if who.role is not None:
        yield "role", who.role, lambda plan: plan.role_by_id
    if who.unit is not None:
        yield "unit", who.unit, lambda plan: plan.unit_by_id
    if who.division is not None:
        yield "division", who.division, lambda plan: plan.division_by_code


def _clauses(plan: Plan) -> Collection[str]:
    """What a rule may cite: the plan's clauses; articles of its laws as `law:article`."""
    return {clause.number for clause in plan.clauses} | _cited(plan)


def _cited(plan: Plan) -> set[str]:
    return {one for report in plan.reports for one in report.clause if ":" in one}
