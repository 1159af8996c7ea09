"""What others decide, who warns, who commands, and which plan governs (traps 24 to 30)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import StateRefuses
from engine.presentation.plan_view import plan_view
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story, real_plans
from tests.plans.traps.marks import reading, trap
from tests.plans.traps.telling import (
    ACCIDENTS,
    COAL,
    GRAIN,
    SAFETY,
    assumption,
    at,
    due,
    measures,
    opens_at,
    questions,
    recommended,
)

CHIEF, COMMANDER, ON_SITE = "chief_commander", "commander", "on_site_commander"

# ── grain: what the city government decides ─────────────────────────────────

DECIDED = {
    "III.tense": ("finished_grain_reserve", "enforce_transport_order"),
    "III.urgent": ("city_reserve",),
    "III.critical": ("requisition", "unified_distribution", "rationing", "provincial_reserve"),
    "IV": ("county_asks_city_reserve",),
}


@trap(24, clause=["GR 4.3.1(5)", "GR 4.3.2(4)", "GR 4.3.3(6)", "GR 4.3.3(7)", "GR 4.4.2"])
@pytest.mark.parametrize(
    ("position", "measure"), [(where, m) for where, named in DECIDED.items() for m in named]
)
def test_reserves_requisition_and_rationing_need_the_city_government_though_a_response_is_open(
    tell: Tell, position: str, measure: str
) -> None:
    story = at(tell(GRAIN), position)
    clause = measures(story)[measure]["clause"]
    for person in (story.desk, story.director, story.chief):
        refusal = person.is_refused("role_required", "complete_measure", measure=measure)
        assert (refusal.clause, refusal.facts["who"]) == (clause, "市政府")
    story.desk.orders("city_government", "complete_measure", measure=measure)
    assert measures(story)[measure]["done"]


@trap(24, clause=["GR 4.3.3(7)", "GR 4.4.2"])
def test_the_ways_to_provincial_and_to_municipal_reserves_are_two() -> None:
    by_id = real_plans()[GRAIN].measure_by_id
    provincial, municipal = by_id["provincial_reserve"], by_id["county_asks_city_reserve"]
    assert (provincial.unit, provincial.at) == (("city_headquarters",), ("III.critical",))
    assert "由市政府出面向省政府" in provincial.text
    assert (municipal.unit, municipal.at) == (("local_government",), ("IV",))


# ── warnings ────────────────────────────────────────────────────────────────


@trap(25, clause=["PS 4.2", "CM 4.2", "GR 3.1.2"])
@pytest.mark.parametrize(("plan_id", "desk_may"), [(SAFETY, True), (COAL, True), (GRAIN, False)])
def test_a_warning_has_neither_level_nor_colour_and_stands_before_any_response(
    tell: Tell, plan_id: str, desk_may: bool
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO)
    if desk_may:
        story.desk.does("issue_warning")
    else:
        assert story.desk.is_refused("role_required", "issue_warning").clause.startswith("3.1.2")
        story.chief.does("issue_warning")
    assert (story.view["stage"], story.view["level"]) == ("warning", None)
    assert story.view["colour"] == "grey"
    story.director.does("lift_warning")
    opens_at(story, "III.tense" if plan_id == GRAIN else "III")
    story.director.is_refused("transition_not_possible", "issue_warning")


# ── who commands ────────────────────────────────────────────────────────────


@trap(26, clause=["PS 2.2", "CM 2.2"])
@reading("A21", clause=["PS 2.2", "CM 2.2"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_joining_a_superiors_headquarters_is_no_end_and_no_change_of_level(
    tell: Tell, plan_id: str
) -> None:
    story = at(tell(plan_id), "III", deaths=3)
    story.commander.does("assume_command")
    slots, done = dict(story.incident.slots), set(measures(story))
    story.commander.does("hand_over_command", to="province")
    assert (story.place, dict(story.incident.slots), set(measures(story))) == ("III", slots, done)
    refusal = story.commander.is_refused("superior_commands", "adjust_response", level="IV")
    assert refusal.clause == "2.2、5.2"
    story.clock.to("15:30")
    assert story.series("follow_up", "city_emergency_bureau", "overdue") == ["08 15:00 overdue"]
    story.commander.does("return_command")
    story.commander.adjusts("IV")
    assert story.view["command"]["held_by"] == "city"


@trap(27, clause=["PS 5.3.2(2)", "CM 5.3.2(2)", "CM 2.3"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_the_county_commands_until_the_commander_has_arrived_and_takes_over(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=3)
    refusal = story.commander.is_refused("not_here", "assume_command")
    assert refusal.clause.startswith("5.3.2(2)")
    story.commander.activates("III")
    assert story.view["command"]["held_by"] == "county"
    assert measures(story, "5.3.2(2)")["iii_headquarters"]["unit"] == "市指挥部指挥长"
    event = story.commander.does("assume_command", reason="到达现场").events[0]
    assert (event.data["previous"], event.data["held_by"]) == ("county", "city")


@trap(27, clause=["CM 2.3", "CM 5.3.2(2)"])
def test_that_the_coal_plan_says_both_as_needed_and_always_is_written_beside_the_measure() -> None:
    shown = {m["id"]: m for m in plan_view(real_plans()[COAL])["measures"]}
    assert "视情" in shown["iii_headquarters"]["note"]


@trap(28, clause=["PS 5.3.3", "CM 5.3.3", "CM 5.3.6"])
def test_at_level_two_the_chief_goes_to_the_scene_in_one_plan_and_not_in_the_other(
    tell: Tell,
) -> None:
    story = at(tell(SAFETY), "II", deaths=10)
    assert measures(story)["ii_i_to_scene"]["unit"] == "市应急救援总指挥部总指挥"
    assert story.chief.does("assume_command").events[0].role == CHIEF
    coal = at(tell(COAL), "II", deaths=10)
    assert measures(coal)["ii_strengthen"]["unit"] == "市指挥部指挥长"
    assert "市应急救援总指挥部总指挥" not in {m["unit"] for m in measures(coal).values()}
    coal.commander.does("assume_command")
    coal.chief.is_refused("command_unchanged", "assume_command")
    assert coal.plan.role_by_id[ON_SITE].holders == coal.plan.role_by_id[COMMANDER].holders


@trap(29, clause=["PS 2.2", "CM 2.2"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_an_ordinary_accident_across_counties_stays_with_a_county_and_climbs_nowhere(
    tell: Tell, plan_id: str
) -> None:
    """No figure about counties exists that could raise the level; the city coordinates."""
    story = at(tell(plan_id), "IV", deaths=1)
    assert "divisions" not in {fact.kind for fact in story.plan.facts}
    assert (recommended(story), story.view["command"]["held_by"]) == ("IV", "county")
    assert any("协调" in m["text"] for m in measures(story, "5.3.1").values())
    assert "市级协调" in questions(plan_id)


# ── which plan ──────────────────────────────────────────────────────────────


def opening_is_refused(story: Story, **facts: Any) -> StateRefuses:
    """The refusal to open under the story's plan."""
    with pytest.raises(StateRefuses) as refusal:
        story.desk.opens(division=QUWO, **facts)
    return refusal.value


