"""Days off and days worked in lieu (调休), as the State Council sets them year by year.

The library has the years that were announced. For later years the days of the week are all
that is known, and the answer says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Literal

DayKind = Literal["workday", "weekend", "holiday", "worked_in_lieu"]

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Day:
    """What sort of day it is; `known` is whether its year was announced.

    `name` is the holiday's, in Chinese, of days off and of the days worked for them.
    """

    day: date
    kind: DayKind
    name: str | None = None
    name_en: str | None = None
    known: bool = True


def day_of(day: date) -> Day:
    """The day; by its place in the week where nobody has announced the year yet."""
    # Loaded where it is used: only the roster asks.
    library = import_module("chinese_calendar")
    weekend = day.weekday() >= SATURDAY
    try:
        off, english = library.get_holiday_detail(day)
    except NotImplementedError:
        return Day(day, "weekend" if weekend else "workday", known=False)
    if english is None:
        return Day(day, "weekend" if off else "workday")
    name = library.Holiday(english).chinese
    return Day(day, "holiday" if off else "worked_in_lieu", name, english)


def known_until() -> date:
    """The last day of the last year that was announced."""
    library = import_module("chinese_calendar")
    return date(max(library.holidays).year, 12, 31)
