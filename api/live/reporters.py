"""Who reports on an incident, and each reporter's own open slots.

An account's `unit` is an id, a name or an alias, as where reports are submitted; so all
of them lead to the same slots.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from operator import attrgetter, is_

from typing_extensions import override

from engine.kept import made_of
from engine.plan.model import Plan
from engine.state import OPEN_SLOT_STATES, Incident, Slot
from engine.views import View, slot_view


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


@dataclass(frozen=True, slots=True, eq=False)
class OpenSlots(Mapping[str, Sequence[View]]):
    """Open slots at the instant `now`, by each name of who owes them; shown when asked for.

    Their words are in `language`.

    At a due instant hundreds of them change, and most have nobody who listens.
    """

    plan: Plan
    awaited: Mapping[str, Sequence[Slot]]
    now: datetime
    language: str = "zh"
    begins: Sequence[datetime] = ()
    """When slots among them begin to be owed, in order: time alone changes nothing else."""

    @override
    def __getitem__(self, name: str) -> list[View]:
        return [slot_view(self.plan, slot, self.now, self.language) for slot in self.awaited[name]]

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
        """The slots of those for whom something has changed: none, where nothing is left."""
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
    """What is still awaited, the longest due first, by each name of who owes it."""
    awaited, begins = _awaited(plan, incident)
    return OpenSlots(plan, awaited, now, begins=begins)


@made_of("slots")
def _awaited(plan: Plan, incident: Incident) -> tuple[dict[str, list[Slot]], list[datetime]]:
    found: dict[str, list[Slot]] = {}
    awaited = (slot for slot in incident.slots.values() if slot.state in OPEN_SLOT_STATES)
    for slot in sorted(awaited, key=lambda slot: (slot.due_at, slot.id)):
        for name in dict.fromkeys(names_of(plan, slot.reporter)):
            found.setdefault(name, []).append(slot)
    return found, sorted({slot.opens_at for slots in found.values() for slot in slots})


_SHOWN = attrgetter(*(field.name for field in fields(Slot) if field.name != "stage"))
"""How many reminders were sent is not shown."""


def _look_alike(
    before: Sequence[Slot], earlier: datetime, after: Sequence[Slot], now: datetime
) -> bool:
    """Whether these slots, at these instants, are shown in the same way."""
    if len(before) != len(after):
        return False
    if any(b.state_at(earlier) != a.state_at(now) for b, a in zip(before, after, strict=True)):
        return False
    return all(map(is_, before, after)) or [*map(_SHOWN, before)] == [*map(_SHOWN, after)]
