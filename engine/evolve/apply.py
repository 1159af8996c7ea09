"""Folding events into the state of an incident: `apply`, `fold`.

Nothing is decided here: an event is a fact, and applying it cannot fail. Time in here is
the event's own: `recorded_at` where reports begin to be owed (nobody can be reminded of
what the desk did not know yet), `occurred_at` for what the event says about itself and
for all that the clock has made, so that it does not matter when that was written down.
After an event that can change what is owed, `engine.reporting.reconciliation.reconcile` brings
the ledger in line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from engine.conditions.evaluation import situation_of, stands
from engine.evolve import signatures
from engine.evolve.call_handlers import called
from engine.evolve.event_handlers import HANDLERS, watch_end
from engine.frozen import replace
from engine.incident.calls import CALL_TYPES
from engine.incident.events import MADE_BY_TIME, Event
from engine.incident.state import (
    Figure,
    Incident,
    KindOfEvent,
    Told,
)
from engine.instants import from_text, local_day
from engine.lifecycle.table import lifecycle_of
from engine.measures import clocks as measure_clocks
from engine.plan.cadences import SameDay, Within
from engine.plan.model import Plan
from engine.reporting import reconciliation
from engine.reporting.obligations import reporters_of


def fold(plan: Plan, events: Iterable[Event]) -> Incident:
    """The incident after all its events, from the first.

    Raises `ValueError` without any event.
    """
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
        opened = measure_clocks.clocked(plan, None, opened, event.recorded_at, None)
        return reconciliation.reconcile(plan, opened, event.recorded_at)
    if event.type in CALL_TYPES:
        return called(incident, event)
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
    if after.place != incident.place:
        after = replace(after, placed_at=event.occurred_at)
    if after.voided is not None:
        return _at_rest(plan, after, event)
    if after.place != incident.place:
        after = replace(after, signatures=MappingProxyType({}))
        after = signatures.after_move(plan, after, event.recorded_at)
    after = signatures.after_entry(plan, after, event)
    after = _clocked(plan, after, event, _true_since(event))
    after = measure_clocks.clocked(plan, incident, after, at, _received(event))
    if event.type in _RECONCILING:
        rank = lifecycle_of(plan).rank
        raised = rank(after.place) > rank(incident.place)
        taken_back = event.type == "entry_struck"
        after = reconciliation.reconcile(
            plan, after, at, received=_received(event), raised=raised, taken_back=taken_back
        )
    if event.type in _FIGURES:
        after = _reporters_changed(plan, incident, after, event)
        after = _figures_changed(plan, incident, after, event)
    return after


def _at_rest(plan: Plan, incident: Incident, event: Event) -> Incident:
    """A voided incident: no duration, date or time limit runs any more."""
    still = replace(
        incident,
        signatures=MappingProxyType({}),
        entered=MappingProxyType({}),
        day=None,
        measure_clocks=MappingProxyType({}),
    )
    return signatures.after_entry(plan, still, event)


def _effective(incident: Incident, event: Event) -> datetime:
    """When an entry takes effect: when it was written down; what time has made, when it
    became true, but not before what was known (a figure may tell late that a span that
    time has to end was over long ago)."""
    at = event.occurred_at if event.type in MADE_BY_TIME else event.recorded_at
    return max(at, incident.at or at)


def _opened(plan: Plan, event: Event) -> Incident:
    data = event.data
    occurred_at, received_at = from_text(data["occurred_at"]), from_text(data["received_at"])
    facts = {
        name: (Figure(value, data["source"], received_at, event.seq, received_at),)
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
        exercise=data["exercise"] or plan.exercises_only,
        division=data["division"],
        occurred_at=occurred_at,
        received_at=received_at,
        opened_at=event.recorded_at,
        place="assessing",
        placed_at=event.recorded_at,
        positions=frozenset(plan.positions),
        held_by=plan.command.initial,
        told_at_opening=_told(data),
        facts=MappingProxyType(facts),
        watch_until=watch_end(plan, occurred_at, known),
        day=local_day(event.recorded_at, plan.zone) if plan.seasons else None,
        seq=event.seq,
        hash=event.hash,
        at=event.recorded_at,
        recorded_at=event.recorded_at,
    )


def _told(data: Mapping[str, Any]) -> Told:
    """Kind, place and caller; journals of before hold none of them."""
    kind = data.get("kind_of_event")
    caller = data.get("caller")
    return Told(
        KindOfEvent(**kind) if kind else None,
        data.get("site", ""),
        MappingProxyType(dict(caller)) if caller else None,
    )


def _figures_changed(plan: Plan, before: Incident, after: Incident, event: Event) -> Incident:
    """Owe what is owed on a change; unknown becoming zero is no change.

    Where the plan asks for corrections, a corrected figure asks for one instead (A27).
    """
    received = _received(event)
    if event.data.get("corrects"):
        wrong = min(event.data["corrects"])
        after = reconciliation.corrected(
            plan, after, wrong, event.recorded_at, received or event.recorded_at
        )
        if any(report.kind == "correction" for report in plan.reports):
            return after
    watched = {
        name
        for report in plan.reports
        if isinstance(report.cadence, SameDay | Within)
        for name in report.cadence.on_change_of
    }
    old, new = before.known(), after.known()
    changed = [name for name in watched if (old.get(name) or 0) != (new.get(name) or 0)]
    return (
        reconciliation.changed_figures(plan, after, changed, event.recorded_at, received)
        if changed
        else after
    )


def _received(event: Event) -> datetime | None:
    """When the office was told of the figures of the entry; older journals do not say."""
    received = event.data.get("received_at")
    return from_text(received) if received else None


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
    return (
        reconciliation.limited(plan, before, after, changed, event.recorded_at, _received(event))
        if changed
        else after
    )


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
        "date_reached",
        "watch_ended",
    }
)

_FIGURES = frozenset({"facts_recorded", "entry_struck"})
