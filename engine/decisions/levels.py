"""Recommending, approving, refusing, opening and changing a response level.

Serves PS 5.3.1–5.3.4, CM 5.3.1–5.3.5, GR 2.1(2), 3.2, 4.1 and assumptions A7, A9, A21.
Recommendation and approval are acts of their own with times of their own; opening is
refused without the approval where the plan asks for one.
"""

from __future__ import annotations

from typing import Any

from engine.authority import Asked
from engine.commands import (
    ActivateResponse,
    AdjustResponse,
    ApproveActivation,
    Leveled,
    RecommendActivation,
    RefuseActivation,
)
from engine.conditions import situation_of
from engine.criteria import judged
from engine.decisions.case import Case
from engine.decisions.signing import check_succession, missing_signatures, names, signature
from engine.events import Draft
from engine.instants import local_text
from engine.machine.lifecycle import Step
from engine.messages import MessageKey
from engine.options import blocked, is_pending_for, may_replace, missing_approvals
from engine.places import place_name, position_of
from engine.plan.model import split_position

_OPENING = ("activate_response", "adjust_response")


def recommend_activation(case: Case, command: RecommendActivation) -> Draft:
    """建议 / 提请: opens a recommendation that waits for a decision.

    It takes the place of a lower one, not of a higher one by somebody else.
    """
    position = position_of(case.plan, command.level, command.sub_state)
    step = _step_to(case, position, _OPENING, command.command)
    row = step.row
    if not row.recommended_by:
        raise case.refuse(
            "recommendation_not_asked",
            row.citation,
            level=place_name(case.plan, position),
            who=names(case, row.by),
        )
    acting = case.acting(command, Asked(row.recommended_by, row.desk, row.citation))
    pending = case.incident.pending
    same = is_pending_for(pending, position)
    if pending is not None and (
        same or not may_replace(case.plan, pending, position, [acting.role])
    ):
        waiting = position_of(case.plan, pending.level, pending.sub_state)
        raise case.refuse(
            "recommendation_pending",
            row.citation,
            role=case.plan.name_of(pending.recommended_by),
            since=local_text(pending.since, case.plan.zone),
            level=place_name(case.plan, waiting),
        )
    return case.draft(
        "activation_recommended",
        acting,
        row.citation,
        command=step.command,
        **_where(position),
        reason=command.reason,
    )


def approve_activation(case: Case, command: ApproveActivation) -> Draft:
    """批准 the pending recommendation; where several have to, the last one completes it."""
    position, step = _pending(case, command.command)
    row = step.row
    level = place_name(case.plan, position)
    if not row.approved_by:
        raise case.refuse("approval_not_asked", row.citation, level=level, who=names(case, row.by))
    waiting = missing_approvals(row, case.incident.pending)
    asked = (*waiting, *(role for role in row.approved_by if role not in waiting))
    acting = case.acting(command, Asked(asked, False, row.citation))
    if acting.role not in waiting:
        given = case.incident.pending.approvals if case.incident.pending else ()
        raise case.refuse("already_approved", row.citation, level=level, who=names(case, given))
    if row.approvals == "in_order" and acting.role != waiting[0]:
        before = names(case, waiting[: waiting.index(acting.role)])
        raise case.refuse("approval_missing", row.citation, level=level, who=before)
    left = [role for role in waiting if role != acting.role] if row.approvals != "any" else []
    return case.draft(
        "activation_approved",
        acting,
        row.citation,
        **_where(position),
        **({"missing": left} if left else {}),
        reason=command.reason,
    )


def refuse_activation(case: Case, command: RefuseActivation) -> Draft:
    """Decline the pending recommendation; the present level goes on (A9)."""
    position, step = _pending(case, command.command)
    deciders = step.row.approved_by or step.row.by
    acting = case.acting(command, Asked(deciders, False, step.row.citation))
    return case.draft(
        "activation_refused",
        acting,
        step.row.citation,
        **_where(position),
        reason=command.reason,
    )


def activate_response(case: Case, command: ActivateResponse) -> Draft:
    """启动响应, directly at any level, or raise it."""
    return _move(case, command, "response_activated")


def adjust_response(case: Case, command: AdjustResponse) -> Draft:
    """响应调整, up or down."""
    return _move(case, command, "response_adjusted")


def _move(case: Case, command: Leveled, event: str) -> Draft:
    plan, incident = case.plan, case.incident
    position = position_of(plan, command.level, command.sub_state)
    step = _step_to(case, position, (command.command,), command.command)
    row = step.row
    acting = case.acting(command, Asked(row.by, row.desk, row.citation))
    check_succession(case, step, acting)
    holder = blocked(plan, incident, command.command)
    if holder is not None:
        raise case.refuse("superior_commands", plan.command.citation, holder=holder)
    _check_prior_acts(case, step, position)
    missing = missing_signatures(case, step, acting)
    if missing:
        return signature(case, step, acting, missing, command.reason)
    pending = incident.pending if is_pending_for(incident.pending, position) else None
    situation = situation_of(plan, incident)
    met = [j.criterion.id for j in judged(situation) if j.met and j.position == position]
    return case.draft(
        event,
        acting,
        row.citation,
        **_where(position),
        previous=_where(incident.place) if incident.level else None,
        reason=command.reason,
        recommended_by=pending.recommended_by if pending else None,
        approved_by=pending.approved_by if pending else None,
        criteria_met=met,
    )


def _check_prior_acts(case: Case, step: Step, position: str) -> None:
    row = step.row
    pending = case.incident.pending
    asked = is_pending_for(pending, position)
    level = place_name(case.plan, position)
    if row.approved_by and not (asked and pending is not None and pending.approved_by):
        waiting = missing_approvals(row, pending if asked else None)
        raise case.refuse("approval_missing", row.citation, level=level, who=names(case, waiting))
    if row.recommendation_required and not asked:
        raise case.refuse(
            "recommendation_missing",
            row.citation,
            level=level,
            who=names(case, row.recommended_by),
        )


def _step_to(case: Case, position: str, commands: tuple[str, ...], asked: str) -> Step:
    """The step to `position` by the first of `commands` that the table has."""
    place = case.incident.place
    if place == position:
        raise case.refuse("already_at", place=place_name(case.plan, place))
    if place == "closed" and not case.incident.watching:
        raise case.refuse("closed")
    for command in commands:
        step = case.lifecycle.step(command, place, position)
        if step is not None:
            return step
    raise case.refuse(
        "transition_not_possible",
        place=place_name(case.plan, place),
        command=MessageKey(f"word.command.{asked}"),
        target=f" → {place_name(case.plan, position)}",
    )


def _pending(case: Case, command: str) -> tuple[str, Step]:
    pending = case.incident.pending
    if pending is None:
        raise case.refuse("nothing_pending")
    position = position_of(case.plan, pending.level, pending.sub_state)
    return position, _step_to(case, position, _OPENING, command)


def _where(position: str) -> dict[str, Any]:
    level, sub_state = split_position(position)
    return {"level": level, "sub_state": sub_state}
