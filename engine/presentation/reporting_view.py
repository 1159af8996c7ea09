"""The reporting board: which reporters are missing at each due instant that is still open.

One row is one obligation at one due instant, such as "county reports, 15:00: 9 of 17". A row
leaves the board once nobody is missing.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from typing_extensions import TypedDict

from engine.conditions.explanations import named
from engine.incident.state import OPEN_SLOT_STATES, Incident, Slot
from engine.instants import to_text
from engine.memo import memoised_on
from engine.plan.model import Plan


class ReportingRow(TypedDict):
    """One obligation at one due instant, and who has reported. Instants are in UTC."""

    id: str
    """The obligation and the due instant: the row's name within the incident."""
    obligation: str
    """Id of the report obligation in the plan."""
    name: str
    due_at: str
    """The due instant of all reports of the row."""
    total: int
    """Reporters that owe this report, or have submitted it."""
    submitted: int
    """Reports that came in, the late ones among them."""
    late: int
    """Reports that came in after the due instant."""
    missing: list[str]
    """Codes of divisions, ids of units or posts that have not reported; `next_slots` has names."""
    clause: str


_COUNTED = OPEN_SLOT_STATES | {"submitted", "submitted_late"}


@memoised_on("slots")
def reporting_view(plan: Plan, incident: Incident, language: str = "zh") -> list[ReportingRow]:
    """The rows with somebody missing, the longest due first."""
    rows: dict[tuple[datetime, str], list[Slot]] = defaultdict(list)
    for slot in incident.slots.values():
        if slot.state in _COUNTED:
            rows[slot.due_at, slot.obligation].append(slot)
    return [
        _row(plan, slots, language)
        for _, slots in sorted(rows.items())
        if any(slot.state in OPEN_SLOT_STATES for slot in slots)
    ]


def _row(plan: Plan, slots: list[Slot], language: str) -> ReportingRow:
    first = slots[0]
    missing = sorted(slot.reporter for slot in slots if slot.state in OPEN_SLOT_STATES)
    due_at = to_text(first.due_at)
    return {
        "id": f"{first.obligation} {due_at}",
        "obligation": first.obligation,
        "name": named(plan.report_by_id[first.obligation], language),
        "due_at": due_at,
        "total": len(slots),
        "submitted": len(slots) - len(missing),
        "late": sum(slot.state == "submitted_late" for slot in slots),
        "missing": missing,
        "clause": first.clause,
    }
