"""Days and hours as offices type them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from api.roster.dates import (
    Month,
    month_in,
    read_day,
    read_hours,
    read_weekday,
    written_hours,
)

FIRST = date(2026, 12, 1)
TITLED = Month(2026, 12)


@pytest.mark.parametrize(
    "typed",
    [
        datetime.fromisoformat("2026-12-01T08:00"),
        FIRST,
        46357,
        46357.333,
        "46357",
        "2026-12-01",
        "2026/12/1",
        "2026.12.1",
        "2026年12月1日",
        "２０２６年１２月１日",
        "20261201",
        "2026-12-01（星期二）",
        "12月1日",
        "12月1日 周二",
        "12-1",
        "1日",
        "1",
        1,
        1.0,
    ],
)
def test_the_first_of_december(typed: Any) -> None:
    assert read_day(typed, TITLED) == FIRST


@pytest.mark.parametrize(
    "typed", ["12月1日", "1", 1, "初一", "2026-13-01", "2026年2月30日", 12.1, ""]
)
def test_what_names_no_day_or_no_year(typed: Any) -> None:
    assert read_day(typed, Month()) is None


def test_the_year_of_the_title_and_january_behind_december() -> None:
    assert month_in("临汾市应急管理局2026年12月份值班表") == TITLED
    assert month_in("2026-12") == TITLED
    assert month_in("2026年国庆节值班表") == Month(2026)
    assert month_in("值班表") == Month()
    assert read_day("1月1日", TITLED) == date(2027, 1, 1)
    assert read_day("1月1日", Month(2026)) == date(2026, 1, 1)
    assert read_day(12.1, TITLED) is None


def test_weekdays() -> None:
    assert [read_weekday(one) for one in ("星期一", "周日", "（星期天）", "六")] == [0, 6, 6, 5]
    assert read_weekday("星期五（国庆节休）") == 4
    assert read_weekday("12月1日") is None
    assert read_weekday(None) is None


def hours(typed: str) -> tuple[str, str] | None:
    found = read_hours(typed, FIRST, TITLED)
    return found and (f"{found[0]:%d %H:%M}", f"{found[1]:%d %H:%M}")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("08:00-18:00", ("01 08:00", "01 18:00")),
        ("８：００～１８：００", ("01 08:00", "01 18:00")),
        ("8:30 — 18:00", ("01 08:30", "01 18:00")),
        ("8时至18时", ("01 08:00", "01 18:00")),
        ("8点30分到18点", ("01 08:30", "01 18:00")),
        ("18:00-08:00", ("01 18:00", "02 08:00")),
        ("18:00—次日08:00", ("01 18:00", "02 08:00")),
        ("18:00-次日 8时", ("01 18:00", "02 08:00")),
        ("08:00-08:00", ("01 08:00", "02 08:00")),
        ("00:00-24:00", ("01 00:00", "02 00:00")),
        ("08:00-2026-12-08 08:00", ("01 08:00", "08 08:00")),
        ("08:00-12月8日08:00", ("01 08:00", "08 08:00")),
    ],
)
def test_hours(typed: str, wanted: tuple[str, str]) -> None:
    assert hours(typed) == wanted


@pytest.mark.parametrize("typed", ["全天", "8:00", "08:00-25:00", "08:61-18:00", "早八点-晚八点"])
def test_what_says_no_hours(typed: str) -> None:
    assert hours(typed) is None


@pytest.mark.parametrize("end", [(1, 18, 0), (2, 8, 0), (2, 9, 30), (8, 8, 0)])
def test_written_hours_are_read_back(end: tuple[int, int, int]) -> None:
    begin = datetime.fromisoformat("2026-12-01T08:00")
    until = begin.replace(day=end[0], hour=end[1], minute=end[2])
    assert read_hours(written_hours(begin, until), FIRST, Month()) == (begin, until)
