"""Recommending, approving, refusing, opening and changing a level."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of
from tests.engine.stories import QUWO, Story


@pytest.fixture
def safety(tell: Tell) -> Story:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=10, division=QUWO)
    return story


@pytest.fixture
def coal(tell: Tell) -> Story:
    story = tell("coal_mine", "2021-11-08 09:00")
    story.desk.opens(trapped=4, division=QUWO)
    return story


@pytest.fixture
def grain(tell: Tell) -> Story:
    story = tell("grain", "2021-11-08 09:00")
    story.desk.opens(price_rise_percent=35, division=QUWO)
    return story


# ── opening a level ─────────────────────────────────────────────────────────


def test_what_the_facts_recommend_opens_nothing_by_itself(safety: Story) -> None:
    assert safety.view["recommendation"]["level"] == "II"
    safety.clock.passes(days=1)
    assert safety.place == "assessing"


def test_a_level_is_opened_with_the_criteria_that_are_met(safety: Story) -> None:
    (event,) = safety.director.activates("IV", reason="先行启动").events
    assert event.data == {
        "level": "IV",
        "sub_state": None,
        "previous": None,
        "reason": "先行启动",
        "recommended_by": None,
        "approved_by": None,
        "criteria_met": [],
    }
    (event,) = safety.commander.activates("III").events
    assert event.data["previous"] == {"level": "IV", "sub_state": None}


def test_a_person_with_the_authority_may_open_a_level_that_nothing_recommends(tell: Tell) -> None:
    """A1: 认为需要."""
    story = tell("production_safety")
    story.desk.opens(deaths=0, missing=0, at_risk=0, division=QUWO)
    assert story.view["recommendation"]["level"] is None
    story.director.activates("IV")
    assert story.place == "IV"


def test_level_two_of_production_safety_is_recommended_approved_and_opened(safety: Story) -> None:
    """PS 5.3.3: three acts of their own with times of their own."""
    refusal = safety.commander.is_refused("approval_missing", "activate_response", level="II")
    assert refusal.clause == "5.3.3"
    assert refusal.facts["who"] == "市应急救援总指挥部总指挥"
    assert ("recommend_activation", "II") in {
        (option["command"], option.get("level")) for option in refusal.allowed
    }
    safety.director.is_refused("role_required", "recommend_activation", level="II")
    safety.commander.recommends("II", reason="死亡10人")
    safety.commander.is_refused("approval_missing", "activate_response", level="II")
    safety.commander.is_refused("role_required", "approve_activation")
    safety.clock.passes(minutes=10)
    safety.chief.approves()
    safety.chief.is_refused("role_required", "activate_response", level="II")
    safety.clock.passes(minutes=5)
    (event,) = safety.commander.activates("II").events
    assert event.data["recommended_by"] == "commander"
    assert event.data["approved_by"] == "chief_commander"
    assert event.data["criteria_met"] == ["ii_class"]
    times = [e.occurred_at for e in safety.events if e.type.startswith(("activation", "response"))]
    assert times == sorted(set(times))


def test_an_approval_is_for_its_level_only(safety: Story) -> None:
    safety.commander.recommends("II")
    safety.chief.approves()
    safety.commander.is_refused("approval_missing", "activate_response", level="I")


def test_level_two_of_the_coal_plan_is_opened_by_the_chief_commander_himself(coal: Story) -> None:
    """CM 5.3.3."""
    coal.commander.is_refused("role_required", "activate_response", level="II")
    coal.commander.recommends("II")
    refusal = coal.chief.is_refused("approval_not_asked", "approve_activation")
    assert refusal.clause == "5.3.3"
    (event,) = coal.chief.activates("II").events
    assert event.data["recommended_by"] == "commander"


def test_the_chief_commander_need_not_wait_for_a_recommendation(coal: Story) -> None:
    (event,) = coal.chief.activates("I").events
    assert event.data["recommended_by"] is None


def test_a_recommendation_that_is_required_is_waited_for(tell: Tell) -> None:
    plan = plan_of(
        lifecycle="""
            lifecycle:
              - on: activate_response
                from: assessing
                to: low
                by: commander
                recommended_by: director
                recommendation_required: true
                clause: "1"
        """
    )
    story = tell(plan)
    story.desk.opens()
    refusal = story.commander.is_refused("recommendation_missing", "activate_response", level="low")
    assert refusal.facts["who"] == "主任"
    assert [o["command"] for o in refusal.allowed if "level" in o] == ["recommend_activation"]
    story.director.recommends("low")
    story.commander.activates("low")


# ── recommending ────────────────────────────────────────────────────────────


def test_a_level_that_its_opener_opens_directly_takes_no_recommendation(safety: Story) -> None:
    refusal = safety.commander.is_refused(
        "recommendation_not_asked", "recommend_activation", level="IV"
    )
    assert refusal.clause == "5.3.1"
    assert refusal.facts["who"] == "市指挥部办公室主任"


def test_the_same_recommendation_is_not_made_twice(safety: Story) -> None:
    safety.commander.recommends("II")
    refusal = safety.commander.is_refused(
        "recommendation_pending", "recommend_activation", level="II"
    )
    assert "市指挥部指挥长" in refusal.sentence()
    assert refusal.clause == "5.3.3"


def test_the_desk_records_a_recommendation_and_makes_none(safety: Story) -> None:
    safety.desk.is_refused("role_required", "recommend_activation", level="III")
    safety.desk.orders("office_director", "recommend_activation", level="III")
    assert safety.view["pending"]["recommended_by"] == "office_director"


def test_a_recommendation_is_not_replaced_by_a_lower_one_of_somebody_else(safety: Story) -> None:
    """A9: what the commander has recommended, and the chief approved, stays open."""
    safety.commander.recommends("II")
    safety.chief.approves()
    refusal = safety.director.is_refused(
        "recommendation_pending", "recommend_activation", level="III"
    )
    assert "二级响应" in refusal.sentence()
    assert safety.allowed("recommend_activation") == [("I", None)]
    assert safety.view["pending"]["approved_by"] == "chief_commander"


def test_a_recommendation_is_replaced_by_a_higher_one_and_by_the_same_role(safety: Story) -> None:
    safety.director.recommends("III")
    safety.commander.recommends("I")
    assert safety.view["pending"]["level"] == "I"
    safety.commander.recommends("II")
    assert safety.view["pending"]["level"] == "II"


# ── approving and declining ─────────────────────────────────────────────────


def test_without_a_recommendation_there_is_nothing_to_approve_or_decline(safety: Story) -> None:
    safety.chief.is_refused("nothing_pending", "approve_activation")
    safety.chief.is_refused("nothing_pending", "refuse_activation", reason="x")


def test_an_approval_is_given_once(safety: Story) -> None:
    safety.commander.recommends("II")
    safety.chief.approves()
    refusal = safety.chief.is_refused("already_approved", "approve_activation")
    assert "总指挥" in refusal.sentence()


def test_a_refusal_is_recorded_with_its_reason_and_the_level_goes_on(safety: Story) -> None:
    """A9."""
    safety.director.activates("IV")
    safety.commander.recommends("II")
    safety.commander.is_refused("role_required", "refuse_activation", reason="x")
    (event,) = safety.chief.declines("伤亡未核实").events
    assert (event.type, event.data["reason"]) == ("activation_refused", "伤亡未核实")
    assert (safety.place, safety.view["pending"]) == ("IV", None)
    safety.commander.is_refused("approval_missing", "activate_response", level="II")
    safety.commander.recommends("II")


def test_a_recommendation_without_approval_is_declined_by_the_one_who_would_open(
    safety: Story,
) -> None:
    safety.director.recommends("III")
    safety.chief.is_refused("role_required", "refuse_activation", reason="x")
    safety.commander.declines()
    assert safety.view["pending"] is None


# ── changing (A7) ───────────────────────────────────────────────────────────


def test_raising_and_lowering(safety: Story) -> None:
    safety.director.activates("IV")
    safety.director.is_refused("role_required", "adjust_response", level="III")
    (event,) = safety.commander.adjusts("III").events
    assert (event.type, event.clause) == ("response_adjusted", "5.3.2、5.3.4")
    safety.director.is_refused("role_required", "adjust_response", level="IV")
    (event,) = safety.commander.adjusts("IV").events
    assert event.clause == "5.3.4、5.3.2"


def test_a_level_is_lowered_by_adjusting_only(safety: Story) -> None:
    safety.commander.activates("III")
    refusal = safety.director.is_refused("transition_not_possible", "activate_response", level="IV")
    assert "三级响应" in refusal.sentence()
    assert "四级响应" in refusal.sentence()


def test_nothing_is_adjusted_before_anything_is_open(safety: Story) -> None:
    safety.director.is_refused("transition_not_possible", "adjust_response", level="IV")


def test_the_present_level_is_not_opened_again(safety: Story) -> None:
    safety.director.activates("IV")
    refusal = safety.director.is_refused("already_at", "activate_response", level="IV")
    assert "四级响应" in refusal.sentence()


def test_grain_moves_between_its_sub_states_and_levels(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    grain.director.is_refused("role_required", "adjust_response", level="III", sub_state="urgent")
    grain.chief.adjusts("III", "urgent")
    grain.chief.adjusts("III", "critical")
    grain.county(QUWO).is_refused("role_required", "adjust_response", level="IV")
    grain.chief.adjusts("IV")
    assert grain.place == "IV"
    grain.chief.is_refused("role_required", "adjust_response", level="II")
    grain.desk.orders("province", "adjust_response", level="II")
    grain.chief.is_refused("role_required", "adjust_response", level="III", sub_state="tense")
    grain.desk.orders("state", "adjust_response", level="I")
    grain.desk.orders("state", "adjust_response", level="III", sub_state="critical")
    assert grain.place == "III.critical"


# ── superior command (A21) ──────────────────────────────────────────────────


def test_while_a_superior_commands_no_level_is_opened_or_changed(safety: Story) -> None:
    safety.director.activates("IV")
    safety.commander.recommends("II")
    safety.commander.does("hand_over_command", to="province")
    for command in ("activate_response", "adjust_response"):
        refusal = safety.commander.is_refused("superior_commands", command, level="III")
        assert refusal.clause == "2.2、5.2"
        assert refusal.facts["holder"] == "省级指挥部"
        assert command not in {option["command"] for option in refusal.allowed}
    safety.chief.approves()
    safety.commander.does("return_command")
    safety.commander.activates("II")


def test_while_a_superior_commands_the_rest_goes_on(safety: Story) -> None:
    safety.director.activates("IV")
    safety.commander.does("hand_over_command", to="state")
    safety.desk.records(deaths=11)
    safety.desk.does("complete_measure", measure="iv_track")
    safety.director.confirms_all_end_conditions()
    safety.director.ends()


def test_grain_may_be_opened_under_provincial_command(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    grain.chief.does("hand_over_command", to="province")
    grain.chief.adjusts("III", "urgent")
    assert grain.place == "III.urgent"


# ── malformed ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"level": "V"}, "unknown_level", "level"),
        ({"level": "tense"}, "unknown_level", "level"),
        ({"level": "III"}, "sub_state_missing", "sub_state"),
        ({"level": "III", "sub_state": "tens"}, "unknown_sub_state", "sub_state"),
        ({"level": "IV", "sub_state": "tense"}, "sub_state_unexpected", "sub_state"),
    ],
)
@pytest.mark.parametrize(
    "command", ["activate_response", "adjust_response", "recommend_activation"]
)
def test_a_level_is_named_as_the_plan_names_it(
    grain: Story, command: str, fields: dict[str, Any], code: str, field: str
) -> None:
    assert grain.chief.is_refused(code, command, **fields).field == field


# ── several signatures ──────────────────────────────────────────────────────


def signed_plan(signatures: str) -> Any:
    return plan_of(
        lifecycle=f"""
            lifecycle:
              - on: activate_response
                from: assessing
                to: [low, top]
                by: [director, commander]
                signatures: {signatures}
                clause: "1"
              - on: end_response
                from: low
                to: ended
                by: [director, commander]
                signatures: {signatures}
                clause: "1"
        """
    )


def test_where_all_have_to_sign_the_last_signature_opens(tell: Tell) -> None:
    story = tell(signed_plan("all"))
    story.desk.opens()
    (event,) = story.director.activates("low").events
    assert event.type == "activation_signed"
    assert (event.data["signed_by"], event.data["missing"]) == (["director"], ["commander"])
    assert story.place == "assessing"
    refusal = story.director.is_refused("already_signed", "activate_response", level="low")
    assert "指挥长" in refusal.sentence()
    (event,) = story.commander.activates("low").events
    assert event.type == "response_activated"
    assert story.place == "low"


def test_signatures_for_one_level_do_not_count_for_another(tell: Tell) -> None:
    story = tell(signed_plan("all"))
    story.desk.opens()
    story.director.activates("low")
    assert story.commander.activates("top").events[0].type == "activation_signed"
    assert story.director.activates("top").events[0].type == "response_activated"


def test_signatures_do_not_outlive_the_place_they_were_given_at(tell: Tell) -> None:
    story = tell(signed_plan("all"))
    story.desk.opens()
    story.director.activates("top")
    story.director.activates("low")
    story.commander.activates("low")
    assert story.incident.signatures == {}


def test_a_deputy_by_succession_acts_only_while_those_before_him_are_absent(tell: Tell) -> None:
    story = tell(signed_plan("succession"))
    story.desk.opens()
    refusal = story.commander.is_refused("predecessor_present", "activate_response", level="low")
    assert (refusal.clause, refusal.facts["before"]) == ("1", "主任")
    story.desk.does("record_absence", role="director", until=story.instant("12:00"), reason="出差")
    story.clock.to("12:00")
    story.commander.is_refused("predecessor_present", "activate_response", level="low")
    story.desk.does("record_absence", role="director", until=story.instant("13:00"))
    story.commander.activates("low")
    assert story.place == "low"
