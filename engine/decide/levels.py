"""Recommending, approving, refusing, opening and changing a response level.

Serves PS 5.3.1–5.3.4, CM 5.3.1–5.3.5, GR 2.1(2), 3.2, 4.1 and assumptions A7, A9, A21.
Recommendation and approval are acts of their own with times of their own; opening is
refused without the approval where the plan asks for one.
"""

from __future__ import annotations

from engine.conditions.criteria import judged
from engine.conditions.evaluation import situation_of
from engine.decide.allowed_commands import is_pending_for
from engine.decide.authority import RequiredAuthority
from engine.decide.command_post import check_not_blocked
from engine.decide.context import DecisionContext
from engine.decide.prior_acts import (
    approve,
    check_prior_acts,
    decline,
    recommend,
    waiting_for,
    where,
)
from engine.decide.signatures import check_succession, missing_signatures, signature
from engine.incident.commands import (
    ActivateResponse,
    AdjustResponse,
    ApproveActivation,
    Leveled,
    RecommendActivation,
    RefuseActivation,
)
from engine.incident.events import Draft
from engine.lifecycle.table import Step
from engine.messages import command_word
from engine.plan.names import arrow_to, place_in_both
from engine.plan.places import position_of

_OPENING = ("activate_response", "adjust_response")


def recommend_activation(case: DecisionContext, command: RecommendActivation) -> Draft:
    """建议 / 提请: opens a recommendation that waits for a decision."""
    position = position_of(case.plan, command.level, command.sub_state)
    step = _step_to(case, position, _OPENING, command.command)
    return recommend(case, command, step, "activation_recommended")


def approve_activation(case: DecisionContext, command: ApproveActivation) -> Draft:
    """批准 the pending recommendation of a level."""
    return approve(case, command, _pending(case, command.command), "activation_approved")


def refuse_activation(case: DecisionContext, command: RefuseActivation) -> Draft:
    """Decline the pending recommendation; the present level goes on (A9)."""
    return decline(case, command, _pending(case, command.command), "activation_refused")


def activate_response(case: DecisionContext, command: ActivateResponse) -> Draft:
    """启动响应, directly at any level, or raise it."""
    return _move(case, command, "response_activated")


def adjust_response(case: DecisionContext, command: AdjustResponse) -> Draft:
    """响应调整, up or down."""
    return _move(case, command, "response_adjusted")


def _move(case: DecisionContext, command: Leveled, event: str) -> Draft:
    plan, incident = case.plan, case.incident
    position = position_of(plan, command.level, command.sub_state)
    step = _step_to(case, position, (command.command,), command.command)
    row = step.row
    acting = case.acting(command, RequiredAuthority(row.by, row.desk, row.citation))
    check_succession(case, step, acting)
    check_not_blocked(case, command)
    check_prior_acts(case, step)
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
        **where(case, position),
        previous=where(case, incident.place) if incident.level else None,
        reason=command.reason,
        recommended_by=pending.recommended_by if pending else None,
        approved_by=pending.approved_by if pending else None,
        criteria_met=met,
    )


def _step_to(case: DecisionContext, position: str, commands: tuple[str, ...], asked: str) -> Step:
    """The step to `position` by the first of `commands` that the table has."""
    place = case.incident.place
    if place == position:
        raise case.refuse("already_at", place=place_in_both(case.plan, place))
    if place == "closed" and not case.incident.watching:
        raise case.refuse("closed")
    for command in commands:
        step = case.lifecycle.step(command, place, position)
        if step is not None:
            return step
    raise case.refuse(
        "transition_not_possible",
        place=place_in_both(case.plan, place),
        command=command_word(asked),
        target=arrow_to(case.plan, position),
    )


def _pending(case: DecisionContext, command: str) -> Step:
    """The step to the level that was recommended."""
    return _step_to(case, waiting_for(case, end=False).place, _OPENING, command)
