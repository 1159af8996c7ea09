"""Working groups, measures and end conditions."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import InvalidInput
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story


@pytest.fixture
def safety(tell: Tell) -> Story:
    """A level III response."""
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=3, division=QUWO)
    story.commander.activates("III")
    return story


# ── groups ──────────────────────────────────────────────────────────────────


def test_a_group_is_formed_as_the_plan_names_it(safety: Story) -> None:
    (event,) = safety.desk.does("form_group", group="medical").events
    assert (event.type, event.clause) == ("group_formed", "2.3.4")
    assert event.data["leader"] == ["市卫健委主要负责人"]
    assert event.data["members"] == ["city_health_commission", "county_departments"]


def test_a_group_is_formed_with_other_people(safety: Story) -> None:
    (event,) = safety.commander.does(
        "form_group", group="medical", leader="某院长", members=["第一医院"], reason="就近"
    ).events
    assert (event.data["leader"], event.data["members"]) == (["某院长"], ["第一医院"])


def test_of_a_formed_group_only_what_is_given_changes(safety: Story) -> None:
    safety.commander.does("form_group", group="medical")
    (event,) = safety.commander.does("change_group", group="medical", leader="某院长").events
    assert event.type == "group_changed"
    assert event.clause == "2.3"
    assert event.data["members"] == ["city_health_commission", "county_departments"]
    (event,) = safety.commander.does("change_group", group="medical", members=[]).events
    assert (event.data["leader"], event.data["members"]) == (["某院长"], [])


@pytest.mark.parametrize(
    ("command", "group", "code"),
    [
        ("form_group", "medicl", "group_not_found"),
        ("change_group", "medicl", "group_not_found"),
        ("form_group", "medical", "group_formed"),
        ("change_group", "rescue", "group_not_formed"),
    ],
)
def test_groups_are_formed_once_and_changed_afterwards(
    safety: Story, command: str, group: str, code: str
) -> None:
    safety.commander.does("form_group", group="medical")
    refusal = safety.commander.is_refused(code, command, group=group)
    if code == "group_not_found":
        assert refusal.field == "group"
        assert "medical 医学救护组" in refusal.sentence()
    else:
        assert refusal.clause.startswith("2.3")
        assert refusal.allowed


def test_groups_are_formed_only_while_responding(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(division=QUWO)
    refusal = story.commander.is_refused("not_here", "form_group", group="medical")
    assert refusal.clause == "2.3、5.3.2(2)"


def test_the_desk_forms_groups_and_does_not_change_them(safety: Story) -> None:
    safety.desk.does("form_group", group="medical")
    safety.desk.is_refused("role_required", "change_group", group="medical", leader="某人")


# ── measures ────────────────────────────────────────────────────────────────


def test_a_measure_is_done_once(safety: Story) -> None:
    (event,) = safety.desk.does("complete_measure", measure="iii_notify", note="已通知").events
    assert (event.type, event.clause) == ("measure_completed", "5.3.2(1)")
    refusal = safety.desk.is_refused("measure_settled", "complete_measure", measure="iii_notify")
    assert refusal.clause == "5.3.2(1)"
    safety.director.is_refused("measure_settled", "waive_measure", measure="iii_notify", note="x")


def test_the_desk_completes_measures_and_waives_none(safety: Story) -> None:
    safety.desk.is_refused("role_required", "waive_measure", measure="iii_withdraw", note="x")
    (event,) = safety.director.does("waive_measure", measure="iii_withdraw", note="无险情").events
    assert (event.type, event.data["note"]) == ("measure_waived", "无险情")


@pytest.mark.parametrize("measure", ["iv_track", "ii_i_organise", "no_such"])
def test_only_measures_of_the_present_place_are_settled(safety: Story, measure: str) -> None:
    refusal = safety.desk.is_refused("measure_not_found", "complete_measure", measure=measure)
    assert refusal.field == "measure"
    assert "iii_notify" in refusal.sentence()


def test_levels_two_and_one_include_the_measures_of_three(safety: Story) -> None:
    safety.commander.recommends("II")
    safety.chief.approves()
    safety.commander.activates("II")
    safety.desk.does("complete_measure", measure="iii_notify")
    safety.desk.does("complete_measure", measure="ii_i_organise")


def test_what_is_done_stays_done_when_the_level_rises(safety: Story) -> None:
    safety.desk.does("complete_measure", measure="iii_notify")
    safety.commander.recommends("II")
    safety.chief.approves()
    safety.commander.activates("II")
    safety.desk.is_refused("measure_settled", "complete_measure", measure="iii_notify")


GOVERNMENT_DECIDES: list[tuple[str, str]] = [
    ("tense", "finished_grain_reserve"),
    ("urgent", "city_reserve"),
    ("critical", "requisition"),
    ("critical", "rationing"),
]


@pytest.mark.parametrize(("sub_state", "measure"), GOVERNMENT_DECIDES)
def test_some_grain_measures_need_the_city_governments_word_although_the_response_is_open(
    tell: Tell, sub_state: str, measure: str
) -> None:
    """GR 4.3.1(5), 4.3.2(4), 4.3.3(6)."""
    story = tell("grain")
    story.desk.opens(division=QUWO)
    story.chief.activates("III", sub_state)
    clause = story.plan.measure_by_id[measure].citation
    for person in (story.desk, story.director, story.chief):
        refusal = person.is_refused("role_required", "complete_measure", measure=measure)
        assert (refusal.clause, refusal.facts["who"]) == (clause, "市政府")
    story.desk.orders("city_government", "complete_measure", measure=measure)
    assert story.incident.measures[measure].state == "done"


# ── end conditions (A17) ────────────────────────────────────────────────────


def test_a_condition_is_confirmed_once_and_by_name(safety: Story) -> None:
    (event,) = safety.desk.does("confirm_end_condition", condition="site_controlled").events
    assert (event.type, event.actor, event.clause) == ("end_condition_confirmed", "值班员", "5.3.5")
    refusal = safety.desk.is_refused(
        "condition_confirmed", "confirm_end_condition", condition="site_controlled"
    )
    assert refusal.clause == "5.3.5"


def test_an_unknown_condition_is_answered_with_those_of_the_place(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(division=QUWO)
    story.county(QUWO).activates("IV")
    refusal: Any = story.chief.is_refused(
        "condition_not_found", "confirm_end_condition", condition="supply_stable"
    )
    assert refusal.field == "condition"
    story.chief.activates("III", "tense")
    story.chief.does("confirm_end_condition", condition="supply_stable")


def test_nothing_is_confirmed_before_there_is_anything_to_end(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(division=QUWO)
    story.chief.is_refused("not_here", "confirm_end_condition", condition="supply_stable")


@pytest.mark.parametrize("command", ["form_group", "change_group"])
@pytest.mark.parametrize(
    ("fields", "field"),
    [({"leader": "x"}, "leader"), ({"leader": "——"}, "leader"), ({"members": ["1"]}, "members")],
)
def test_a_group_is_led_by_somebody_with_a_name(
    safety: Story, command: str, fields: dict[str, Any], field: str
) -> None:
    if command == "change_group":
        safety.commander.does("form_group", group="medical")
    refusal = safety.commander.is_refused("no_name", command, group="medical", **fields)
    assert isinstance(refusal, InvalidInput)
    assert refusal.field == field
