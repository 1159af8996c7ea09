"""Shapes of report duties that plans may have, each owed and settled through the service."""

from __future__ import annotations

from typing import Any

from engine.plan.model import Plan
from engine.presentation.slot_view import slot_view
from tests.engine.conftest import Tell
from tests.engine.stories import Story

REFINERY, CHEMICALS, STORAGE, POWER = "990001", "990002", "990003", "990004"


def company_response(tell: Tell, fire: Plan, **facts: Any) -> Story:
    """A fire at the chemical plant under level I since nine."""
    story = tell(fire)
    story.desk.opens(**facts)
    story.post("general_manager").activates("I")
    return story


# ── After an event ──────────────────────────────────────────────────────────


def test_a_report_is_owed_five_minutes_after_the_event_itself(tell: Tell, fire: Plan) -> None:
    story = tell(fire)
    story.desk.opens(occurred="08:57", received="08:59")
    assert story.ledger("first_call", CHEMICALS) == ["08 09:02 owed"]
    story.clock.to("09:03")
    assert story.ledger("first_call", CHEMICALS) == ["08 09:02 overdue"]


def test_a_report_is_owed_ten_minutes_after_something_happens(tell: Tell, fire: Plan) -> None:
    story = company_response(tell, fire)
    assert story.ledger("explosion_call", "dispatch") == []
    story.clock.to("09:40")
    story.desk.records(explosion=True)
    assert story.ledger("explosion_call", "dispatch") == ["08 09:50 owed"]


def test_a_report_is_owed_half_an_hour_after_each_change(tell: Tell, fire: Plan) -> None:
    story = company_response(tell, fire)
    story.clock.to("10:00")
    story.desk.records(injured=2)
    story.clock.to("10:20")
    story.desk.records(injured=2)
    story.desk.records(injured=3)
    assert story.ledger("casualty_change", "clinic") == ["08 10:30 owed", "08 10:50 owed"]
    story.unit("clinic").reports("casualty_change", "clinic")
    story.clock.to("11:00")
    assert story.ledger("casualty_change", "clinic") == ["08 10:30 submitted", "08 10:50 overdue"]


def test_each_tier_passes_on_within_two_hours_of_the_tier_below(tell: Tell, relief: Plan) -> None:
    story = tell(relief)
    story.desk.opens(dead=12, occurred="08:00")
    assert story.ledger("county_first", "county_department") == ["08 10:00 owed"]
    assert story.ledger("city_first", "city_department") == []
    story.clock.to("09:30")
    story.unit("county_department").reports("county_first", "county_department", at="09:20")
    assert story.ledger("city_first", "city_department") == ["08 11:20 owed"]
    story.clock.to("11:45")
    assert story.ledger("city_first", "city_department") == ["08 11:20 overdue"]
    assert story.ledger("province_first", "province_department") == []
    story.unit("city_department").reports("city_first", "city_department")
    assert story.ledger("province_first", "province_department") == ["08 13:45 owed"]
    story.unit("province_department").reports("province_first", "province_department")
    assert story.ledger("ministry_first", "ministry") == ["08 13:45 owed"]


def test_a_grave_figure_is_reported_past_the_tiers_at_once(tell: Tell, relief: Plan) -> None:
    story = tell(relief)
    story.desk.opens(dead=9, missing=0)
    assert story.ledger("county_direct", "county_department") == []
    story.desk.records(missing=1)
    (slot,) = story.open_slots("county_direct", "county_department")
    assert slot.recipients == ("province_department", "ministry")
    assert slot.immediately


# ── Clock times ─────────────────────────────────────────────────────────────


def test_a_cascade_is_due_at_nine_ten_and_twelve_with_figures_up_to_midnight(
    tell: Tell, relief: Plan
) -> None:
    story = tell(relief, "2021-11-08 20:00")
    story.desk.opens(kind="earthquake")
    tiers = [
        ("county_daily", "county_department", "09:00"),
        ("city_daily", "city_department", "10:00"),
        ("province_daily", "province_department", "12:00"),
    ]
    for duty, tier, clock in tiers:
        assert story.ledger(duty, tier) == [f"09 {clock} owed"]
        (slot,) = story.open_slots(duty, tier)
        shown = slot_view(relief, slot, story.virtual.now, exercise=False)
        assert shown["data_until"] == "2021-11-08T16:00:00Z"
        story.clock.to(clock)
        story.unit(tier).reports(duty, tier)
    for duty, tier, clock in tiers:
        assert story.ledger(duty, tier) == [f"09 {clock} submitted", f"10 {clock} owed"]


