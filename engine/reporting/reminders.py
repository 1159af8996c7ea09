"""The reminder ladder of a slot: which reminder comes when.

The rungs of a slot, in order: before it is due (`report_due_soon`), just after it is due
(`report_overdue`, which changes its state), and again later while it stays overdue. A
report is on time when it is submitted at or before the due instant (A10), so it becomes
overdue one microsecond later; the entry carries the due instant itself. A duty that is
owed 立即 has no number and never becomes overdue; it is only reminded of. `Slot.stage`
counts the rungs that are behind, so that each is sent once, whatever is restarted.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from engine.incident.state import OPEN_SLOT_STATES, Slot
from engine.instants import JUST_AFTER
from engine.memo import memoised_per_plan
from engine.plan.model import Plan


class Rung(NamedTuple):
    """One reminder: when it is sent, its event, and how many minutes from the due instant."""

    instant: datetime
    event: str
    minutes: int


_Offsets = tuple[tuple[timedelta, str, int], ...]


def _of(plan: Plan, slot: Slot) -> _Offsets:
    return _ladders(plan)[slot.obligation, slot.immediately]


@memoised_per_plan
def _ladders(plan: Plan) -> dict[tuple[str, bool], _Offsets]:
    """The ladders of each obligation, for its slots with a number and for those without."""
    found = {}
    for report in plan.reports:
        before = _either(report.due_soon_minutes, plan.reminders.due_soon_minutes)
        again = _either(report.overdue_again_minutes, plan.reminders.overdue_again_minutes)
        for immediately in (False, True):
            found[report.id, immediately] = _offsets(before, again, immediately)
    return found


def _offsets(before: tuple[int, ...], again: tuple[int, ...], immediately: bool) -> _Offsets:
    """The ladder as offsets from the due instant."""
    if immediately:
        return tuple((timedelta(minutes=m), "report_due_soon", m) for m in sorted(before))
    soon = tuple(
        (-timedelta(minutes=m), "report_due_soon", -m) for m in sorted(before, reverse=True)
    )
    late = tuple((timedelta(minutes=m), "report_overdue", m) for m in sorted(again))
    return (*soon, (JUST_AFTER, "report_overdue", 0), *late)


def next_rung(plan: Plan, slot: Slot) -> Rung | None:
    """The next reminder of the slot; None when none is left or the report is not awaited."""
    if slot.state not in OPEN_SLOT_STATES:
        return None
    ladder = _of(plan, slot)
    if slot.stage >= len(ladder):
        return None
    offset, event, minutes = ladder[slot.stage]
    return Rung(slot.due_at + offset, event, minutes)


def past_reminders(plan: Plan, slot: Slot) -> bool:
    """True if a report owed 立即 was not sent, or only after its last reminder (A32).

    Of an incident opened by mistake none is.
    """
    ladder = _of(plan, slot)
    released = slot.state in ("superseded", "not_owed") or slot.reason == "voided"
    if not slot.immediately or not ladder or released:
        return False
    if slot.submitted_at is None:
        return slot.stage >= len(ladder)
    return slot.submitted_at > slot.due_at + ladder[-1][0]


def first_stage(plan: Plan, slot: Slot, at: datetime) -> int:
    """The stage of a new slot that is made at `at`.

    Of several due-soon reminders that are past only the last is kept; after the due instant none
    is.
    """
    if slot.immediately:
        return 0
    soon = [offset for offset, event, _ in _of(plan, slot) if event == "report_due_soon"]
    if slot.due_at <= at:
        return len(soon)
    past = sum(slot.due_at + offset <= at for offset in soon)
    return max(0, past - 1)


def is_marked_overdue(plan: Plan, slot: Slot, stage: int) -> bool:
    """True if the overdue mark of a slot at this stage has been sent already."""
    return any(event == "report_overdue" for _, event, _ in _of(plan, slot)[:stage])


def _either(own: tuple[int, ...] | None, default: tuple[int, ...]) -> tuple[int, ...]:
    return default if own is None else own
