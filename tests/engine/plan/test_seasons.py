"""Conditions about the date: which days they cover, and on which day they turn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.plan.expressions import Between, MonthIn
from engine.plan.seasons import Seasons, days_told_apart, next_turn

FLOOD = Between(between=("06-01", "09-30"))
WINTER = Between(between=("11-15", "03-15"))
SUMMER = MonthIn(month_in=(6, 7, 8))
MONTH_DAYS = [f"{date(2024, 1, 1) + timedelta(days=n):%m-%d}" for n in range(366)]


@pytest.mark.parametrize(
    ("season", "day", "covered"),
    [
        (FLOOD, "2026-05-31", False),
        (FLOOD, "2026-06-01", True),
        (FLOOD, "2026-09-30", True),
        (FLOOD, "2026-10-01", False),
        (WINTER, "2026-11-14", False),
        (WINTER, "2026-11-15", True),
        (WINTER, "2026-12-31", True),
        (WINTER, "2027-01-01", True),
        (WINTER, "2027-03-15", True),
        (WINTER, "2027-03-16", False),
        (SUMMER, "2026-05-31", False),
        (SUMMER, "2026-06-01", True),
        (SUMMER, "2026-08-31", True),
        (SUMMER, "2026-09-01", False),
        (Between(between=("01-10", "02-29")), "2026-02-28", True),
        (Between(between=("01-10", "02-29")), "2026-03-01", False),
        (Between(between=("01-10", "02-29")), "2028-02-29", True),
        (Between(between=("01-10", "02-28")), "2028-02-29", False),
        (Between(between=("02-29", "04-10")), "2026-02-28", False),
        (Between(between=("02-29", "04-10")), "2026-03-01", True),
        (Between(between=("02-29", "04-10")), "2028-02-29", True),
        (Between(between=("02-29", "02-29")), "2026-03-01", False),
    ],
)
def test_both_days_are_included_in_every_year(season: Any, day: str, covered: bool) -> None:
    assert season.covers(date.fromisoformat(day)) is covered


@pytest.mark.parametrize(
    ("seasons", "day", "turn"),
    [
        ((FLOOD,), "2026-05-31", "2026-06-01"),
        ((FLOOD,), "2026-06-01", "2026-10-01"),
        ((FLOOD,), "2026-10-01", "2027-06-01"),
        ((WINTER,), "2026-12-31", "2027-03-16"),
        ((FLOOD, SUMMER), "2026-06-01", "2026-09-01"),
        ((Between(between=("01-10", "02-29")),), "2026-02-01", "2026-03-01"),
        ((Between(between=("01-10", "02-28")),), "2028-02-01", "2028-02-29"),
        ((Between(between=("02-29", "02-29")),), "2096-03-01", "2104-02-29"),
        ((Between(between=("01-01", "12-31")),), "2026-03-01", None),
        ((), "2026-03-01", None),
    ],
)
def test_a_condition_turns_on_its_first_day_and_on_the_day_after_its_last(
    seasons: Seasons, day: str, turn: str | None
) -> None:
    found = next_turn(seasons, date.fromisoformat(day))
    assert (found and found.isoformat()) == turn


@given(
    between=st.lists(st.tuples(*[st.sampled_from(MONTH_DAYS)] * 2), min_size=1, max_size=3),
    start=st.dates(date(2023, 1, 1), date(2029, 1, 1)),
    length=st.integers(0, 900),
)
def test_between_two_turns_every_day_is_like_the_first(
    between: list[tuple[str, str]], start: date, length: int
) -> None:
    seasons = tuple(Between(between=pair) for pair in between)
    told = list(days_told_apart(seasons, start, start + timedelta(days=length)))
    last = start
    for n in range(length + 1):
        day = start + timedelta(days=n)
        last = day if day in told else last
        assert [s.covers(day) for s in seasons] == [s.covers(last) for s in seasons]
