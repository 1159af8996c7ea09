"""Opening directly, stepping down, ending, several at once (traps 53 to 59)."""

from __future__ import annotations

import pytest

from engine.plan.model import split_position
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, YICHENG
from tests.plans.traps.marks import reading, trap
from tests.plans.traps.telling import (
    ACCIDENTS,
    BUREAU,
    CITY_LEVELS,
    COAL,
    GRAIN,
    SAFETY,
    STATES,
    at,
    due,
    measures,
    recommended,
)


@trap(53, clause=["PS 5.3", "CM 5.3", "GR 4.1"])
@pytest.mark.parametrize(
    ("plan_id", "position"),
    [
        *((plan_id, level) for plan_id in ACCIDENTS for level in CITY_LEVELS),
        *((GRAIN, position) for position in ("IV", *STATES)),
    ],
)
def test_any_level_is_opened_directly_without_climbing(
    tell: Tell, plan_id: str, position: str
) -> None:
    story = at(tell(plan_id), position)
    opened = [e for e in story.events if e.type == "response_activated"]
    assert [(e.data["previous"], story.place) for e in opened] == [(None, position)]


@trap(53, clause=["PS 5.3.1", "PS 5.3.2", "CM 5.3.1", "CM 5.3.2"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_the_director_may_open_four_at_once_while_three_waits_for_the_commander(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=3)
    story.director.recommends("III")
    story.director.activates("IV")
    assert (story.place, story.view["pending"]["level"]) == ("IV", "III")
    story.clock.passes(minutes=10)
    event = story.commander.activates("III").events[0]
    assert event.data["recommended_by"] == "office_director"


@trap(54, clause=["GR 2.1(2)", "GR 2.2(2)"])
@reading("A7", clause="GR 2.2(2)")
@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("III.critical", "III.urgent"),
        ("III.critical", "III.tense"),
        ("III.critical", "IV"),
        ("III.urgent", "III.tense"),
        ("III.tense", "IV"),
    ],
)
def test_stepping_down_in_the_grain_plan_belongs_to_the_one_who_opened_what_is_left(
    tell: Tell, source: str, target: str
) -> None:
    story = at(tell(GRAIN), source)
    level, sub_state = split_position(target)
    fields = {"level": level, "sub_state": sub_state}
    for other in (story.director, story.county(QUWO), story.desk):
        refusal = other.is_refused("role_required", "adjust_response", **fields)
        assert refusal.clause == "2.1(2)、2.2(2)"
    assert story.chief.adjusts(level, sub_state, reason="缓和").events[0].data["reason"] == "缓和"


@trap(55, clause=["PS 5.3.5", "CM 5.3.6", "GR 4.7"])
@reading("A17", clause=["PS 5.3.5", "CM 5.3.6", "GR 4.7"])
@pytest.mark.parametrize(
    ("plan_id", "position", "ender", "conditions"),
    [
        (SAFETY, "III", "commander", 4),
        (COAL, "III", "on_site_commander", 2),
        (GRAIN, "III.tense", "chief_commander", 4),
    ],
)
def test_a_response_ends_when_the_last_of_its_own_conditions_is_confirmed_by_name(
    tell: Tell, plan_id: str, position: str, ender: str, conditions: int
) -> None:
    story = at(tell(plan_id), position)
    shown = story.view["end_conditions"]
    assert len(shown) == conditions
    for condition in shown:
        refusal = story.post(ender).is_refused("end_conditions_open", "end_response")
        assert condition["text"] in refusal.sentence()
        story.post(ender).does("confirm_end_condition", condition=condition["id"])
    story.post(ender).ends()
    confirmed = [e for e in story.events if e.type == "end_condition_confirmed"]
    assert [e.actor for e in confirmed] == [story.plan.name_of(ender)] * conditions


@trap(55, clause=["PS 5.3.5", "CM 5.3.6"])
def test_experts_are_asked_in_the_general_plan_and_everybody_out_in_the_coal_plan(
    tell: Tell,
) -> None:
    general = {c["text"] for c in at(tell(SAFETY), "III").view["end_conditions"]}
    coal = {c["text"] for c in at(tell(COAL), "III").view["end_conditions"]}
    assert [t for t in general if "专家" in t]
    assert not [t for t in coal if "专家" in t]
    assert "遇险遇难人员已全部救出" in coal


@trap(56, clause=["PS 5.3.5", "PS 2.2"])
@reading("A17", clause="PS 5.3.5")
def test_overdue_reports_and_a_superior_in_command_do_not_stop_the_end_from_level_one(
    tell: Tell,
) -> None:
    """Nor is any level in between stepped on: all end at once."""
    story = at(tell(SAFETY), "I", deaths=30)
    story.commander.does("hand_over_command", to="state")
    story.clock.to("16:30")
    story.director.confirms_all_end_conditions()
    event = story.chief.ends().events[0]
    overdue = [slot.split(".")[1] for slot in event.data["overdue"]]
    assert overdue.count("follow_up_twice_daily") == 2
    assert {"province_phone", "province_written"} <= set(overdue)
    assert story.place == "ended"
    assert story.series("follow_up", BUREAU)[-1] == "09 10:00 ended"
    assert set(measures(story)) == {"aftermath_work", "investigate", "lessons"}


@trap(57, clause=["GR 4.4.1", "GR 4.4.3", "GR 4.4.4"])
def test_the_citys_duties_under_level_four_end_with_the_countys_word(tell: Tell) -> None:
    story = at(tell(GRAIN), "IV")
    story.chief.is_refused("role_required", "end_response")
    story.county(QUWO).ends()
    assert due(story, "county_two_day") == {}
    assert "county_level_duty" not in measures(story)
    assert "G2" in {a.id for a in story.plan.assumptions}


@trap(58, clause=["PS 5.3", "CM 5.3", "GR 4.2"])
@reading("A25", clause=["PS 5.3", "CM 5.3", "GR 4.2"])
@pytest.mark.parametrize(
    ("plan_id", "first", "second"),
    [(SAFETY, "III", "IV"), (COAL, "III", "IV"), (GRAIN, "III.tense", "III.critical")],
)
def test_two_incidents_of_one_headquarters_do_not_move_each_other(
    tell: Tell, plan_id: str, first: str, second: str
) -> None:
    story = at(tell(plan_id), first)
    one = story.incident
    story.desk.opens(division=YICHENG)
    assert story.place == "assessing"
    assert one.number != story.incident.number
    level, sub_state = split_position(second)
    story.post("office_director" if second == "IV" else "chief_commander").activates(
        level, sub_state
    )
    assert story.journal.load(one.id) is one
    assert story.place == second


@trap(59, clause=["PS order_21:11", "PS order_21:8", "PS 5.3.4"])
def test_a_class_that_rises_later_is_reported_anew_and_raises_no_level_by_itself(
    tell: Tell,
) -> None:
    story = at(tell(SAFETY), "IV", deaths=2)
    story.clock.to("11:00")
    story.desk.records(deaths=10)
    assert story.ledger("province_phone", BUREAU) == ["08 12:00 owed"]
    assert story.series("follow_up", BUREAU, "owed") == ["08 16:00 owed"]
    assert (recommended(story), story.place) == ("II", "IV")
