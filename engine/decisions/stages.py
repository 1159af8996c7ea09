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
from engine.options import missing_end_conditions
from engine.places import place_name


def issue_warning(case: Case, command: IssueWarning) -> Draft:
    """预警, before any level."""
    return _simple(case, command, "warning_issued", command.reason)


def lift_warning(case: Case, command: LiftWarning) -> Draft:
    """解除预警."""
    return _simple(case, command, "warning_lifted", command.reason)


def close_incident(case: Case, command: CloseIncident) -> Draft:
    """办结."""
    return _simple(case, command, "incident_closed", command.reason)


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


def _simple(case: Case, command: Command, event: str, reason: str) -> Draft:
    step = _only_step(case, command.command)
    acting = case.acting(command, Asked(step.row.by, step.row.desk, step.row.citation))
    check_succession(case, step, acting)
    missing = missing_signatures(case, step, acting)
    if missing:
        return signature(case, step, acting, missing, reason)
    return case.draft(event, acting, step.row.citation, reason=reason)


def _only_step(case: Case, command: str) -> Step:
    """The one step that the command can take from here."""
    steps = case.lifecycle.steps_from(case.incident.place, command)
    if not steps:
        raise case.refuse(
            "transition_not_possible",
            place=place_name(case.plan, case.incident.place),
            command=command,
            target="",
        )
    step = case.lifecycle.step(command, case.incident.place, steps[0].target)
    return step or steps[0]
