"""Folding events into the state of an incident: `apply`, `fold`.

Nothing is decided here: an event is a fact, and applying it cannot fail. Time in here is
the event's own: `recorded_at` where reports begin to be owed (nobody can be reminded of
what the desk did not know yet), `occurred_at` for what the event says about itself and
for all that the clock has made, so that it does not matter when that was written down.
After an event that can change what is owed, `engine.reporting.slots.reconcile` brings
the ledger in line.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from types import MappingProxyType

from engine.conditions import situation_of, stands
from engine.effects import HANDLERS, watch_end
from engine.events import MADE_BY_TIME, Event
from engine.instants import from_text
from engine.machine.lifecycle import lifecycle_of
from engine.plan.cadences import SameDay, Within
from engine.plan.model import Plan
from engine.reporting import slots
from engine.reporting.owing import reporters_of
from engine.state import (
    Figure,
    Incident,
)
from engine.values import replace


def fold(plan: Plan, events: Iterable[Event]) -> Incident:
    """The incident after all its events, from the first."""
    incident: Incident | None = None
    for event in events:
        incident = apply(plan, incident, event)
    if incident is None:
        raise ValueError("an incident has at least the event that opened it")
    return incident


def apply(plan: Plan, incident: Incident | None, event: Event) -> Incident:
    """The incident after one more event."""
    if incident is None:
        opened = _opened(plan, event)
        opened = _clocked(plan, opened, event, opened.received_at)
        return slots.reconcile(plan, opened, event.recorded_at)
    at = _effective(incident, event)
    before = replace(
        incident,
        touched=(),
        seq=event.seq,
        hash=event.hash,
        at=at,
        recorded_at=event.recorded_at,
    )
    after = HANDLERS[event.type](plan, before, event)
    if event.data.get("signed") is False:
        unsigned = {**after.unsigned, event.seq: event.data["on_behalf_of"]}
        after = replace(after, unsigned=MappingProxyType(unsigned))
    if after.place != incident.place:
        after = replace(after, signatures=MappingProxyType({}))
    after = _clocked(plan, after, event, _true_since(event))
    if event.type in _RECONCILING:
        rank = lifecycle_of(plan).rank
        raised = rank(after.place) > rank(incident.place)
        taken_back = event.type == "entry_struck"
        after = slots.reconcile(plan, after, at, raised=raised, taken_back=taken_back)
    if event.type in _FIGURES:
        after = _reporters_changed(plan, incident, after, event)
        after = _figures_changed(plan, incident, after, event)
    return after


def _effective(incident: Incident, event: Event) -> datetime:
    """When an entry takes effect: when it was written down; what time has made, when it
    became true, but not before what was known (a figure may tell late that a span that
    time has to end was over long ago)."""
    at = event.occurred_at if event.type in MADE_BY_TIME else event.recorded_at
    return max(at, incident.at or at)


def _opened(plan: Plan, event: Event) -> Incident:
    data = event.data
    occurred_at = from_text(data["occurred_at"])
    facts = {
        name: (Figure(value, data["source"], from_text(data["received_at"]), event.seq),)
        for name, value in data["facts"].items()
        if value is not None
    }
    known = {name: figures[0].value for name, figures in facts.items()}
    return Incident(
        id=event.incident,
        number=data["number"],
        plan=plan.id,
        plan_version=data["plan"]["version"],
        plan_digest=data["plan"]["digest"],
        title=data["title"],
        exercise=data["exercise"],
        division=data["division"],
        occurred_at=occurred_at,
        received_at=from_text(data["received_at"]),
        opened_at=event.recorded_at,
        place="assessing",
        positions=frozenset(plan.positions),
        held_by=plan.command.initial,
        facts=MappingProxyType(facts),
        watch_until=watch_end(plan, occurred_at, known),
        seq=event.seq,
        hash=event.hash,
        at=event.recorded_at,
        recorded_at=event.recorded_at,
    )


def _figures_changed(plan: Plan, before: Incident, after: Incident, event: Event) -> Incident:
    """Owe what is owed on a change; unknown becoming zero is no change."""
    watched = {
        name
        for report in plan.reports
        if isinstance(report.cadence, SameDay | Within)
        for name in report.cadence.on_change_of
    }
    old, new = before.known(), after.known()
    changed = [name for name in watched if (old.get(name) or 0) != (new.get(name) or 0)]
    return slots.changed_figures(plan, after, changed, event.recorded_at) if changed else after


def _true_since(event: Event) -> datetime:
    """Since when it is so what the event says: a figure may have been true for a while."""
    as_of = event.data.get("as_of")
    return from_text(as_of) if as_of else event.occurred_at


def _clocked(plan: Plan, after: Incident, event: Event, true_since: datetime) -> Incident:
    """Since when the incident has been at the places, and the flags true, whose duration
    the plan asks about. What is interrupted begins anew."""
    if not plan.durations:
        return after
    situation = situation_of(plan, after)
    standing = [name for name in plan.durations if stands(situation, name) is True]
    begun = {name: event.occurred_at if name in plan.places else true_since for name in standing}
    return replace(
        after,
        entered=MappingProxyType({name: after.entered.get(name, begun[name]) for name in standing}),
        lasted=MappingProxyType({n: after.lasted[n] for n in standing if n in after.lasted}),
    )


def _reporters_changed(plan: Plan, before: Incident, after: Incident, event: Event) -> Incident:
    """A list of divisions that says who owes a report has become longer or shorter."""
    changed = [
        report.id
        for report in plan.reports
        if (report.reporters.divisions_in or report.reporters.divisions_not_in)
        and report.id in before.duties
        and reporters_of(plan, before, report) != reporters_of(plan, after, report)
    ]
    return slots.limited(plan, before, after, changed, event.recorded_at) if changed else after


_RECONCILING = frozenset(
    {
        "facts_recorded",
        "warning_issued",
        "warning_lifted",
        "response_activated",
        "response_adjusted",
        "response_ended",
        "incident_closed",
        "entry_struck",
        "duration_reached",
        "watch_ended",
    }
)

_FIGURES = frozenset({"facts_recorded", "entry_struck"})
