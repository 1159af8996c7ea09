"""Limits of the parts of a plan: far above any real plan.

The checks that follow walk over all places, steps and regions. The limits bound their time for any
file that loads.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.plan import model as m
from engine.plan.expressions import Expression
from engine.plan.yaml_tree import Path
from engine.plan_checks.finding import PlanFinding, Subject
from engine.plan_checks.plan_walk import Found, below

LIMITS = {
    "laws": 200,
    "clauses": 3000,
    "not_encoded": 3000,
    "roles": 200,
    "units": 1000,
    "facts": 300,
    "derived": 200,
    "scales": 50,
    "projections": 50,
    "levels": 20,
    "lifecycle": 300,
    "acts": 200,
    "groups": 200,
    "measures": 2000,
    "inheritance": 200,
    "reports": 500,
    "end_conditions": 200,
    "assumptions": 500,
}
INNER = {"classes": 20, "sub_states": 10, "criteria": 50, "choices": 200, "divisions": 4000}
CONDITION = 200
"""Nodes of one condition."""


def check(subject: Subject, found: list[Found]) -> Iterator[PlanFinding]:
    """Parts with more entries than any plan needs."""
    for key, limit in LIMITS.items():
        yield from _limit(subject, (key,), len(getattr(subject.plan, key)), limit)
    for path, part in found:
        for key, limit in INNER.items():
            entries = getattr(part, key, ())
            if isinstance(entries, tuple):
                yield from _limit(subject, (*path, key), len(entries), limit)
        for key in CONDITIONS.get(type(part), ()):
            condition = getattr(part, key)
            yield from _limit(subject, (*path, key), size(condition), CONDITION)


CONDITIONS: dict[type[object], tuple[str, ...]] = {
    m.Criterion: ("when",),
    m.ScaleClass: ("when",),
    m.HoldsWhen: ("when",),
    m.ReportObligation: ("when",),
    m.Measure: ("when",),
    m.Coverage: ("when", "excludes_when"),
    m.CasualtyWatch: ("shorter_when",),
}
"""The parts that hold conditions, and under which keys."""


def size(condition: Expression | None) -> int:
    """The number of nodes of a condition."""
    return sum(1 for _ in below(condition))


def _limit(subject: Subject, path: Path, count: int, limit: int) -> Iterator[PlanFinding]:
    if count > limit:
        yield subject.error("too_many", path, count=count, limit=limit)
