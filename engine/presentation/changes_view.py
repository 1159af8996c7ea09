"""What a command would change, made from an incident before and after it; nothing decides here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from typing_extensions import TypedDict

from engine.incident.state import OPEN_SLOT_STATES, Incident, Slot
from engine.measures.listed import listed
from engine.plan.model import Group, Measure, Plan, ReportObligation
from engine.plan.names import named, parties_name
from engine.presentation.slot_view import SlotView, slot_view

SlotChange = Literal["owed", "submitted", "lapsed", "changed"]


class ChangedGroup(TypedDict):
    """A working group that is formed, or is no longer."""

    id: str
    name: str
    clause: str


class ChangedMeasure(TypedDict):
    """A measure that comes on the list, or leaves it."""

    id: str
    text: str
    unit: str
    modality: Literal["required", "as_needed", "when_necessary"]
    clause: str


class ChangedObligation(TypedDict):
    """A report obligation that begins, or ends."""

    id: str
    name: str
    clause: str


class Changes(TypedDict):
    """What begins with a command, or what ends with it."""

    groups: list[ChangedGroup]
    measures: list[ChangedMeasure]
    obligations: list[ChangedObligation]


class ChangedSlot(SlotView):
    """A row of the report ledger as it would be, and what the command would have done to it."""

    change: SlotChange
    """`owed` is new; `lapsed` is awaited no more, with its `reason`."""


class WouldChange(TypedDict):
    """The parts of a preview that follow from a command that is allowed."""

    starts: Changes
    ends: Changes
    slots: list[ChangedSlot]


def nothing() -> Changes:
    """No change."""
    return {"groups": [], "measures": [], "obligations": []}


def would_change(
    plan: Plan,
    before: Incident,
    after: Incident,
    changed: Iterable[Slot],
    now: datetime,
    language: str,
) -> WouldChange:
    """What is other after a command than before it; `changed` are the rows that it touched."""
    return {
        "starts": _begun(plan, before, after, language),
        "ends": _begun(plan, after, before, language),
        "slots": _slots(plan, before, changed, now, language),
    }


def _begun(plan: Plan, first: Incident, second: Incident, language: str) -> Changes:
    """What the second has and the first has not."""
    groups = (plan.group_by_id[g] for g in second.groups if g not in first.groups)
    known = {one.measure.id for one in listed(plan, first)}
    measures = (m.measure for m in listed(plan, second) if m.measure.id not in known)
    owed = _obligations(second) - _obligations(first)
    return {
        "groups": [_group(one, language) for one in groups],
        "measures": [_measure(plan, one, language) for one in measures],
        "obligations": [_obligation(one, language) for one in plan.reports if one.id in owed],
    }


def _group(group: Group, language: str) -> ChangedGroup:
    return {"id": group.id, "name": named(group, language), "clause": group.citation}


def _measure(plan: Plan, measure: Measure, language: str) -> ChangedMeasure:
    return {
        "id": measure.id,
        "text": (language == "en" and measure.text_en) or measure.text,
        "unit": parties_name(plan, measure.unit, language),
        "modality": measure.modality,
        "clause": measure.citation,
    }


def _obligation(report: ReportObligation, language: str) -> ChangedObligation:
    return {"id": report.id, "name": named(report, language), "clause": report.citation}


def _open(incident: Incident) -> Iterable[Slot]:
    return (slot for slot in incident.slots.values() if slot.state in OPEN_SLOT_STATES)


def _obligations(incident: Incident) -> frozenset[str]:
    """In force, or with a report that is still awaited."""
    return frozenset(incident.duties) | {slot.obligation for slot in _open(incident)}


def _slots(
    plan: Plan, before: Incident, changed: Iterable[Slot], now: datetime, language: str
) -> list[ChangedSlot]:
    rows: list[ChangedSlot] = []
    other = (slot for slot in changed if slot != before.slots.get(slot.id))
    for slot in sorted(other, key=lambda one: (one.due_at, one.id)):
        row = slot_view(plan, slot, now, language, exercise=before.exercise)
        rows.append({**row, "change": _change(before.slots.get(slot.id), slot)})
    return rows


def _change(before: Slot | None, after: Slot) -> SlotChange:
    if after.state in ("submitted", "submitted_late"):
        return "submitted"
    if after.state in OPEN_SLOT_STATES:
        return "owed" if before is None or before.state not in OPEN_SLOT_STATES else "changed"
    return "lapsed"
