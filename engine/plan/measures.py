"""The measures that apply at a place: its own and, transitively, those it inherits."""

from __future__ import annotations

from engine.memo import memoised_per_plan
from engine.plan.model import Measure, Plan


def lineage(plan: Plan, place: str) -> tuple[str, ...]:
    """The place and every place whose measures it inherits, each once."""
    found = [place]
    for known in found:
        for rule in plan.inheritance:
            if plan.covers(rule.position, known):
                parents = sorted(p for name in rule.of for p in plan.places.get(name, ()))
                found += [p for p in parents if p not in found]
    return tuple(found)


def effective(plan: Plan, place: str) -> tuple[Measure, ...]:
    """The measures in effect at the place, in the order of the plan file."""
    known = _by_place(plan)
    if place not in known:
        places = lineage(plan, place)
        known[place] = tuple(m for m in plan.measures if any(plan.covers(m.at, p) for p in places))
    return known[place]


@memoised_per_plan
def _by_place(plan: Plan) -> dict[str, tuple[Measure, ...]]:
    """The measures by place: cached per plan, which never changes."""
    return {}
