"""Shapes of criteria that plans may have, each judged by the service on recorded figures."""

from __future__ import annotations

from typing import Any

import pytest

from engine.plan.model import Plan
from tests.engine.conftest import Tell
from tests.engine.stories import Story


def criteria(story: Story, answer: bool | None = True) -> set[str]:
    """The criteria that are met, not met or unknown now."""
    return {c["id"] for c in story.view["recommendation"]["criteria"] if c["met"] is answer}


def level(story: Story) -> str | None:
    """The level that is recommended."""
    found: str | None = story.view["recommendation"]["level"]
    return found


def reported(tell: Tell, plan: Plan, **facts: Any) -> Story:
    """A story that begins at nine with these figures."""
    story = tell(plan)
    story.desk.opens(**facts)
    return story


# ── And, or, at least so many ───────────────────────────────────────────────


def test_parts_joined_by_and_must_all_hold(tell: Tell, fire: Plan) -> None:
    story = reported(tell, fire, hazard="office")
    assert "office_three" in criteria(story, None)
    story.desk.records(burning_area=20)
    assert criteria(story) == {"office_three"}


def test_of_parts_joined_by_or_one_is_enough(tell: Tell, relief: Plan) -> None:
    story = reported(tell, relief, households=3_000)
    assert criteria(story) == {"houses_four"}
    story.desk.records(rooms=300_000)
    assert criteria(story) == {"houses_four", "houses_one"}
    assert level(story) == "I"


def test_at_least_two_of_four_must_hold(tell: Tell, fire: Plan) -> None:
    story = reported(tell, fire, dead=1)
    assert "two_of_four_one" in criteria(story, None)
    story.desk.records(trapped=0, spreading=False)
    assert "two_of_four_one" in criteria(story, None)
    story.desk.records(loss_yuan=0)
    assert "two_of_four_one" in criteria(story, False)
    story.desk.records(spreading=True)
    assert "two_of_four_one" in criteria(story)


# ── Counts, money, percentages ──────────────────────────────────────────────


@pytest.mark.parametrize(
    ("dead", "missing", "wanted"),
    [
        (10, 9, None),
        (10, 10, "IV"),
        (49, 0, "IV"),
        (50, 0, "III"),
        (99, 0, "III"),
        (60, 40, "II"),
        (199, 0, "II"),
        (150, 50, "I"),
    ],
)
def test_counts_are_added_and_reach_a_level_at_its_lower_bound(
    tell: Tell, relief: Plan, dead: int, missing: int, wanted: str | None
) -> None:
    assert level(reported(tell, relief, dead=dead, missing=missing)) == wanted


@pytest.mark.parametrize(
    ("yuan", "wanted"), [(999_999, None), (1_000_000, "II"), (10_000_000, "II")]
)
def test_money_reaches_a_level(tell: Tell, fire: Plan, yuan: int, wanted: str | None) -> None:
    assert level(reported(tell, fire, loss_yuan=yuan)) == wanted


@pytest.mark.parametrize(
    ("aided", "population", "wanted"),
    [
        (149_999, 1_000_000, None),
        (150_000, 1_000_000, "IV"),
        (249_999, 1_000_000, "III"),
        (250_000, 1_000_000, "II"),
        (300_000, 1_000_000, "I"),
        (4_000_000, 90_000_000, "I"),
        (1_000_000, 90_000_000, "IV"),
    ],
)
def test_a_share_of_a_base_or_a_number_reaches_a_level(
    tell: Tell, relief: Plan, aided: int, population: int, wanted: str | None
) -> None:
    story = reported(tell, relief, drought_aided=aided, rural_population=population)
    assert level(story) == wanted


def test_a_share_is_unknown_while_its_base_is(tell: Tell, fire: Plan) -> None:
    story = reported(tell, fire, not_counted=3)
    assert "not_counted_two" in criteria(story, None)
    story.desk.records(on_site=150)
    assert "not_counted_two" in criteria(story, False)
    story.desk.records(on_site=149)
    assert "not_counted_two" in criteria(story)


# ── Bounds and matrices ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("area", "wanted"), [(300, "III"), (300.1, "II"), (2000, "II"), (2000.1, None)]
)
def test_one_clause_may_exclude_its_lower_and_include_its_upper_bound(
    tell: Tell, fire: Plan, area: float, wanted: str | None
) -> None:
    assert level(reported(tell, fire, hazard="warehouse", burning_area=area)) == wanted


@pytest.mark.parametrize(
    ("hazard", "levels"),
    [
        ("tank_farm", ("II", "II", "I", "I")),
        ("process_unit", ("III", "III", "II", "I")),
        ("warehouse", ("III", "III", "II", None)),
        ("office", ("III", "III", "II", "II")),
    ],
)
def test_a_matrix_of_hazards_and_levels_may_have_holes(
    tell: Tell, fire: Plan, hazard: str, levels: tuple[str | None, ...]
) -> None:
    story = reported(tell, fire, hazard=hazard)
    found = []
    for area in (10, 99, 500, 5000):
        story.desk.records(burning_area=area)
        found.append(level(story))
    assert tuple(found) == levels


# ── Durations ───────────────────────────────────────────────────────────────


def test_after_240_hours_in_a_state_the_next_is_recommended(tell: Tell, five: Plan) -> None:
    story = tell(five, "2021-11-01 09:00")
    story.desk.opens(index=3.7)
    story.post("head").activates("yellow", "tense")
    story.clock.to("2021-11-11 08:59")
    assert criteria(story) == {"index_tense"}
    story.clock.to("2021-11-11 09:00")
    assert criteria(story) == {"index_tense", "tense_lasting"}
    assert story.view["recommendation"]["sub_state"] == "tight"
    (event,) = [e for e in story.events if e.type == "duration_reached"]
    assert (event.data["lasting"], event.data["hours"]) == ("yellow.tense", 240)
    story.post("head").adjusts("yellow", "tight")
    assert "tense_lasting" in criteria(story, False)


