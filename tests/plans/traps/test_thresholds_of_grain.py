"""Thresholds of grain markets, just below, exactly at and just above (traps 1, 9 to 17)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, XIANGFEN
from tests.plans.traps.marks import reading, trap
from tests.plans.traps.telling import (
    ALL_SIGNS,
    COUNTIES,
    GRAIN,
    SIGNS,
    YAODU,
    assumption,
    criteria,
    met,
    recommended,
)


@trap(1, 9, clause=["GR 1.5.1(1)", "GR 1.5.1(2)", "GR 1.5.1(3)", "GR 8.1"])
@pytest.mark.parametrize(
    ("percent", "state"),
    [
        (0, None),
        (29.99, None),
        (30, "III.tense"),
        (30.01, "III.tense"),
        (49.99, "III.tense"),
        (50, "III.urgent"),
        (50.01, "III.urgent"),
        (99.99, "III.urgent"),
        (100, "III.critical"),
        (100.01, "III.critical"),
        (1000, "III.critical"),
    ],
)
def test_exactly_30_50_and_100_percent_belong_to_the_higher_band(
    tell: Tell, percent: float, state: str | None
) -> None:
    story = tell(GRAIN)
    story.desk.opens(division=QUWO, price_rise_percent=percent)
    assert recommended(story) == state
    assert met(story) == ({f"{state.removeprefix('III.')}_price"} if state else set())


@trap(10, clause=["GR 1.5.1(1)", "GR 1.5.1(2)", "GR 1.5.1(3)"])
@reading("A5", clause="GR 1.5.1(1)")
def test_sustained_within_a_week_is_read_like_within_a_week_and_people_are_told(tell: Tell) -> None:
    story = tell(GRAIN)
    story.desk.opens(division=QUWO, price_rise_percent=60)
    prices = [c for id_, c in criteria(story).items() if id_.endswith("_price")]
    assert len(prices) == 3
    for criterion in prices:
        assert criterion["why"].startswith("一周内粮价累计涨幅 60")
        assert criterion["assumption"] == ["A5"]
    assert "持续一周内" in assumption(GRAIN, "A5")


@trap(11, clause=["GR 1.1", "GR 1.5.1"])
@reading("A5", clause="GR 1.5.1(2)")
def test_a_price_is_entered_with_its_basis_and_source_and_two_sources_are_never_mixed(
    tell: Tell,
) -> None:
    story = tell(GRAIN)
    story.desk.opens(division=QUWO, price_rise_percent=35)
    fact = story.plan.fact_by_id["price_rise_percent"]
    for word in ("全市平均", "食用油", "品种", "基准日", "来源"):
        assert word in str(fact.basis)
    story.clock.to("10:00")
    story.desk.records(price_rise_percent=55, source="价格监测中心：面粉，基准日11月1日")
    shown = story.view["figures"]["price_rise_percent"]
    assert (shown["value"], shown["source"]) == (55, "价格监测中心：面粉，基准日11月1日")
    assert recommended(story) == "III.urgent"


@trap(1, 12, clause=["GR 1.5.1(1)", "GR 1.5.1(2)", "GR 1.5.1(3)", "GR 8.1"])
@pytest.mark.parametrize(
    ("count", "state"),
    [
        (0, None),
        (1, "III.tense"),
        (2, "III.tense"),
        (3, "III.urgent"),
        (4, "III.urgent"),
        (8, "III.urgent"),
        (9, "III.critical"),
        (10, "III.critical"),
        (16, "III.critical"),
    ],
)
def test_counties_make_the_bands_1_to_2_then_3_to_8_then_9_to_16(
    tell: Tell, count: int, state: str | None
) -> None:
    story = tell(GRAIN)
    story.desk.opens(
        division=QUWO, counties_in_emergency=list(COUNTIES[:count]), symptoms=ALL_SIGNS
    )
    assert recommended(story) == state
    own = {f"{state.removeprefix('III.')}_counties", "county_state"} if state else set()
    assert met(story) == own


@trap(12, clause="GR 1.5.1(3)")
@pytest.mark.parametrize(
    ("others", "signs", "state"),
    [
        (0, "critical", "III.critical"),
        (0, "tense", "IV"),
        (2, "tense", "III.tense"),
        (2, "urgent", "IV"),
        (8, "urgent", "III.urgent"),
        (3, "urgent", "III.urgent"),
    ],
)
def test_yaodu_alone_is_critical_and_is_never_one_of_the_three_or_nine(
    tell: Tell, others: int, signs: str, state: str
) -> None:
    story = tell(GRAIN)
    counties = [YAODU, *COUNTIES[:others]]
    story.desk.opens(division=YAODU, counties_in_emergency=counties, symptoms=SIGNS[signs])
    assert recommended(story) == state


@trap(13, clause="GR 1.5.1(1)")
@reading("A4", clause="GR 1.5.1(1)")
def test_one_county_alone_does_not_make_the_city_tense_and_a_price_alone_does(tell: Tell) -> None:
    story = tell(GRAIN)
    story.desk.opens(division=QUWO, counties_in_emergency=[QUWO])
    assert recommended(story) == "IV"
    story.clock.to("09:30")
    story.desk.records(symptoms=SIGNS["tense"][:2])
    assert recommended(story) == "IV"
    story.clock.to("10:00")
    story.desk.records(symptoms=SIGNS["tense"])
    assert recommended(story) == "III.tense"
    story.clock.to("10:30")
    story.desk.records(symptoms=[], price_rise_percent=30)
    assert met(story) == {"county_state", "tense_price"}


@trap(14, clause=["GR 1.5.1(1)", "GR 1.5.1(2)", "GR 1.5.1(3)"])
def test_signs_have_no_number_they_are_confirmed_by_a_person_or_unknown(tell: Tell) -> None:
    story = tell(GRAIN)
    story.desk.opens(division=QUWO, counties_in_emergency=[QUWO])
    assert criteria(story)["tense_counties"]["met"] is None
    assert "表现未报" in criteria(story)["tense_counties"]["why"]
    story.desk.is_refused("wrong_kind", "record_facts", facts={"symptoms": 30})
    story.desk.records(symptoms=[])
    assert criteria(story)["tense_counties"]["met"] is False


@trap(15, clause=["GR 1.5", "GR 1.5.1"])
@reading("A6", clause="GR 1.5.1")
def test_where_price_and_counties_disagree_the_highest_counts_and_the_order_says_why(
    tell: Tell,
) -> None:
    story = tell(GRAIN)
    story.desk.opens(
        division=QUWO,
        price_rise_percent=35,
        counties_in_emergency=list(COUNTIES[:9]),
        symptoms=SIGNS["critical"],
    )
    assert met(story) == {"county_state", "tense_price", "critical_counties"}
    assert recommended(story) == "III.critical"
    event = story.chief.activates("III", "critical").events[0]
    assert event.data["criteria_met"] == ["critical_counties"]


@trap(16, clause=["GR 1.5.1(1)", "GR 1.5.1(3)"])
@reading("A4", clause="GR 1.5.1(3)")
@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("beyond_county_capacity", "city_deems_municipal", "III.tense"),
        ("beyond_city_capacity", "city_deems_provincial", "III.critical"),
    ],
)
def test_each_catch_all_needs_both_of_its_conditions(
    tell: Tell, first: str, second: str, state: str
) -> None:
    story = tell(GRAIN)
    facts: dict[str, Any] = {first: True}
    story.desk.opens(division=QUWO, **facts)
    assert recommended(story) is None
    story.clock.to("10:00")
    story.desk.does("record_facts", facts={second: True})
    assert recommended(story) == state
    story.clock.to("10:30")
    story.desk.does("record_facts", facts={first: False})
    assert recommended(story) is None


@trap(17, clause=["GR 1.5.2", "GR 4.1"])
def test_level_four_is_what_a_county_declares_and_only_that_county_opens_it(tell: Tell) -> None:
    story = tell(GRAIN)
    story.desk.opens(division=QUWO, price_rise_percent=29, symptoms=ALL_SIGNS)
    assert recommended(story) is None
    story.clock.to("10:00")
    story.desk.records(counties_in_emergency=[QUWO])
    assert met(story) >= {"county_state"}
    for person in (story.chief, story.director, story.desk):
        refusal = person.is_refused("role_required", "activate_response", level="IV")
        assert refusal.clause == "4.1、4.4.1"
    story.county(XIANGFEN).is_refused("outside_division", "activate_response", level="IV")
    story.county(QUWO).activates("IV")
