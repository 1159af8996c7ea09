"""Due instants of periodic obligations: own arithmetic on days of the plan's zone.

Everything here is a count of days (or hours) from a fixed day or instant: no search from
one instant to the next. Serves A11 (the first slot), A12 (anchor days), A16 (digests).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple, assert_never

from engine.instants import at_clock, local_day
from engine.plan.cadences import (
    AfterLast,
    Daily,
    EveryDays,
    EveryHours,
    Immediately,
    SameDay,
    TimesPerDay,
    Within,
)
from engine.plan.model import Plan, ReportObligation

ONE_DAY = timedelta(days=1)


class Due(NamedTuple):
    """A due instant; `near` when it is nearer to the beginning than the notice (A11)."""

    at: datetime
    near: bool


class Counting(NamedTuple):
    """What due instants are counted from.

    `begins` is when the reporter comes to owe them, `arises` says that the obligation comes
    into force just then, `arose` when it did: hours count from it. `counted` is when its
    days were last counted anew (at first, when it arose), `anchor` the day they count from.
    """

    begins: datetime
    arises: bool
    arose: datetime
    counted: datetime
    anchor: date


def is_periodic(report: ReportObligation) -> bool:
    """Whether the obligation comes back by itself."""
    match cadence := report.cadence:
        case Daily() | TimesPerDay() | EveryDays() | EveryHours() | AfterLast():
            return True
        case Within() | Immediately() | SameDay():
            return False
        case _:
            assert_never(cadence)


def followed(plan: Plan, report: ReportObligation) -> ReportObligation:
    """The obligation whose days count: itself, or what a digest follows in the end."""
    while isinstance(report.cadence, AfterLast):
        report = plan.report_by_id[report.cadence.after_last]
    return report


def anchor_day(plan: Plan, report: ReportObligation, begins: datetime) -> date:
    """From which day every-n-days count: that of the beginning if A11 allows, or the next."""
    cadence = followed(plan, report).cadence
    day = local_day(begins, plan.zone)
    if not isinstance(cadence, EveryDays):
        return day
    possible = at_clock(day, cadence.at, plan.zone) - begins >= notice(plan)
    return day if possible else day + ONE_DAY


def notice(plan: Plan) -> timedelta:
    """How far away a first slot has to be to be owed."""
    return timedelta(minutes=plan.first_slot.minimum_notice_minutes)


def due_instants(plan: Plan, report: ReportObligation, counting: Counting) -> Iterator[Due]:
    """The due instants after the beginning, ascending and without end."""
    begins = counting.begins
    if isinstance(report.cadence, EveryHours):
        step = timedelta(hours=report.cadence.every_hours)
        behind = (begins - counting.arose) // step
        for turn in itertools.count(behind + 1):
            due = counting.arose + turn * step
            yield Due(due, near=not counting.arises and due - begins < notice(plan))
    elif isinstance(report.cadence, AfterLast):
        yield from _digests(plan, report, counting)
    else:
        for day in _days_with_first(plan, report, counting):
            for due in _on_day(plan, report, day):
                near = due - begins < notice(plan)
                if due > begins and (near or day >= counting.anchor):
                    yield Due(due, near)


def _digests(plan: Plan, report: ReportObligation, counting: Counting) -> Iterator[Due]:
    """A digest is owed on the days whose last followed report is owed, some time after it.

    Who only joins owes the digest of reports that were due before.
    """
    base, wait = followed(plan, report), _wait(plan, report)
    first = local_day(counting.begins, plan.zone) - 3 * ONE_DAY
    for day in _days(base, first, counting.anchor):
        last = _on_day(plan, base, day)[-1]
        due = last + wait
        if last > counting.counted and due > counting.begins:
            joins = counting.begins > counting.counted
            near = joins and due - counting.begins < notice(plan)
            yield Due(due, near or last - counting.counted < notice(plan))


def is_asked_for(plan: Plan, report: ReportObligation, due: datetime, anchor: date) -> bool:
    """Whether days counted from `anchor` ask for a report due at `due`, whenever begun."""
    base = followed(plan, report)
    instant = due - _wait(plan, report)
    day = day_of(plan, instant)
    return day == next(_days(base, day, anchor)) and instant in _on_day(plan, base, day)


def _days_with_first(plan: Plan, report: ReportObligation, counting: Counting) -> Iterator[date]:
    """The days, before them today where it was too near to be the anchor (A12)."""
    today = local_day(counting.begins, plan.zone)
    if counting.arises and counting.anchor == today + ONE_DAY:
        yield today
    yield from _days(report, today - ONE_DAY, counting.anchor)


def _wait(plan: Plan, report: ReportObligation) -> timedelta:
    """How long after the followed report a digest, or a digest of digests, is due."""
    total = timedelta()
    while isinstance(report.cadence, AfterLast):
        total += timedelta(minutes=report.cadence.minutes)
        report = plan.report_by_id[report.cadence.after_last]
    return total


def _days(report: ReportObligation, first: date, anchor: date) -> Iterator[date]:
    """The days with due instants, from `first` on."""
    if not isinstance(report.cadence, EveryDays):
        yield from (first + n * ONE_DAY for n in itertools.count())
        return
    step = report.cadence.every_days
    turns_behind = max(0, -((anchor - first).days // step))
    yield from (anchor + n * step * ONE_DAY for n in itertools.count(turns_behind))


def _on_day(plan: Plan, report: ReportObligation, day: date) -> list[datetime]:
    cadence = report.cadence
    if isinstance(cadence, Daily):
        clocks = cadence.daily
    elif isinstance(cadence, TimesPerDay):
        clocks = cadence.clocks
    elif isinstance(cadence, EveryDays):
        clocks = (cadence.at,)
    else:
        raise TypeError(f"{report.id} has no clock times")
    return [at_clock(day, clock, plan.zone) for clock in clocks]


def day_of(plan: Plan, due: datetime) -> date:
    """The day that a due instant belongs to; midnight ends its day."""
    return local_day(due - timedelta(microseconds=1), plan.zone)
