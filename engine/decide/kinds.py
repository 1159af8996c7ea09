"""Which plan follows from a kind of event (PS 1.5, CM 1.4, GR 1.3).

The kinds stand in the plan files. Where the figures say that the kind's own, special plan does not
cover this event (a coal mine that the city does not supervise), the general plan of the same area
follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engine.conditions.plan_selection import governs
from engine.errors import InvalidInput
from engine.messages import InBoth, MessageKey
from engine.plan.model import Kind, Plan
from engine.plan.names import in_both
from engine.plan.nearest import nearest

Why = Literal["chosen", "kind", "general", "special"]


@dataclass(frozen=True, slots=True)
class ChosenPlan:
    """The plan of an opening, the kind of event if one is named, and why the plan is this one.

    `sets` are the figures that are known by the kind alone.
    """

    plan: Plan
    kind: Kind | None
    why: Why
    sets: Mapping[str, Any]


def chosen_plan(
    plans: Mapping[str, Plan], plan: str | None, kind: str | None, facts: Mapping[str, Any]
) -> ChosenPlan:
    """The plan that is named, or that follows from the kind. Raises `InvalidInput`."""
    if kind is None:
        return ChosenPlan(_named(plans, plan), None, "chosen", {})
    owner, found = _owner(plans, kind)
    known = {one.fact: one.value for one in found.sets}
    follows, why = _follows(owner, {**known, **facts}, plans.values())
    if plan is not None and _named(plans, plan) is not follows:
        raise InvalidInput(
            "kind_of_another_plan",
            field="plan",
            clause=found.citation,
            kind=in_both(found),
            plan=_title(plans[plan]),
            accepted=_title(follows),
        )
    sets = {name: value for name, value in known.items() if name in follows.fact_by_id}
    return ChosenPlan(follows, found, why, sets)


def _follows(owner: Plan, facts: Mapping[str, Any], plans: Iterable[Plan]) -> tuple[Plan, Why]:
    """The plan of the kind; the general plan of the area where that one does not cover this."""
    if governs(owner, facts) is False:
        for other in plans:
            same_place = other.jurisdiction.code == owner.jurisdiction.code
            if not other.coverage.special and same_place and governs(other, facts) is not False:
                return other, "general"
    return owner, "kind"


def _named(plans: Mapping[str, Plan], plan: str | None) -> Plan:
    if plan is None:
        raise InvalidInput(
            "kind_missing",
            field="kind",
            label=MessageKey("word.kind_of_event"),
            accepted="、".join(_kinds(plans)) or "—",
        )
    found = plans.get(plan)
    if found is None:
        raise InvalidInput(
            "unknown_plan",
            field="plan",
            value=plan,
            accepted="、".join(f"{p.id} {p.title}" for p in plans.values()),
            hint=nearest(plan, plans) or "—",
        )
    return found


def _owner(plans: Mapping[str, Plan], kind: str) -> tuple[Plan, Kind]:
    """The plan that has a kind, and the kind."""
    for plan in plans.values():
        if kind in plan.kind_by_id:
            return plan, plan.kind_by_id[kind]
    known = [one for plan in plans.values() for one in plan.kind_by_id]
    raise InvalidInput(
        "unknown_kind",
        field="kind",
        value=kind,
        accepted="、".join(_kinds(plans)) or "—",
        hint=nearest(kind, known) or "—",
    )


def _kinds(plans: Mapping[str, Plan]) -> Iterable[str]:
    return (f"{kind.id} {kind.name}" for plan in plans.values() for kind in plan.kinds)


def _title(plan: Plan) -> InBoth:
    return InBoth(plan.title, plan.title_en)
