"""Checks of `monitors.yaml` and of evaluation sheets: what they name exists, and once each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Generic

from engine.errors import PlanFileError
from engine.plan.companion_files import (
    Companion,
    M,
    monitor_files,
    read_monitors,
    read_sheet,
    sheet_files,
)
from engine.plan.evaluation_sheets import EvaluationSheet
from engine.plan.model import Plan
from engine.plan.monitor_rules import MonitorRules
from engine.plan.nearest import nearest
from engine.plan.yaml_tree import Path as Place
from engine.plan.yaml_tree import path_text, place_of
from engine.plan_checks.finding import PlanFinding, of_error


def check_companions(folder: Path, plans: Mapping[str, Plan]) -> list[PlanFinding]:
    """The findings of every such file in a folder of plans."""
    found: list[PlanFinding] = []
    for file in monitor_files(folder):
        found += check_monitors(file, plans)
    for file in sheet_files(folder):
        found += check_sheet(file)
    return found


def check_monitors(file: Path, plans: Mapping[str, Plan]) -> list[PlanFinding]:
    """The findings of one `monitors.yaml` beside these plans, in the order of its lines."""
    try:
        source = read_monitors(file)
    except PlanFileError as wrong:
        return [of_error(one) for one in wrong.every]
    return sorted(_of_monitors(_Subject(source), plans), key=lambda one: one.line)


def check_sheet(file: Path) -> list[PlanFinding]:
    """The findings of one evaluation sheet, in the order of its lines."""
    try:
        source = read_sheet(file)
    except PlanFileError as wrong:
        return [of_error(one) for one in wrong.every]
    return sorted(_of_sheet(_Subject(source)), key=lambda one: one.line)


class _Subject(Generic[M]):
    """One file that has been read."""

    def __init__(self, source: Companion[M]) -> None:
        self.source: Companion[M] = source
        self.value: M = source.value

    def error(self, code: str, at: Place, **facts: Any) -> PlanFinding:
        file, line = place_of(self.source.tree, at)
        place = {"place": path_text(at), **facts}
        return PlanFinding(code, "error", file or self.source.text.file, line, place)

    def unknown(self, at: Place, value: str, known: Collection[str], where: str) -> PlanFinding:
        return self.error(
            "companion_unknown",
            at,
            value=value,
            where=where,
            accepted="、".join(sorted(known)[:40]) or "—",
            hint=nearest(value, sorted(known)) or "—",
        )

    def doubled(self, key: Place, ids: Iterable[str]) -> Iterator[PlanFinding]:
        seen: set[str] = set()
        for index, id_ in enumerate(ids):
            if id_ in seen:
                yield self.error("companion_twice", (*key, index), value=id_)
            seen.add(id_)


def _of_monitors(
    subject: _Subject[MonitorRules], plans: Mapping[str, Plan]
) -> Iterator[PlanFinding]:
    rules = subject.value
    plan = plans.get(rules.plan)
    yield from subject.doubled(("monitors",), (one.id for one in rules.monitors))
    if plan is None:
        yield subject.unknown(("plan",), rules.plan, plans, "")
        return
    clauses = {clause.number for clause in plan.clauses} | _articles(plan)
    for index, one in enumerate(rules.monitors):
        at: Place = ("monitors", index)
        known = plan.report_by_id if one.kind == "report" else plan.measure_by_id
        yield from (
            subject.unknown((*at, "only"), name, known, plan.id)
            for name in one.only
            if name not in known
        )
        yield from (
            subject.unknown((*at, "at"), name, plan.places, plan.id)
            for name in one.at
            if name not in plan.places
        )
        yield from _citations(subject, at, one.clause, clauses, plan.id)
    for index, step in enumerate(rules.chain):
        at = ("chain", index)
        yield from (
            subject.unknown((*at, "measures"), name, plan.measure_by_id, plan.id)
            for name in step.measures
            if name not in plan.measure_by_id
        )
        yield from _citations(subject, at, step.clause, clauses, plan.id)


def _citations(
    subject: _Subject[MonitorRules], at: Place, cited: Iterable[str], known: set[str], plan: str
) -> Iterator[PlanFinding]:
    for one in cited:
        if one not in known:
            yield subject.unknown((*at, "clause"), one, known, plan)


def _articles(plan: Plan) -> set[str]:
    """The articles of laws that the plan cites somewhere."""
    rules = (*plan.reports, *plan.measures, *plan.facts)
    return {one for rule in rules for one in rule.clause if ":" in one}


def _of_sheet(subject: _Subject[EvaluationSheet]) -> Iterator[PlanFinding]:
    seen: set[str] = set()
    for index, heading in enumerate(subject.value.headings):
        places: list[tuple[Place, str]] = [(("headings", index, "number"), heading.number)]
        places += [
            (("headings", index, "items", number, "number"), item.number)
            for number, item in enumerate(heading.items)
        ]
        for at, number_ in places:
            if number_ in seen:
                yield subject.error("companion_twice", at, value=number_)
            seen.add(number_)
        for number, item in enumerate(heading.items):
            if item.judge is not None and item.text is None:
                at = ("headings", index, "items", number, "judge")
                yield subject.error("sheet_judges_nothing", at, value=item.number)
