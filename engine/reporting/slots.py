"""The ledger of one incident: which reports are owed, superseded, not owed, ended.

`reconcile` is called after every event that can change where the incident is or what is
known. It compares the duties in force with the obligations that the plan asks for now
and settles the difference (A11–A15, A17). `submitted`, `reminded` and `changed_figures`
settle single slots. All of it is a function of plan, state and event, so a replay gives
the same ledger.

A periodic duty always has exactly one open slot ahead for each reporter: the next one is
made when the one before is submitted or falls overdue. Slots that are settled before
their due instant are kept until then, so that a duty that comes back the same day does
not owe twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from types import MappingProxyType

from engine.conditions import holds, situation_of
from engine.instants import at_clock, local_day
from engine.plan.cadences import Immediately, SameDay, Within
from engine.plan.model import Plan, Report
from engine.reporting import cadence as cadences
from engine.reporting.ladder import first_stage
from engine.state import OPEN_SLOT_STATES, Duty, Incident, Slot
from engine.values import replace

SETTLED_BY_REPORT = frozenset({"submitted", "submitted_late"})


def in_force(plan: Plan, incident: Incident) -> list[Report]:
    """The obligations that the plan asks for, given place and knowledge."""
    situation = situation_of(plan, incident)
    return [
        report
        for report in plan.reports
        if plan.covers(report.at, incident.place)
        and (report.when is None or holds(report.when, situation) is True)
        and (incident.watching or not isinstance(report.cadence, SameDay))
    ]


def reporters_of(plan: Plan, incident: Incident, report: Report) -> tuple[str, ...]:
    """Who owes the obligation, after any limit that the office has set (A14)."""
    source = report.reporters
    found: list[str] = []
    if source.divisions == "all":
        found += plan.division_by_code
    elif source.divisions == "incident" and incident.division in plan.division_by_code:
        found.append(incident.division)
    if source.members:
        found += [unit.id for unit in plan.units if unit.member]
    found += source.units
    found += _on_list(plan, incident, source.divisions_in)
    if source.divisions_not_in is not None:
        taken_out = set(_on_list(plan, incident, source.divisions_not_in))
        found = [reporter for reporter in found if reporter not in taken_out]
    limit = incident.reporter_limits.get(report.id)
    if limit is not None:
        found = [reporter for reporter in found if reporter in limit]
    return tuple(dict.fromkeys(found))


def _on_list(plan: Plan, incident: Incident, fact: str | None) -> list[str]:
    """The divisions that a list fact names now, in the jurisdiction's order."""
    figure = incident.current(fact) if fact is not None else None
    return [code for code in plan.division_by_code if figure and code in figure.value]


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
        book.take_up(report, raised=raised)
    book.lay_down(gone, taken_back=taken_back)
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
    book.make_next(slot)
    book.pass_on(slot, submitted_at)
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
        book.make_next(slot)
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
            book.first_slots(report, sorted(missing), duty.anchor, duty.since)
        elif duty is not None:
            book.owe_once(report, sorted(owing - set(reporters_of(plan, before, report))))
    book.lay_down((), taken_back=False)
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
    book.first_slots(report, reporters_of(plan, incident, report), duty.anchor)
    book.lay_down((), taken_back=False)
    return book.close()