def test_the_daily_reports_stop_when_the_disaster_is_stable(tell: Tell, relief: Plan) -> None:
    story = tell(relief)
    story.desk.opens(kind="flood")
    story.post("office_director").activates("IV")
    story.clock.to("2021-11-10 08:00")
    story.desk.records(stable=True)
    story.clock.to("2021-11-20 08:00")
    assert story.ledger("county_daily", "county_department") == [
        "09 09:00 overdue",
        "10 09:00 superseded",
    ]


def test_several_clock_times_a_day(tell: Tell, fire: Plan) -> None:
    story = company_response(tell, fire)
    story.clock.to("2021-11-09 13:30")
    assert story.ledger("members_daily", "security") == [
        "08 14:00 overdue",
        "08 20:00 overdue",
        "09 08:00 overdue",
        "09 14:00 owed",
    ]


def test_so_often_a_day_without_clock_times(tell: Tell, fire: Plan) -> None:
    story = company_response(tell, fire)
    story.clock.to("2021-11-09 05:00")
    assert story.ledger("brigade_times", "fire_brigade") == [
        "08 12:00 overdue",
        "08 18:00 overdue",
        "09 00:00 overdue",
        "09 06:00 owed",
    ]


# ── Intervals ───────────────────────────────────────────────────────────────


def test_every_six_hours_until_released_and_beyond_the_end(tell: Tell, fire: Plan) -> None:
    story = tell(fire)
    story.desk.opens()
    story.post("shift_leader").activates("III")
    station = story.unit("environment_station")
    story.clock.to("15:00")
    station.reports("monitoring", "environment_station")
    story.post("on_site_commander").ends()
    story.clock.to("21:30")
    assert story.ledger("monitoring", "environment_station") == [
        "08 15:00 submitted",
        "08 21:00 overdue",
        "09 03:00 owed",
    ]
    story.desk.records(monitoring_released=True)
    story.clock.passes(days=3)
    assert story.ledger("monitoring", "environment_station") == [
        "08 15:00 submitted",
        "08 21:00 overdue",
        "09 03:00 superseded",
    ]


def test_every_ten_days_until_the_drought_is_over(tell: Tell, relief: Plan) -> None:
    story = tell(relief, "2021-05-01 09:00")
    story.desk.opens(kind="drought", drought_aided=1_200_000)
    assert story.ledger("county_daily", "county_department") == []
    story.clock.to("2021-05-22 09:00")
    story.desk.records(drought_over=True)
    story.clock.to("2021-06-22 09:00")
    assert story.ledger("drought_follow_up", "county_department") == [
        "01 12:00 overdue",
        "11 12:00 overdue",
        "21 12:00 overdue",
        "31 12:00 superseded",
    ]


def test_every_three_days_after_the_end_until_it_is_closed(tell: Tell, fire: Plan) -> None:
    story = tell(fire)
    story.desk.opens()
    story.desk.activates("III")
    story.post("on_site_commander").ends()
    story.clock.to("2021-11-13 09:10")
    story.post("safety_director").closes()
    assert story.ledger("insurance_days", "insurance") == [
        "08 10:00 overdue",
        "11 10:00 overdue",
        "14 10:00 ended",
    ]


def test_verified_figures_go_up_within_days(tell: Tell, relief: Plan) -> None:
    story = tell(relief)
    story.desk.opens(kind="flood")
    story.post("office_director").activates("IV")
    story.desk.records(stable=True)
    assert story.ledger("county_verified", "county_department") == ["10 09:00 owed"]
    story.clock.to("2021-11-09 18:00")
    story.unit("county_department").reports("county_verified", "county_department")
    assert story.ledger("city_verified", "city_department") == ["12 18:00 owed"]
    story.unit("city_department").reports("city_verified", "city_department")
    assert story.ledger("province_verified", "province_department") == ["14 18:00 owed"]


# ── Who owes ────────────────────────────────────────────────────────────────


def test_different_reporters_owe_at_different_times_in_one_state(tell: Tell, fire: Plan) -> None:
    story = company_response(tell, fire, affected_plants=[CHEMICALS])
    assert story.reporters("affected_two_hours") == {CHEMICALS}
    assert story.reporters("others_daily") == {REFINERY, STORAGE, POWER}
    assert story.ledger("affected_two_hours", CHEMICALS) == ["08 11:00 owed"]
    assert story.ledger("others_daily", REFINERY) == ["08 17:00 owed"]


