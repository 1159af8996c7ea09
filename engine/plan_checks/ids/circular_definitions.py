"""Scales and derived figures that are defined by themselves, directly or through others.

The engine would evaluate such a condition to answer it, and the checks that follow would not end.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.plan_checks.finding import PlanFinding, Subject, named
from engine.plan_checks.ids.uses import uses
from engine.plan_checks.plan_walk import below

_SECTIONS = {"scales": "scale", "derived": "derived"}


def check(subject: Subject) -> Iterator[PlanFinding]:
    """Every scale and every derived figure that depends on itself."""
    plan = subject.plan
    leans = {
        f"{kind} {part.id}": _asked(part)
        for section, kind in _SECTIONS.items()
        for part in getattr(plan, section)
    }
    for section, kind in _SECTIONS.items():
        for index, part in enumerate(getattr(plan, section)):
            node = f"{kind} {part.id}"
            if node in _reached(leans, node):
                yield subject.error(
                    "scale_ring", (section, index), clause=part.citation, name=named(part)
                )


def _asked(part: object) -> set[str]:
    """The scales and figures that a part and its conditions depend on."""
    return {f"{_ASKED[use.kind]} {use.id}" for use in uses(below(part)) if use.kind in _ASKED}


_ASKED = {"scale": "scale", "figure": "derived", "standing": "derived"}
"""Kinds of mention → the kinds of definition that they may mean."""


def _reached(leans: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(leans[start])
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += leans.get(node, ())
    return seen