@trap(30, clause=["CM 1.4", "PS 1.5"])
@reading("A25", clause=["CM 1.4", "PS 1.5"])
@pytest.mark.parametrize(
    ("facts", "governs"),
    [
        ({"sector": "煤矿"}, COAL),
        ({"sector": "煤矿", "supervised_by_city": True}, COAL),
        ({"sector": "煤矿", "supervised_by_city": False}, SAFETY),
        ({"sector": "化工"}, SAFETY),
    ],
)
def test_of_an_accident_in_a_mine_exactly_one_plan_governs_and_supervision_decides(
    tell: Tell, facts: dict[str, Any], governs: str
) -> None:
    (other,) = {SAFETY, COAL} - {governs}
    refusal = opening_is_refused(tell(other), **facts)
    assert refusal.clause == {SAFETY: "1.5", COAL: "1.4"}[other]
    assert tell(governs).desk.opens(division=QUWO, **facts).after.plan == governs


@trap(26, clause=["GR 1.4.2", "GR 4.2"])
@reading("A21", clause=["GR 1.4.2", "GR 4.2"])
def test_the_grain_plan_knows_no_handing_over_so_nothing_is_blocked_under_the_province(
    tell: Tell,
) -> None:
    story = at(tell(GRAIN), "III.tense")
    story.chief.does("hand_over_command", to="province")
    assert len(due(story, "county_daily")) == 17
    story.chief.adjusts("III", "urgent")
    assert "可照常启动本预案" in assumption(GRAIN, "A21")
