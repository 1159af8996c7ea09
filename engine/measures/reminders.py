"""What reminds of a measure with a time limit, and when.

Before it is due, as often and as early as the plan reminds of reports, and just after, once:
`measure_overdue`. A measure is in time when it is done at or before the due instant, so it
is overdue one microsecond later; the entry carries the due instant itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.incident.state import Incident, MeasureClock
from engine.memo import memoised_on
from engine.plan.model import Plan

JUST_AFTER = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class MeasureReminder:
    """An entry to be made at `instant` about a measure.

    `occurred_at` is what the entry says, `minutes` how far from `due_at` that is planned.
    """

    instant: datetime
    event: str
    occurred_at: datetime
    minutes: int
    due_at: datetime
    measure: str
    clock: MeasureClock


@memoised_on("measure_clocks", "measures")
def next_reminder(plan: Plan, incident: Incident) -> MeasureReminder | None:
    """The earliest reminder of the incident's measures, or None."""
    running = (
        _next(plan, id_, clock)
        for id_, clock in incident.measure_clocks.items()
        if clock.applies and not clock.overdue and id_ not in incident.measures
    )
    return min((one for one in running if one), key=lambda one: one.instant, default=None)


def first_stage(plan: Plan, due_at: datetime, at: datetime) -> int:
    """How many reminders are left out where the time begins at `at`.

    Of several before the due instant that would be past only the last is kept; of a measure
    that is due by then none.
    """
    soon = _soon(plan)
    if due_at <= at:
        return len(soon)
    return max(0, sum(due_at - before <= at for before in soon) - 1)


def _soon(plan: Plan) -> list[timedelta]:
    """How long before the due instant, the longest first."""
    return [timedelta(minutes=m) for m in sorted(plan.reminders.due_soon_minutes, reverse=True)]


def _next(plan: Plan, measure: str, clock: MeasureClock) -> MeasureReminder | None:
    due, began, soon = clock.due_at, clock.began, _soon(plan)
    if due is None or began is None:
        return None
    if clock.stage < len(soon):
        before = soon[clock.stage]
        instant, minutes = max(due - before, began), -int(before.total_seconds() // 60)
        return MeasureReminder(instant, "measure_due_soon", instant, minutes, due, measure, clock)
    instant = max(due + JUST_AFTER, began)
    return MeasureReminder(instant, "measure_overdue", due, 0, due, measure, clock)
