"""The ledger of one incident while one event is being entered into it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from engine.plan.cadences import Immediately
from engine.plan.model import Plan, Report
from engine.reporting.ladder import first_stage
from engine.state import OPEN_SLOT_STATES, Incident, Slot
from engine.values import replace

SETTLED_BY_REPORT = frozenset({"submitted", "submitted_late"})


class Book:
    """The slots and duties as they will be; `close` gives the new state.

    What is entered one by one costs the same however many slots there are: all of them are
    walked through only when one can be let go.
    """

    def __init__(self, plan: Plan, incident: Incident, at: datetime) -> None:
        self.plan, self.incident, self.at = plan, incident, at
        self.slots = incident.slots.copy()
        self.duties = incident.duties.copy()
        self.owed = incident.owed.copy()
        self.touched: dict[str, Slot] = {}

    def put(self, slot: Slot) -> None:
        """Enter a slot as it is now."""
        known = self.slots.get(slot.id)
        change = (slot.state == "owed") - (known is not None and known.state == "owed")
        if change:
            party = slot.obligation, slot.reporter
            self.owed[party] = self.owed.get(party, 0) + change
            if not self.owed[party]:
                del self.owed[party]
        self.slots[slot.id] = self.touched[slot.id] = slot

    def is_due(self, slot: Slot) -> bool:
        """Whether its due instant has come: then nothing takes its place any more."""
        return slot.due_at <= self.at and not slot.immediately

    def exempt(self, slot: Slot) -> None:
        """Its reporter is not on the list any more (A14)."""
        if not self.is_due(slot):
            self.put(replace(slot, state="not_owed", reason="exempted"))

    def awaits(self, report: Report, reporter: str) -> bool:
        """Whether the reporter owes a report of the obligation that is not overdue yet."""
        return (report.id, reporter) in self.owed

    def awaited(self, report: Report) -> dict[str, Slot]:
        """The first report of the obligation that each owes and is not overdue yet."""
        found: dict[str, Slot] = {}
        for slot in self.slots.values():
            if slot.obligation == report.id and slot.state == "owed":
                found.setdefault(slot.reporter, slot)
        return found

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
        self.put(replace(slot, stage=stage) if stage else slot)

    def too_near(self, report: Report, reporter: str, due: datetime) -> None:
        """A slot too near to the opening; its `opens_at` says when that was (A11)."""
        slot = self._new(report, reporter, due, self.at)
        known = self.slots.get(slot.id, slot)
        if known is slot or known.state in ("superseded", "ended", "not_owed"):
            self.put(replace(known, state="not_owed", reason="too_near", opens_at=self.at))

    def already_reported(self, report: Report, reporter: str, due: datetime) -> bool:
        """Whether the report that is due then has come in."""
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
        incident, slots, touched = self.incident, self.slots, self.touched
        earliest = _earliest_settled(touched.values(), incident.earliest_settled)
        if earliest is not None and earliest < self.at:
            slots = {
                id_: slot
                for id_, slot in slots.items()
                if slot.state in OPEN_SLOT_STATES or slot.due_at >= self.at
            }
            earliest = _earliest_settled(slots.values())
        if incident.touched:
            touched = {slot.id: slot for slot in incident.touched} | touched
        return replace(
            incident,
            slots=MappingProxyType(slots),
            duties=MappingProxyType(self.duties),
            owed=MappingProxyType(self.owed),
            touched=tuple(touched.values()),
            earliest_settled=earliest,
        )


def _earliest_settled(slots: Iterable[Slot], so_far: datetime | None = None) -> datetime | None:
    """The earliest due instant of the settled ones among the slots."""
    for slot in slots:
        settled = slot.state not in OPEN_SLOT_STATES
        if settled and (so_far is None or slot.due_at < so_far):
            so_far = slot.due_at
    return so_far


def slot_id(incident: str, obligation: str, reporter: str, due: datetime) -> str:
    """The one id of what this reporter owes at this instant."""
    return f"{incident}.{obligation}.{reporter}.{_stamp(due)}"


@lru_cache(maxsize=4096)
def _stamp(due: datetime) -> str:
    """The instant (in UTC) inside an id; at one of them many reports are due."""
    fraction = f"{due:%f}" if due.microsecond else ""
    return f"{due:%Y%m%dT%H%M%S}{fraction}Z"
