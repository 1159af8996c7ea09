"""Simulated reporters: each owed report is sent in time, late, wrongly or never, by the seed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from engine.drill.draws import between, percent
from engine.drill.ground import Ground
from engine.drill.scenario import EVERYBODY, Simulated
from engine.drill.simulation.queue import ActQueue
from engine.drill.steps import report_for, reporting
from engine.incident.commands import SubmitReport
from engine.incident.events import Event
from engine.incident.state import OPEN_SLOT_STATES, Slot
from engine.instants import from_text
from engine.messages import text
from engine.plan.model import Plan


class Reporters:
    """Plans a report for every slot that a simulated reporter comes to owe.

    An obligation that a step of the scenario submits is left to the steps.
    """

    def __init__(self, ground: Ground, queue: ActQueue) -> None:
        self.ground, self.queue = ground, queue
        scenario = ground.scenario
        first = scenario.first_incident
        self.left_out = {
            (step.incident or first, step.submit.obligation)
            for step in scenario.steps
            if step.submit is not None
        }
        self.planned: set[str] = set()
        self.usual: dict[tuple[str, str], SubmitReport] = {}

    def notice(self, key: str, slots: Iterable[Slot], events: Iterable[Event]) -> None:
        """Plan what is sent for slots that were made or changed, and what is corrected later.

        Corrections follow from the entries of wrong reports, so a drill that is planned again
        from its journals has them too.
        """
        for event in events:
            if event.type == "report_submitted":
                self._sent(key, event)
        for slot in slots:
            if slot.state not in OPEN_SLOT_STATES or slot.id in self.planned:
                continue
            row = self._row(slot.reporter)
            if row is not None and (key, slot.obligation) not in self.left_out:
                self.planned.add(slot.id)
                self._plan(key, slot, row)

    def _row(self, reporter: str) -> Simulated | None:
        simulated = self.ground.scenario.simulated
        if reporter in self.ground.scenario.people:
            return None
        return simulated.get(reporter) or simulated.get(EVERYBODY)

    def _plan(self, key: str, slot: Slot, row: Simulated) -> None:
        seed, about = self.ground.seed, (key, slot.obligation, slot.reporter, str(slot.due_at))
        if percent(seed, row.absent, "absent", *about):
            return
        if percent(seed, row.punctuality, "punctual", *about):
            instant = self._in_time(slot, row, *about)
        else:
            late = between(seed, row.late_minutes, "late", *about)
            instant = slot.due_at + timedelta(minutes=late)
        earliest = max(instant, self.ground.clock.now, slot.opens_at)
        self.queue.plan(earliest, partial(self._send, key, slot.id))

    def _in_time(self, slot: Slot, row: Simulated, *about: str) -> datetime:
        """Before it is due; what is owed at once is sent as soon as somebody can."""
        if slot.immediately:
            wait = between(self.ground.seed, row.answer_minutes, "at_once", *about)
            return slot.due_at + timedelta(minutes=wait)
        lead = between(self.ground.seed, row.lead_minutes, "lead", *about)
        return slot.due_at - timedelta(minutes=lead)

    def _send(self, key: str, slot_id: str) -> None:
        incident, plan = self.ground.incident(key), self.ground.plan(key)
        slot = incident.slots.get(slot_id) if incident else None
        if incident is None or slot is None or slot.state not in OPEN_SLOT_STATES:
            return
        command = self._report(plan, slot)
        self.ground.execute(key, command, reporting(plan, slot.reporter))

    def _sent(self, key: str, event: Event) -> None:
        """Plan the correction of a report that a simulated reporter sent with wrong figures."""
        told = event.data
        slot, reporter, obligation = (told[name] for name in ("slot", "reporter", "obligation"))
        row = self._row(reporter) if slot and reporter == event.actor else None
        if row is None or not row.wrong_figures or (key, obligation) in self.left_out:
            return
        seed, due = self.ground.seed, from_text(told["due_at"])
        if percent(seed, row.wrong_figures, "wrong", key, obligation, reporter, str(due)):
            wait = between(seed, row.corrected_after_minutes, "corrected", slot)
            instant = event.recorded_at + timedelta(minutes=wait)
            self.queue.plan(instant, partial(self._correct, key, reporter, event.seq))

    def _report(self, plan: Plan, slot: Slot) -> SubmitReport:
        """The report for a slot; those of one obligation differ in nothing but the slot."""
        about = plan.id, slot.obligation
        if about not in self.usual:
            self.usual[about] = report_for(plan, slot)
        return self.usual[about].model_copy(update={"slot": slot.id})

    def _correct(self, key: str, reporter: str, seq: int) -> None:
        incident = self.ground.incident(key)
        if incident is None or incident.stage in ("ended", "closed"):
            return
        words = text("word.drill_corrected")
        command = SubmitReport(kind="correction", corrects=seq, content=words)
        self.ground.execute(key, command, reporting(self.ground.plan(key), reporter))
