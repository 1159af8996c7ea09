"""What a planner expects beside the plan: actions that answer an inject of a scenario.

An action that names a command is judged by the journal; one in words is left to evaluators.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.evaluation.expected import ExpectedAction, Verdict, Why, awaited, timed
from engine.evaluation.history import History
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
    "sign_document": ("document_signed",),
}
"""Which entries an accepted command makes."""


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One action that a planner expects after an inject was given at `given_at`.

    `by` are the roles of which one has to act; none: anybody.
    """

    id: str
    words: str
    given_at: datetime
    words_en: str | None = None
    within_minutes: int | None = None
    command: str | None = None
    by: tuple[str, ...] = ()
    clause: str | None = None


def planned_rows(
    planned: Iterable[PlannedAction], history: History, until: datetime, over: bool
) -> Iterator[ExpectedAction]:
    """The rows of these actions; each takes the first fitting entry after its inject."""
    for one in planned:
        due = one.given_at + timedelta(minutes=one.within_minutes) if one.within_minutes else None
        types = _EVENTS.get(one.command or "", ())
        event = next(
            (
                e
                for e in history.of(*types)
                if e.occurred_at >= one.given_at
                and (not one.by or history.role_of(e.seq) in one.by)
            ),
            None,
        )
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
