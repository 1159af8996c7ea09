"""Whose turn it is to be reminded: the open slots of one incident by their next reminder.

At a due instant every open slot gets an entry of its own, and a command has to know of
none that is due. Looking at all slots for each of these would cost the square of their
number, so the turns stand in a heap, an entry moves only those of the slots that it
touched, and what stands after the last entry is there for the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from heapq import heapify, heappop, heappush
from types import MappingProxyType
from typing import NamedTuple

from engine.kept import Last
from engine.plan.model import Plan
from engine.reporting.ladder import Rung, next_rung
from engine.state import Incident, Slot


class Turn(NamedTuple):
    """When a slot is reminded of next; none is before the period of its slot has begun.

    Of several at one instant the slot comes first that has been there longer. `number`
    counts all turns, so that no two are alike.
    """

    instant: datetime
    place: int
    number: int
    slot: Slot
    rung: Rung


class Turns:
    """The turns while entries are added; `keep` when the last of them is there."""

    def __init__(self, plan: Plan, incident: Incident) -> None:
        self._plan, self._slots = plan, incident.slots
        found = _KEPT.get(incident.id, (plan, incident.slots), lambda: _Line(plan, self._slots))
        self._line, self._own = found, False

    def move(self, after: Incident) -> None:
        """The incident is now as it is after one more entry."""
        if after.touched:
            self._owned().touch(self._plan, self._slots, after.touched)
        self._slots = after.slots

    def first(self) -> Turn | None:
        """The earliest, None when nobody is to be reminded any more."""
        heap, slots = self._line.heap, self._slots
        # A slot that has been touched since has another turn, or none any more.
        while heap and slots.get(heap[0].slot.id) is not heap[0].slot:
            heap = self._owned().heap
            heappop(heap)
        return heap[0] if heap else None

    def keep(self, incident: str) -> None:
        """Leave them for the next entry of this incident."""
        line = self._line
        few = 2 * len(self._slots) + 16
        if self._own and len(line.heap) <= few and len(line.places) <= few:
            _KEPT.keep(incident, (self._plan, self._slots), line)
            self._own = False

    def _owned(self) -> _Line:
        """What is kept belongs to all: who changes it takes a copy."""
        if not self._own:
            self._line, self._own = self._line.copy(), True
        return self._line


class _Line:
    """The heap, and each slot's place."""

    def __init__(self, plan: Plan, slots: MappingProxyType[str, Slot]) -> None:
        self.places: dict[str, int] = {}
        self.numbers = 0
        found = (self._turn(plan, slot) for slot in slots.values())
        self.heap = [turn for turn in found if turn]
        heapify(self.heap)

    def copy(self) -> _Line:
        """One that can be changed alone."""
        copied = object.__new__(_Line)
        copied.places, copied.numbers = self.places.copy(), self.numbers
        copied.heap = self.heap.copy()
        return copied

    def touch(
        self, plan: Plan, before: MappingProxyType[str, Slot], touched: Iterable[Slot]
    ) -> None:
        """Slots have come or changed."""
        for slot in touched:
            if slot.id not in before:
                self.places.pop(slot.id, None)
            turn = self._turn(plan, slot)
            if turn is not None:
                heappush(self.heap, turn)

    def _turn(self, plan: Plan, slot: Slot) -> Turn | None:
        self.numbers += 1
        place = self.places.setdefault(slot.id, self.numbers)
        rung = next_rung(plan, slot)
        if rung is None:
            return None
        return Turn(max(rung.instant, slot.opens_at), place, self.numbers, slot, rung)


_KEPT: Last[_Line] = Last(500)
"""Of as many incidents as are worked on at once."""
