"""Every condition can be met: a rule that never applies is a rule that was miswritten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.plan import model as m
from engine.plan.expressions import Expression
from engine.plan.measures import effective
from engine.plan.yaml_tree import Path
from engine.plan_checks.conditions.regions import PLACE, Flat
from engine.plan_checks.conditions.rewriting import branches, judged_by_flags
from engine.plan_checks.finding import PlanFinding, Subject, named
from engine.plan_checks.plan_walk import Found
from engine.plan_checks.size_limits import CONDITIONS


def check(subject: Subject, found: list[Found]) -> Iterator[PlanFinding]:
    """Conditions that no facts can meet."""
    flat = Flat(subject.plan, scales=True)
    for path, part in found:
        for key in CONDITIONS.get(type(part), ()):
            condition = getattr(part, key)
            possible = condition is None or _possible(flat, condition, part)
            if not possible:
                code = "never_met" if possible is False else "not_proved"
                yield _doubt(subject, code, (*path, key), part)
            elif isinstance(part, m.Measure) and _stands_still(flat, part):
                yield _doubt(subject, "limit_never_runs", (*path, key), part)


def _possible(flat: Flat, condition: Expression, part: Any) -> bool | None:
    """True if some case meets the condition where the rule applies; None if not all were tried."""
    fixed = None
    if isinstance(part, m.ReportObligation | m.Measure):
        fixed = {PLACE: [p for p in flat.states() if _applies(flat.plan, part, p)] or ["closed"]}
    return _some_case(flat, judged_by_flags(condition), fixed)


def _stands_still(flat: Flat, measure: m.Measure) -> bool:
    """Whether its time never runs: a judgement is never known to hold."""
    if measure.within is None or measure.when is None:
        return False
    return _some_case(flat, measure.when, None) is False


def _applies(plan: m.Plan, part: m.ReportObligation | m.Measure, place: str) -> bool:
    """Whether the rule is asked for at the place; a measure also where it is inherited."""
    if isinstance(part, m.Measure):
        return part in effective(plan, place)
    return plan.covers(part.at, place)


def _some_case(
    flat: Flat, condition: Expression, fixed: dict[str, list[Any]] | None
) -> bool | None:
    all_tried = True
    for branch in branches(condition):
        cases = flat.cases([branch], fixed=fixed)
        if any(flat.met(branch, case) for case in cases):
            return True
        all_tried = all_tried and cases.whole
    return False if all_tried else None


def _doubt(subject: Subject, code: str, path: Path, part: Any) -> PlanFinding:
    make = subject.warning if code == "not_proved" else subject.error
    clause = "、".join(getattr(part, "clause", ())) or None
    return make(code, path, clause=clause, name=named(part))
