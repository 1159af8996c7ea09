"""When reports are owed (A10 to A16, A19, A20), and that each number is the plan file's."""

from __future__ import annotations

from typing import Any

import pytest

from engine.plan.model import Plan
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, YICHENG
from tests.plans.traps.marks import reading
from tests.plans.traps.telling import ACCIDENTS, BUREAU, COAL, GRAIN, SAFETY, at, due, edited

HALF_PAST_TWO = (
    'at: ["III.tense", "III.urgent"]\n    cadence: {daily: ["15:00"]}',
    'at: ["III.tense", "III.urgent"]\n    cadence: {daily: ["14:30"]}',
)
TWICE = (
    "    when: {scale: severity, current: [serious, especially_serious]}\n"
    '    cadence: {daily: ["10:00", "16:00"]}'
)
CITY_FOLLOW_UP = (
    "- {not: {scale: severity, current: [relatively_serious, serious, especially_serious]}}\n"
    '    cadence: {daily: ["15:00"]}'
)


# ── on time (A10) ───────────────────────────────────────────────────────────


@reading("A10", clause="GR 4.3.1(2)")
@pytest.mark.parametrize(
    ("plan", "moment", "row"),
    [
        (GRAIN, "14:59:59.999999", "08 15:00 submitted"),
        (GRAIN, "15:00:00", "08 15:00 submitted"),
        (GRAIN, "15:00:00.000001", "08 15:00 submitted_late"),
        (edited(GRAIN, HALF_PAST_TWO), "14:29:59.999999", "08 14:30 submitted"),
        (edited(GRAIN, HALF_PAST_TWO), "14:30:00", "08 14:30 submitted"),
        (edited(GRAIN, HALF_PAST_TWO), "14:30:00.000001", "08 14:30 submitted_late"),
    ],
)
def test_before_an_hour_includes_its_first_instant_whatever_hour_the_file_names(
    tell: Tell, plan: str | Plan, moment: str, row: str
) -> None:
    story = at(tell(plan), "III.tense")
    story.clock.to(moment)
    story.reporter(QUWO).reports("county_daily", QUWO)
    assert story.series("county_market", QUWO)[0] == row


