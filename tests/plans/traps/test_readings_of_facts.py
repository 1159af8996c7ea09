"""How figures are read (A1 to A6, A22, A23), and that each reading is the plan file's."""

from __future__ import annotations

from typing import Any

import pytest

from engine.plan.model import Plan
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, real_plans
from tests.plans.traps.marks import reading
from tests.plans.traps.telling import (
    ACCIDENTS,
    CITY_LEVELS,
    COAL,
    GRAIN,
    SAFETY,
    at,
    class_id,
    criteria,
    edited,
    met,
    opens_at,
    recommended,
)

Edit = tuple[str, str]


@reading("A1", "A2", "A3", clause=["PS 附件1", "PS 附件3", "CM 附件3", "CM 附件4"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(
    ("edit", "facts", "before", "after"),
    [
        (
            ("{fact: deaths, at_least: 1, below: 3}", "{fact: deaths, at_least: 0, below: 3}"),
            {"deaths": 0},
            None,
            "IV",
        ),
        (
            ("sum_of: [at_risk, trapped, missing]", "sum_of: [trapped]"),
            {"at_risk": 9, "trapped": 2, "missing": 9},
            "II",
            "IV",
        ),
        (
            (
                "{fact: people_in_danger, at_least: 10}, clause",
                "{fact: trapped, at_least: 10}, clause",
            ),
            {"at_risk": 9, "trapped": 2},
            "II",
            None,
        ),
    ],
)
def test_zero_and_sums_are_read_as_the_plan_file_says(
    tell: Tell,
    plan_id: str,
    edit: Edit,
    facts: dict[str, Any],
    before: str | None,
    after: str | None,
) -> None:
    for plan, level in ((plan_id, before), (edited(plan_id, edit), after)):
        story = tell(plan)
        story.desk.opens(division=QUWO, **facts)
        assert recommended(story) == level


@reading("A3", clause=["PS 附件1", "CM 附件3"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_what_the_class_may_rise_to_is_a_rule_of_the_plan_file(tell: Tell, plan_id: str) -> None:
    injured_too = edited(
        plan_id, ("by_sum_of: [deaths, missing]", "by_sum_of: [deaths, serious_injuries]")
    )
    for plan, rises in ((plan_id, []), (injured_too, ["relatively_serious"])):
        story = tell(plan)
        story.desk.opens(division=QUWO, deaths=2, serious_injuries=2)
        assert [r["class"] for r in story.view["recommendation"]["may_rise_to"]] == rises
        assert class_id(story) == "ordinary"


@reading("A4", clause="GR 1.5.1(1)")
def test_number_and_signs_together_or_either_is_one_word_of_the_plan_file(tell: Tell) -> None:
    either: Plan = edited(
        GRAIN,
        (
            "all:\n                - {fact: counties_counted, at_least: 1, below: 3}",
            "any:\n                - {fact: counties_counted, at_least: 1, below: 3}",
        ),
    )
    for plan, state in ((GRAIN, "IV"), (either, "III.tense")):
        story = tell(plan)
        story.desk.opens(division=QUWO, counties_in_emergency=[QUWO], symptoms=[])
        assert recommended(story) == state


@reading("A5", clause="GR 8.1")
def test_the_basis_of_a_price_is_a_sentence_of_the_plan_file() -> None:
    fact = real_plans()[GRAIN].fact_by_id["price_rise_percent"]
    assert "七天前相比的累计涨幅" in str(fact.basis)
    daily = edited(GRAIN, ("全市平均粮价（含食用油）与七天前相比的累计涨幅", "与前一日相比的涨幅"))
    assert str(daily.fact_by_id["price_rise_percent"].basis).startswith("与前一日相比的涨幅")


@reading("A6", clause=["PS 5.3", "CM 5.3", "GR 1.5"])
@pytest.mark.parametrize("plan_id", [*ACCIDENTS, GRAIN])
def test_what_nobody_has_reported_is_unknown_and_never_false(tell: Tell, plan_id: str) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO)
    assert {c["met"] for c in criteria(story).values()} == {None}
    assert recommended(story) is None


@reading("A2", "A6", clause=["PS 附件3", "CM 附件4"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_a_sum_with_an_unknown_part_may_still_reach_a_higher_level(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, trapped=1)
    people = [criteria(story)[f"{level}_people"]["met"] for level in ("iv", "iii", "ii", "i")]
    assert people == [True, None, None, None]
    story.desk.records(at_risk=0, missing=0)
    people = [criteria(story)[f"{level}_people"]["met"] for level in ("iv", "iii", "ii", "i")]
    assert people == [True, False, False, False]


@reading("A6", clause=["PS 附件3", "CM 附件4"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_the_highest_of_all_that_is_met_counts_and_all_are_listed_with_their_clause(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=3, serious_injuries=1, trapped=35)
    assert recommended(story) == "I"
    assert met(story) == {"iii_class", "iv_class", "ii_people", "i_people"}
    assert all(criteria(story)[id_]["clause"] for id_ in met(story))


@reading("A22", clause=["PS 5.3", "CM 5.3"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_colours_are_for_the_screen_and_a_level_without_one_works_the_same(
    tell: Tell, plan_id: str
) -> None:
    grey = edited(plan_id, ("colour: yellow", "colour: grey"))
    shown = {}
    for plan in (real_plans()[plan_id], grey):
        story = at(tell(plan), "III", deaths=3)
        shown[story.view["colour"]] = {**story.view, "colour": None}
    assert shown["yellow"] == shown["grey"]


@reading("A22", clause="GR 1.5")
def test_the_four_colours_are_blue_yellow_orange_red_from_the_lowest_level_up(tell: Tell) -> None:
    for plan_id in (*ACCIDENTS, GRAIN):
        story = tell(plan_id)
        story.desk.opens(division=QUWO)
        colours = []
        for level in CITY_LEVELS:
            opens_at(story, "III.tense" if plan_id == GRAIN and level == "III" else level)
            colours.append(story.view["colour"])
        assert colours == ["blue", "yellow", "orange", "red"]


@reading("A23", clause="CM 附件4")
def test_the_coal_conditions_are_those_of_the_general_plan_until_the_file_says_otherwise(
    tell: Tell,
) -> None:
    trapped_only = edited(
        COAL,
        (
            "{fact: people_in_danger, at_least: 3, below: 10}",
            "{fact: trapped, at_least: 5, below: 10}",
        ),
    )
    for plan, level in ((SAFETY, "III"), (COAL, "III"), (trapped_only, None)):
        story = tell(plan)
        story.desk.opens(division=QUWO, trapped=3)
        assert recommended(story) == level
    rules = [c for level in real_plans()[COAL].levels for c in level.criteria]
    assert {c.confidence for c in rules} == {"M"}
