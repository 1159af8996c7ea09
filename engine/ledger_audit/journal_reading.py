"""Reading a journal: when who owed what, what came in, what was reminded of.

A `Reading` goes through the entries once. Of `engine.evolve.apply.apply` it takes the place, the
known figures, the durations and the casualty watch only; limits (A14), anchors (A12),
submissions and reminders are read from the entries themselves. What is owed is asked of
the plan at each *moment*, an entry after which the answer may be another one.

Instants of moments are those of writing down (nobody can be late for what the desk did
not know), for what time itself made those at which it became true, so that an hour
without power moves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from engine.evolve.apply import apply
from engine.incident.calls import CALL_TYPES
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.instants import from_text
from engine.ledger_audit.measure_history import (
    MEASURE_REMINDERS,
    MeasureHistory,
    MeasureReading,
)
from engine.ledger_audit.obligations import OVER, in_force, reporters
from engine.plan.cadences import Cadence, Within
from engine.plan.model import Plan

_LEDGER = frozenset({"report_submitted", "report_due_soon", "report_overdue"})
_MADE_BY_TIME = frozenset({"duration_reached", "date_reached", "watch_ended"})


class SlotKey(NamedTuple):
    """What makes a slot one of its kind within an incident."""

    obligation: str
    reporter: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry that may change what is owed, and what is owed from it on.

    `asked` holds the obligations in force with those who owe them; `lists` of every
    obligation those who would owe it. `limited` are the obligations whose list the entry
    itself names, `anchors` the days it sets, `changed` the figures it changed, `void` the
    obligations that were in force only by what the entry strikes, `voided` an incident that
    owes nothing any more. `received` is when the
    office was told of its figures. Where it corrects figures, `corrected` is what is known
    then, and `told` has for each obligation of corrections whom of its recipients a report
    has reached since the wrong figure (A27).
    """

    seq: int
    at: datetime
    place: str
    over: bool
    voided: bool
    raised: bool
    asked: Mapping[str, frozenset[str]]
    lists: Mapping[str, frozenset[str]]
    limited: frozenset[str] = frozenset()
    anchors: Mapping[str, date] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    void: frozenset[str] = frozenset()
    received: datetime | None = None
    corrected: Incident | None = None
    told: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def since(self) -> datetime:
        """What its figures ask for counts from when they were received."""
        return self.received or self.at


@dataclass(frozen=True, slots=True)
class Submission:
    """A report that came in for a slot: the entry, when it came and when it was entered."""

    seq: int
    at: datetime
    submitted_at: datetime
    key: SlotKey


class Sent(NamedTuple):
    """A reminder in the journal: its number from 0 and the instant that it names."""

    stage: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Everything in a journal that the ledger follows from."""

    plan: Plan
    occurred_at: datetime
    received_at: datetime
    moments: tuple[Moment, ...]
    submissions: tuple[Submission, ...]
    reminders: Mapping[SlotKey, tuple[Sent, ...]]
    measures: MeasureHistory
    voided_at: datetime | None = None

    def asked_at(self, seq: int) -> Mapping[str, frozenset[str]]:
        """Who owed what after the entry `seq`."""
        found: Mapping[str, frozenset[str]] = {}
        for moment in self.moments:
            if moment.seq > seq:
                break
            found = moment.asked
        return found


def read(plan: Plan, events: Iterable[Event]) -> Chronicle:
    """The chronicle of one incident's journal, from the entry that opened it."""
    reading = Reading(plan)
    for event in events:
        reading.enter(event)
    return reading.chronicle()