@reading("A10", clause=["PS order_21:11", "CM order_21:11"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_a_follow_up_at_three_sharp_is_on_time_in_beijing(tell: Tell, plan_id: str) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=1)
    story.clock.to("15:00")
    assert story.clock.now.isoformat() == "2021-11-08T07:00:00+00:00"
    story.desk.reports("follow_up_daily", BUREAU)
    assert story.series("follow_up", BUREAU)[0] == "08 15:00 submitted"


# ── the first slot (A11) ────────────────────────────────────────────────────


@reading("A11", clause="GR 4.3.1(2)")
@pytest.mark.parametrize(
    ("notice", "opened", "owed_today"),
    [
        (60, "13:59", True),
        (60, "14:00", True),
        (60, "14:01", False),
        (30, "14:29", True),
        (30, "14:30", True),
        (30, "14:31", False),
        (0, "14:59", True),
    ],
)
def test_the_notice_before_a_first_report_is_a_number_of_the_plan_file(
    tell: Tell, notice: int, opened: str, owed_today: bool
) -> None:
    number = "minimum_notice_minutes: 60"
    plan = edited(GRAIN, (number, f"minimum_notice_minutes: {notice}"))
    story = at(tell(plan, f"2021-11-08 {opened}"), "III.tense")
    slots = [s for s in story.incident.slots.values() if s.obligation == "county_daily"]
    slot = min((s for s in slots if s.reporter == QUWO), key=lambda s: s.due_at)
    assert slot.state == ("owed" if owed_today else "not_owed")
    assert slot.opens_at == story.clock.now
    assert slot.reason == (None if owed_today else "too_near")


@reading("A11", clause=["PS order_21:11", "CM order_21:11"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_the_same_notice_holds_for_follow_ups_of_accidents(tell: Tell, plan_id: str) -> None:
    shorter = edited(plan_id, ("minimum_notice_minutes: 60", "minimum_notice_minutes: 30"))
    for plan, first in ((plan_id, "08 15:00 not_owed"), (shorter, "08 15:00 owed")):
        story = tell(plan, "2021-11-08 14:20")
        story.desk.opens(division=QUWO, deaths=1)
        assert story.series("follow_up", BUREAU)[0] == first


@reading("A11", clause="GR 4.3.1(2)")
def test_a_report_not_owed_names_the_opening_that_came_too_late_for_it(tell: Tell) -> None:
    """Not an earlier one of the same day, after which it was owed."""
    story = at(tell(GRAIN), "III.tense")
    story.clock.to("12:00")
    story.chief.adjusts("III", "critical")
    story.clock.to("14:30")
    story.chief.adjusts("III", "urgent")
    slots = story.incident.slots.values()
    (slot,) = [s for s in slots if s.reason == "too_near" and s.reporter == QUWO]
    assert (slot.obligation, slot.due_at) == ("county_daily", story.past("15:00"))
    assert slot.opens_at == story.past("14:30")


# ── reporting days, changes, reporters (A12 to A15) ─────────────────────────


@reading("A12", clause="GR 4.4.4")
def test_every_second_day_counts_from_the_activation_and_may_be_anchored_anew(tell: Tell) -> None:
    third = edited(GRAIN, ('{every_days: 2, at: "15:00"}', '{every_days: 3, at: "15:00"}'))
    for plan, days in ((GRAIN, ["08", "10", "12", "14"]), (third, ["08", "11", "14"])):
        story = at(tell(plan), "IV")
        story.clock.to("2021-11-14 16:00")
        found = [row.split()[0] for row in story.series("county_market", QUWO, "overdue")]
        assert found == days
    story = at(tell(GRAIN), "IV")
    story.director.does("reanchor_cadence", anchor="2021-11-09", reason="错开")
    assert story.series("county_market", QUWO, "owed") == ["09 15:00 owed"]


@reading("A12", clause=["PS 5.1", "CM 5.1"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_follow_ups_of_accidents_come_every_day_and_have_no_anchor_unless_the_file_says_so(
    tell: Tell, plan_id: str
) -> None:
    fields: dict[str, Any] = {"anchor": "2021-11-09", "reason": "错开"}
    story = at(tell(plan_id), "IV", deaths=1)
    story.director.is_refused("no_such_cadence", "reanchor_cadence", **fields)
    every_other_day = CITY_FOLLOW_UP.replace('daily: ["15:00"]', 'every_days: 2, at: "15:00"')
    story = at(tell(edited(plan_id, (CITY_FOLLOW_UP, every_other_day))), "IV", deaths=1)
    story.director.does("reanchor_cadence", **fields)
    assert story.series("follow_up", BUREAU, "owed") == ["09 15:00 owed"]


@reading("A14", clause=["PS 5.1", "CM 5.1"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_the_bureau_alone_owes_the_follow_ups_and_is_not_exempted(tell: Tell, plan_id: str) -> None:
    story = at(tell(plan_id), "IV", deaths=1)
    assert set(due(story, "follow_up_daily")) == {BUREAU}
    fields: dict[str, Any] = {"obligation": "follow_up_daily", "reason": "由县报"}
    story.commander.is_refused("role_required", "set_reporters", reporters=[BUREAU], **fields)
    story.director.is_refused("bad_value", "set_reporters", reporters=[], **fields)
    story.director.is_refused("unknown_choice", "set_reporters", reporters=[QUWO], **fields)
    one = (
        "    series: follow_up\n    kind: follow_up\n    reporters: {units: [city_emergency_bureau"
    )
    name = "name_en: Daily follow-up to the municipal government\n"
    if plan_id == COAL:
        name = "name_en: Daily follow-up to the city and the mine safety body\n"
    two = edited(plan_id, (f"{name}{one}]", f"{name}{one}, city_energy_bureau]"))
    story = at(tell(two), "IV", deaths=1)
    assert set(due(story, "follow_up_daily")) == {BUREAU, "city_energy_bureau"}
    story.director.does("set_reporters", reporters=[BUREAU], **fields)
    assert set(due(story, "follow_up_daily")) == {BUREAU}


@reading("A13", clause="GR 4.3.3(3)")
def test_that_one_report_takes_the_place_of_another_is_their_series_in_the_plan_file(
    tell: Tell,
) -> None:
    apart = edited(
        GRAIN,
        (
            "name_en: County half-day market report\n    series: county_market",
            "name_en: County half-day market report\n    series: county_half_day",
        ),
    )
    for plan, daily in ((GRAIN, "08 15:00 superseded"), (apart, "08 15:00 owed")):
        story = at(tell(plan), "III.tense")
        story.clock.to("11:00")
        story.chief.adjusts("III", "critical")
        assert story.ledger("county_daily", QUWO) == [daily]
        assert story.ledger("county_half_day", QUWO) == ["08 16:00 owed"]


@reading("A13", clause=["PS order_21:11", "CM order_21:11"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_a_follow_up_is_replaced_by_that_of_the_higher_class_on_the_same_day(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=3)
    story.clock.to("12:00")
    story.desk.records(deaths=10)
    assert story.series("follow_up", BUREAU) == ["08 15:00 superseded", "08 16:00 owed"]


@reading("A14", clause="GR 4.3.1(2)")
def test_all_counties_means_17_until_the_office_or_the_plan_file_says_otherwise(
    tell: Tell,
) -> None:
    story = at(tell(GRAIN), "III.tense")
    assert len(due(story, "county_daily")) == 17
    story.director.does("set_reporters", reporters=[QUWO, YICHENG], reason="仅两县受影响")
    assert set(due(story, "county_daily")) == {QUWO, YICHENG}
    story.director.does("set_reporters", reporters=None, reason="恢复")
    assert len(due(story, "county_daily")) == 17
    name = "name_en: County daily market report\n    series: county_market\n"
    row = f"{name}    reporters: {{divisions: "
    affected = edited(GRAIN, (f"{row}all", f"{row}incident"))
    assert set(due(at(tell(affected), "III.tense"), "county_daily")) == {QUWO}


@reading("A15", clause="GR 4.3.3(3)")
def test_from_which_state_on_members_report_is_in_the_plan_file(tell: Tell) -> None:
    row = 'recipients: [headquarters_office]\n    at: ["III.critical"]'
    earlier = edited(GRAIN, (row, row.replace("III.critical", "III")))
    for plan, owing in ((GRAIN, 0), (earlier, 16)):
        assert len(due(at(tell(plan), "III.tense"), "member_daily")) == owing


# ── the digest and the hours of accidents (A16, A19, A20) ───────────────────


@reading("A16", clause=["GR 4.3.1(2)", "GR 4.3.3(3)", "GR 4.4.4"])
@pytest.mark.parametrize(
    ("base", "position", "hours"),
    [
        ("county_daily", "III.tense", ("17:00", "16:30")),
        ("county_half_day", "III.critical", ("18:00", "17:30")),
        ("county_two_day", "IV", ("17:00", "16:30")),
    ],
)
def test_the_digest_is_due_so_long_after_the_last_county_report_as_the_plan_file_says(
    tell: Tell, base: str, position: str, hours: tuple[str, str]
) -> None:
    row = f"{{after_last: {base}, minutes: "
    sooner = edited(GRAIN, (f"{row}120}}", f"{row}90}}"))
    plans: tuple[str | Plan, ...] = (GRAIN, sooner)
    for plan, hour in zip(plans, hours, strict=True):
        story = at(tell(plan), position)
        assert story.series("office_digest", "headquarters_office") == [f"08 {hour} owed"]


@reading("A19", clause=["PS order_493:13", "CM order_493:13"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(
    ("edit", "road", "until"),
    [
        (("days: 30", "days: 30"), None, "2021-12-09 00:00"),
        (("days: 30", "days: 30"), True, "2021-11-16 00:00"),
        (("days: 30", "days: 10"), None, "2021-11-19 00:00"),
        (("shorter_days: 7", "shorter_days: 3"), True, "2021-11-12 00:00"),
    ],
)
def test_the_days_of_the_casualty_watch_are_numbers_of_the_plan_file(
    tell: Tell, plan_id: str, edit: tuple[str, str], road: bool | None, until: str
) -> None:
    story = tell(edited(plan_id, edit))
    story.desk.opens(division=QUWO, deaths=1, road_traffic_or_fire=road)
    assert story.incident.watch_until == story.instant(until)


@reading("A19", clause=["PS order_21:11", "CM order_21:11"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(
    ("moment", "state"),
    [("23:59:59.999999", "submitted"), ("2021-11-11 00:00:00.000001", "submitted_late")],
)
def test_a_changed_figure_is_owed_by_midnight_of_its_day(
    tell: Tell, plan_id: str, moment: str, state: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=1)
    story.clock.to("2021-11-10 09:00")
    story.desk.records(deaths=2)
    story.clock.to(moment)
    story.desk.reports("casualty_change_city", BUREAU)
    assert story.ledger("casualty_change_city", BUREAU) == [f"11 00:00 {state}"]


@reading("A20", clause=["PS 5.1", "PS order_21:11", "CM 5.1", "CM order_21:11"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_the_hours_of_once_and_twice_a_day_are_in_the_plan_file(tell: Tell, plan_id: str) -> None:
    other: Plan = edited(
        plan_id,
        (CITY_FOLLOW_UP, CITY_FOLLOW_UP.replace("15:00", "17:00")),
        (TWICE, TWICE.replace('["10:00", "16:00"]', '["09:30", "18:00"]')),
    )
    for plan, once, twice in (
        (plan_id, ["15:00"], ["10:00", "16:00"]),
        (other, ["17:00"], ["09:30", "18:00"]),
    ):
        for deaths, hours in ((1, once), (10, twice)):
            story = tell(plan, "2021-11-08 08:00")
            story.desk.opens(division=QUWO, deaths=deaths)
            story.clock.to("20:00")
            overdue = story.series("follow_up", BUREAU, "overdue")
            assert overdue == [f"08 {hour} overdue" for hour in hours]


@reading("A20", clause=["PS order_21:11"])
@pytest.mark.parametrize(
    ("facts", "times"),
    [
        ({}, 0),
        ({"at_risk": 9, "trapped": 0, "missing": 0}, 0),
        ({"trapped": 3}, 1),
        ({"deaths": 1}, 1),
        ({"deaths": 9}, 1),
        ({"deaths": 10}, 2),
        ({"deaths": 30}, 2),
    ],
)
def test_how_often_a_day_follows_from_the_class(
    tell: Tell, facts: dict[str, Any], times: int
) -> None:
    for plan_id in (SAFETY, COAL):
        story = tell(plan_id, "2021-11-08 08:00")
        story.desk.opens(division=QUWO, **facts)
        story.clock.to("20:00")
        assert len(story.series("follow_up", BUREAU, "overdue")) == times
