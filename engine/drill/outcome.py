"""What a run of a scenario left behind: entries, ledger, refusals, differences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.drill.injects import InjectEntry
from engine.drill.scenario import ONLY_INCIDENT, Scenario
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.messages import InBoth
from engine.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that the drill refused, with the sentence that the person read."""

    at: datetime
    by: str
    role: str
    command: str
    code: str
    sentence: InBoth
    incident: str = ONLY_INCIDENT


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A difference between the drill and its scenario."""

    kind: str
    day: int
    at: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """A drill that has been run to its end, seen from one of its incidents.

    `key` names the incident in the scenario; `others` are the same run seen from the other
    incidents. `states` are those after each entry, or none if the run did not keep them. `injects`
    (what was given, and when) are of the whole run, and so are `mismatches`, which stand with the
    first incident that was opened.
    """

    scenario: Scenario
    plan: Plan
    seed: int
    events: tuple[Event, ...]
    slots: tuple[Slot, ...]
    refusals: tuple[Refusal, ...]
    mismatches: tuple[Mismatch, ...]
    incident: Incident
    ended_at: datetime
    states: tuple[Incident, ...] = ()
    key: str = ONLY_INCIDENT
    injects: tuple[InjectEntry, ...] = ()
    others: tuple[Run, ...] = ()

    @property
    def every(self) -> tuple[Run, ...]:
        """The run seen from each of its incidents, in the order of the scenario."""
        return (self, *self.others)
