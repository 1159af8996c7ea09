"""The end of duties: how their open slots are settled (A13, A17)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from engine.frozen import replace
from engine.incident.state import OPEN_SLOT_STATES, ActiveObligation, Slot
from engine.instants import at_clock, local_day
from engine.plan.model import ReportObligation
from engine.reporting import due_instants as cadences
from engine.reporting.ledger import LedgerUpdate
from engine.reporting.obligations import reporters_of, was_ever_asked


def end_obligation(
    book: LedgerUpdate, gone: Iterable[ActiveObligation] = (), *, taken_back: bool = False
) -> None:
    """Take these duties out of force and settle the slots that they leave owed.

    Slots that an earlier change left owed are settled again with them, also when only the reporters
    or the days have changed.
    """
    ids = {duty.obligation for duty in gone}
    book.duties = {id_: duty for id_, duty in book.duties.items() if id_ not in ids}
    for slot in list(book.slots.values()):
        if slot.obligation not in book.duties and slot.state == "owed":
            void = taken_back and slot.obligation in ids
            settled = _settled(book, book.plan.report_by_id[slot.obligation], slot, void)
            if settled is not slot:
                book.put(settled)


def _settled(book: LedgerUpdate, report: ReportObligation, slot: Slot, void: bool) -> Slot:
    if book.is_due(slot):
        return slot
    periodic = cadences.is_periodic(report)
    if report.until_sent and not void:
        return slot
    lapsed = book.plan.covers(report.at, book.incident.place)
    over = book.incident.stage in ("ended", "closed")
    if over and not (lapsed and report.when is not None):
        return replace(slot, state="ended", reason="response_ended")
    if lapsed and (not _replaced(book, report) if periodic else void):
        return replace(slot, state="superseded", reason="condition_lapsed")
    if not periodic:
        return slot
    if slot.opens_at > book.at:
        return replace(slot, state="superseded", reason="cadence_changed")
    if _owed_anew(book, slot):
        return replace(slot, state="superseded", reason="cadence_changed")
    return slot


def release_corrected(book: LedgerUpdate) -> None:
    """Release the reports that only an untrue figure asked for, also the overdue ones (A27)."""
    for slot in list(book.slots.values()):
        if slot.state not in OPEN_SLOT_STATES or slot.obligation in book.duties:
            continue
        if not was_ever_asked(book.plan, book.incident, slot):
            book.put(replace(slot, state="superseded", reason="corrected"))


def _replaced(book: LedgerUpdate, report: ReportObligation) -> bool:
    """True if another duty of the same series is in force."""
    others = (book.plan.report_by_id[id_] for id_ in book.duties)
    return any(other.series_id == report.series_id for other in others)


def _owed_anew(book: LedgerUpdate, slot: Slot) -> bool:
    """True if a duty of the same series in force owes a report on the slot's day."""
    plan = book.plan
    day = local_day(slot.due_at - timedelta(microseconds=1), plan.zone)
    for duty in book.duties.values():
        report = plan.report_by_id[duty.obligation]
        if report.series_id != slot.series or not cadences.is_periodic(report):
            continue
        if slot.reporter not in reporters_of(plan, book.incident, report):
            continue
        start = cadences.first(plan, report, duty.since, duty.anchor).owed
        before = at_clock(day, "00:00", plan.zone)
        due = start
        if start <= before:
            due = cadences.following(plan, report, before, duty.since, duty.anchor)
        if local_day(due - timedelta(microseconds=1), plan.zone) == day:
            return True
    return False
