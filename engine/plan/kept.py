"""What follows from a plan alone is made once.

Plans are few and frozen, so what was made is kept by the plan's identity, together with the
plan: an identity is taken again only when its owner is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from engine.plan.model import Plan

T = TypeVar("T")

MOST = 64
"""Plans that are kept; more than any server has versions in use."""


def once_per_plan(make: Callable[[Plan], T]) -> Callable[[Plan], T]:
    """Call `make` once for each plan; the oldest is dropped when there are too many."""
    known: dict[int, tuple[Plan, T]] = {}

    @wraps(make)
    def made(plan: Plan) -> T:
        found = known.get(id(plan))
        if found is None:
            while len(known) >= MOST:
                known.pop(next(iter(known)), None)
            found = known[id(plan)] = plan, make(plan)
        return found[1]

    return made