class Book:
    """The ledger while one event is being entered; `close` gives the new state."""

    def __init__(self, plan: Plan, incident: Incident, at: datetime) -> None:
        self.plan, self.incident, self.at = plan, incident, at
        self.slots = dict(incident.slots)
        self.duties = dict(incident.duties)
        self.touched: dict[str, Slot] = {}

    def put(self, slot: Slot) -> None:
        """Enter a slot as it is now."""
        self.slots[slot.id] = self.touched[slot.id] = slot

    def is_due(self, slot: Slot) -> bool:
        """Whether its due instant has come: then nothing takes its place any more."""
        return slot.due_at <= self.at and not slot.immediately

    def exempt(self, slot: Slot) -> None:
        """Its reporter is not on the list any more (A14)."""
        if not self.is_due(slot):
            self.put(replace(slot, state="not_owed", reason="exempted"))

    def take_up(self, report: Report, *, raised: bool) -> None:
        """A duty comes into force: its first slots.

        What an earlier time has left owed by somebody no longer on the list is not owed.
        """
        reporters = reporters_of(self.plan, self.incident, report)
        for slot in list(self.slots.values()):
            owed = slot.obligation == report.id and slot.state == "owed"
            if owed and slot.reporter not in reporters:
                self.exempt(slot)
        if report.only_when_raised and not raised:
            reporters = ()
        anchor = local_day(self.at, self.plan.zone)
        if cadences.is_periodic(report):
            anchor = self.first_slots(report, reporters, self._anchor_of_base(report))
        self.owe_once(report, reporters)
        self.duties[report.id] = Duty(report.id, self.at, anchor)

    def _anchor_of_base(self, report: Report) -> date | None:
        """A digest counts its days with the report that it follows, where that is in force."""
        followed = self.duties.get(cadences.base_of(self.plan, report).id)
        return followed.anchor if followed else None

    def owe_once(self, report: Report, reporters: Iterable[str]) -> None:
        """What a duty that comes once asks of reporters that it is new to.

        Who still owes the report from an earlier time owes it once.
        """
        cadence = report.cadence
        reporters = [r for r in reporters if self._awaited(report, r) is None]
        if isinstance(cadence, Immediately):
            for reporter in reporters:
                self.owe(report, reporter, self.at, opens_at=self.at)
        elif isinstance(cadence, Within) and cadence.once:
            start = self._start_of(cadence)
            due = start + timedelta(minutes=cadence.within_minutes)
            for reporter in reporters:
                self.owe(report, reporter, due, opens_at=start)

    def pass_on(self, slot: Slot, submitted_at: datetime) -> None:
        """A report has come in: who passes it on owes that so long after it came in."""
        for id_ in self.duties:
            report = self.plan.report_by_id[id_]
            cadence = report.cadence
            if not isinstance(cadence, Within) or cadence.after_report_of != slot.obligation:
                continue
            due = submitted_at + timedelta(minutes=cadence.within_minutes)
            reporters = reporters_of(self.plan, self.incident, report)
            own = slot.reporter in reporters
            for reporter in (slot.reporter,) if own else reporters:
                self.owe(report, reporter, due, opens_at=submitted_at, again=True)

    def _start_of(self, cadence: Within) -> datetime:
        """Counted from the event or its receipt only for what was known at the opening."""
        incident = self.incident
        starts = {"occurred": incident.occurred_at, "received": incident.received_at}
        return starts.get(cadence.of, self.at) if incident.seq <= 1 else self.at

    def lay_down(self, gone: Iterable[Duty], *, taken_back: bool) -> None:
        """Duties are no longer in force: what becomes of their open slots (A13, A17).

        Slots that an earlier change has left owed are settled anew with them, also when
        none is gone but who owes, or on which day, has changed.
        """
        ids = {duty.obligation for duty in gone}
        self.duties = {id_: duty for id_, duty in self.duties.items() if id_ not in ids}
        for slot in list(self.slots.values()):
            if slot.obligation not in self.duties and slot.state == "owed":
                void = taken_back and slot.obligation in ids
                settled = self._settled(self.plan.report_by_id[slot.obligation], slot, void)
                if settled is not slot:
                    self.put(settled)

    def _settled(self, report: Report, slot: Slot, void: bool) -> Slot:
        if self.is_due(slot):
            return slot
        periodic = cadences.is_periodic(report)
        lapsed = self.plan.covers(report.at, self.incident.place)
        over = self.incident.stage in ("ended", "closed")
        if over and not (lapsed and report.when is not None):
            return replace(slot, state="ended", reason="response_ended")
        if lapsed and (not self._replaced(report) if periodic else void):
            return replace(slot, state="superseded", reason="condition_lapsed")
        if not periodic:
            return slot
        if slot.opens_at > self.at:
            return replace(slot, state="superseded", reason="cadence_changed")
        if self._owed_anew(slot):
            return replace(slot, state="superseded", reason="cadence_changed")
        return slot

    def _replaced(self, report: Report) -> bool:
        """Whether another duty of the same series is in force."""
        others = (self.plan.report_by_id[id_] for id_ in self.duties)
        return any(other.series_id == report.series_id for other in others)

    def _owed_anew(self, slot: Slot) -> bool:
        """Whether a duty of the same series now in force owes a report on the slot's day."""
        zone = self.plan.zone
        day = local_day(slot.due_at - timedelta(microseconds=1), zone)
        for duty in self.duties.values():
            report = self.plan.report_by_id[duty.obligation]
            if report.series_id != slot.series or not cadences.is_periodic(report):
                continue
            if slot.reporter not in reporters_of(self.plan, self.incident, report):
                continue
            start = cadences.first(self.plan, report, duty.since, duty.anchor).owed
            before = at_clock(day, "00:00", zone)
            due = start
            if start <= before:
                due = cadences.following(self.plan, report, before, duty.since, duty.anchor)
            if local_day(due - timedelta(microseconds=1), zone) == day:
                return True
        return False

    def first_slots(
        self,
        report: Report,
        reporters: Iterable[str],
        anchor: date | None,
        since: datetime | None = None,
    ) -> date:
        """The first slots of a periodic duty that starts now, or for who joins it now where
        it has been in force `since`; returns its anchor day."""
        start = cadences.first(self.plan, report, self.at, anchor, since)
        for reporter in reporters:
            awaited = self._awaited(report, reporter)
            if awaited is not None and awaited.due_at <= start.owed:
                continue
            if awaited is not None:
                self.put(replace(awaited, state="superseded", reason="cadence_changed"))
            for due in start.too_near:
                self._not_owed(report, reporter, due)
            due, opens_at = start.owed, self.at
            while self._already_reported(report, reporter, due):
                opens_at = due
                due = cadences.following(self.plan, report, due, since or self.at, start.anchor)
            self.owe(report, reporter, due, opens_at)
        return start.anchor

    def owe(
        self,
        report: Report,
        reporter: str,
        due: datetime,
        opens_at: datetime,
        *,
        again: bool = False,
    ) -> None:
        """Enter a slot as owed, unless it stands already; `again` re-opens a reported one.

        Reminders that were sent before are not sent again.
        """
        slot = self._new(report, reporter, due, opens_at)
        stage = first_stage(self.plan, slot, self.at)
        known = self.slots.get(slot.id)
        if known is not None:
            reported = known.state in SETTLED_BY_REPORT
            if known.state in OPEN_SLOT_STATES or (reported and not again):
                return
            stage = max(stage, known.stage)
        self.put(replace(slot, stage=stage))

    def make_next(self, slot: Slot) -> None:
        """After a slot is settled, the next one of its duty, if none is open yet."""
        duty = self.duties.get(slot.obligation)
        report = self.plan.report_by_id[slot.obligation]
        if duty is None or not cadences.is_periodic(report):
            return
        if slot.reporter not in reporters_of(self.plan, self.incident, report):
            return
        if self._awaited(report, slot.reporter) is not None:
            return
        due = cadences.following(self.plan, report, slot.due_at, duty.since, duty.anchor)
        self.owe(report, slot.reporter, due, opens_at=slot.due_at)

    def _awaited(self, report: Report, reporter: str) -> Slot | None:
        """The report of the obligation that is owed by the reporter and not overdue yet."""
        for slot in self.slots.values():
            if slot.reporter == reporter and slot.state == "owed" and slot.obligation == report.id:
                return slot
        return None

    def _not_owed(self, report: Report, reporter: str, due: datetime) -> None:
        """A slot too near to the opening; its `opens_at` says when that was (A11)."""
        slot = self._new(report, reporter, due, self.at)
        known = self.slots.get(slot.id, slot)
        if known is slot or known.state in ("superseded", "ended", "not_owed"):
            self.put(replace(known, state="not_owed", reason="too_near", opens_at=self.at))

    def _already_reported(self, report: Report, reporter: str, due: datetime) -> bool:
        known = self.slots.get(slot_id(self.incident.id, report.id, reporter, due))
        return known is not None and known.state in SETTLED_BY_REPORT

    def _new(self, report: Report, reporter: str, due: datetime, opens_at: datetime) -> Slot:
        return Slot(
            id=slot_id(self.incident.id, report.id, reporter, due),
            incident=self.incident.id,
            obligation=report.id,
            series=report.series_id,
            reporter=reporter,
            recipients=report.recipients,
            due_at=due,
            opens_at=opens_at,
            state="owed",
            clause=report.citation,
            immediately=isinstance(report.cadence, Immediately),
        )

    def close(self) -> Incident:
        """The incident with the new ledger; settled slots of the past are let go."""
        kept = {
            id_: slot
            for id_, slot in self.slots.items()
            if slot.state in OPEN_SLOT_STATES or slot.due_at >= self.at
        }
        merged = {slot.id: slot for slot in (*self.incident.touched, *self.touched.values())}
        return replace(
            self.incident,
            slots=MappingProxyType(kept),
            duties=MappingProxyType(self.duties),
            touched=tuple(merged.values()),
        )


def slot_id(incident: str, obligation: str, reporter: str, due: datetime) -> str:
    """The one id of what this reporter owes at this instant."""
    fraction = f"{due:%f}" if due.microsecond else ""
    return f"{incident}.{obligation}.{reporter}.{due:%Y%m%dT%H%M%S}{fraction}Z"
