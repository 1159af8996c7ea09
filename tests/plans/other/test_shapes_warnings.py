"""Graded warnings, and decisions that need several approvals, run through the service."""

from __future__ import annotations

import pytest

from engine.lifecycle.diagram import mermaid, rows, svg
from engine.plan.model import Plan
from engine.presentation.journal_text import sentence
from tests.engine.conftest import Tell
from tests.engine.stories import Story


@pytest.fixture
def storm(others: dict[str, Plan]) -> Plan:
    """A made-up rainstorm plan: four grades of warnings, three levels."""
    return others["rainstorm"]


def raining(tell: Tell, storm: Plan, **facts: object) -> Story:
    story = tell(storm)
    story.desk.opens(**facts)
    return story


def grades_offered(story: Story) -> set[str]:
    return {o["grade"] for o in story.view["allowed"] if o["command"] == "issue_warning"}


def test_a_warning_has_a_grade_and_each_grade_its_own_issuer(tell: Tell, storm: Plan) -> None:
    story = raining(tell, storm)
    assert grades_offered(story) == {"blue", "yellow", "orange", "red"}
    story.post("director").is_refused("role_required", "issue_warning", grade="blue")
    story.post("weather_chief").does("issue_warning", grade="blue", reason="暴雨")
    view = story.view
    assert (view["stage"], view["grade"], view["place_name"]) == ("warning", "blue", "蓝色预警")
    assert view["colour"] == "blue"
    story.post("weather_chief").is_refused("role_required", "issue_warning", grade="orange")
    story.post("director").does("issue_warning", grade="orange")
    assert (story.place, story.view["level"]) == ("warning.orange", None)
    said = [sentence(storm, event) for event in story.events if event.type == "warning_issued"]
    assert said == ["发布蓝色预警，暴雨", "发布橙色预警"]


def test_a_warning_is_raised_lowered_and_lifted_by_who_may(tell: Tell, storm: Plan) -> None:
    story = raining(tell, storm)
    director, weather = story.post("director"), story.post("weather_chief")
    director.does("issue_warning", grade="orange")
    director.is_refused("already_at", "issue_warning", grade="orange")
    weather.does("issue_warning", grade="yellow")
    assert story.view["grade"] == "yellow"
    director.is_refused("role_required", "lift_warning")
    weather.does("lift_warning")
    assert (story.place, story.view["grade"]) == ("assessing", None)


def test_a_grade_may_need_two_signatures(tell: Tell, storm: Plan) -> None:
    story = raining(tell, storm)
    story.post("weather_chief").does("issue_warning", grade="red")
    assert story.place == "assessing"
    assert story.view["signatures"] == [{"name": "红色预警", "signed_by": ["weather_chief"]}]
    story.post("water_chief").does("issue_warning", grade="red")
    assert story.place == "warning.red"


@pytest.mark.parametrize(
    ("plan", "grade", "code"),
    [
        ("rainstorm", None, "grade_missing"),
        ("rainstorm", "purple", "unknown_grade"),
        ("enterprise_fire", "blue", "grade_unexpected"),
    ],
)
def test_a_grade_that_the_plan_does_not_know_is_refused_with_those_it_knows(
    tell: Tell, others: dict[str, Plan], plan: str, grade: str | None, code: str
) -> None:
    story = tell(others[plan])
    story.desk.opens()
    refusal = story.desk.is_refused(code, "issue_warning", grade=grade)
    assert ("orange 橙色预警" in refusal.sentence("zh")) == (plan == "rainstorm")


def test_measures_of_a_warning_grow_with_its_grade(tell: Tell, storm: Plan) -> None:
    story = raining(tell, storm)
    weather = story.post("weather_chief")
    wanted = {"blue": [], "yellow": ["patrol"], "orange": ["patrol", "standby"]}
    for grade, measures in wanted.items():
        issuer = story.post("director") if grade == "orange" else weather
        issuer.does("issue_warning", grade=grade)
        assert [measure["id"] for measure in story.view["measures"]] == measures


