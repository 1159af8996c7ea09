"""Who reports on an incident, and each reporter's own open slots.

An account's `unit` is an id, a name or an alias, as where reports are submitted; so all
of them lead to the same slots.
"""

from __future__ import annotations

from datetime import datetime

from api.live.ring import Slots
from engine.kept import made_of
from engine.plan.model import Plan
from engine.state import OPEN_SLOT_STATES, Incident, Slot
from engine.views import slot_view


def names_of(plan: Plan, reporter: str) -> tuple[str, ...]:
    """All names of a division or a unit that reports."""
    unit = plan.unit_by_id.get(reporter)
    return (reporter,) if unit is None else (reporter, unit.name, *unit.aliases)


@made_of("slots", "division")
def reporter_names(plan: Plan, incident: Incident) -> frozenset[str]:
    """The names of all who have ever owed a report here, and the incident's division."""
    reporters = {slot.reporter for slot in incident.slots.values()}
    return frozenset(
        {incident.division}.union(*(names_of(plan, reporter) for reporter in reporters))
    )


def open_slots(plan: Plan, incident: Incident, now: datetime) -> Slots:
    """What is still awaited, the longest due first, by each name of who owes it."""
    return {
        name: [slot_view(plan, slot, now) for slot in slots]
        for name, slots in _awaited(plan, incident).items()
    }


@made_of("slots")
def _awaited(plan: Plan, incident: Incident) -> dict[str, list[Slot]]:
    found: dict[str, list[Slot]] = {}
    awaited = (slot for slot in incident.slots.values() if slot.state in OPEN_SLOT_STATES)
    for slot in sorted(awaited, key=lambda slot: (slot.due_at, slot.id)):
        for name in dict.fromkeys(names_of(plan, slot.reporter)):
            found.setdefault(name, []).append(slot)
    return found


def changed_slots(before: Slots, after: Slots) -> Slots:
    """The slots of those for whom something has changed."""
    return {
        name: after.get(name, ())
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
    }
