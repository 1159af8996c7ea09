"""From a cadence to instants. Pure arithmetic on days of the plan's zone.

All instants in and out are aware and in UTC. "24:00" is the end of the day. A slot is
never nearer to the opening than the plan's notice (A11); every-n-days cadences count
from an anchor day (A12); a digest follows the last slot of its base on each day (A16).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.instants import at_clock, local_day
from engine.plan.cadences import AfterLast, Daily, EveryDays, EveryHours, TimesPerDay
from engine.plan.model import Plan, Report

_LOOK_AHEAD_DAYS = 800
"""Longer than the longest cadence of a plan file (366 days) twice over."""


@dataclass(frozen=True, slots=True)
class First:
    """The first slots of a duty: what is owed, what was too near, and the anchor day."""

    owed: datetime
    too_near: tuple[datetime, ...]
    anchor: date


def is_periodic(report: Report) -> bool:
    """Whether the obligation comes back by itself."""
    return isinstance(report.cadence, Daily | EveryDays | EveryHours | AfterLast | TimesPerDay)


def base_of(plan: Plan, report: Report) -> Report:
    """The obligation whose days count: the report itself, or what a digest follows."""
    if isinstance(report.cadence, AfterLast):
        return base_of(plan, plan.report_by_id[report.cadence.after_last])
    return report


def first(
    plan: Plan,
    report: Report,
    start: datetime,
    anchor: date | None = None,
    since: datetime | None = None,
) -> First:
    """The first slots of a duty that arises at `start`.

    For who joins a duty that has been in force `since`, hours and digests count from then.

    Without `anchor`, an every-n-days cadence counts from the day of `start`, or from the
    next when that day's slot would be too near. Raises `TypeError` for a cadence that is
    not periodic.
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
    plan: Plan, report: Report, after: datetime, since: datetime, anchor: date
) -> datetime:
    """The next due instant strictly after `after` of a duty in force since `since`."""
    return next(_instants(plan, report, after, since, anchor))


def falls_on(plan: Plan, report: Report, due: datetime, anchor: date) -> bool:
    """Whether a duty whose days count from `anchor` asks for a report due at `due`."""
    before = due - timedelta(microseconds=1)
    return following(plan, report, before, before, anchor) == due


def data_until(plan: Plan, report: Report, due: datetime) -> datetime | None:
    """Up to which instant the figures of the report due at `due` count (数据截止)."""
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
    report: Report,
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


def _last_of_day(plan: Plan, base: Report, day: date) -> datetime:
    cadence = base.cadence
    if isinstance(cadence, Daily | TimesPerDay):
        return at_clock(day, _clocks(cadence)[-1], plan.zone)
    if isinstance(cadence, EveryDays):
        return at_clock(day, cadence.at, plan.zone)
    raise TypeError(f"{base.id}: a digest follows a daily or every-n-days obligation")


def _instants(
    plan: Plan, report: Report, after: datetime, since: datetime, anchor: date
) -> Iterator[datetime]:
    """Due instants strictly after `after`, ascending."""
    cadence = report.cadence
    if isinstance(cadence, EveryHours):
        step = timedelta(hours=cadence.every_hours)
        count = max(1, (after - since) // step + 1)
        while True:
            yield since + count * step
            count += 1
    base = base_of(plan, report)
    shift = timedelta(minutes=cadence.minutes if isinstance(cadence, AfterLast) else 0)
    day = local_day(after, plan.zone) - timedelta(days=2)
    for _ in range(_LOOK_AHEAD_DAYS):
        for instant in _of_day(plan, base, day, anchor, last_only=shift > timedelta()):
            if instant + shift > after:
                yield instant + shift
        day += timedelta(days=1)


def _clocks(cadence: Daily | TimesPerDay) -> tuple[str, ...]:
    return cadence.daily if isinstance(cadence, Daily) else cadence.clocks


def _of_day(
    plan: Plan, base: Report, day: date, anchor: date, *, last_only: bool
) -> Iterator[datetime]:
    cadence = base.cadence
    if isinstance(cadence, Daily | TimesPerDay):
        clocks = _clocks(cadence)
        for clock in clocks[-1:] if last_only else clocks:
            yield at_clock(day, clock, plan.zone)
    elif isinstance(cadence, EveryDays):
        if day >= anchor and (day - anchor).days % cadence.every_days == 0:
            yield at_clock(day, cadence.at, plan.zone)
    else:
        raise TypeError(f"{base.id} is not owed on days")