def test_reports_follow_the_grade_of_the_warning(tell: Tell, storm: Plan) -> None:
    story = raining(tell, storm)
    story.post("weather_chief").does("issue_warning", grade="blue")
    assert story.ledger("rain_daily", "weather_bureau")
    story.post("director").does("issue_warning", grade="orange")
    assert {slot.obligation for slot in story.incident.slots.values()} >= {"rain_three_hours"}
    story.clock.passes(hours=3)
    story.post("weather_chief").does("issue_warning", grade="yellow")
    story.clock.passes(hours=30)
    overdue = {e.data["obligation"] for e in story.events if e.type == "report_overdue"}
    assert overdue == {"rain_three_hours", "rain_daily"}


def test_a_criterion_may_ask_for_the_grade_in_force(tell: Tell, storm: Plan) -> None:
    story = raining(tell, storm, flooded=5)
    assert story.view["recommendation"]["level"] == "III"
    story.post("weather_chief").does("issue_warning", grade="red")
    story.post("water_chief").does("issue_warning", grade="red")
    assert story.view["recommendation"]["level"] == "II"


def test_the_picture_shows_every_grade_with_its_issuer(storm: Plan) -> None:
    table = {target: row for row in rows(storm) for target in row.targets}
    assert table["warning.red"].authority == ("共同签署：气象局长、水利局长",)
    for grade in storm.warnings:
        assert grade.name in mermaid(storm)
        assert grade.name in svg(storm)
    assert any(row.authority[1:2] == ("依次批准：水利局长、副总指挥",) for row in rows(storm))


# ── Several approvals ───────────────────────────────────────────────────────


def test_where_all_have_to_approve_the_last_approval_opens_the_way(tell: Tell, storm: Plan) -> None:
    story = raining(tell, storm)
    director, chief = story.post("director"), story.post("chief")
    weather, water = story.post("weather_chief"), story.post("water_chief")
    director.recommends("II")
    chief.is_refused("approval_missing", "activate_response", level="II")
    water.approves()
    assert story.view["pending"]["approvals"] == ["water_chief"]
    assert story.view["pending"]["approved_by"] is None
    refusal = chief.is_refused("approval_missing", "activate_response", level="II")
    assert "气象局长" in refusal.sentence("zh")
    assert "水利局长" not in refusal.sentence("zh")
    assert "水利局长" in water.is_refused("already_approved", "approve_activation").sentence("zh")
    weather.approves()
    assert story.view["pending"]["approved_by"] == "weather_chief"
    chief.activates("II")
    assert story.place == "II"


def test_where_approvals_have_an_order_the_second_waits_for_the_first(
    tell: Tell, storm: Plan
) -> None:
    story = raining(tell, storm)
    deputy, water = story.post("deputy"), story.post("water_chief")
    story.post("director").recommends("I")
    offered = [o for o in story.view["allowed"] if o["command"] == "approve_activation"]
    assert [role["id"] for option in offered for role in option["roles"]] == ["water_chief"]
    assert "水利局长" in deputy.is_refused("approval_missing", "approve_activation").sentence("zh")
    water.approves()
    deputy.approves()
    story.post("chief").activates("I")
    assert story.place == "I"


def test_one_person_with_both_posts_approves_twice(tell: Tell, storm: Plan) -> None:
    story = raining(tell, storm)
    both = story.person("兼任", "water_chief", "deputy")
    story.post("director").recommends("I")
    both.approves()
    both.approves()
    both.is_refused("already_approved", "approve_activation")
    approvals = [event for event in story.events if event.type == "activation_approved"]
    assert [event.role for event in approvals] == ["water_chief", "deputy"]
    assert [event.data.get("missing") for event in approvals] == [["deputy"], None]
    first, last = (sentence(storm, event) for event in approvals)
    assert (first, last) == ("批准启动一级响应（还须副总指挥批准）", "批准启动一级响应")


def test_a_new_recommendation_needs_every_approval_again(tell: Tell, storm: Plan) -> None:
    story = raining(tell, storm)
    director = story.post("director")
    director.recommends("II")
    story.post("water_chief").approves()
    director.recommends("I")
    assert story.view["pending"]["approvals"] == []
    story.post("chief").is_refused("approval_missing", "activate_response", level="I")
