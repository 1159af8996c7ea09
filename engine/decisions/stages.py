"""Warning before, ending and closing after a response.

Serves PS 4.2, 5.3.5; CM 4.2, 5.3.6; GR 3.1.2, 4.7 and assumptions A17, A18.
"""

from __future__ import annotations

from engine.authority import Asked
from engine.commands import CloseIncident, Command, EndResponse, IssueWarning, LiftWarning
from engine.decisions.case import Case
from engine.decisions.signing import check_succession, missing_signatures, signature
from engine.events import Draft
from engine.machine.lifecycle import Step
from engine.messages import MessageKey
from engine.options import missing_end_conditions
from engine.places import place_name, warning_place


def issue_warning(case: Case, command: IssueWarning) -> Draft:
    """预警, before any level; another grade raises or lowers it."""
    target = warning_place(case.plan, command.grade)
    if command.grade and target == case.incident.place:
        raise case.refuse("already_at", place=place_name(case.plan, target))
    step = _only_step(case, command.command, target)
    grade = {"grade": command.grade} if command.grade else {}
    return _simple(case, command, step, "warning_issued", **grade, reason=command.reason)


def lift_warning(case: Case, command: LiftWarning) -> Draft:
    """解除预警."""
    step = _only_step(case, command.command)
    return _simple(case, command, step, "warning_lifted", reason=command.reason)


def close_incident(case: Case, command: CloseIncident) -> Draft:
    """办结."""
    step = _only_step(case, command.command)
    return _simple(case, command, step, "incident_closed", reason=command.reason)


def end_response(case: Case, command: EndResponse) -> Draft:
    """响应结束, when every end condition is confirmed by name; overdue reports are listed."""
    step = _only_step(case, command.command)
    acting = case.acting(command, Asked(step.row.by, step.row.desk, step.row.citation))
    check_succession(case, step, acting)
    open_ = missing_end_conditions(case.plan, case.incident)
    if step.row.requires_end_conditions and open_:
        words = "；".join(f"{c.id}（{c.text}）" for c in open_)
        raise case.refuse("end_conditions_open", open_[0].citation, missing=words)
    missing = missing_signatures(case, step, acting)
    if missing:
        return signature(case, step, acting, missing, command.reason)
    overdue = sorted(s.id for s in case.incident.slots.values() if s.state == "overdue")
    return case.draft(
        "response_ended",
        acting,
        step.row.citation,
        level=case.incident.level,
        sub_state=case.incident.sub_state,
        reason=command.reason,
        overdue=overdue,
    )


def _simple(case: Case, command: Command, step: Step, event: str, **data: str) -> Draft:
    acting = case.acting(command, Asked(step.row.by, step.row.desk, step.row.citation))
    check_succession(case, step, acting)
    missing = missing_signatures(case, step, acting)
    if missing:
        return signature(case, step, acting, missing, data["reason"])
    return case.draft(event, acting, step.row.citation, **data)


def _only_step(case: Case, command: str, target: str | None = None) -> Step:
    """The one step that the command can take from here, to `target` where it names one."""
    place = case.incident.place
    targets = [step.target for step in case.lifecycle.steps_from(place, command)]
    wanted = target or next(iter(targets), None)
    step = case.lifecycle.step(command, place, wanted) if wanted else None
    if step is None:
        raise case.refuse(
            "transition_not_possible",
            place=place_name(case.plan, place),
            command=MessageKey(f"word.command.{command}"),
            target=f" → {place_name(case.plan, target)}" if target and case.plan.warnings else "",
        )
    return step
