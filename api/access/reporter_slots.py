"""The reporters of an incident, and each reporter's own open slots.

An account's `unit` is an id, a name or an alias, as in submitted reports. All of them lead to the
same slots.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from operator import attrgetter, is_
from types import MappingProxyType
from typing import Any

from typing_extensions import override

from engine.incident.state import OPEN_SLOT_STATES, Incident, Slot
from engine.memo import memoised_on
from engine.plan.model import Plan
from engine.presentation.slot_view import SlotView, slot_view


def names_of(plan: Plan, reporter: str) -> tuple[str, ...]:
    """All names of a division or a unit that reports."""
    unit = plan.unit_by_id.get(reporter)
    return (reporter,) if unit is None else (reporter, unit.name, *unit.aliases)


@memoised_on("slots", "division")
def reporter_names(plan: Plan, incident: Incident) -> frozenset[str]:
    """The names of every reporter that has owed a report here, and the incident's division."""
    reporters = {slot.reporter for slot in incident.slots.values()}
    return frozenset(
        {incident.division}.union(*(names_of(plan, reporter) for reporter in reporters))
    )


@dataclass(frozen=True, slots=True, eq=False)
class OpenSlots(Mapping[str, Sequence[SlotView]]):
    """Open slots at the instant `now`, by each name of their reporter, in `language`.

    Views of slots are made when a client asks: at a due instant hundreds change, and most have no
    client.
    """

    plan: Plan
    awaited: Mapping[str, Sequence[Slot]]
    now: datetime
    language: str = "zh"
    begins: Sequence[datetime] = ()
    """Instants, in order, at which slots among them begin to be owed."""
    exercise: bool = False
    """The incident is an exercise."""

    @override
    def __getitem__(self, name: str) -> list[SlotView]:
        return [
            slot_view(self.plan, slot, self.now, self.language, exercise=self.exercise)
            for slot in self.awaited[name]
        ]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self.awaited)

    @override
    def __len__(self) -> int:
        return len(self.awaited)

    def said_in(self, language: str) -> OpenSlots:
        """The same slots in this language."""
        return replace(self, language=language)

    def changed_since(self, before: OpenSlots | None) -> OpenSlots:
        """The slots of the reporters whose slots have changed; empty where none is left open."""
        if before is None:
            return self
        if before.awaited is self.awaited and self._begun == before._begun:
            return OpenSlots(self.plan, {}, self.now, self.language)
        changed = {
            name: slots
            for name, slots in self.awaited.items()
            if not _look_alike(before.awaited.get(name, ()), before.now, slots, self.now)
        }
        gone = dict.fromkeys(before.awaited.keys() - self.awaited.keys(), ())
        return replace(self, awaited=changed | gone)

    @property
    def _begun(self) -> int:
        return bisect_right(self.begins, self.now)


def open_slots(plan: Plan, incident: Incident, now: datetime) -> OpenSlots:
    """The reports still awaited, the longest due first, by each name of their reporter."""
    awaited, begins = _awaited(plan, incident)
    return OpenSlots(plan, awaited, now, begins=begins, exercise=incident.exercise)


@memoised_on("slots")
def _awaited(plan: Plan, incident: Incident) -> tuple[dict[str, list[Slot]], list[datetime]]:
    found: dict[str, list[Slot]] = {}
    awaited = (slot for slot in incident.slots.values() if slot.state in OPEN_SLOT_STATES)
    for slot in sorted(awaited, key=lambda slot: (slot.due_at, slot.id)):
        for name in dict.fromkeys(names_of(plan, slot.reporter)):
            found.setdefault(name, []).append(slot)
    return found, sorted({slot.opens_at for slots in found.values() for slot in slots})


_FIELDS = attrgetter(*(field.name for field in fields(Slot) if field.name != "stage"))


def _shown(slot: Slot) -> tuple[Any, ...]:
    """The number of reminders is shown only where the plan says 立即 (`past_reminders`)."""
    return (*_FIELDS(slot), slot.stage if slot.immediately else 0)


def _look_alike(
    before: Sequence[Slot], earlier: datetime, after: Sequence[Slot], now: datetime
) -> bool:
    """True if the views of these slots, at these instants, are the same."""
    if len(before) != len(after):
        return False
    if any(b.state_at(earlier) != a.state_at(now) for b, a in zip(before, after, strict=True)):
        return False
    return all(map(is_, before, after)) or [*map(_shown, before)] == [*map(_shown, after)]


Slots = Mapping[str, Sequence[Mapping[str, Any]]]


"""Views of slots, by each name of their reporter."""

NOBODYS: Slots = MappingProxyType({})
