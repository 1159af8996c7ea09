"""Days off and days worked in lieu; weekdays where nobody has announced the year."""

from __future__ import annotations

from datetime import date

from api.roster.holidays import day_of, known_until


def test_days_of_an_announced_year() -> None:
    national = day_of(date(2026, 10, 1))
    assert (national.kind, national.name, national.name_en) == ("holiday", "国庆节", "National Day")
    lieu = day_of(date(2026, 10, 10))
    assert (lieu.day.weekday(), lieu.kind, lieu.name) == (5, "worked_in_lieu", "国庆节")
    assert day_of(date(2026, 11, 28)).kind == "weekend"
    assert day_of(date(2026, 11, 30)).kind == "workday"
    assert national.known


def test_beyond_the_library_weekdays_are_all_that_is_known() -> None:
    last = known_until()
    assert day_of(last).known
    first = date(last.year + 1, 1, 1)
    week = [day_of(first.replace(day=n)) for n in range(1, 8)]
    assert not any(one.known for one in week)
    assert sorted(one.kind for one in week) == ["weekend"] * 2 + ["workday"] * 5
