"""From a cadence to instants (A10–A12, A16): pure arithmetic on days of the plan's zone."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.plan.model import Plan, ReportObligation
from engine.reporting.due_instants import First, base_of, first, following, is_periodic
from tests.engine.made_up import plan_of

ZONE = ZoneInfo("Asia/Shanghai")


def at(words: str) -> datetime:
    """The instant of a local time "2021-11-08 15:00"."""
    return datetime.fromisoformat(words).replace(tzinfo=ZONE).astimezone(UTC)


def local(instant: datetime) -> str:
    return f"{instant.astimezone(ZONE):%Y-%m-%d %H:%M}"


@cache
def plan_with(cadence: str, notice: int = 60) -> Plan:
    """A plan with the report `it` of this cadence, and digests of it."""
    common = 'reporters: {units: office}, recipients: town_hall, at: low, clause: "1"'
    return plan_of(
        reports=f"""
            reports:
              - {{id: it, name: 报告, cadence: {cadence}, {common}}}
              - {{id: digest, name: 汇总, cadence: {{after_last: it, minutes: 120}}, {common}}}
        """,
        first_slot=f'first_slot: {{minimum_notice_minutes: {notice}, clause: "1"}}',
    )


def report(plan: Plan, id_: str = "it") -> ReportObligation:
    return plan.report_by_id[id_]


def begins(cadence: str, start: str, id_: str = "it", anchor: str | None = None) -> First:
    plan = plan_with(cadence)
    day = date.fromisoformat(anchor) if anchor else None
    return first(plan, report(plan, id_), at(start), day)


def goes_on(cadence: str, start: str, count: int, id_: str = "it") -> list[str]:
    """The first `count` due instants of a duty that arises at `start`."""
    plan = plan_with(cadence)
    begun = first(plan, report(plan, id_), at(start))
    found = [begun.owed]
    while len(found) < count:
        found.append(following(plan, report(plan, id_), found[-1], at(start), begun.anchor))
    return [local(instant) for instant in found]


DAILY = '{daily: ["15:00"]}'
TWICE = '{daily: ["10:00", "16:00"]}'
TWO_DAYS = '{every_days: 2, at: "15:00"}'


@pytest.mark.parametrize(
    ("start", "owed", "too_near"),
    [
        ("2021-11-08 00:00", "2021-11-08 15:00", []),
        ("2021-11-08 13:59", "2021-11-08 15:00", []),
        ("2021-11-08 14:00", "2021-11-08 15:00", []),
        ("2021-11-08 14:01", "2021-11-09 15:00", ["2021-11-08 15:00"]),
        ("2021-11-08 14:59", "2021-11-09 15:00", ["2021-11-08 15:00"]),
        ("2021-11-08 15:00", "2021-11-09 15:00", []),
        ("2021-11-08 15:01", "2021-11-09 15:00", []),
        ("2021-12-31 16:00", "2022-01-01 15:00", []),
    ],
)
def test_a_first_daily_report_is_owed_when_it_is_sixty_minutes_away(
    start: str, owed: str, too_near: list[str]
) -> None:
    """A11."""
    begun = begins(DAILY, start)
    assert local(begun.owed) == owed
    assert [local(instant) for instant in begun.too_near] == too_near


@pytest.mark.parametrize(
    ("start", "owed", "too_near"),
    [
        ("2021-11-08 08:00", "2021-11-08 10:00", []),
        ("2021-11-08 09:00", "2021-11-08 10:00", []),
        ("2021-11-08 09:30", "2021-11-08 16:00", ["2021-11-08 10:00"]),
        ("2021-11-08 15:00", "2021-11-08 16:00", []),
        ("2021-11-08 15:30", "2021-11-09 10:00", ["2021-11-08 16:00"]),
        ("2021-11-08 16:00", "2021-11-09 10:00", []),
    ],
)
def test_of_two_a_day_the_nearer_is_left_out_and_the_other_owed(
    start: str, owed: str, too_near: list[str]
) -> None:
    begun = begins(TWICE, start)
    assert local(begun.owed) == owed
    assert [local(instant) for instant in begun.too_near] == too_near


def test_close_clock_times_may_all_be_too_near() -> None:
    begun = begins('{daily: ["10:00", "10:10", "10:20"]}', "2021-11-08 09:50")
    assert [local(instant) for instant in begun.too_near] == [
        "2021-11-08 10:00",
        "2021-11-08 10:10",
        "2021-11-08 10:20",
    ]
    assert local(begun.owed) == "2021-11-09 10:00"


def test_the_notice_is_the_plans() -> None:
    plan = plan_with(DAILY, notice=0)
    assert local(first(plan, report(plan), at("2021-11-08 14:59")).owed) == "2021-11-08 15:00"
    plan = plan_with(DAILY, notice=120)
    assert local(first(plan, report(plan), at("2021-11-08 13:01")).owed) == "2021-11-09 15:00"


def test_twenty_four_hundred_is_the_end_of_its_day() -> None:
    assert goes_on('{daily: ["24:00"]}', "2021-11-08 09:00", 2) == [
        "2021-11-09 00:00",
        "2021-11-10 00:00",
    ]


@pytest.mark.parametrize(
    ("start", "expected", "anchor", "too_near"),
    [
        ("2021-11-08 09:00", ["08", "10", "12"], "2021-11-08", []),
        ("2021-11-08 14:00", ["08", "10", "12"], "2021-11-08", []),
        ("2021-11-08 14:50", ["09", "11", "13"], "2021-11-09", ["2021-11-08 15:00"]),
        ("2021-11-08 15:00", ["09", "11", "13"], "2021-11-09", []),
        ("2021-11-08 15:30", ["09", "11", "13"], "2021-11-09", []),
        ("2021-11-08 23:59", ["09", "11", "13"], "2021-11-09", []),
    ],
)
def test_every_second_day_counts_from_the_day_of_activation_or_the_next(
    start: str, expected: list[str], anchor: str, too_near: list[str]
) -> None:
    """A12."""
    begun = begins(TWO_DAYS, start)
    assert begun.anchor.isoformat() == anchor
    assert [local(instant) for instant in begun.too_near] == too_near
    assert goes_on(TWO_DAYS, start, 3) == [f"2021-11-{day} 15:00" for day in expected]


def test_every_second_day_goes_on_over_the_end_of_the_year() -> None:
    assert goes_on(TWO_DAYS, "2021-12-30 09:00", 3) == [
        "2021-12-30 15:00",
        "2022-01-01 15:00",
        "2022-01-03 15:00",
    ]


def test_every_second_day_goes_on_over_a_leap_day() -> None:
    assert goes_on(TWO_DAYS, "2024-02-27 09:00", 3) == [
        "2024-02-27 15:00",
        "2024-02-29 15:00",
        "2024-03-02 15:00",
    ]


@pytest.mark.parametrize(
    ("start", "anchor", "owed"),
    [
        ("2021-11-08 09:00", "2021-11-08", "2021-11-08 15:00"),
        ("2021-11-08 14:30", "2021-11-08", "2021-11-10 15:00"),
        ("2021-11-08 09:00", "2021-11-09", "2021-11-09 15:00"),
        ("2021-11-08 09:00", "2021-11-07", "2021-11-09 15:00"),
        ("2021-11-08 09:00", "2021-12-01", "2021-12-01 15:00"),
    ],
)
def test_another_anchor_day_counts_instead(start: str, anchor: str, owed: str) -> None:
    assert local(begins(TWO_DAYS, start, anchor=anchor).owed) == owed


@pytest.mark.parametrize(
    ("cadence", "start", "expected"),
    [
        (DAILY, "2021-11-08 09:00", ["08 17:00", "09 17:00"]),
        (DAILY, "2021-11-08 14:30", ["09 17:00", "10 17:00"]),
        (DAILY, "2021-11-08 15:30", ["09 17:00", "10 17:00"]),
        (TWICE, "2021-11-08 09:30", ["08 18:00", "09 18:00"]),
        (TWICE, "2021-11-08 15:30", ["09 18:00", "10 18:00"]),
        (TWO_DAYS, "2021-11-08 09:00", ["08 17:00", "10 17:00"]),
        (TWO_DAYS, "2021-11-08 15:30", ["09 17:00", "11 17:00"]),
        ('{daily: ["23:00"]}', "2021-11-08 09:00", ["09 01:00", "10 01:00"]),
        ('{daily: ["24:00"]}', "2021-11-08 09:00", ["09 02:00", "10 02:00"]),
        ("{times_per_day: 2}", "2021-11-08 09:00", ["09 02:00", "10 02:00"]),
    ],
)
def test_a_digest_follows_the_last_report_of_each_day_on_which_there_are_reports(
    cadence: str, start: str, expected: list[str]
) -> None:
    """A16: no digest on a day without a county report that it could sum up."""
    assert goes_on(cadence, start, 2, "digest") == [f"2021-11-{words}" for words in expected]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (1, ["09 00:00", "10 00:00"]),
        (2, ["08 12:00", "09 00:00", "09 12:00"]),
        (3, ["08 16:00", "09 00:00", "09 08:00"]),
    ],
)
def test_so_often_a_day_is_owed_by_the_end_of_each_part_of_the_day(
    times: int, expected: list[str]
) -> None:
    found = goes_on(f"{{times_per_day: {times}}}", "2021-11-08 09:00", len(expected))
    assert found == [f"2021-11-{words}" for words in expected]


def test_every_few_hours_counts_from_the_instant_itself() -> None:
    assert goes_on("{every_hours: 6}", "2021-11-08 09:20", 4) == [
        "2021-11-08 15:20",
        "2021-11-08 21:20",
        "2021-11-09 03:20",
        "2021-11-09 09:20",
    ]


def test_every_hour_is_owed_although_it_is_no_more_than_the_notice_away() -> None:
    plan = plan_with("{every_hours: 1}", notice=90)
    assert local(first(plan, report(plan), at("2021-11-08 09:20")).owed) == "2021-11-08 10:20"


@settings(deadline=None, max_examples=50)
@given(
    st.datetimes(datetime(2021, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from([DAILY, TWICE, TWO_DAYS, '{daily: ["00:30", "24:00"]}', "{every_hours: 5}"]),
    st.sampled_from(["it", "digest"]),
)
def test_due_instants_ascend_are_never_too_near_and_none_is_missed(
    start: datetime, cadence: str, id_: str
) -> None:
    if id_ == "digest" and "hours" in cadence:
        return
    plan = plan_with(cadence)
    asked = report(plan, id_)
    begun = first(plan, asked, start)
    assert (begun.owed - start).total_seconds() >= 3600
    assert all(start < near < begun.owed for near in begun.too_near)
    found = [begun.owed]
    for _ in range(4):
        found.append(following(plan, asked, found[-1], start, begun.anchor))
    assert found == sorted(set(found))
    for earlier, later in itertools.pairwise(found):
        middle = earlier + (later - earlier) / 2
        assert following(plan, asked, middle, start, begun.anchor) == later


def test_what_comes_back_by_itself_is_periodic() -> None:
    once = [
        "{immediately: true}",
        "{within_minutes: 60}",
        '{same_day: "24:00", on_change_of: dead}',
    ]
    again = [DAILY, TWO_DAYS, "{every_hours: 6}", "{times_per_day: 2}"]
    assert [is_periodic(report(plan_with(cadence))) for cadence in once] == [False] * 3
    assert [is_periodic(report(plan_with(cadence))) for cadence in again] == [True] * 4
    assert is_periodic(report(plan_with(DAILY), "digest"))


def test_the_days_of_a_digest_are_those_of_its_base() -> None:
    plan = plan_with(DAILY)
    assert base_of(plan, report(plan, "digest")) is report(plan)
    assert base_of(plan, report(plan)) is report(plan)


def test_a_cadence_that_does_not_come_back_has_no_first_instant() -> None:
    with pytest.raises(TypeError):
        begins("{immediately: true}", "2021-11-08 09:00")
    with pytest.raises(TypeError):
        begins("{every_hours: 6}", "2021-11-08 09:00", "digest")


def test_another_zone_has_its_own_days_and_its_own_summer_time() -> None:
    """Berlin puts its clocks back on 31 October 2021; 15:00 stays 15:00."""
    plan = plan_with(DAILY).model_copy(update={"zone": "Europe/Berlin"})
    start = datetime(2021, 10, 30, 6, tzinfo=UTC)
    begun = first(plan, report(plan), start)
    after = following(plan, report(plan), begun.owed, start, begun.anchor)
    assert begun.owed == datetime(2021, 10, 30, 13, tzinfo=UTC)
    assert after == datetime(2021, 10, 31, 14, tzinfo=UTC)
