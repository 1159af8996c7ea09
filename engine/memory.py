"""In-memory twins of the ports, for drills, tests and demonstrations.

They keep the same promises as the real ones: an append is stored whole or not at all, a
journal that has moved on refuses, slots are unique.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from engine.contacts.contact import Contact
from engine.contacts.directory import whom
from engine.contacts.on_duty import NOBODY, OnDuty
from engine.errors import NotFound, StaleVersion
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.plan.calling_rules import NO_RULES, CallingRules
from engine.plan.model import Plan


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
        """The present state of all incidents."""
        return self._incidents.values()


class DryJournal:
    """`engine.ports.Journal` that reads what another one holds and adds nothing to it.

    For previews: the service decides and applies as always; `slots` are the rows of the ledger
    that it would have stored, by id.
    """

    def __init__(
        self,
        load: Callable[[str], Incident | None] = lambda incident: None,
        read: Callable[[str, int, int | None], Sequence[Event]] = lambda incident, after, limit: (),
    ) -> None:
        self._load, self._read = load, read
        self.slots: dict[str, Slot] = {}

    def load(self, incident: str) -> Incident | None:
        return self._load(incident)

    def append(
        self,
        incident: Incident,
        events: Sequence[Event],
        slots: Sequence[Slot],
        next_wake: datetime | None,
    ) -> None:
        self.slots.update({slot.id: slot for slot in slots})

    def read(self, incident: str, after: int = 0, limit: int | None = None) -> Sequence[Event]:
        return self._read(incident, after, limit)

    def next_number(self, series: str) -> int:
        """0, a number that no incident has."""
        return 0

    def due(self, now: datetime, limit: int) -> Sequence[str]:
        return []

    def next_wake(self) -> datetime | None:
        return None


class MemoryCallingBook:
    """`engine.ports.CallingBook` over rules, contacts and one duty that never changes."""

    def __init__(
        self,
        rules: CallingRules = NO_RULES,
        contacts: Iterable[Contact] = (),
        duty: OnDuty = NOBODY,
    ) -> None:
        self.kept = {rules.digest: rules}
        self.contacts = {one.id: one for one in contacts}
        self.duty = duty
        self._now = rules.digest

    def use(self, rules: CallingRules) -> None:
        """Other rules from now on; the earlier ones are kept by their digests."""
        self.kept[rules.digest] = rules
        self._now = rules.digest

    def rules(self) -> CallingRules:
        return self.kept[self._now]

    def rules_by(self, digest: str) -> CallingRules:
        if digest not in self.kept:
            raise NotFound("rules_not_kept", digest=digest[:12])
        return self.kept[digest]

    def reachable(self, plan: Plan, party: str, division: str | None) -> Sequence[Contact]:
        return whom(self.contacts.values(), plan, party, division)

    def contact(self, contact: str) -> Contact | None:
        return self.contacts.get(contact)

    def on_duty(self, at: datetime) -> OnDuty:
        return self.duty


class CountedIds:
    """`engine.ports.IdSource` that counts: a drill has the same ids in every run."""

    def __init__(self, prefix: str = "drill") -> None:
        self._prefix, self._count = prefix, 0

    def incident_id(self) -> str:
        self._count += 1
        return f"{self._prefix}-{self._count:04d}"


class FixedPlans:
    """`engine.ports.PlanLibrary` over a fixed set of plans."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self._plans = dict(plans)

    def current(self) -> Mapping[str, Plan]:
        return self._plans

    def pinned(self, plan: str, digest: str) -> Plan:
        found = self._plans.get(plan)
        if found is None or found.digest != digest:
            raise NotFound("plan_version_missing", id=plan, version="?", digest=digest[:12])
        return found
