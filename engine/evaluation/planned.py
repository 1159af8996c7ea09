"""What a planner expects beside the plan: actions that answer an inject of a scenario.

An action that names a command is judged by the journal: an entry meets it that names the same
level, measure, group, figures. What it says in words (a reason, a note) may be said otherwise. One
in words alone is left to evaluators.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.evaluation.expected import ExpectedAction, Verdict, Why, awaited, timed
from engine.evaluation.history import History
from engine.incident.events import Event
from engine.messages import InBoth

_EVENTS: Mapping[str, tuple[str, ...]] = {
    "activate_response": ("response_activated",),
    "adjust_response": ("response_adjusted", "response_activated"),
    "end_response": ("response_ended",),
    "recommend_activation": ("activation_recommended",),
    "approve_activation": ("activation_approved",),
    "refuse_activation": ("activation_refused",),
    "recommend_end": ("end_recommended",),
    "approve_end": ("end_approved",),
    "refuse_end": ("end_refused",),
    "issue_warning": ("warning_issued",),
    "lift_warning": ("warning_lifted",),
    "record_facts": ("facts_recorded",),
    "submit_report": ("report_submitted",),
    "form_group": ("group_formed",),
    "change_group": ("group_changed",),
    "complete_measure": ("measure_completed",),
    "waive_measure": ("measure_waived",),
    "assume_command": ("command_assumed",),
    "hand_over_command": ("command_handed_over",),
    "return_command": ("command_returned",),
    "confirm_end_condition": ("end_condition_confirmed",),
    "set_reporters": ("reporters_set",),
    "delegate_role": ("role_delegated",),
    "record_absence": ("absence_recorded",),
    "close_incident": ("incident_closed",),
    "add_log_entry": ("log_entry_added",),
    "edit_document": ("document_edited",),
    "sign_document": ("document_signed",),
    "destroy_attachment": ("attachment_destroyed",),
    "reanchor_cadence": ("cadence_reanchored",),
    "void_incident": ("incident_voided",),
    "strike_entry": ("entry_struck",),
    "confirm_recorded_order": ("recorded_order_confirmed",),
    "link_incidents": ("incidents_linked",),
    "unlink_incidents": ("incidents_unlinked",),
    "start_call": ("call_started",),
    "answer_call": ("call_answered",),
}
"""Which entries an accepted command makes."""

_NAMED: Mapping[str, tuple[str, ...]] = {
    "level": ("level",),
    "sub_state": ("sub_state",),
    "grade": ("grade",),
    "measure": ("measure",),
    "group": ("group",),
    "condition": ("condition",),
    "document": ("document",),
    "kind": ("kind",),
    "anchor": ("anchor",),
    "post": ("post",),
    "role": ("delegated_role", "absent_role"),
    "to": ("held_by", "to"),
}
"""What of a command an entry must name as well, and the keys of its data that do."""


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One action that a planner expects after an inject was given at `given_at`.

    `by` are the roles of which one has to act; none: anybody. `asks` is what the command names, as
    a request has it.
    """

    id: str
    words: str
    given_at: datetime
    words_en: str | None = None
    within_minutes: int | None = None
    command: str | None = None
    by: tuple[str, ...] = ()
    clause: str | None = None
    asks: Mapping[str, Any] = field(default_factory=dict)


def planned_rows(
    planned: Iterable[PlannedAction], history: History, until: datetime, over: bool
) -> Iterator[ExpectedAction]:
    """The rows of these actions; each takes the first fitting entry after its inject."""
    for one in planned:
        due = None
        if one.within_minutes is not None:
            due = one.given_at + timedelta(minutes=one.within_minutes)
        types = _EVENTS.get(one.command or "", ())
        event = next((e for e in history.of(*types) if _meets(history, e, one)), None)
        why: Why | None = None
        if one.command is None or not types:
            verdict: Verdict = "unjudged"
            why = "no_command"
        else:
            verdict = timed(event.occurred_at, due) if event else awaited(due, until, over)
        yield ExpectedAction(
            id=f"planned:{one.id}",
            kind="planned",
            what=one.id,
            owner=one.by,
            arose_at=one.given_at,
            due_at=due,
            clause=one.clause,
            verdict=verdict,
            actual_at=event.occurred_at if event and verdict in ("met", "late") else None,
            by=history.role_of(event.seq) if event else None,
            proof=(event.seq,) if event else (),
            why=why,
            words=InBoth(one.words, one.words_en),
        )


def _meets(history: History, event: Event, action: PlannedAction) -> bool:
    """Whether an entry is what was expected: in time or late, by whom, about what."""
    return (
        event.occurred_at >= action.given_at
        and event.seq not in history.last.struck
        and (not action.by or history.role_of(event.seq) in action.by)
        and _tells(history, event, action.asks.get("facts", {}))
        and all(
            _names(event.data, field, wanted)
            for field, wanted in action.asks.items()
            if wanted is not None
        )
    )


def _tells(history: History, event: Event, wanted: Mapping[str, Any]) -> bool:
    """Whether the figures are as wanted after an entry that told one of them, or none is wanted."""
    told, known = event.data.get("facts", {}), history.steps[event.seq - 1].after.known()
    as_wanted = all(_plain(known.get(name)) == _plain(wanted[name]) for name in wanted)
    return not wanted or (as_wanted and not told.keys().isdisjoint(wanted))


def _names(data: Mapping[str, Any], field: str, wanted: Any) -> bool:
    """Whether the data of an entry names what a field of a command asks for."""
    if field == "correction":
        return bool(data.get("corrects")) is bool(wanted)
    if field == "obligation":
        return wanted in data.get("obligations", ())
    keys = [key for key in _NAMED.get(field, ()) if key in data]
    return not keys or any(data[key] == wanted for key in keys)


def _plain(value: Any) -> Any:
    """A figure as it is compared: the order of several counties or signs says nothing."""
    return sorted(value) if isinstance(value, (list, tuple)) else value
