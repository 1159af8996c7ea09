"""Conditions that are well formed but behave unlike what their writer expects.

A criterion about the present level may be met by the very facts that led there: opening the level
recommends the next one at once. The negation of an unrecorded fact is unknown, so a rule that needs
it does not apply until the fact is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.conditions.criteria import criteria
from engine.plan import expressions as ex
from engine.plan import model as m
from engine.plan_checks.conditions.counterexample_text import case_words
from engine.plan_checks.conditions.regions import LASTED, PLACE, Case, Flat
from engine.plan_checks.finding import PlanFinding, Subject, named
from engine.plan_checks.lifecycle.paths import place_words
from engine.plan_checks.plan_walk import Found, below
from engine.plan_checks.size_limits import CONDITIONS

BUDGET = 2_000
"""Most cases of two criteria, for each level that a criterion names."""

_PARTS: dict[type[Any], str] = {ex.All: "all", ex.AnyOf: "any", ex.AtLeastN: "of"}
NEVER_UNKNOWN = (ex.ScaleCurrent, ex.Unless, ex.In, ex.Lasting, ex.Between, ex.MonthIn)


def check(subject: Subject, found: list[Found]) -> Iterator[PlanFinding]:
    """Levels that would be recommended at once, and negations that stay unknown."""
    for path, part in found:
        if isinstance(part, m.Criterion):
            yield from _at_once(subject, path, part)
        for key in CONDITIONS.get(type(part), ()):
            if not isinstance(part, m.Coverage):
                yield from _contraries(subject, (*path, key), part, getattr(part, key))


def _contraries(
    subject: Subject, path: tuple[int | str, ...], part: Any, condition: Any
) -> Iterator[PlanFinding]:
    """`not` over a possibly unknown fact: true only once somebody records that it is false."""
    for inner, node in below(condition, path):
        if isinstance(node, ex.Not) and _may_be_unknown(node.not_):
            clause = "、".join(getattr(part, "clause", ())) or None
            yield subject.warning("not_stays_unknown", inner, clause=clause, name=named(part))


def _may_be_unknown(node: ex.Expression) -> bool:
    if isinstance(node, ex.Not):
        return _may_be_unknown(node.not_)
    if isinstance(node, ex.All | ex.AnyOf | ex.AtLeastN):
        return any(_may_be_unknown(part) for part in getattr(node, _PARTS[type(node)]))
    return not isinstance(node, NEVER_UNKNOWN)


def _at_once(
    subject: Subject, path: tuple[int | str, ...], criterion: m.Criterion
) -> Iterator[PlanFinding]:
    """Facts that meet the lower level's own criteria and this one at once."""
    plan = subject.plan
    order = plan.positions
    own = next((place for place, known in criteria(plan) if known is criterion), order[0])
    for inner, node in below(criterion.when, (*path, "when")):
        if not isinstance(node, ex.In):
            continue
        for place in (p for p in order if plan.covers(node.in_, p)):
            if order.index(place) >= order.index(own):
                continue
            for below_it in (c for p, c in criteria(plan) if p == place):
                case = _case(plan, below_it, criterion, place)
                if case is not None:
                    facts = {k: v for k, v in case.items() if k != PLACE}
                    yield subject.warning(
                        "recommended_at_once",
                        inner,
                        clause=criterion.citation,
                        name=named(criterion),
                        lower=named(below_it),
                        level=place_words(plan, place),
                        higher=place_words(plan, own),
                        facts=case_words(plan, facts),
                    )
                    return


def _case(plan: m.Plan, lower: m.Criterion, upper: m.Criterion, place: str) -> Case | None:
    """Facts that recommend the lower level, and from there the higher one without any change."""
    flat = Flat(plan, scales=True)
    cases = flat.cases([lower.when, upper.when], limit=BUDGET, fixed={PLACE: [place]})
    for case in cases:
        waited = any(k.startswith(LASTED) and v for k, v in case.items())
        if waited or not flat.met(upper.when, case):
            continue
        for before in ("assessing", "warning"):
            earlier = {**case, PLACE: before}
            if flat.met(lower.when, earlier) and not flat.met(upper.when, earlier):
                return case
    return None
