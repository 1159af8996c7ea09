"""Days on which a condition about the date turns: 06-01 for `{between: ["06-01", "09-30"]}`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from engine.plan.expressions import Between, MonthIn

Seasons = tuple[Between | MonthIn, ...]

_FARTHEST = 8 * 366 + 1
"""Days after which everything has turned: a leap day comes again within eight years."""


@lru_cache(maxsize=1024)
def next_turn(seasons: Seasons, day: date) -> date | None:
    """The first day after `day` on which one of them holds and did not, or the other way."""
    before = [season.covers(day) for season in seasons]
    for later in range(1, _FARTHEST):
        here = day + timedelta(days=later)
        if [season.covers(here) for season in seasons] != before:
            return here
    return None


def days_told_apart(
    seasons: Seasons, first: date | None, last: date | None
) -> Iterator[date | None]:
    """`first`, and every day up to `last` on which one of them turns."""
    yield first
    here = first
    while here is not None and last is not None:
        here = next_turn(seasons, here)
        if here is None or here > last:
            return
        yield here
