"""What the engine needs from outside, as protocols. `engine.memory` is the twin of each.

All calls are synchronous and made inside one unit of work: either everything that was
appended in it is stored, or nothing is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from engine.contacts.contact import Contact
from engine.contacts.on_duty import OnDuty
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.plan.calling_rules import CallingRules
from engine.plan.model import Plan


class Journal(Protocol):
    """The append-only journals of all incidents, with what is derived from them."""

    def load(self, incident: str) -> Incident | None:
        """The incident as of its last event, or None."""
        ...

    def append(
        self,
        incident: Incident,
        events: Sequence[Event],
        slots: Sequence[Slot],
        next_wake: datetime | None,
    ) -> None:
        """Store events, the state after them, changed slots and the next instant to wake.

        Raises `engine.errors.StaleVersion` when the journal has moved on meanwhile.
        """
        ...

    def read(self, incident: str, after: int = 0, limit: int | None = None) -> Sequence[Event]:
        """The entries with `seq` > `after`, in order, at most `limit`."""
        ...

    def next_number(self, series: str) -> int:
        """The next number (from 1) of a series such as `CM-2026`."""
        ...

    def due(self, now: datetime, limit: int) -> Sequence[str]:
        """Ids of incidents whose next wake is at or before `now`, earliest first."""
        ...

    def next_wake(self) -> datetime | None:
        """The earliest next wake of all incidents, or None."""
        ...


class IdSource(Protocol):
    """Where ids of incidents come from: random outside, counted in drills."""

    def incident_id(self) -> str:
        """A new id: lower-case letters, digits, `-`."""
        ...


class PlanLibrary(Protocol):
    """The plans that are in force, and every version an incident is pinned to."""

    def current(self) -> Mapping[str, Plan]:
        """The plans in force, by id."""
        ...

    def pinned(self, plan: str, digest: str) -> Plan:
        """The exact plan an incident was opened under.

        Raises `engine.errors.NotFound` when the library does not hold it.
        """
        ...


class CallingBook(Protocol):
    """Rules of calling, the address book and the roster, as they are at this moment.

    The service asks it inside the unit of work, and only when a rule was triggered.
    """

    def rules(self) -> CallingRules:
        """The rules in force; `engine.plan.calling_rules.NO_RULES` without a file."""
        ...

    def rules_by(self, digest: str) -> CallingRules:
        """The exact rules by which a call was started.

        Raises `engine.errors.NotFound` when they are not kept.
        """
        ...

    def reachable(self, plan: Plan, party: str, division: str | None) -> Sequence[Contact]:
        """Who answers for a post, unit or division of the plan, the first to be tried first.

        As `engine.contacts.directory.whom`, with the division of the incident.
        """
        ...

    def contact(self, contact: str) -> Contact | None:
        """The contact with this id, or None."""
        ...

    def on_duty(self, at: datetime) -> OnDuty:
        """Who is on duty at an instant, a gap filled by the default post."""
        ...