def test_who_is_affected_later_changes_over_to_the_other_cadence(tell: Tell, fire: Plan) -> None:
    story = company_response(tell, fire, affected_plants=[CHEMICALS])
    story.clock.to("10:30")
    story.desk.records(affected_plants=[CHEMICALS, STORAGE])
    assert story.ledger("others_daily", STORAGE) == ["08 17:00 not_owed"]
    assert story.ledger("affected_two_hours", STORAGE)[-1] == "08 13:00 owed"
    story.clock.to("11:30")
    story.desk.records(affected_plants=[STORAGE])
    assert story.ledger("affected_two_hours", CHEMICALS) == [
        "08 11:00 overdue",
        "08 13:00 not_owed",
    ]
    assert story.ledger("others_daily", CHEMICALS) == ["08 17:00 owed"]


def test_a_digest_follows_the_last_report_of_the_day(tell: Tell, fire: Plan) -> None:
    story = company_response(tell, fire)
    assert story.ledger("digest", "dispatch") == ["08 21:00 owed"]


def test_a_report_is_passed_on_so_long_after_each_one_comes_in(tell: Tell, fire: Plan) -> None:
    story = company_response(tell, fire, affected_plants=[CHEMICALS, STORAGE])
    story.clock.to("10:50")
    story.reporter(CHEMICALS).reports("affected_two_hours", CHEMICALS)
    story.clock.to("10:55")
    story.reporter(STORAGE).reports("affected_two_hours", STORAGE)
    assert story.ledger("pass_on", "dispatch") == ["08 11:05 owed", "08 11:10 owed"]


def test_the_member_units_owe_once_a_day_where_no_hour_is_given(tell: Tell, relief: Plan) -> None:
    story = tell(relief)
    story.desk.opens()
    story.post("central").activates("I")
    members = {unit.id for unit in relief.units if unit.member}
    assert story.reporters("members_daily") == members
    assert story.ledger("members_daily", "finance") == ["09 00:00 owed"]


# ── Tiers ───────────────────────────────────────────────────────────────────

EAST, RIVER_MOUTH, WEST, MOUNTAIN, SHORE = "990400", "990421", "990500", "990521", "999001"


def test_of_all_cities_only_that_of_the_reporting_county_passes_on(tell: Tell, flood: Plan) -> None:
    story = tell(flood)
    story.desk.opens(flooded_counties=[RIVER_MOUTH, MOUNTAIN, SHORE])
    story.clock.to("09:20")
    story.reporter(RIVER_MOUTH).reports("county_first", RIVER_MOUTH, at="09:15")
    assert story.ledger("city_first", EAST) == ["08 10:15 owed"]
    assert story.ledger("city_first", WEST) == []
    story.reporter(SHORE).reports("county_first", SHORE)
    assert story.reporters("city_first") == {EAST}
    story.clock.to("10:30")
    assert story.ledger("city_first", EAST) == ["08 10:15 overdue"]


def test_counties_and_cities_report_daily_each_tier_at_its_own_time(
    tell: Tell, flood: Plan
) -> None:
    story = tell(flood)
    story.desk.opens(division=RIVER_MOUTH)
    story.post("chief").activates("I")
    assert story.reporters("county_daily") == {RIVER_MOUTH, "990422", MOUNTAIN, SHORE}
    assert story.reporters("city_daily") == {EAST, WEST}
    assert story.ledger("city_explains", EAST) == ["08 09:30 owed"]
    assert story.ledger("city_explains", WEST) == []


# ── Seasons ─────────────────────────────────────────────────────────────────


def test_a_report_of_the_flood_season_ends_with_it(tell: Tell, flood: Plan) -> None:
    story = tell(flood, "2021-09-29 09:00")
    story.desk.opens()
    story.clock.to("2021-10-01 09:00")
    assert story.ledger("rain_daily", "office") == ["30 08:00 overdue", "01 08:00 superseded"]
    assert story.ledger("ice_daily", "office") == []


def test_a_season_may_go_over_new_year(tell: Tell, flood: Plan) -> None:
    story = tell(flood, "2021-11-14 09:00")
    story.desk.opens()
    assert story.ledger("ice_daily", "office") == []
    story.clock.to("2021-11-15 00:00")
    assert story.ledger("ice_daily", "office") == ["15 20:00 owed"]
    story.clock.to("2022-01-02 00:00")
    assert story.ledger("ice_daily", "office")[-1] == "02 20:00 owed"
    story.clock.to("2022-03-16 09:00")
    assert story.ledger("ice_daily", "office")[-2:] == ["15 20:00 overdue", "16 20:00 superseded"]