class Reading:
    """A journal that is being read, entry by entry; it can be taken up again where it ended.

    `last` is the entry that was read last, None before the first. What an entry says is
    kept only as far as the ledger follows from it, so a reading takes little room even if
    the journal is long.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.last: Event | None = None
        self._incident: Incident | None = None
        self._known: Mapping[str, Any] = {}
        self._limits: dict[str, frozenset[str]] = {}
        self._moments: list[Moment] = []
        self._submissions: list[Submission] = []
        self._reminders: dict[SlotKey, tuple[Sent, ...]] = defaultdict(tuple)
        self._measures = MeasureReading(plan)
        self._reached: dict[str, int] = {}
        self._voided_at: datetime | None = None
        self._addressed: dict[SlotKey, frozenset[str]] = defaultdict(frozenset)

    def chronicle(self) -> Chronicle:
        """What was read so far. Raises `ValueError` before the first entry."""
        if self._incident is None:
            raise ValueError("an incident has at least the event that opened it")
        return Chronicle(
            plan=self.plan,
            occurred_at=self._incident.occurred_at,
            received_at=self._incident.received_at,
            moments=tuple(self._moments),
            submissions=tuple(self._submissions),
            reminders=dict(self._reminders),
            measures=self._measures.history(),
            voided_at=self._voided_at,
        )

    def enter(self, event: Event) -> None:
        """One more entry; nothing that is owed follows from a call."""
        if event.type in CALL_TYPES:
            self.last = event
            return
        if event.type in MEASURE_REMINDERS:
            self._measures.reminded(event)
        elif event.type in _LEDGER:
            self._reported(event)
        elif event.type == "reporters_set":
            self._limited(event)
        elif event.type == "cadence_reanchored":
            day = date.fromisoformat(event.data["anchor"])
            self._moment(event, anchors=dict.fromkeys(event.data["obligations"], day))
        else:
            self._went_on(event)
        if self._incident is not None:
            self._measures.enter(event, self._incident)
        self.last = event

    def _reported(self, event: Event) -> None:
        data = event.data
        if data["slot"] is None:
            return
        key = SlotKey(data["obligation"], data["reporter"], from_text(data["due_at"]))
        if event.type == "report_submitted":
            came = from_text(data["submitted_at"])
            self._submissions.append(Submission(event.seq, event.recorded_at, came, key))
            report = self.plan.report_by_id[key.obligation]
            correction = report.kind == "correction"
            reached = self._addressed[key] if correction else report.recipients
            self._reached.update(dict.fromkeys(reached, event.seq))
        else:
            self._reminders[key] += (Sent(data["stage"], event.occurred_at),)

    def _limited(self, event: Event) -> None:
        for obligation in event.data["obligations"]:
            self._limits.pop(obligation, None)
            if event.data["reporters"] is not None:
                self._limits[obligation] = frozenset(event.data["reporters"])
        self._moment(event, limited=frozenset(event.data["obligations"]))

    def _went_on(self, event: Event) -> None:
        before, after = self._incident, apply(self.plan, self._incident, event)
        self._incident = after
        if event.type == "incident_voided":
            self._voided_at = after.at
        if before is not None and _same_bearing(before, after):
            return
        old, self._known = self._known, after.known()
        if before is None:
            self._moment(event)
            return
        new = self._known
        changed = {n for n in {*old, *new} if (old.get(n) or 0) != (new.get(n) or 0)}
        raised = _height(self.plan, after) > _height(self.plan, before)
        corrects = event.data.get("corrects") or ()
        if old != new or corrects or _standing(before) != _standing(after):
            received = event.data.get("received_at")
            self._moment(
                event,
                changed=frozenset(changed),
                raised=raised,
                received=from_text(received) if received else None,
                corrected=after if corrects else None,
                told=self._told_since(min(corrects)) if corrects else {},
            )
            self._address(self._moments[-1])

    def _told_since(self, seq: int) -> dict[str, frozenset[str]]:
        reached = frozenset(party for party, last in self._reached.items() if last > seq)
        corrections = (r for r in self.plan.reports if r.kind == "correction")
        return {r.id: reached & set(r.recipients) for r in corrections}

    def _address(self, moment: Moment) -> None:
        """Keep whom the corrections go to that the moment asks for."""
        for id_, told in moment.told.items():
            due = due_by_cadence(self.plan.report_by_id[id_].cadence, moment.at, moment.since)
            for reporter in moment.asked.get(id_, ()):
                self._addressed[SlotKey(id_, reporter, due)] |= told

    def _moment(self, event: Event, *, raised: bool = False, **what: Any) -> None:
        plan, incident, known = self.plan, self._incident, self._known
        if incident is None:
            raise ValueError("the first entry of a journal opens the incident")
        last = self._moments[-1] if self._moments else None
        at = event.occurred_at if event.type in _MADE_BY_TIME else event.recorded_at
        at = max(at, last.at) if last else at
        listed = {r.id: reporters(plan, r, incident, known) for r in plan.reports}
        lists = {id_: found & self._limits.get(id_, found) for id_, found in listed.items()}
        before = last.asked if last else ()
        asked = {id_: lists[id_] for id_ in in_force(plan, incident, known, before, at)}
        struck = event.type == "entry_struck" and last is not None
        void = last.asked.keys() - asked.keys() if last and struck else ()
        self._moments.append(
            Moment(
                seq=event.seq,
                at=at,
                place=incident.place,
                over=incident.place in OVER,
                voided=incident.voided is not None,
                raised=raised,
                # Most change neither; a long journal is not to hold them a thousand times.
                asked=last.asked if last and last.asked == asked else asked,
                lists=last.lists if last and last.lists == lists else lists,
                void=frozenset(void),
                **what,
            )
        )


def due_by_cadence(cadence: Cadence, at: datetime, since: datetime) -> datetime:
    """When a report is due that an entry made at `at` asks for once."""
    return since + timedelta(minutes=cadence.within_minutes) if isinstance(cadence, Within) else at


def _same_bearing(before: Incident, after: Incident) -> bool:
    """Whether nothing that bears on what is owed can have changed; most entries are such."""
    return before.facts is after.facts and _standing(before) == _standing(after)


def _standing(incident: Incident) -> tuple[Any, ...]:
    """What bears on what is owed, besides the figures."""
    return incident.place, dict(incident.lasted), incident.day, incident.watching


def _height(plan: Plan, incident: Incident) -> int:
    positions = plan.positions
    return positions.index(incident.place) if incident.place in positions else -1
