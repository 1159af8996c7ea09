"""Due instants of a cadence: pure arithmetic on days of the plan's zone.

All instants in and out are aware and in UTC. "24:00" is the end of the day. A slot is never nearer
to the opening than the plan's notice (A11). Every-n-days cadences count from an anchor day (A12). A
digest follows the last slot of its base on each day (A16).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
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

_LOOK_AHEAD_DAYS = 800
"""More than twice the longest cadence of a plan file (366 days)."""


@dataclass(frozen=True, slots=True)
class First:
    """The first slots of a duty: those owed, those too near to the opening, and the anchor day."""

    owed: datetime
    too_near: tuple[datetime, ...]
    anchor: date


def is_periodic(report: ReportObligation) -> bool:
    """True if the obligation recurs without a new cause."""
    match cadence := report.cadence:
        case Daily() | TimesPerDay() | EveryDays() | EveryHours() | AfterLast():
            return True
        case Within() | Immediately() | SameDay():
            return False
        case _:
            assert_never(cadence)


def base_of(plan: Plan, report: ReportObligation) -> ReportObligation:
    """The obligation whose days count: the report itself, or the one that a digest follows."""
    if isinstance(report.cadence, AfterLast):
        return base_of(plan, plan.report_by_id[report.cadence.after_last])
    return report


def first(
    plan: Plan,
    report: ReportObligation,
    start: datetime,
    anchor: date | None = None,
    since: datetime | None = None,
) -> First:
    """The first slots of a duty that arises at `start`.

    For a reporter that joins a duty in force `since`, hours and digests count from `since`. Without
    `anchor`, an every-n-days cadence counts from the day of `start`, or from the next when that
    day's slot would be too near. Raises `TypeError` for a cadence that is not periodic.
    """
    cadence = report.cadence
    if isinstance(cadence, AfterLast):
        return _first_digest(plan, report, cadence, start, anchor, since or start)
    if isinstance(cadence, EveryDays) and anchor is None:
        day = local_day(start, plan.zone)
        near = at_clock(day, cadence.at, plan.zone) - start < _notice(plan)
        anchor = day + timedelta(days=1) if near else day
        today = at_clock(day, cadence.at, plan.zone)
        owed = next(_instants(plan, report, start, start, anchor))
        return First(owed, (today,) if near and today > start else (), anchor)
    anchor = anchor or local_day(start, plan.zone)
    too_near: list[datetime] = []
    whole = isinstance(cadence, EveryHours) and since in (None, start)
    for instant in _instants(plan, report, start, since or start, anchor):
        if whole or instant - start >= _notice(plan):
            return First(instant, tuple(too_near), anchor)
        too_near.append(instant)
    raise ValueError(f"{report.id}: no instant within {_LOOK_AHEAD_DAYS} days")


def following(
    plan: Plan, report: ReportObligation, after: datetime, since: datetime, anchor: date
) -> datetime:
    """The next due instant strictly after `after` of a duty in force since `since`."""
    if isinstance(report.cadence, EveryHours):
        return next(_instants(plan, report, after, since, anchor))
    return _next(_days(plan, report, anchor), after)


def falls_on(plan: Plan, report: ReportObligation, due: datetime, anchor: date) -> bool:
    """True if a duty whose days count from `anchor` asks for a report due at `due`."""
    before = due - timedelta(microseconds=1)
    return following(plan, report, before, before, anchor) == due


def data_until(plan: Plan, report: ReportObligation, due: datetime) -> datetime | None:
    """The instant up to which figures belong into the report due at `due` (数据截止)."""
    if report.data_until is None:
        return None
    day = local_day(due, plan.zone)
    days = (day - timedelta(days=back) for back in range(3))
    return next(
        instant
        for instant in (at_clock(day, report.data_until, plan.zone) for day in days)
        if instant <= due
    )


def _notice(plan: Plan) -> timedelta:
    return timedelta(minutes=plan.first_slot.minimum_notice_minutes)


def _first_digest(
    plan: Plan,
    report: ReportObligation,
    cadence: AfterLast,
    start: datetime,
    anchor: date | None,
    since: datetime,
) -> First:
    """The first digest of the reports that are owed since `since`."""
    base = plan.report_by_id[cadence.after_last]
    base_first = first(plan, base, since, anchor)
    day = local_day(base_first.owed - timedelta(microseconds=1), plan.zone)
    owed = _last_of_day(plan, base, day) + timedelta(minutes=cadence.minutes)
    while owed - start < _notice(plan) and since < start:
        owed = following(plan, report, max(owed, start), since, base_first.anchor)
    return First(owed, (), base_first.anchor)


def _last_of_day(plan: Plan, base: ReportObligation, day: date) -> datetime:
    cadence = base.cadence
    if isinstance(cadence, Daily | TimesPerDay):
        clocks = cadence.daily if isinstance(cadence, Daily) else cadence.clocks
        return at_clock(day, clocks[-1], plan.zone)
    if isinstance(cadence, EveryDays):
        return at_clock(day, cadence.at, plan.zone)
    raise TypeError(f"{base.id}: a digest follows a daily or every-n-days obligation")


def _instants(
    plan: Plan, report: ReportObligation, after: datetime, since: datetime, anchor: date
) -> Iterator[datetime]:
    """Due instants strictly after `after`, ascending."""
    cadence = report.cadence
    if isinstance(cadence, EveryHours):
        step = timedelta(hours=cadence.every_hours)
        count = max(1, (after - since) // step + 1)
        while True:
            yield since + count * step
            count += 1
    yield from _on_days(_days(plan, report, anchor), after)


_NO_SHIFT = timedelta()


class _Days(NamedTuple):
    """Clock times of every n-th day from `anchor` on, and minutes added to each."""

    clocks: tuple[str, ...]
    every: int
    anchor: date
    shift: timedelta
    zone: str


def _days(plan: Plan, report: ReportObligation, anchor: date) -> _Days:
    """The days of a duty that counts them from `anchor`; a digest has one time on each."""
    cadence, base, shift = report.cadence, report.cadence, _NO_SHIFT
    if isinstance(cadence, AfterLast):
        base, shift = base_of(plan, report).cadence, timedelta(minutes=cadence.minutes)
    if isinstance(base, EveryDays):
        return _Days((base.at,), base.every_days, anchor, shift, plan.zone)
    if not isinstance(base, Daily | TimesPerDay):
        raise TypeError(f"{report.id} is not owed on days")
    clocks = base.daily if isinstance(base, Daily) else base.clocks
    return _Days(clocks[-1:] if shift else clocks, 1, date.min, shift, plan.zone)


def _on_days(days: _Days, after: datetime) -> Iterator[datetime]:
    """The instants strictly after `after`, ascending."""
    day = local_day(after, days.zone) - timedelta(days=2)
    for _ in range(_LOOK_AHEAD_DAYS):
        if day >= days.anchor and (day - days.anchor).days % days.every == 0:
            for clock in days.clocks:
                instant = at_clock(day, clock, days.zone) + days.shift
                if instant > after:
                    yield instant
        day += timedelta(days=1)


@lru_cache(maxsize=1024)
def _next(days: _Days, after: datetime) -> datetime:
    """The first of them, computed once for all reporters that report at the same instant."""
    return next(_on_days(days, after))
