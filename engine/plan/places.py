"""From a level and a sub-state, or a grade, as people name them to a place of the plan."""

from __future__ import annotations

from engine.errors import InvalidInput
from engine.plan.model import Plan
from engine.plan.names import place_name
from engine.plan.nearest import nearest

__all__ = ["place_name", "position_of", "warning_place"]


def warning_place(plan: Plan, grade: str | None) -> str:
    """The place of a warning of this grade, or `InvalidInput` with the grades that exist."""
    if grade is None and not plan.warnings:
        return "warning"
    place = f"warning.{grade}"
    if place not in plan.grade_by_place:
        accepted = "、".join(f"{known.id} {known.name}" for known in plan.warnings)
        code = "unknown_grade" if plan.warnings else "grade_unexpected"
        if grade is None:
            code = "grade_missing"
        raise InvalidInput(
            code, field="grade", value=grade or "", plan=plan.title, accepted=accepted or "—"
        )
    return place


def position_of(plan: Plan, level_id: str, sub_state: str | None) -> str:
    """The position of a level and sub-state, or `InvalidInput` with what exists."""
    level = plan.level_by_id.get(level_id)
    if level is None:
        raise InvalidInput(
            "unknown_level",
            field="level",
            value=level_id,
            plan=plan.title,
            accepted="、".join(plan.level_by_id),
            hint=nearest(level_id, plan.level_by_id) or "—",
        )
    subs = {sub.id: sub.name for sub in level.sub_states}
    accepted = "、".join(f"{id_} {name}" for id_, name in subs.items())
    if not subs:
        if sub_state is not None:
            raise InvalidInput(
                "sub_state_unexpected", field="sub_state", level=level_id, value=sub_state
            )
        return level_id
    if sub_state is None:
        raise InvalidInput(
            "sub_state_missing", field="sub_state", level=level_id, accepted=accepted
        )
    if sub_state not in subs:
        raise InvalidInput(
            "unknown_sub_state",
            field="sub_state",
            level=level_id,
            value=sub_state,
            accepted=accepted,
        )
    return f"{level_id}.{sub_state}"
