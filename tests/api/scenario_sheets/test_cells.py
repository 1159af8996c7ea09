"""Cells as spreadsheet programs and people write them: taken where only one thing can be meant."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from api.scenario_sheets.cells import read, written
from api.scenario_sheets.columns import Form
from engine.errors import PlanFileError

ZONE = "Asia/Shanghai"


@pytest.mark.parametrize(
    "value",
    [
        time(2, 10),
        datetime.fromisoformat("1900-01-01 02:10"),
        timedelta(hours=2, minutes=10),
        130 / 1440,
        "2:10",
        "02:10:00",
        "０２：１０",
        "2时10分",
        "2点10",
    ],
)
def test_a_clock_time_however_it_is_kept(value: Any) -> None:
    assert read(value, "General", "clock", ZONE) == "02:10"


def test_the_end_of_a_day_is_a_clock_time_and_other_words_are_left_to_the_check() -> None:
    assert read(timedelta(hours=24), "[h]:mm", "clock", ZONE) == "24:00"
    assert read("两点", "General", "clock", ZONE) == "两点"


@pytest.mark.parametrize(
    "value",
    [
        datetime.fromisoformat("2026-11-17 00:20"),
        "2026-11-17 00:20",
        "2026/11/17 0:20:00",
        "2026年11月17日0时20分",
        "2026-11-17T00:20:00",
    ],
)
def test_a_start_without_an_offset_is_of_the_zone_of_the_plans(value: Any) -> None:
    assert read(value, "General", "start", ZONE) == "2026-11-17T00:20:00+08:00"


@pytest.mark.parametrize("words", ["2026-02-29 08:00", "2026-02-29T08:00:00+08:00", "明天"])
def test_a_start_that_is_none_is_left_to_the_check(words: str) -> None:
    assert read(words, "General", "start", ZONE) == words


@pytest.mark.parametrize(
    ("value", "shown", "whole"),
    [(0.85, "0%", 85), ("85%", "General", 85), ("８５", "@", 85), (3.0, "0", 3), ("1.0", "@", 1)],
)
def test_a_whole_number_however_it_is_kept(value: Any, shown: str, whole: int) -> None:
    assert read(value, shown, "whole", ZONE) == whole


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("whole", 1.5),
        ("whole", "第1天"),
        ("whole", "1_000"),
        ("yes", "也许"),
        ("means", "鸽子"),
        ("yaml", "{deaths: "),
        ("expected", "{action: "),
    ],
)
def test_what_may_mean_several_things_is_refused(form: Form, value: Any) -> None:
    with pytest.raises((ValueError, PlanFileError)):
        read(value, "General", form, ZONE)


@pytest.mark.parametrize(
    ("form", "value", "found"),
    [
        ("yes", True, True),
        ("yes", "√", True),
        ("yes", "否", False),
        ("means", " Phone ", "phone"),
        ("list", "duty_officer，viewer", ["duty_officer", "viewer"]),
        ("yaml", "trapped：1，deaths：2", {"trapped": 1, "deaths": 2}),
        ("yaml", "{trapped: 1}", {"trapped": 1}),
        ("expected", "催调排水设备：马上", {"action": "催调排水设备：马上"}),
        ("expected", "{action: 催调, by: duty}", {"action": "催调", "by": "duty"}),
        ("words", 141029.0, "141029"),
    ],
)
def test_the_other_forms(form: Form, value: Any, found: Any) -> None:
    assert read(value, "General", form, ZONE) == found


def test_dates_and_nothing_as_words() -> None:
    assert written(None) == written("  ") == ""
    midnight = datetime.fromisoformat("2026-01-02 00:00")
    assert written(date(2026, 1, 2)) == written(midnight) == "2026-01-02"
