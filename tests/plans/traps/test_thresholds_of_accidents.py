"""Thresholds of accidents, just below, exactly at and just above (traps 1 to 8 and 18)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.plan.model import split_position
from engine.presentation.plan_view import plan_view
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, real_plans
from tests.plans.traps.marks import reading, trap
from tests.plans.traps.telling import (
    ACCIDENTS,
    COAL,
    SAFETY,
    at,
    class_id,
    criteria,
    met,
    opens_at,
    questions,
    recommended,
)

# ── accidents: classes and people ───────────────────────────────────────────

CLASSES = (None, "ordinary", "relatively_serious", "serious", "especially_serious")
LEVELS = (None, "IV", "III", "II", "I")
CLASS_BOUNDS: dict[str, tuple[int, ...]] = {
    "deaths": (1, 3, 10, 30),
    "serious_injuries": (1, 10, 50, 100),
    "direct_loss_yuan": (1, 10_000_000, 50_000_000, 100_000_000),
}
PEOPLE_BOUNDS: dict[str, tuple[int, ...]] = dict.fromkeys(
    ("at_risk", "trapped", "missing"), (1, 3, 10, 30)
)


def around(bounds: dict[str, tuple[int, ...]]) -> list[tuple[str, int, int]]:
    """Each bound: one below, itself, one above, with the rank that the figure reaches."""
    return [
        (fact, bound + step, rank + (step >= 0))
        for fact, steps in bounds.items()
        for rank, bound in enumerate(steps)
        for step in (-1, 0, 1)
    ]


@trap(1, clause=["PS 附件1", "PS 附件3", "CM 附件3", "CM 附件4"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(("fact", "value", "rank"), around(CLASS_BOUNDS))
def test_or_more_includes_its_number_and_less_than_excludes_it(
    tell: Tell, plan_id: str, fact: str, value: int, rank: int
) -> None:
    story = tell(plan_id)
    facts: dict[str, Any] = {fact: value}
    story.desk.opens(division=QUWO, **facts)
    level = LEVELS[rank]
    assert (class_id(story), recommended(story)) == (CLASSES[rank], level)
    assert met(story) == ({f"{level.lower()}_class"} if level else set())


@trap(1, clause=["PS 附件3", "CM 附件4"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(("fact", "value", "rank"), around(PEOPLE_BOUNDS))
def test_people_in_danger_are_counted_with_the_same_kind_of_bounds(
    tell: Tell, plan_id: str, fact: str, value: int, rank: int
) -> None:
    story = tell(plan_id)
    facts: dict[str, Any] = {fact: value}
    story.desk.opens(division=QUWO, **facts)
    assert recommended(story) == LEVELS[rank]
    names = [set(), {"iv_people"}, {"iii_people"}, {"ii_people"}, {"ii_people", "i_people"}]
    assert met(story) == names[rank]


@trap(2, clause=["PS 附件3", "CM 附件4"])
@reading("A6", clause=["PS 附件3", "CM 附件4"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(
    ("trapped", "expected", "level"),
    [
        (29, {"ii_people"}, "II"),
        (30, {"ii_people", "i_people"}, "I"),
        (35, {"ii_people", "i_people"}, "I"),
    ],
)
def test_level_two_has_no_upper_bound_so_thirty_people_meet_two_levels_and_the_highest_counts(
    tell: Tell, plan_id: str, trapped: int, expected: set[str], level: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, trapped=trapped)
    assert met(story) == expected
    assert recommended(story) == level


@trap(3, clause=["PS 附件3", "CM 附件4"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_levels_three_and_four_meet_without_a_gap_at_every_number_of_people(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, trapped=0, at_risk=0, missing=0)
    assert met(story) == set()
    for people in range(1, 12):
        story.clock.passes(minutes=1)
        story.desk.records(trapped=people)
        lower = met(story) & {"iv_people", "iii_people", "ii_people"}
        assert len(lower) == 1, f"{people} people: {lower}"


@trap(3, clause=["PS 附件1", "CM 附件3"])
@reading("A1", clause=["PS 附件1", "CM 附件3"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_nobody_hurt_and_nothing_lost_is_literally_fewer_than_three_dead_and_yet_no_class(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    nothing: dict[str, Any] = dict.fromkeys((*CLASS_BOUNDS, *PEOPLE_BOUNDS), 0)
    story.desk.opens(division=QUWO, **nothing)
    assert (class_id(story), recommended(story), met(story)) == (None, None, set())
    story.director.activates("IV", reason="认为需要")
    assert story.place == "IV"


@trap(4, clause=["PS 附件3", "CM 附件4"])
@reading("A2", clause=["PS 附件3", "CM 附件4"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(
    ("at_risk", "trapped", "missing", "level"),
    [(1, 1, 0, "IV"), (1, 1, 1, "III"), (3, 3, 3, "III"), (4, 3, 3, "II"), (10, 10, 10, "I")],
)
def test_at_risk_trapped_and_missing_are_entered_apart_and_judged_by_their_sum(
    tell: Tell, plan_id: str, at_risk: int, trapped: int, missing: int, level: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, at_risk=at_risk, trapped=trapped, missing=missing)
    assert recommended(story) == level
    assert {name: figure["value"] for name, figure in story.view["figures"].items()} == {
        "at_risk": at_risk,
        "trapped": trapped,
        "missing": missing,
    }
    assert f"合计 {at_risk + trapped + missing}" in criteria(story)["ii_people"]["why"]


@trap(4, clause=["PS 附件1", "CM 附件3"])
@reading("A3", clause=["PS 附件1", "CM 附件3"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_two_dead_and_two_missing_stay_ordinary_and_people_are_shown_what_it_may_become(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=2, missing=2)
    assert (class_id(story), recommended(story)) == ("ordinary", "IV")
    (rise,) = story.view["recommendation"]["may_rise_to"]
    assert (rise["name"].removeprefix("煤矿"), rise["level"]) == ("较大事故", "III")
    assert rise["clause"].startswith("附件")


@trap(5, clause=["PS 附件1", "PS 附件3", "PS order_493:12", "PS order_21:10"])
def test_the_missing_are_no_deaths_but_open_a_level_and_stand_in_the_report(tell: Tell) -> None:
    story = tell(SAFETY)
    story.desk.opens(division=QUWO, deaths=0, missing=30)
    assert (class_id(story), recommended(story)) == (None, "I")
    for report in ("province_phone", "province_written"):
        assert any("失联" in item for item in story.plan.report_by_id[report].content)


@trap(6, clause=["PS 附件1", "PS 附件3", "CM 附件3", "CM 附件4"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize("figures", [{"serious_injuries": 10}, {"direct_loss_yuan": 10_000_000}])
def test_injuries_and_losses_reach_a_level_through_the_class_alone(
    tell: Tell, plan_id: str, figures: dict[str, Any]
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, **figures)
    assert met(story) == {"iii_class"}


@trap(6, clause=["PS 附件1", "CM 附件3"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_a_loss_that_nobody_knows_yet_leaves_the_higher_class_open_and_not_excluded(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=1, serious_injuries=0)
    assert class_id(story) == "ordinary"
    assert criteria(story)["iii_class"]["met"] is None
    story.desk.records(direct_loss_yuan=0)
    assert criteria(story)["iii_class"]["met"] is False


@trap(7, clause=["PS 附件3", "PS 5.3.2", "CM 附件4", "CM 5.3.2"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_the_office_judges_three_and_four_although_only_the_commander_opens_three(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=100, trapped=100)
    judged = {id_: c for id_, c in criteria(story).items() if id_.endswith("_judgement")}
    assert {id_: c["met"] for id_, c in judged.items()} == dict.fromkeys(judged)
    office = {id_ for id_, c in judged.items() if "办公室" in c["why"]}
    assert office == {"iv_judgement", "iii_judgement"}
    assert judged.keys() - office == {"ii_judgement", "i_judgement"}
    refusal = story.director.is_refused("role_required", "activate_response", level="III")
    assert (refusal.clause, refusal.facts["who"]) == ("5.3.2", "市指挥部指挥长")


@trap(7, clause=["PS 附件3", "CM 附件4"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_beyond_the_citys_capacity_is_what_a_person_says_and_never_what_figures_say(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=29, trapped=29, evacuated=5000)
    assert criteria(story)["ii_capacity"]["met"] is None
    story.desk.records(beyond_city_capacity=True)
    assert criteria(story)["ii_capacity"]["met"] is True


@trap(8, clause=["PS 附件1", "CM 附件3"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(
    ("injured", "expected"),
    [(9, "ordinary"), (10, "relatively_serious"), (49, "relatively_serious"), (50, "serious")],
)
def test_the_word_missing_from_10_to_50_seriously_injured_is_read_as_people(
    tell: Tell, plan_id: str, injured: int, expected: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, serious_injuries=injured)
    assert class_id(story) == expected


@trap(8, clause="PS 附件1")
def test_the_misprint_is_shown_and_its_owner_is_asked() -> None:
    (severity,) = [s for s in plan_view(real_plans()[SAFETY])["scales"] if s["id"] == "severity"]
    assert "漏" in severity["note"]
    assert "疑漏“人”字" in questions(SAFETY)


# ── class and level ─────────────────────────────────────────────────────────


@trap(18, clause=["PS 2.2", "CM 2.2"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_who_leads_follows_the_class_and_the_city_still_opens_its_own_level_one(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=30)
    assert class_id(story) == "especially_serious"
    opens_at(story, "I")
    story.desk.does("hand_over_command", to="state")
    assert (story.place, story.view["command"]["held_by"]) == ("I", "state")


@trap(18, clause=["PS order_21:26", "PS 附件3", "CM order_21:26"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(
    ("facts", "hazard"),
    [
        ({"at_risk": 9, "trapped": 0, "missing": 0}, None),
        ({"at_risk": 10}, "major_hazard"),
        ({"at_risk": 11}, "major_hazard"),
        ({"trapped": 2, "missing": 0}, None),
        ({"trapped": 3}, "major_hazard"),
        ({"missing": 2, "trapped": 0}, None),
        ({"missing": 3}, "major_hazard"),
        ({"missing": 4}, "major_hazard"),
        ({"evacuated": 499}, None),
        ({"evacuated": 500}, "major_hazard"),
        ({"evacuated": 501}, "major_hazard"),
    ],
)
def test_the_report_class_is_computed_beside_the_level_and_has_thresholds_of_its_own(
    tell: Tell, plan_id: str, facts: dict[str, Any], hazard: str | None
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, **facts)
    assert class_id(story, "hazard") == hazard
    assert class_id(story) is None


@trap(18, clause=["PS order_21:26", "PS 附件3"])
def test_nine_people_at_risk_open_level_three_without_being_a_major_hazard(tell: Tell) -> None:
    story = at(tell(SAFETY), "III", at_risk=9, trapped=0, missing=0)
    assert recommended(story) == "III"
    assert class_id(story, "hazard") is None
    assert story.ledger("follow_up_daily", "city_emergency_bureau") == []
    assert story.ledger("follow_up_unclassed", "city_emergency_bureau") == ["08 15:00 owed"]


@trap(18, clause="CM 2.2")
def test_that_city_and_county_overlap_in_the_coal_plan_is_left_as_it_is(tell: Tell) -> None:
    story = tell(COAL)
    story.desk.opens(division=QUWO, deaths=3)
    assert story.view["command"]["held_by"] == "county"
    assert split_position(recommended(story) or "") == ("III", None)
    assert "范围重叠" in questions(COAL)
