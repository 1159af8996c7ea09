"""Deciding: from plan, state, command, actor and instant to one event, or a refusal.

One module for each kind of matter; `decide` picks it by the command's name. A decider
looks only at what it is given, changes nothing, and either returns the draft of the one
event or raises a refusal that names the clause and what is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.decide import (
    attachments,
    calls,
    command_post,
    documents,
    journal_entries,
    levels,
    links,
    measures_and_groups,
    reports,
    stages,
    voiding,
)
from engine.decide.authority import delegations_of
from engine.decide.context import DecisionContext
from engine.errors import NotAllowed, NotFound, ZhibanError
from engine.incident.actors import READERS, Actor
from engine.incident.command_parts import Command
from engine.incident.commands import SubmitReports
from engine.incident.document_commands import SignedVersion
from engine.incident.events import Draft, Event
from engine.incident.state import Incident
from engine.plan.model import Plan
from engine.plan.names import cited

_DECIDERS: Mapping[str, Callable[[DecisionContext, Any], Draft]] = {
    "record_facts": journal_entries.record_facts,
    "add_log_entry": journal_entries.add_log_entry,
    "edit_document": documents.edit_document,
    "sign_document": documents.sign_document,
    "add_attachment": attachments.add_attachment,
    "destroy_attachment": attachments.destroy_attachment,
    "strike_entry": journal_entries.strike_entry,
    "confirm_recorded_order": journal_entries.confirm_recorded_order,
    "delegate_role": journal_entries.delegate_role,
    "record_absence": journal_entries.record_absence,
    "link_incidents": links.link_incidents,
    "unlink_incidents": links.unlink_incidents,
    "start_call": calls.start_call,
    "answer_call": calls.answer_call,
    "issue_warning": stages.issue_warning,
    "lift_warning": stages.lift_warning,
    "recommend_end": stages.recommend_end,
    "approve_end": stages.approve_end,
    "refuse_end": stages.refuse_end,
    "end_response": stages.end_response,
    "close_incident": stages.close_incident,
    "void_incident": voiding.void_incident,
    "recommend_activation": levels.recommend_activation,
    "approve_activation": levels.approve_activation,
    "refuse_activation": levels.refuse_activation,
    "activate_response": levels.activate_response,
    "adjust_response": levels.adjust_response,
    "assume_command": command_post.assume_command,
    "hand_over_command": command_post.hand_over_command,
    "return_command": command_post.return_command,
    "form_group": measures_and_groups.form_group,
    "change_group": measures_and_groups.change_group,
    "complete_measure": measures_and_groups.complete_measure,
    "waive_measure": measures_and_groups.waive_measure,
    "confirm_end_condition": measures_and_groups.confirm_end_condition,
    "submit_report": reports.submit_report,
    "set_reporters": reports.set_reporters,
    "reanchor_cadence": reports.reanchor_cadence,
}


def decide(case: DecisionContext, command: Command) -> Draft:
    """The event that the command makes, or `InvalidInput`, `NotAllowed`, `StateRefuses`."""
    idle = READERS if command.command == "submit_report" else _REPORTERS
    if case.actor.roles <= idle and not delegations_of(case.incident, case.actor, case.now):
        raise NotAllowed("read_only")
    try:
        return _DECIDERS[command.command](case, command)
    except ZhibanError as refusal:
        # Officers read the laws' names; clients get the citation as the plan writes it.
        raise refusal.citing(cited(case.plan, refusal.clause)) from None


def check_attaching(plan: Plan, incident: Incident, actor: Actor, now: datetime) -> None:
    """Refuse an account that may attach nothing, before it sends a file.

    Raises `NotAllowed` and `StateRefuses`, as `decide` would for the command.
    """
    case = DecisionContext(plan, incident, actor, now, _no_entry, _no_incident)
    if actor.roles <= _REPORTERS and not delegations_of(incident, actor, now):
        raise NotAllowed("read_only")
    case.keeping_record(Command(command="add_attachment"))


def _no_entry(seq: int) -> Event | None:
    return None


def _no_incident(id_: str) -> tuple[Plan, Incident]:
    raise NotFound("incident_not_found", id=id_)


def parts(case: DecisionContext, command: Command) -> Sequence[Command]:
    """The commands, one event each, that a command for several reporters, or a signature of a
    document, consists of."""
    if isinstance(command, SignedVersion):
        return documents.sending(case, command)
    return reports.reports_of(case, command) if isinstance(command, SubmitReports) else (command,)


_REPORTERS = READERS | {"reporter"}
