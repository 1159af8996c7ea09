"""Duties are no longer in force: what becomes of their open slots (A13, A17)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from engine.instants import at_clock, local_day
from engine.plan.model import Report
from engine.reporting import cadence as cadences
from engine.reporting.book import Book
from engine.reporting.owing import reporters_of
from engine.state import Duty, Slot
from engine.values import replace


def lay_down(book: Book, gone: Iterable[Duty] = (), *, taken_back: bool = False) -> None:
    """Take these duties out of force and settle what they have left owed.

    Slots that an earlier change has left owed are settled anew with them, also when
    none is gone but who owes, or on which day, has changed.
    """
    ids = {duty.obligation for duty in gone}
    book.duties = {id_: duty for id_, duty in book.duties.items() if id_ not in ids}
    for slot in list(book.slots.values()):
        if slot.obligation not in book.duties and slot.state == "owed":
            void = taken_back and slot.obligation in ids
            settled = _settled(book, book.plan.report_by_id[slot.obligation], slot, void)
            if settled is not slot:
                book.put(settled)


def _settled(book: Book, report: Report, slot: Slot, void: bool) -> Slot:
    if book.is_due(slot):
        return slot
    periodic = cadences.is_periodic(report)
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


def _replaced(book: Book, report: Report) -> bool:
    """Whether another duty of the same series is in force."""
    others = (book.plan.report_by_id[id_] for id_ in book.duties)
    return any(other.series_id == report.series_id for other in others)


def _owed_anew(book: Book, slot: Slot) -> bool:
    """Whether a duty of the same series now in force owes a report on the slot's day."""
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
