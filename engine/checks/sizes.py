"""How large the parts of a plan may be: far above any real plan, and bounded.

What comes after walks over all places, steps and regions; these limits keep it short for
any file that loads.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.finding import Finding, Subject
from engine.checks.walk import Found, below
from engine.plan import model as m
from engine.plan.expressions import Expression
from engine.plan.tree import Path

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


def check(subject: Subject, found: list[Found]) -> Iterator[Finding]:
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
    m.Report: ("when",),
    m.Coverage: ("when", "excludes_when"),
    m.CasualtyWatch: ("shorter_when",),
}
"""The parts that hold conditions, and under which keys."""


def size(condition: Expression | None) -> int:
    """How many nodes a condition has."""
    return sum(1 for _ in below(condition))


def _limit(subject: Subject, path: Path, count: int, limit: int) -> Iterator[Finding]:
    if count > limit:
        yield subject.error("too_many", path, count=count, limit=limit)
