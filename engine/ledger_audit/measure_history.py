"""Reading a journal: which measures with a time limit applied when, and what reminded of them.

Of the incident's state only place, figures and durations are used; what was settled and
struck is read from the entries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from engine.conditions.evaluation import Situation, holds
from engine.incident.events import MADE_BY_TIME, Event
from engine.incident.state import Incident
from engine.instants import from_text
from engine.plan.measures import effective
from engine.plan.model import Plan

MEASURE_REMINDERS = frozenset({"measure_due_soon", "measure_overdue"})


class SentReminder(NamedTuple):
    """A reminder of a measure: of which due instant, how far from it, and the instant it names."""

    measure: str
    due_at: datetime
    minutes: int
    named: datetime


@dataclass(frozen=True, slots=True)
class MeasureMoment:
    """An entry after which measures may stand otherwise.

    `at` is when it took effect, `made` the instant that brought it (of what time has made,
    when that became true); `met` are the measures whose conditions are known to be met,
    `here` those of them that the place asks for, `settled` those that are done or waived.
    `received` is when the office was told of the entry's figures.
    """

    at: datetime
    made: datetime
    received: datetime
    met: frozenset[str]
    here: frozenset[str]
    settled: frozenset[str]


@dataclass(frozen=True, slots=True)
class MeasureHistory:
    """What the reminders of measures follow from, and those in the journal."""

    plan: Plan
    occurred_at: datetime | None
    received_at: datetime | None
    moments: tuple[MeasureMoment, ...]
    sent: Mapping[SentReminder, int]


class MeasureReading:
    """The measures of a journal that is being read, entry by entry."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._limited = plan.limited_measures
        self._moments: list[MeasureMoment] = []
        self._sent: Counter[SentReminder] = Counter()
        self._settled: dict[str, int] = {}
        self._at: datetime | None = None
        self._incident: Incident | None = None

    def history(self) -> MeasureHistory:
        """What was read so far."""
        opened = self._incident
        return MeasureHistory(
            plan=self._plan,
            occurred_at=opened.occurred_at if opened else None,
            received_at=opened.received_at if opened else None,
            moments=tuple(self._moments),
            sent=self._sent.copy(),
        )

    def reminded(self, event: Event) -> None:
        """A reminder of a measure."""
        data = event.data
        due_at = from_text(data["due_at"])
        self._sent[SentReminder(data["measure"], due_at, data["minutes"], event.occurred_at)] += 1

    def enter(self, event: Event, incident: Incident) -> None:
        """One more entry, and where the incident is after it."""
        made = event.occurred_at if event.type in MADE_BY_TIME else event.recorded_at
        at = self._at = max(made, self._at or made)
        if not self._limited or event.type in MEASURE_REMINDERS:
            return
        before, self._incident = self._incident, incident
        changed = self._settle(event)
        if before is not None and not changed and _same_bearing(before, incident):
            return
        situation = Situation(self._plan, incident.known(), incident.place, incident.lasted)
        met = frozenset(
            one.id
            for one in self._limited
            if one.when is None or holds(one.when, situation) is True
        )
        here = () if incident.voided else effective(self._plan, incident.place)
        asked = frozenset(one.id for one in here)
        told = event.data.get("received_at") if before is not None else None
        received = from_text(told) if told else at
        settled = frozenset(self._settled)
        self._moments.append(MeasureMoment(at, made, received, met, met & asked, settled))

    def _settle(self, event: Event) -> bool:
        """Whether the entry settles a measure, or strikes an entry that did."""
        if event.type in ("measure_completed", "measure_waived"):
            self._settled[event.data["measure"]] = event.seq
            return True
        if event.type != "entry_struck":
            return False
        left = {one: seq for one, seq in self._settled.items() if seq != event.data["seq"]}
        changed, self._settled = left != self._settled, left
        return changed


def _same_bearing(before: Incident, after: Incident) -> bool:
    """Whether nothing that measures follow from can have changed."""
    same_facts = before.facts is after.facts
    return same_facts and before.place == after.place and before.lasted == after.lasted
