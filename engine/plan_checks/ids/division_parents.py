"""Which division belongs to which: going up from parent to parent comes to an end."""

from __future__ import annotations

from collections.abc import Iterator

from engine.plan_checks.finding import PlanFinding, Subject, named


def check(subject: Subject) -> Iterator[PlanFinding]:
    """Every division that would be above itself."""
    parents = subject.plan.parents
    for index, division in enumerate(subject.plan.jurisdiction.divisions):
        above: list[str] = []
        here = division.code
        while here in parents and parents[here] not in above:
            here = parents[here]
            above.append(here)
        if division.code in above:
            path = ("jurisdiction", "divisions", index, "parent")
            yield subject.error("parent_ring", path, name=named(division))
