"""A duty begins, or goes on: which slots it has next (A11, A12, A14, A16).

A periodic duty always has exactly one open slot ahead for each reporter: the next one is
made when the one before is submitted or falls overdue.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from engine.instants import local_day
from engine.plan.cadences import Immediately, Within
from engine.plan.model import Report
from engine.reporting import cadence as cadences
from engine.reporting.book import Book
from engine.reporting.owing import reporters_of
from engine.state import Duty, Slot
from engine.values import replace


def take_up(book: Book, report: Report, *, raised: bool) -> None:
    """A duty comes into force: its first slots.

    What an earlier time has left owed by somebody no longer on the list is not owed.
    """
    reporters = reporters_of(book.plan, book.incident, report)
    for slot in list(book.slots.values()):
        owed = slot.obligation == report.id and slot.state == "owed"
        if owed and slot.reporter not in reporters:
            book.exempt(slot)
    if report.only_when_raised and not raised:
        reporters = ()
    anchor = local_day(book.at, book.plan.zone)
    if cadences.is_periodic(report):
        anchor = first_slots(book, report, reporters, _anchor_of_base(book, report))
    owe_once(book, report, reporters)
    book.duties[report.id] = Duty(report.id, book.at, anchor)


def _anchor_of_base(book: Book, report: Report) -> date | None:
    """A digest counts its days with the report that it follows, where that is in force."""
    followed = book.duties.get(cadences.base_of(book.plan, report).id)
    return followed.anchor if followed else None


def first_slots(
    book: Book,
    report: Report,
    reporters: Iterable[str],
    anchor: date | None,
    since: datetime | None = None,
) -> date:
    """The first slots of a periodic duty that starts now, or for who joins it now where
    it has been in force `since`; returns its anchor day."""
    start = cadences.first(book.plan, report, book.at, anchor, since)
    awaited = book.awaited(report)
    for reporter in reporters:
        known = awaited.get(reporter)
        if known is not None and known.due_at <= start.owed:
            continue
        if known is not None:
            book.put(replace(known, state="superseded", reason="cadence_changed"))
        for due in start.too_near:
            book.too_near(report, reporter, due)
        due, opens_at = start.owed, book.at
        while book.already_reported(report, reporter, due):
            opens_at = due
            due = cadences.following(book.plan, report, due, since or book.at, start.anchor)
        book.owe(report, reporter, due, opens_at)
    return start.anchor


def owe_once(book: Book, report: Report, reporters: Iterable[str]) -> None:
    """What a duty that comes once asks of reporters that it is new to.

    Who still owes the report from an earlier time owes it once.
    """
    cadence = report.cadence
    awaited = book.awaited(report)
    reporters = [reporter for reporter in reporters if reporter not in awaited]
    if isinstance(cadence, Immediately):
        for reporter in reporters:
            book.owe(report, reporter, book.at, opens_at=book.at)
    elif isinstance(cadence, Within) and cadence.once:
        start = _start_of(book, cadence)
        due = start + timedelta(minutes=cadence.within_minutes)
        for reporter in reporters:
            book.owe(report, reporter, due, opens_at=start)


def _start_of(book: Book, cadence: Within) -> datetime:
    """Counted from the event or its receipt only for what was known at the opening."""
    incident = book.incident
    starts = {"occurred": incident.occurred_at, "received": incident.received_at}
    return starts.get(cadence.of, book.at) if incident.seq <= 1 else book.at


def make_next(book: Book, slot: Slot) -> None:
    """After a slot is settled, the next one of its duty, if none is open yet."""
    plan, duty = book.plan, book.duties.get(slot.obligation)
    report = plan.report_by_id[slot.obligation]
    if duty is None or not cadences.is_periodic(report):
        return
    if slot.reporter not in reporters_of(plan, book.incident, report):
        return
    if book.awaits(report, slot.reporter):
        return
    due = cadences.following(plan, report, slot.due_at, duty.since, duty.anchor)
    book.owe(report, slot.reporter, due, opens_at=slot.due_at)


def pass_on(book: Book, slot: Slot, submitted_at: datetime) -> None:
    """A report has come in: who passes it on owes that so long after it came in."""
    for id_ in book.duties:
        report = book.plan.report_by_id[id_]
        cadence = report.cadence
        if not isinstance(cadence, Within) or cadence.after_report_of != slot.obligation:
            continue
        due = submitted_at + timedelta(minutes=cadence.within_minutes)
        reporters = reporters_of(book.plan, book.incident, report)
        own = slot.reporter in reporters
        for reporter in (slot.reporter,) if own else reporters:
            book.owe(report, reporter, due, opens_at=submitted_at, again=True)