def test_a_duration_that_is_interrupted_begins_anew(tell: Tell, five: Plan) -> None:
    story = tell(five, "2021-11-01 09:00")
    story.desk.opens()
    head = story.post("head")
    head.activates("yellow", "tense")
    story.clock.passes(days=9)
    head.adjusts("yellow", "calm")
    story.clock.passes(hours=1)
    head.adjusts("yellow", "tense")
    story.clock.passes(days=9)
    assert "tense_lasting" in criteria(story, False)
    story.clock.passes(days=1)
    assert "tense_lasting" in criteria(story)


def test_a_level_that_lasts_is_a_criterion_of_the_next(tell: Tell, fire: Plan) -> None:
    story = reported(tell, fire, out_of_control=True)
    story.post("safety_director").activates("II")
    story.post("production_director").activates("II")
    story.clock.passes(hours=3, minutes=59)
    assert level(story) == "II"
    story.clock.passes(minutes=1)
    assert "lasting_one" in criteria(story)
    assert level(story) == "I"


def test_a_fact_that_stays_true_for_an_hour_is_a_criterion(tell: Tell, fire: Plan) -> None:
    story = reported(tell, fire)
    story.desk.records(out_of_control=True, as_of="08:30")
    story.clock.to("09:29")
    assert criteria(story) == set()
    story.clock.to("09:30")
    assert criteria(story) == {"uncontrolled_two"}
    story.desk.records(out_of_control=False)
    assert criteria(story) == set()
    story.desk.records(out_of_control=True)
    story.clock.passes(minutes=59)
    assert criteria(story) == set()
    story.clock.passes(minutes=1)
    assert criteria(story) == {"uncontrolled_two"}


def test_a_figure_that_stays_in_a_band_for_three_hours_is_a_criterion(
    tell: Tell, fire: Plan
) -> None:
    story = reported(tell, fire, wind_speed=12)
    story.clock.passes(hours=2)
    story.desk.records(wind_speed=15)
    story.clock.passes(hours=1)
    story.desk.records(out_of_control=True)
    assert criteria(story) == {"wind_two"}
    story.desk.records(wind_speed=10)
    assert "wind_two" in criteria(story, False)


def test_two_full_hours_reach_one_level_and_more_than_two_the_next(tell: Tell, flood: Plan) -> None:
    story = reported(tell, flood, breach=True)
    story.clock.to("10:59")
    assert criteria(story) == set()
    story.clock.to("11:00")
    assert criteria(story) == {"breach_two"}
    assert level(story) == "II"
    story.clock.ticks()
    assert criteria(story) == {"breach_two", "breach_one"}
    assert level(story) == "I"


def test_a_power_cut_changes_nothing_about_a_duration(tell: Tell, fire: Plan) -> None:
    story = reported(tell, fire, out_of_control=True)
    story.clock.sleeps_to("15:00")
    (event,) = [e for e in story.events if e.type == "duration_reached"]
    assert event.occurred_at == story.past("10:00")
    assert criteria(story) == {"uncontrolled_two"}


def test_a_criterion_may_ask_for_the_month(tell: Tell, flood: Plan) -> None:
    story = tell(flood, "2021-06-30 20:00")
    story.desk.opens(flooded_counties=["990421"])
    assert criteria(story) == set()
    story.clock.to("2021-06-30 23:59")
    assert criteria(story) == set()
    story.clock.to("2021-07-01 00:00")
    assert criteria(story) == {"peak_two"}
    story.clock.to("2021-09-01 00:00")
    assert criteria(story) == set()


# ── The level itself, and other plans ───────────────────────────────────────


def test_the_same_fact_speaks_for_another_level_at_another_level(tell: Tell, fire: Plan) -> None:
    story = reported(tell, fire, explosion=True)
    assert criteria(story) == {"explosion_two"}
    story.post("safety_director").activates("II")
    story.post("production_director").activates("II")
    assert criteria(story) == {"explosion_one"}
    assert level(story) == "I"


def test_the_activation_of_another_plan_is_a_criterion(tell: Tell, fire: Plan) -> None:
    story = reported(tell, fire, city_response="none")
    assert level(story) is None
    story.desk.records(city_response="city_three", source="市消防救援指挥中心")
    assert level(story) is None
    story.desk.records(city_response="city_two", source="市消防救援指挥中心")
    assert criteria(story) == {"city_one"}
    answer = next(c for c in story.view["recommendation"]["criteria"] if c["id"] == "city_one")
    assert "市二级" in answer["why"]
    story.desk.is_refused("unknown_choice", "record_facts", facts={"city_response": "city_four"})
    story.desk.is_refused("wrong_kind", "record_facts", facts={"city_response": ["city_one"]})


def test_a_neighbours_response_lowers_the_bar(tell: Tell, relief: Plan) -> None:
    story = reported(tell, relief, dead=160, missing=0)
    assert level(story) == "II"
    story.desk.records(neighbour_response="level_1")
    assert level(story) == "I"
    story.desk.records(dead=159)
    assert level(story) == "II"


def test_what_an_office_judges_is_never_computed(tell: Tell, relief: Plan) -> None:
    story = reported(tell, relief, sensitive=True, linked_response="level_2")
    assert {"lowered_four", "linked_four"} <= criteria(story, None)
    assert level(story) is None
    story.desk.records(central_requires="level_4")
    assert level(story) == "IV"
