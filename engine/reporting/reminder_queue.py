"""The open slots of one incident in a heap, ordered by their next reminder.

At a due instant every open slot gets an entry of its own, and a command has to see all of them.
Searching all slots for each entry would cost the square of their number. So an entry moves only the
slots that it touched, and the heap is kept for the next entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from heapq import heapify, heappop, heappush
from types import MappingProxyType
from typing import NamedTuple

from engine.incident.state import Incident, Slot
from engine.memo import BoundedCache
from engine.plan.model import Plan
from engine.reporting.reminders import Rung, next_rung


class PendingReminder(NamedTuple):
    """The next reminder of a slot; none before the period of its slot has begun.

    Of several at one instant the older slot comes first. `number` counts all reminders, so that no
    two are equal.
    """

    instant: datetime
    place: int
    number: int
    slot: Slot
    rung: Rung


class ReminderQueue:
    """The pending reminders while entries are added; `keep` stores them after the last one."""

    def __init__(self, plan: Plan, incident: Incident) -> None:
        self._plan, self._slots = plan, incident.slots
        found = _KEPT.get(incident.id, (plan, incident.slots), lambda: _Heap(plan, self._slots))
        self._line, self._own = found, False

    def move(self, after: Incident) -> None:
        """Take over the incident's state after one more entry."""
        if after.touched:
            self._owned().touch(self._plan, self._slots, after.touched)
        self._slots = after.slots

    def first(self) -> PendingReminder | None:
        """The earliest reminder; None when none is left."""
        heap, slots = self._line.heap, self._slots
        # A slot that has been touched since has another reminder, or none any more.
        while heap and slots.get(heap[0].slot.id) is not heap[0].slot:
            heap = self._owned().heap
            heappop(heap)
        return heap[0] if heap else None

    def keep(self, incident: str) -> None:
        """Store the queue for the next entry of this incident."""
        line = self._line
        few = 2 * len(self._slots) + 16
        if self._own and len(line.heap) <= few and len(line.places) <= few:
            _KEPT.keep(incident, (self._plan, self._slots), line)
            self._own = False

    def _owned(self) -> _Heap:
        """The heap to change: a copy of a stored one, since stored heaps are shared."""
        if not self._own:
            self._line, self._own = self._line.copy(), True
        return self._line


class _Heap:
    """The heap, and the place of each slot."""

    def __init__(self, plan: Plan, slots: MappingProxyType[str, Slot]) -> None:
        self.places: dict[str, int] = {}
        self.numbers = 0
        found = (self._turn(plan, slot) for slot in slots.values())
        self.heap = [turn for turn in found if turn]
        heapify(self.heap)

    def copy(self) -> _Heap:
        """A copy that can be changed without changing this one."""
        copied = object.__new__(_Heap)
        copied.places, copied.numbers = self.places.copy(), self.numbers
        copied.heap = self.heap.copy()
        return copied

    def touch(
        self, plan: Plan, before: MappingProxyType[str, Slot], touched: Iterable[Slot]
    ) -> None:
        """Move the slots that an entry made or changed."""
        for slot in touched:
            if slot.id not in before:
                self.places.pop(slot.id, None)
            turn = self._turn(plan, slot)
            if turn is not None:
                heappush(self.heap, turn)

    def _turn(self, plan: Plan, slot: Slot) -> PendingReminder | None:
        self.numbers += 1
        place = self.places.setdefault(slot.id, self.numbers)
        rung = next_rung(plan, slot)
        if rung is None:
            return None
        return PendingReminder(max(rung.instant, slot.opens_at), place, self.numbers, slot, rung)


_KEPT: BoundedCache[_Heap] = BoundedCache(500)
"""Queues of the incidents that were worked on last."""
