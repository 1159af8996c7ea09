"""The history of one incident: each entry with the state before and after it, folded once.

Every part of an evaluation reads this value, so that a long journal is folded once and not once
for each question.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, wraps
from operator import attrgetter
from typing import Any, TypeVar

from engine.conditions.criteria import judged, recommended
from engine.conditions.evaluation import situation_of
from engine.evolve.apply import apply
from engine.incident.calls import CALL_TYPES, Call
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.plan.model import Plan


def corrects(event: Event) -> bool:
    """Whether the entry says that something recorded before was never true (A27)."""
    return event.type == "entry_struck" or bool(
        event.type == "facts_recorded" and event.data.get("corrects")
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One entry, and the states before (None for the first) and after it.

    `bearing` is False where nothing has changed that conditions, levels and measures follow from.
    """

    event: Event
    before: Incident | None
    after: Incident
    bearing: bool
    recommended: str | None


@dataclass(frozen=True)
class History:
    """All steps of an incident, in order; there is at least one."""

    plan: Plan
    steps: tuple[Step, ...]
    kept: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was made of it already (`once`)."""

    @property
    def last(self) -> Incident:
        """The state after the last entry."""
        return self.steps[-1].after

    @property
    def events(self) -> Iterator[Event]:
        """The entries, in order."""
        return (step.event for step in self.steps)

    @cached_property
    def by_seq(self) -> dict[int, Event]:
        """The entries by number."""
        return {event.seq: event for event in self.events}

    @cached_property
    def _by_type(self) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.type, []).append(event)
        return found

    def of(self, *types: str) -> list[Event]:
        """The entries of these types, in order; no walk through the whole journal."""
        found = [event for type_ in types for event in self._by_type.get(type_, ())]
        return found if len(types) == 1 else sorted(found, key=attrgetter("seq"))

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every slot that there ever was as it was left, by due instant."""
        found = {slot.id: slot for step in self.steps for slot in step.after.touched}
        return tuple(sorted(found.values(), key=lambda slot: (slot.due_at, slot.id)))

    @cached_property
    def shown_by(self) -> dict[str, tuple[int, ...]]:
        """By slot: the entry with which it came to be owed, and those that say it is overdue."""
        found: dict[str, tuple[int, ...]] = {}
        for step in self.steps:
            for slot in step.after.touched:
                found.setdefault(slot.id, (step.event.seq,))
        for event in self.of("report_overdue"):
            slot_id = event.data["slot"]
            found[slot_id] = (*found.get(slot_id, ()), event.seq)
        return found

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Every call as it was left, in the order in which they were started."""
        found: dict[str, Call] = {}
        for event in self.of(*CALL_TYPES):
            call = self.steps[event.seq - 1].after.calls.get(event.data["call"])
            if call is not None:
                found[call.id] = call
        return tuple(found.values())

    @cached_property
    def _recorded(self) -> list[datetime]:
        return [event.recorded_at for event in self.events]

    def place_at(self, instant: datetime) -> str:
        """Where the incident was after what was written down up to an instant."""
        known = max(1, bisect_right(self._recorded, instant))
        return self.steps[known - 1].after.place

    def role_of(self, seq: int | None) -> str | None:
        """The role that an entry was made in, or the post whose order it records."""
        event = self.by_seq.get(seq or 0)
        return None if event is None else str(event.data.get("on_behalf_of") or event.role)


Made = TypeVar("Made")


def once(make: Callable[[History], Made]) -> Callable[[History], Made]:
    """Keep what a function makes of a history with the history, which never changes."""

    @wraps(make)
    def kept(history: History) -> Made:
        if make not in history.kept:
            history.kept[make] = make(history)
        made: Made = history.kept[make]
        return made

    return kept


def history_of(plan: Plan, events: Iterable[Event], known: History | None = None) -> History:
    """Fold the journal of one incident. Raises `ValueError` without any entry.

    With the history that is `known` already, `events` are those that came after it.
    """
    return _history(plan, events, None, known)


def history_of_states(plan: Plan, events: Iterable[Event], states: Iterable[Incident]) -> History:
    """The history of a journal whose states after each entry are known: nothing is folded."""
    return _history(plan, events, iter(states), None)


def _history(
    plan: Plan,
    events: Iterable[Event],
    states: Iterator[Incident] | None,
    known: History | None,
) -> History:
    steps: list[Step] = list(known.steps) if known is not None else []
    before = steps[-1].after if steps else None
    wanted = steps[-1].recommended if steps else None
    for event in events:
        after = apply(plan, before, event) if states is None else next(states)
        bearing = before is None or not _same(before, after)
        if bearing:
            wanted = recommended(judged(situation_of(plan, after)))
        steps.append(Step(event, before, after, bearing, wanted))
        before = after
    if not steps:
        raise ValueError("an incident has at least the event that opened it")
    return History(plan, tuple(steps))


def _same(before: Incident, after: Incident) -> bool:
    """Whether conditions, places and measures have the same answers as before."""
    return (
        before.place == after.place
        and before.facts is after.facts
        and before.lasted is after.lasted
        and before.day == after.day
        and before.measures is after.measures
        and before.voided is after.voided
        and before.held_by == after.held_by
    )


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from one instant to another, never below 0."""
    return max(0, int((end - start).total_seconds() // 60))
