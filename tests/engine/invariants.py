"""What must hold after every step, whatever happened: used by stories and the model tests."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from engine.evolve.apply import fold
from engine.incident.events import Event, first_bad_entry
from engine.incident.state import OPEN_SLOT_STATES, Incident
from engine.memory import MemoryJournal
from engine.plan.model import STAGES, Plan
from engine.presentation.incident_view import incident_view
from engine.presentation.journal_text import sentence
from engine.reporting.due_instants import is_periodic
from engine.reporting.ledger import may_come_back
from engine.reporting.obligations import in_force, reporters_of
from engine.reporting.reminder_queue import ReminderQueue
from engine.reporting.reminders import Rung
from engine.timers import next_timer

ALL_SLOT_STATES = {
    "owed",
    "submitted",
    "submitted_late",
    "overdue",
    "superseded",
    "not_owed",
    "ended",
}


def replayed(plan: Plan, journal: MemoryJournal, incident_id: str) -> Incident:
    """The incident folded again from its journal, after a journey through JSON text."""
    words = [json.dumps(event.to_json()) for event in journal.read(incident_id)]
    folded = fold(plan, [Event.from_json(json.loads(line)) for line in words])
    return replace(folded, touched=())


def holds_together(plan: Plan, journal: MemoryJournal, incident_id: str, now: datetime) -> None:
    """All invariants of one incident that has been woken up to `now`."""
    incident = journal.load(incident_id)
    assert incident is not None
    journal_is_whole(journal, incident)
    at_one_known_place(plan, incident)
    replay_is_live(plan, journal, incident, now)
    ledger_is_whole(plan, journal, incident)
    each_duty_has_one_report_ahead(plan, incident, now)
    turns_are_as_made_anew(plan, incident)
    nothing_is_awaited_after_the_end(plan, incident, now)
    links_lead_to_what_they_name(journal, incident)
    timer = next_timer(plan, incident)
    assert timer is None or timer.instant > now, f"still to be entered: {timer}"


def journal_is_whole(journal: MemoryJournal, incident: Incident) -> None:
    """Numbers from 1 without gaps, the chain unbroken, no instant recorded backwards."""
    events = journal.read(incident.id)
    assert [event.seq for event in events] == list(range(1, incident.seq + 1))
    assert first_bad_entry(incident.id, [event.to_json() for event in events]) is None
    assert events[-1].hash == incident.hash
    recorded = [event.recorded_at for event in events]
    assert recorded == sorted(recorded)
    assert all(event.occurred_at <= event.recorded_at for event in events)


def at_one_known_place(plan: Plan, incident: Incident) -> None:
    """The incident is at one place, and the plan knows it."""
    assert incident.place in plan.states
    assert incident.stage in STAGES
    assert (incident.grade is None) == (incident.place not in plan.grade_by_place)
    assert (incident.level is None) == (incident.stage != "responding")


def replay_is_live(plan: Plan, journal: MemoryJournal, incident: Incident, now: datetime) -> None:
    """Folding the journal again gives the same state and the same view."""
    again = replayed(plan, journal, incident.id)
    assert again == incident
    view = incident_view(plan, incident, now)
    assert incident_view(plan, again, now) == view
    json.dumps(view, allow_nan=False)


def journal_reads_well(plan: Plan, journal: MemoryJournal, incident_id: str) -> None:
    """Every entry has its sentence, in both languages."""
    for event in journal.read(incident_id):
        for language in ("zh", "en"):
            assert sentence(plan, event, language).strip()


def ledger_is_whole(plan: Plan, journal: MemoryJournal, incident: Incident) -> None:
    """No slot twice; what is open in the ledger is what the incident knows as open; of the
    settled ones that it keeps, none is overlooked when it can be let go."""
    ledger = [slot for slot in journal.slots.values() if slot.incident == incident.id]
    keys = Counter((slot.obligation, slot.reporter, slot.due_at) for slot in ledger)
    assert [key for key, count in keys.items() if count > 1] == []
    assert {slot.state for slot in ledger} <= ALL_SLOT_STATES
    open_rows = {slot.id: slot for slot in ledger if slot.state in OPEN_SLOT_STATES}
    known = {s.id: s for s in incident.slots.values() if s.state in OPEN_SLOT_STATES}
    assert open_rows == known
    awaited = {(slot.obligation, slot.due_at) for slot in known.values()}
    for slot in incident.slots.values():
        first = incident.earliest_settled
        kept = slot.state in OPEN_SLOT_STATES or slot.obligation in may_come_back(plan)
        kept = kept or (slot.obligation, slot.due_at) in awaited
        assert kept or (first is not None and first <= slot.due_at)
    owed = (slot for slot in known.values() if slot.state == "owed")
    assert Counter((slot.obligation, slot.reporter) for slot in owed) == incident.owed
    for slot in ledger:
        assert (slot.report_seq is not None) == slot.state.startswith("submitted")


def each_duty_has_one_report_ahead(plan: Plan, incident: Incident, now: datetime) -> None:
    """Each reporter of a periodic duty in force has exactly one owed slot, and it is to come."""
    assert {report.id for report in in_force(plan, incident)} == set(incident.duties)
    for duty in incident.duties:
        report = plan.report_by_id[duty]
        if not is_periodic(report):
            continue
        for reporter in reporters_of(plan, incident, report):
            ahead = [
                slot.due_at
                for slot in incident.slots.values()
                if slot.obligation == duty and slot.reporter == reporter and slot.state == "owed"
            ]
            assert len(ahead) == 1, f"{duty} of {reporter}: {ahead}"
            assert ahead[0] >= now


def turns_are_as_made_anew(plan: Plan, incident: Incident) -> None:
    """Who is reminded when, and in which order, does not depend on what was kept."""
    copied = MappingProxyType(dict(incident.slots))
    anew = replace(incident, id="anew", slots=copied)
    assert all_turns(plan, incident) == all_turns(plan, anew)


def all_turns(plan: Plan, incident: Incident) -> list[tuple[datetime, str, Rung]]:
    """The next reminder of each slot, in order."""
    turns = ReminderQueue(plan, incident)
    left = dict(incident.slots)
    found = []
    while turn := turns.first():
        found.append((turn.instant, turn.slot.id, turn.rung))
        del left[turn.slot.id]
        turns.move(replace(incident, slots=MappingProxyType(left.copy()), touched=()))
    return found


def nothing_is_awaited_after_the_end(plan: Plan, incident: Incident, now: datetime) -> None:
    """After the end only duties that are still in force await a report, and what is owed
    until it is sent; what is overdue stays.

    A report that is due at the very instant of the end is overdue the instant after it.
    """
    if incident.stage in ("ended", "closed"):
        owed = [
            slot
            for slot in incident.slots.values()
            if slot.state == "owed" and not plan.report_by_id[slot.obligation].until_sent
        ]
        assert all(slot.obligation in incident.duties or slot.due_at == now for slot in owed)
    if incident.stage == "closed" and not incident.watching:
        assert incident.pending is None


def links_lead_to_what_they_name(journal: MemoryJournal, incident: Incident) -> None:
    """Each link was entered here, and leads to another incident, both exercises or both real."""
    for id_, link in incident.links.items():
        other = journal.load(id_)
        assert other is not None
        assert (other.id, other.number, other.title) == (link.id, link.number, link.title)
        assert (id_ != incident.id, other.exercise) == (True, incident.exercise)
        (entry,) = journal.read(incident.id, after=link.seq - 1, limit=1)
        assert entry.type == "incidents_linked"
        assert entry.seq not in incident.struck
