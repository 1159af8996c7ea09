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

from engine.frozen import replace
from engine.incident.state import OPEN_SLOT_STATES, Incident
from engine.instants import at_clock, local_day
from engine.plan.cadences import SameDay, Within
from engine.plan.model import Plan
from engine.reporting import due_instants as cadences
from engine.reporting.ledger import LedgerUpdate
from engine.reporting.obligation_end import end_obligation, release_corrected
from engine.reporting.obligation_start import (
    first_slots,
    make_next,
    owe_once,
    pass_on,
    start_obligation,
)
from engine.reporting.obligations import in_force, reporters_of


def reconcile(
    plan: Plan,
    incident: Incident,
    at: datetime,
    *,
    received: datetime | None = None,
    raised: bool = False,
    taken_back: bool = False,
) -> Incident:
    """Bring duties and slots in line with the incident's place and facts at instant `at`.

    `received` is the instant at which the office received the figures of the event. `raised` means
    that the event led to a higher level or sub-state, `taken_back` that it struck an entry. What
    was never true is not owed. What was true and is over (everybody is rescued) still has to be
    reported.
    """
    wanted = {report.id: report for report in in_force(plan, incident)}
    gone = [duty for id_, duty in incident.duties.items() if id_ not in wanted]
    new = [report for id_, report in wanted.items() if id_ not in incident.duties]
    book = LedgerUpdate(plan, incident, at, received)
    for report in new:
        start_obligation(book, report, raised=raised)
    for report in wanted.values():
        if raised and report.again_when_raised and report not in new:
            owe_once(book, report, reporters_of(plan, incident, report), again=True)
    end_obligation(book, gone, taken_back=taken_back)
    return book.close() if gone or new or book.touched else incident


def submitted(
    plan: Plan, incident: Incident, slot_id: str, submitted_at: datetime, seq: int, at: datetime
) -> Incident:
    """Settle the slot of a report that came in; on time at or before the due instant (A10)."""
    book = LedgerUpdate(plan, incident, at)
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
    """Count one reminder as sent; the first overdue reminder changes the slot's state."""
    book = LedgerUpdate(plan, incident, at)
    slot = incident.slots[slot_id]
    state = "overdue" if overdue else slot.state
    book.put(replace(slot, stage=slot.stage + 1, state=state))
    if overdue and slot.state != "overdue":
        make_next(book, slot)
    return book.close()


def changed_figures(
    plan: Plan,
    incident: Incident,
    changed: Iterable[str],
    at: datetime,
    received: datetime | None = None,
) -> Incident:
    """Make the reports that are owed on the day of a change (A19).

    The day, or the minutes, count from the instant at which the office received it.
    """
    changed = set(changed)
    book = LedgerUpdate(plan, incident, at, received)
    for duty in incident.duties.values():
        report = plan.report_by_id[duty.obligation]
        cadence = report.cadence
        if isinstance(cadence, SameDay | Within) and changed & set(cadence.on_change_of):
            if isinstance(cadence, SameDay):
                due = at_clock(local_day(book.since, plan.zone), cadence.same_day, plan.zone)
            else:
                due = book.since + timedelta(minutes=cadence.within_minutes)
            for reporter in reporters_of(plan, incident, report):
                book.owe(report, reporter, due, opens_at=book.since, again=True)
    return book.close()


def corrected(
    plan: Plan, incident: Incident, wrong: int, at: datetime, received: datetime
) -> Incident:
    """Release what only the untrue figures since entry `wrong` asked for.

    Units that received reports of those figures are owed a correction (A27).
    """
    book = LedgerUpdate(plan, incident, at, received)
    release_corrected(book)
    for id_ in incident.duties:
        report = plan.report_by_id[id_]
        told = tuple(one for one in report.recipients if incident.told.get(one, 0) > wrong)
        if report.kind != "correction" or not told:
            continue
        due = opens_at = at
        if isinstance(report.cadence, Within):
            opens_at = received
            due = received + timedelta(minutes=report.cadence.within_minutes)
        for reporter in reporters_of(plan, incident, report):
            book.owe(report, reporter, due, opens_at, again=True, recipients=told)
    return book.close()


def limited(
    plan: Plan,
    before: Incident,
    incident: Incident,
    obligations: Iterable[str],
    at: datetime,
    received: datetime | None = None,
) -> Incident:
    """Apply a changed list of reporters of these obligations (A14).

    A one-time duty is asked only of reporters that were not on the list in the state `before`.
    """
    book = LedgerUpdate(plan, incident, at, received)
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
    end_obligation(book)
    return book.close()


def reanchored(plan: Plan, incident: Incident, obligation: str, at: datetime) -> Incident:
    """Count an every-n-days duty from its new anchor day (A12).

    A slot that is due, or that the new days ask for as well, stays owed.
    """
    book = LedgerUpdate(plan, incident, at)
    report, duty = plan.report_by_id[obligation], incident.duties[obligation]
    for slot in incident.slots.values():
        if slot.obligation != obligation or slot.state != "owed" or book.is_due(slot):
            continue
        if not cadences.falls_on(plan, report, slot.due_at, duty.anchor):
            book.put(replace(slot, state="superseded", reason="reanchored"))
    first_slots(book, report, reporters_of(plan, incident, report), duty.anchor)
    end_obligation(book)
    return book.close()


def voided(plan: Plan, incident: Incident, at: datetime) -> Incident:
    """End every duty and every report that is still awaited, the overdue ones too."""
    book = LedgerUpdate(plan, incident, at)
    book.duties = {}
    for slot in incident.slots.values():
        if slot.state in OPEN_SLOT_STATES:
            book.put(replace(slot, state="ended", reason="voided"))
    return book.close()
