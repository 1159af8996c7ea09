"""One row of the report ledger, as clients see it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast

from typing_extensions import TypedDict

from engine.conditions.explanations import named
from engine.incident.state import Slot
from engine.instants import to_text
from engine.memo import BoundedCache
from engine.plan.model import Plan
from engine.plan.names import party_name
from engine.reporting.due_instants import data_until
from engine.reporting.reminders import past_reminders

SlotState = Literal[
    "upcoming",
    "owed",
    "submitted",
    "submitted_late",
    "overdue",
    "superseded",
    "not_owed",
    "ended",
]


class SlotView(TypedDict):
    """One report that one reporter owes at one instant. Instants are RFC 3339 in UTC."""

    id: str
    incident: str
    """Id of the incident."""
    exercise: bool
    """The incident is an exercise."""
    obligation: str
    """Id of the report obligation in the plan."""
    obligation_name: str
    series: str
    """Slots of one series follow one another: a later one supersedes the earlier ones."""
    reporter: str
    """A division's code, or the id of a unit or post."""
    reporter_name: str
    recipients: list[str]
    """Ids of those who get the report: units or posts."""
    recipient_names: list[str]
    due_at: str
    data_until: str | None
    """The figures in the report are as of this instant; null where the plan names none."""
    opens_at: str
    """The period of the report begins; before, the slot is `upcoming`."""
    state: SlotState
    submitted_at: str | None
    """When the report came in; null while it is awaited."""
    report_seq: int | None
    """Number of the entry that holds the report."""
    clause: str
    immediately: bool
    """The plan says 立即 and no number: `due_at` is when the duty arose; never overdue."""
    past_reminders: bool
    """Owed 立即, and not sent by its last reminder."""
    reason: str | None
    """Why it is superseded or no longer owed, or was late from the start."""
    kind: Literal["scheduled", "first", "follow_up", "final", "correction"]
    means: Literal["any", "phone", "written"]
    """How the plan wants it sent: by telephone, in writing, or as one likes."""
    content: list[str]
    """What the plan asks the report to say: the names of its fields."""
    required: list[str]
    """The fields that must not be blank; 待核实 (`not_yet_known`) is an answer."""
    nil: bool
    """Whether a nil report settles the slot."""


def slot_view(
    plan: Plan, slot: Slot, now: datetime, language: str = "zh", *, exercise: bool
) -> SlotView:
    """One row of the report ledger of an incident, which may be an `exercise`."""
    state = slot.state_at(now)
    key = slot.id, language

    def row() -> SlotView:
        return _row(plan, slot, state, language, exercise)

    return _ROWS.get(key, (plan, slot, state, exercise), row)


_ROWS: BoundedCache[SlotView] = BoundedCache(20_000)
"""A row changes a few times in its life, and is shown with every entry."""


def _row(plan: Plan, slot: Slot, state: str, language: str, exercise: bool) -> SlotView:
    report = plan.report_by_id[slot.obligation]
    return {
        "id": slot.id,
        "incident": slot.incident,
        "exercise": exercise,
        "obligation": slot.obligation,
        "obligation_name": named(report, language),
        "series": slot.series,
        "reporter": slot.reporter,
        "reporter_name": party_name(plan, slot.reporter, language),
        "recipients": list(slot.recipients),
        "recipient_names": [party_name(plan, one, language) for one in slot.recipients],
        "due_at": to_text(slot.due_at),
        "data_until": instant_text(data_until(plan, report, slot.due_at)),
        "opens_at": to_text(slot.opens_at),
        "state": cast(SlotState, state),
        "submitted_at": instant_text(slot.submitted_at),
        "report_seq": slot.report_seq,
        "clause": slot.clause,
        "immediately": slot.immediately,
        "past_reminders": past_reminders(plan, slot),
        "reason": slot.reason,
        "kind": report.kind,
        "means": report.means,
        "content": list(report.content),
        "required": list(report.required_fields),
        "nil": report.allows_nil,
    }


def instant_text(instant: datetime | None) -> str | None:
    """An instant in RFC 3339, or None."""
    return None if instant is None else to_text(instant)
