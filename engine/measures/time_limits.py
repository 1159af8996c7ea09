"""When a measure with a time limit is due."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

from engine.instants import at_clock, local_day
from engine.plan.model import TimeLimit


def due_at(limit: TimeLimit, start: datetime, zone: str) -> datetime:
    """The instant until which there is time, counted from `start`; the instant is in UTC.

    Days and months end with their last day in `zone`.
    """
    if limit.minutes is not None:
        return start + timedelta(minutes=limit.minutes)
    day = local_day(start, zone)
    last = _months_on(day, limit.months) if limit.months else day + timedelta(limit.days or 0)
    return at_clock(last, "24:00", zone)


def _months_on(day: date, months: int) -> date:
    """The day of the same number, or the last of its month where that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
