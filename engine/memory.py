"""In-memory twins of the ports: what drills, tests and demonstrations run on.

They keep the same promises as the real ones: an append is whole or not at all, a journal
that has moved on refuses, slots are unique.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from engine.errors import NotFound, StaleVersion
from engine.events import Event
from engine.plan.model import Plan
from engine.state import Incident, Slot


class MemoryJournal:
    """`engine.ports.Journal` in memory; `slots` is the whole ledger, `log` all events."""

    def __init__(self) -> None:
        self.slots: dict[str, Slot] = {}
        self.log: list[Event] = []
        self._incidents: dict[str, Incident] = {}
        self._events: dict[str, list[Event]] = {}
        self._wakes: dict[str, datetime] = {}
        self._numbers: dict[str, int] = {}

    def load(self, incident: str) -> Incident | None:
        return self._incidents.get(incident)

    def append(
        self,
        incident: Incident,
        events: Sequence[Event],
        slots: Sequence[Slot],
        next_wake: datetime | None,
    ) -> None:
        known = self._events.get(incident.id, [])
        if events[0].seq != len(known) + 1:
            raise StaleVersion("stale_version", current=len(known), given=events[0].seq - 1)
        self._events.setdefault(incident.id, []).extend(events)
        self.log.extend(events)
        self._incidents[incident.id] = incident
        self.slots.update({slot.id: slot for slot in slots})
        self._wakes.pop(incident.id, None)
        if next_wake is not None:
            self._wakes[incident.id] = next_wake

    def read(self, incident: str, after: int = 0, limit: int | None = None) -> Sequence[Event]:
        found = self._events.get(incident, [])[max(after, 0) :]
        return found if limit is None else found[:limit]

    def next_number(self, series: str) -> int:
        self._numbers[series] = self._numbers.get(series, 0) + 1
        return self._numbers[series]

    def due(self, now: datetime, limit: int) -> Sequence[str]:
        due = sorted((wake, id_) for id_, wake in self._wakes.items() if wake <= now)
        return [id_ for _, id_ in due[:limit]]

    def next_wake(self) -> datetime | None:
        return min(self._wakes.values(), default=None)

    def incidents(self) -> Iterable[Incident]:
        """All incidents as they are."""
        return self._incidents.values()


class CountedIds:
    """`engine.ports.IdSource` that counts: a drill has the same ids in every run."""

    def __init__(self, prefix: str = "drill") -> None:
        self._prefix, self._count = prefix, 0

    def incident_id(self) -> str:
        self._count += 1
        return f"{self._prefix}-{self._count:04d}"


class FixedPlans:
    """`engine.ports.PlanLibrary` over plans that are given once."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self._plans = dict(plans)

    def current(self) -> Mapping[str, Plan]:
        return self._plans

    def pinned(self, plan: str, digest: str) -> Plan:
        found = self._plans.get(plan)
        if found is None or found.digest != digest:
            raise NotFound("plan_version_missing", id=plan, version="?", digest=digest[:12])
        return found
