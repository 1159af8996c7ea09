"""The ledger of one incident while one event is being entered into it."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from engine.frozen import replace
from engine.incident.state import OPEN_SLOT_STATES, Incident, Slot
from engine.memo import memoised_per_plan
from engine.plan.cadences import Immediately, SameDay, Within
from engine.plan.model import Plan, ReportObligation
from engine.reporting.reminders import first_stage, is_marked_overdue

SETTLED_BY_REPORT = frozenset({"submitted", "submitted_late"})


class LedgerUpdate:
    """The slots and duties while an event is entered; `close` gives the new state.

    Entering one slot costs the same however many there are. All slots are searched only when some
    slot can be dropped. `received` is the instant at which the office received the figures of the
    event; what they make due counts from then.
    """

    def __init__(
        self, plan: Plan, incident: Incident, at: datetime, received: datetime | None = None
    ) -> None:
        self.plan, self.incident, self.at = plan, incident, at
        self.since = received or at
        self.slots = incident.slots.copy()
        self.duties = incident.duties.copy()
        self.owed = incident.owed.copy()
        self.touched: dict[str, Slot] = {}

    def put(self, slot: Slot) -> None:
        """Enter a slot in its present form."""
        known = self.slots.get(slot.id)
        change = (slot.state == "owed") - (known is not None and known.state == "owed")
        if change:
            party = slot.obligation, slot.reporter
            self.owed[party] = self.owed.get(party, 0) + change
            if not self.owed[party]:
                del self.owed[party]
        self.slots[slot.id] = self.touched[slot.id] = slot

    def is_due(self, slot: Slot) -> bool:
        """True if the slot's due instant has come; no other slot replaces it from then on."""
        return slot.due_at <= self.at and not slot.immediately

    def exempt(self, slot: Slot) -> None:
        """Settle the slot of a reporter that was taken off the list (A14)."""
        if not self.is_due(slot):
            self.put(replace(slot, state="not_owed", reason="exempted"))

    def awaits(self, report: ReportObligation, reporter: str) -> bool:
        """True if the reporter owes a report of the obligation that is not overdue yet."""
        return (report.id, reporter) in self.owed

    def awaited(self, report: ReportObligation) -> dict[str, Slot]:
        """Each reporter's first report of the obligation that is not overdue yet."""
        found: dict[str, Slot] = {}
        for slot in self.slots.values():
            if slot.obligation == report.id and slot.state == "owed":
                found.setdefault(slot.reporter, slot)
        return found

    def owe(
        self,
        report: ReportObligation,
        reporter: str,
        due: datetime,
        opens_at: datetime,
        *,
        again: bool = False,
        recipients: tuple[str, ...] | None = None,
    ) -> None:
        """Enter a slot as owed, unless it exists already; `again` re-opens a reported one.

        Reminders that were sent are not sent again. A slot that is due before it is entered is
        marked so (`known_late`). `recipients` are all of the obligation's unless given.
        """
        slot = self._new(report, reporter, due, opens_at)
        if recipients is not None:
            slot = replace(slot, recipients=recipients)
        if self.is_due(slot):
            slot = replace(slot, reason="known_late")
        stage = first_stage(self.plan, slot, self.at)
        known = self.slots.get(slot.id)
        if known is not None:
            reported = known.state in SETTLED_BY_REPORT
            if known.state in OPEN_SLOT_STATES and set(slot.recipients) - set(known.recipients):
                together = dict.fromkeys((*known.recipients, *slot.recipients))
                self.put(replace(known, recipients=tuple(together)))
            if known.state in OPEN_SLOT_STATES or (reported and not again):
                return
            stage = max(stage, known.stage)
            if is_marked_overdue(self.plan, slot, stage):
                slot = replace(slot, state="overdue")
        self.put(replace(slot, stage=stage) if stage else slot)

    def too_near(self, report: ReportObligation, reporter: str, due: datetime) -> None:
        """Enter a slot that is too near to the opening as not owed (A11)."""
        slot = self._new(report, reporter, due, self.at)
        known = self.slots.get(slot.id, slot)
        if known is slot or known.state in ("superseded", "ended", "not_owed"):
            self.put(replace(known, state="not_owed", reason="too_near", opens_at=self.at))

    def already_reported(self, report: ReportObligation, reporter: str, due: datetime) -> bool:
        """True if the report of that due instant has come in."""
        known = self.slots.get(slot_id(self.incident.id, report.id, reporter, due))
        return known is not None and known.state in SETTLED_BY_REPORT

    def _new(
        self, report: ReportObligation, reporter: str, due: datetime, opens_at: datetime
    ) -> Slot:
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
        """The incident with the new ledger.

        Drops the settled slots of the past. As long as another reporter still owes the same report
        at the same instant, all of them are kept, and shown together.
        """
        incident, touched = self.incident, self.touched
        earliest = self._earliest_settled(incident.earliest_settled)
        if earliest is not None and earliest < self.at:
            earliest = self._drop_settled()
        if incident.touched:
            touched = {slot.id: slot for slot in incident.touched} | touched
        return replace(
            incident,
            slots=MappingProxyType(self.slots),
            duties=MappingProxyType(self.duties),
            owed=MappingProxyType(self.owed),
            touched=tuple(touched.values()),
            earliest_settled=earliest,
        )

    def _earliest_settled(self, so_far: datetime | None) -> datetime | None:
        """The earliest due instant of the slots that can be dropped, with those of this entry.

        A settled slot of a row that is awaited counts when the last one of that row is settled.
        """
        kept = may_come_back(self.plan)
        for slot in self.touched.values():
            if slot.state in OPEN_SLOT_STATES or slot.obligation in kept:
                continue
            if (so_far is None or slot.due_at < so_far) and not self._is_awaited(slot):
                so_far = slot.due_at
        return so_far

    def _is_awaited(self, settled: Slot) -> bool:
        """True if another reporter still owes the report of this slot's row."""
        # What is awaited was mostly entered last.
        return any(
            slot.due_at == settled.due_at
            and slot.obligation == settled.obligation
            and slot.state in OPEN_SLOT_STATES
            for slot in reversed(self.slots.values())
        )

    def _drop_settled(self) -> datetime | None:
        """Drop what can be dropped; returns the earliest due instant of what can be later."""
        kept, earliest, left = may_come_back(self.plan), None, {}
        open_now = (slot for slot in self.slots.values() if slot.state in OPEN_SLOT_STATES)
        awaited = {(slot.obligation, slot.due_at) for slot in open_now}
        for id_, slot in self.slots.items():
            due = slot.due_at
            settled = slot.state not in OPEN_SLOT_STATES and slot.obligation not in kept
            if settled and (slot.obligation, due) not in awaited:
                if due < self.at:
                    continue
                earliest = due if earliest is None else min(due, earliest)
            left[id_] = slot
        self.slots = left
        return earliest


@memoised_per_plan
def may_come_back(plan: Plan) -> frozenset[str]:
    """The obligations whose settled slots a figure entered late may re-open.

    Those of other obligations can be dropped once their due instant is past.
    """
    return frozenset(
        report.id
        for report in plan.report_by_id.values()
        if isinstance(report.cadence, SameDay)
        or (isinstance(report.cadence, Within) and report.cadence.after_report_of is None)
    )


def slot_id(incident: str, obligation: str, reporter: str, due: datetime) -> str:
    """The id of the slot of this reporter, obligation and instant."""
    return f"{incident}.{obligation}.{reporter}.{_stamp(due)}"


@lru_cache(maxsize=4096)
def _stamp(due: datetime) -> str:
    """The instant (in UTC) inside an id; cached, since many reports share one instant."""
    fraction = f"{due:%f}" if due.microsecond else ""
    return f"{due:%Y%m%dT%H%M%S}{fraction}Z"
