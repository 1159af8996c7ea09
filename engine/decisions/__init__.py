"""Deciding: from plan, state, command, actor and instant to one event, or a refusal.

One module for each kind of matter; `decide` picks it by the command's name. A decider
looks only at what it is given, changes nothing, and either returns the draft of the one
event or raises a refusal that names the clause and what is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.authority import delegated_to
from engine.commands import Command
from engine.decisions import command_post, entries, levels, links, reports, stages, work
from engine.decisions.case import Case
from engine.errors import NotAllowed
from engine.events import Draft

_DECIDERS: Mapping[str, Callable[[Case, Any], Draft]] = {
    "record_facts": entries.record_facts,
    "add_log_entry": entries.add_log_entry,
    "strike_entry": entries.strike_entry,
    "confirm_recorded_order": entries.confirm_recorded_order,
    "delegate_role": entries.delegate_role,
    "record_absence": entries.record_absence,
    "link_incidents": links.link_incidents,
    "unlink_incidents": links.unlink_incidents,
    "issue_warning": stages.issue_warning,
    "lift_warning": stages.lift_warning,
    "end_response": stages.end_response,
    "close_incident": stages.close_incident,
    "recommend_activation": levels.recommend_activation,
    "approve_activation": levels.approve_activation,
    "refuse_activation": levels.refuse_activation,
    "activate_response": levels.activate_response,
    "adjust_response": levels.adjust_response,
    "assume_command": command_post.assume_command,
    "hand_over_command": command_post.hand_over_command,
    "return_command": command_post.return_command,
    "form_group": work.form_group,
    "change_group": work.change_group,
    "complete_measure": work.complete_measure,
    "waive_measure": work.waive_measure,
    "confirm_end_condition": work.confirm_end_condition,
    "submit_report": reports.submit_report,
    "set_reporters": reports.set_reporters,
    "reanchor_cadence": reports.reanchor_cadence,
}


def decide(case: Case, command: Command) -> Draft:
    """The event that the command makes, or `InvalidInput`, `NotAllowed`, `StateRefuses`."""
    idle = _READERS if command.command == "submit_report" else _REPORTERS
    if case.actor.roles <= idle and not delegated_to(case.incident, case.actor, case.now):
        raise NotAllowed("read_only")
    return _DECIDERS[command.command](case, command)


_READERS = frozenset({"viewer", "admin"})
_REPORTERS = _READERS | {"reporter"}
