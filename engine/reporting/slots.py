"""The ledger of one incident: which reports are owed, superseded, not owed, ended.

`reconcile` is called after every event that can change where the incident is or what is
known. It compares the duties in force with the obligations that the plan asks for now
and settles the difference (A11–A15, A17). `submitted`, `reminded` and `changed_figures`
settle single slots. All of it is a function of plan, state and event, so a replay gives
the same ledger.

Slots that are settled before their due instant are kept until then, so that a duty that
comes back the same day does not owe twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from engine.instants import at_clock, local_day
from engine.plan.cadences import SameDay, Within
from engine.plan.model import Plan
from engine.reporting import cadence as cadences
from engine.reporting.beginning import first_slots, make_next, owe_once, pass_on, take_up
from engine.reporting.book import Book
from engine.reporting.ending import lay_down
from engine.reporting.owing import in_force, reporters_of
from engine.state import Incident
from engine.values import replace


def reconcile(
    plan: Plan,
    incident: Incident,
    at: datetime,
    *,
    raised: bool = False,
    taken_back: bool = False,
) -> Incident:
    """Duties and slots brought in line with where the incident is, at instant `at`.

    `raised` says that the event has led to a higher level or sub-state, `taken_back` that
    it has struck an entry: what was never true is not owed, but what was true and is over
    (everybody is rescued) has still to be reported.
    """
    wanted = {report.id: report for report in in_force(plan, incident)}
    gone = [duty for id_, duty in incident.duties.items() if id_ not in wanted]
    new = [report for id_, report in wanted.items() if id_ not in incident.duties]
    book = Book(plan, incident, at)
    for report in new:
        take_up(book, report, raised=raised)
    lay_down(book, gone, taken_back=taken_back)
    return book.close() if gone or new or book.touched else incident


def submitted(
    plan: Plan, incident: Incident, slot_id: str, submitted_at: datetime, seq: int, at: datetime
) -> Incident:
    """The report of a slot has come in; on time at or before the due instant (A10)."""
    book = Book(plan, incident, at)
    slot = incident.slots[slot_id]
    late = not slot.immediately and submitted_at > slot.due_at
    state = "submitted_late" if late else "submitted"
    book.put(replace(slot, state=state, submitted_at=submitted_at, report_seq=seq))
    make_next(book, slot)
    pass_on(book, slot, submitted_at)
    return book.close()


def reminded(
    plan: Plan, incident: Incident, slot_id: str, *, overdue: bool, at: datetime
) -> Incident:
    """One rung of the slot's ladder is behind; the first overdue rung changes its state."""
    book = Book(plan, incident, at)
    slot = incident.slots[slot_id]
    state = "overdue" if overdue else slot.state
    book.put(replace(slot, stage=slot.stage + 1, state=state))
    if overdue and slot.state != "overdue":
        make_next(book, slot)
    return book.close()


def changed_figures(
    plan: Plan, incident: Incident, changed: Iterable[str], at: datetime
) -> Incident:
    """A figure has changed: what is owed on the day of a change is owed now (A19)."""
    changed = set(changed)
    book = Book(plan, incident, at)
    for duty in incident.duties.values():
        report = plan.report_by_id[duty.obligation]
        cadence = report.cadence
        if isinstance(cadence, SameDay | Within) and changed & set(cadence.on_change_of):
            if isinstance(cadence, SameDay):
                due = at_clock(local_day(at, plan.zone), cadence.same_day, plan.zone)
            else:
                due = at + timedelta(minutes=cadence.within_minutes)
            for reporter in reporters_of(plan, incident, report):
                book.owe(report, reporter, due, opens_at=at, again=True)
    return book.close()


def limited(
    plan: Plan, before: Incident, incident: Incident, obligations: Iterable[str], at: datetime
) -> Incident:
    """The list of reporters of these obligations has changed since `before` (A14).

    A duty that comes once is asked of those only who were not on the list before.
    """
    book = Book(plan, incident, at)
    for id_ in obligations:
        report, duty = plan.report_by_id[id_], incident.duties.get(id_)
        owing = set(reporters_of(plan, incident, report))
        open_now = [s for s in incident.slots.values() if s.obligation == id_ and s.state == "owed"]
        for slot in open_now:
            if slot.reporter not in owing:
                book.exempt(slot)
        if duty is not None and cadences.is_periodic(report):
            missing = owing - {slot.reporter for slot in open_now}
            first_slots(book, report, sorted(missing), duty.anchor, duty.since)
        elif duty is not None:
            owe_once(book, report, sorted(owing - set(reporters_of(plan, before, report))))
    lay_down(book)
    return book.close()


def reanchored(plan: Plan, incident: Incident, obligation: str, at: datetime) -> Incident:
    """An every-n-days duty counts from its new anchor day (A12).

    What is due, or asked for by the new days as well, stays owed.
    """
    book = Book(plan, incident, at)
    report, duty = plan.report_by_id[obligation], incident.duties[obligation]
    for slot in incident.slots.values():
        if slot.obligation != obligation or slot.state != "owed" or book.is_due(slot):
            continue
        if not cadences.falls_on(plan, report, slot.due_at, duty.anchor):
            book.put(replace(slot, state="superseded", reason="reanchored"))
    first_slots(book, report, reporters_of(plan, incident, report), duty.anchor)
    lay_down(book)
    return book.close()
