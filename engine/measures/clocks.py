"""The clocks of measures with a time limit, kept up after each entry.

A clock begins when its measure comes to apply: the place asks for it and its condition is
known to be met. It stops when the measure no longer applies, at the end of the response at
the latest, and while the measure is settled. It begins anew when the measure comes to apply
again; one that counts from the receipt of the incident then shows the same instant as before.
"""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType

from engine.conditions.evaluation import situation_of
from engine.frozen import replace
from engine.incident.state import Incident, MeasureClock
from engine.measures.listed import is_asked
from engine.measures.reminders import first_stage
from engine.measures.time_limits import due_at
from engine.plan.measures import effective
from engine.plan.model import Measure, Plan

_NEVER_BEGUN = MeasureClock()


def clocked(
    plan: Plan, before: Incident | None, after: Incident, at: datetime, received: datetime | None
) -> Incident:
    """The incident with its clocks after an entry that took effect at `at`.

    `before` is None for the entry that opened it; `received` is when the office was told of
    the entry's figures, if the entry says so.
    """
    if not plan.limited_measures or (before is not None and _same_bearing(before, after)):
        return after
    settled = before.measures if before is not None else {}
    situation = situation_of(plan, after)
    here = {measure.id for measure in effective(plan, after.place)}
    clocks = {}
    for measure in plan.limited_measures:
        known = after.measure_clocks.get(measure.id, _NEVER_BEGUN)
        met = is_asked(measure, situation) is True
        since = _first_known(measure, after) if before is None else received or at
        known_from = (known.known_from or since) if met else None
        clock = replace(known, known_from=known_from, applies=met and measure.id in here)
        if clock.applies and not known.applies:
            clock = _begun(plan, measure, clock, at)
        elif measure.id in settled and measure.id not in after.measures:
            clock = _taken_up(plan, clock, at)
        clocks[measure.id] = clock
    return replace(after, measure_clocks=MappingProxyType(clocks))


def reminded(incident: Incident, measure: str, *, overdue: bool) -> Incident:
    """One reminder of the measure is behind."""
    clock = incident.measure_clocks[measure]
    clock = replace(clock, stage=clock.stage + 1, overdue=overdue or clock.overdue)
    return replace(
        incident, measure_clocks=MappingProxyType({**incident.measure_clocks, measure: clock})
    )


def _same_bearing(before: Incident, after: Incident) -> bool:
    """Whether nothing has changed that clocks follow from; most entries are such."""
    return (
        before.place == after.place
        and before.facts is after.facts
        and before.lasted == after.lasted
        and before.measures is after.measures
    )


def _first_known(measure: Measure, opened: Incident) -> datetime:
    """Since when it counts what was known at the opening."""
    happened = measure.within is not None and measure.within.of == "occurred"
    return opened.occurred_at if happened else opened.received_at


def _begun(plan: Plan, measure: Measure, clock: MeasureClock, at: datetime) -> MeasureClock:
    """The clock of a measure that comes to apply at `at`."""
    limit = measure.within
    if limit is None or clock.known_from is None:
        raise ValueError(f"{measure.id} has no time limit that could begin")
    due = due_at(limit, at if limit.of == "arising" else clock.known_from, plan.zone)
    same = due == clock.due_at
    return _taken_up(
        plan,
        replace(
            clock,
            due_at=due,
            stage=clock.stage if same else 0,
            overdue=clock.overdue and same,
            known_late=due < at,
        ),
        at,
    )


def _taken_up(plan: Plan, clock: MeasureClock, at: datetime) -> MeasureClock:
    """The clock running from `at` on: reminders that nobody needs any more are left out."""
    if clock.due_at is None:
        return clock
    return replace(clock, began=at, stage=max(clock.stage, first_stage(plan, clock.due_at, at)))
