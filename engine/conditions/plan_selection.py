"""Which plan governs: the special one before the general one (PS 1.5, CM 1.4).

On opening, facts are compared with each plan's `coverage`. Unknown facts never move an incident
from one plan to another: a person chose the plan, and that choice stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.conditions.evaluation import Answer, Situation, holds
from engine.plan.model import Plan


def governs(plan: Plan, known: Mapping[str, Any]) -> Answer:
    """True if the plan governs these facts, False if it does not, None if that is unknown."""
    situation = Situation(plan, known)
    coverage = plan.coverage
    if coverage.excludes_when is not None and holds(coverage.excludes_when, situation) is True:
        return False
    return None if coverage.when is None else holds(coverage.when, situation)


def special_plan_instead(
    plan: Plan, known: Mapping[str, Any], plans: Iterable[Plan]
) -> Plan | None:
    """The special plan that governs instead of the general `plan`, or None."""
    if plan.coverage.special:
        return None
    for other in plans:
        same_place = other.jurisdiction.code == plan.jurisdiction.code
        if other.coverage.special and same_place and governs(other, known) is True:
            return other
    return None
