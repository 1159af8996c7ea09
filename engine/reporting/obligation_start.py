"""The start of a duty, and its next slots (A11, A12, A14, A16).

A periodic duty always has exactly one open slot ahead for each reporter. The next one is made when
the one before is submitted or becomes overdue.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from engine.frozen import replace
from engine.incident.state import ActiveObligation, Slot
from engine.instants import local_day
from engine.memo import memoised_per_plan
from engine.plan.cadences import Immediately, Within
from engine.plan.model import Plan, ReportObligation
from engine.reporting import due_instants as cadences
from engine.reporting.ledger import LedgerUpdate
from engine.reporting.obligations import passing_on, reporters_of


def start_obligation(book: LedgerUpdate, report: ReportObligation, *, raised: bool) -> None:
    """Put a duty into force with its first slots.

    Releases what an earlier period left owed by a reporter that is no longer on the list.
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
    book.duties[report.id] = ActiveObligation(report.id, book.at, anchor)


def _anchor_of_base(book: LedgerUpdate, report: ReportObligation) -> date | None:
    """The anchor day of a digest: that of the report it follows, where that one is in force."""
    followed = book.duties.get(cadences.base_of(book.plan, report).id)
    return followed.anchor if followed else None


def first_slots(
    book: LedgerUpdate,
    report: ReportObligation,
    reporters: Iterable[str],
    anchor: date | None,
    since: datetime | None = None,
) -> date:
    """Make the first slots of a periodic duty; returns its anchor day.

    `since` is given for reporters that join a duty which has been in force since then.
    """
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


def owe_once(
    book: LedgerUpdate, report: ReportObligation, reporters: Iterable[str], *, again: bool = False
) -> None:
    """Make the slots of a one-time duty for reporters that do not have one, or `again` for all.

    A reporter that still owes the report from an earlier period owes it once, unless it is asked
    again.
    """
    cadence = report.cadence
    if report.kind == "correction":
        return
    awaited = () if again else book.awaited(report)
    reporters = [reporter for reporter in reporters if reporter not in awaited]
    if isinstance(cadence, Immediately):
        for reporter in reporters:
            book.owe(report, reporter, book.at, opens_at=book.at, again=again)
    elif isinstance(cadence, Within) and cadence.once:
        start = _start_of(book, cadence)
        due = start + timedelta(minutes=cadence.within_minutes)
        for reporter in reporters:
            book.owe(report, reporter, due, opens_at=start, again=again)


def _start_of(book: LedgerUpdate, cadence: Within) -> datetime:
    """The instant from which a duty counts.

    That is the event or its receipt for facts known at the opening, later the receipt of the
    figures that ask for the report.
    """
    incident = book.incident
    if cadence.of == "arising":
        return book.at
    if incident.seq > 1:
        return book.since
    return incident.occurred_at if cadence.of == "occurred" else incident.received_at


def make_next(book: LedgerUpdate, slot: Slot) -> None:
    """Make the next slot of a settled slot's duty, if none is open yet."""
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


def pass_on(book: LedgerUpdate, slot: Slot, submitted_at: datetime) -> None:
    """Make the slots of the reporters that pass on a report which has come in."""
    if slot.obligation not in _passed_on(book.plan):
        return
    for id_ in book.duties:
        report = book.plan.report_by_id[id_]
        cadence = report.cadence
        if not isinstance(cadence, Within) or cadence.after_report_of != slot.obligation:
            continue
        due = submitted_at + timedelta(minutes=cadence.within_minutes)
        for reporter in passing_on(book.plan, book.incident, report, slot.reporter):
            book.owe(report, reporter, due, opens_at=submitted_at, again=True)


@memoised_per_plan
def _passed_on(plan: Plan) -> frozenset[str]:
    """The obligations whose reports somebody passes on."""
    found = (one.cadence.after_report_of for one in plan.reports if isinstance(one.cadence, Within))
    return frozenset(id_ for id_ in found if id_ is not None)
