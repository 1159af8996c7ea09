"""Warning before, ending and closing after a response.

Serves PS 4.2, 5.3.5; CM 4.2, 5.3.6; GR 3.1.2, 4.7 and assumptions A17, A18.
"""

from __future__ import annotations

from engine.decide.allowed_commands import (
    end_conditions_here,
    is_pending_for,
    missing_end_conditions,
)
from engine.decide.authority import RequiredAuthority
from engine.decide.command_post import check_not_blocked
from engine.decide.context import DecisionContext
from engine.decide.measures_and_groups import check_not_contradicted
from engine.decide.prior_acts import approve, check_prior_acts, decline, recommend, waiting_for
from engine.decide.signatures import check_succession, missing_signatures, signature
from engine.incident.command_parts import Command
from engine.incident.commands import (
    ApproveEnd,
    CloseIncident,
    EndResponse,
    IssueWarning,
    LiftWarning,
    RecommendEnd,
    RefuseEnd,
)
from engine.incident.events import Draft
from engine.lifecycle.table import Step
from engine.messages import command_word
from engine.plan.names import arrow_to, place_in_both
from engine.plan.places import warning_place


def issue_warning(case: DecisionContext, command: IssueWarning) -> Draft:
    """预警, before any level; another grade raises or lowers it."""
    target = warning_place(case.plan, command.grade)
    if command.grade and target == case.incident.place:
        raise case.refuse("already_at", place=place_in_both(case.plan, target))
    step = _only_step(case, command.command, target)
    grade = {"grade": command.grade} if command.grade else {}
    return _simple(case, command, step, "warning_issued", **grade, reason=command.reason)


def lift_warning(case: DecisionContext, command: LiftWarning) -> Draft:
    """解除预警."""
    step = _only_step(case, command.command)
    return _simple(case, command, step, "warning_lifted", reason=command.reason)


def close_incident(case: DecisionContext, command: CloseIncident) -> Draft:
    """办结."""
    step = _only_step(case, command.command)
    return _simple(case, command, step, "incident_closed", reason=command.reason)


def recommend_end(case: DecisionContext, command: RecommendEnd) -> Draft:
    """建议结束: opens a recommendation that waits for a decision."""
    return recommend(case, command, _end(case, command.command), "end_recommended")


def approve_end(case: DecisionContext, command: ApproveEnd) -> Draft:
    """批准结束: the response goes on until it is ended."""
    waiting_for(case, end=True)
    return approve(case, command, _end(case, command.command), "end_approved")


def refuse_end(case: DecisionContext, command: RefuseEnd) -> Draft:
    """不同意结束: the response goes on (A9)."""
    waiting_for(case, end=True)
    return decline(case, command, _end(case, command.command), "end_refused")


def end_response(case: DecisionContext, command: EndResponse) -> Draft:
    """响应结束, when every end condition is confirmed by name; overdue reports are listed.

    Raises `StateRefuses` while a condition is open, `NotAllowed` without the role.
    """
    step = _only_step(case, command.command)
    acting = case.acting(command, RequiredAuthority(step.row.by, step.row.desk, step.row.citation))
    check_succession(case, step, acting)
    check_not_blocked(case, command)
    check_prior_acts(case, step)
    open_ = missing_end_conditions(case.plan, case.incident)
    if step.row.requires_end_conditions and open_:
        words = "；".join(c.text for c in open_)
        raise case.refuse("end_conditions_open", open_[0].citation, missing=words)
    for condition in end_conditions_here(case.plan, case.incident):
        check_not_contradicted(case, condition)
    missing = missing_signatures(case, step, acting)
    if missing:
        return signature(case, step, acting, missing, command.reason)
    pending = case.incident.pending
    given = pending if is_pending_for(pending, step.target) else None
    consent = (
        {"recommended_by": given.recommended_by, "approved_by": given.approved_by} if given else {}
    )
    overdue = sorted(s.id for s in case.incident.slots.values() if s.state == "overdue")
    return case.draft(
        "response_ended",
        acting,
        step.row.citation,
        level=case.incident.level,
        sub_state=case.incident.sub_state,
        reason=command.reason,
        overdue=overdue,
        **consent,
    )


def _simple(case: DecisionContext, command: Command, step: Step, event: str, **data: str) -> Draft:
    acting = case.acting(command, RequiredAuthority(step.row.by, step.row.desk, step.row.citation))
    check_succession(case, step, acting)
    check_not_blocked(case, command)
    missing = missing_signatures(case, step, acting)
    if missing:
        return signature(case, step, acting, missing, data["reason"])
    return case.draft(event, acting, step.row.citation, **data)


def _end(case: DecisionContext, asked: str) -> Step:
    """The step that ends the response from here, for the command `asked` that prepares it."""
    return _only_step(case, "end_response", asked=asked)


def _only_step(
    case: DecisionContext, command: str, target: str | None = None, *, asked: str | None = None
) -> Step:
    """The one step that the command can take from here, to `target` where it names one."""
    place = case.incident.place
    targets = [step.target for step in case.lifecycle.steps_from(place, command)]
    wanted = target or next(iter(targets), None)
    step = case.lifecycle.step(command, place, wanted) if wanted else None
    if step is None:
        raise case.refuse(
            "transition_not_possible",
            place=place_in_both(case.plan, place),
            command=command_word(asked or command),
            target=arrow_to(case.plan, target) if target and case.plan.warnings else "",
        )
    return step
