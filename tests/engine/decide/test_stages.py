"""Warning before, ending and closing after a response."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story


@pytest.fixture
def safety(tell: Tell) -> Story:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=2, division=QUWO)
    return story


def test_a_warning_comes_before_any_level_and_can_be_lifted(safety: Story) -> None:
    (event,) = safety.desk.does("issue_warning", reason="险情").events
    assert (event.type, event.clause, event.data["reason"]) == ("warning_issued", "4.2", "险情")
    assert safety.place == "warning"
    refusal = safety.desk.is_refused("transition_not_possible", "issue_warning")
    assert "预警" in refusal.sentence()
    safety.director.does("lift_warning")
    assert safety.place == "assessing"
    safety.desk.is_refused("transition_not_possible", "lift_warning")


def test_a_response_may_be_opened_out_of_a_warning(safety: Story) -> None:
    safety.desk.does("issue_warning")
    safety.director.activates("IV")
    assert safety.place == "IV"
    safety.desk.is_refused("transition_not_possible", "issue_warning")


def test_the_grain_warning_is_the_headquarters_own(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(division=QUWO)
    story.desk.is_refused("role_required", "issue_warning")
    story.director.does("issue_warning")
    assert story.place == "warning"


def test_a_response_ends_only_when_every_condition_is_confirmed_by_name(safety: Story) -> None:
    safety.director.activates("IV")
    refusal = safety.director.is_refused("end_conditions_open", "end_response")
    assert refusal.clause == "5.3.5"
    for condition in safety.plan.end_conditions:
        assert condition.text in refusal.sentence()
    assert "end_response" not in {option["command"] for option in refusal.allowed}
    safety.director.confirms_all_end_conditions()
    (event,) = safety.director.ends().events
    assert (event.type, event.clause, event.role) == ("response_ended", "5.3.5", "office_director")
    assert event.data["level"] == "IV"
    assert safety.place == "ended"


def test_authority_is_asked_before_conditions(safety: Story) -> None:
    safety.director.activates("IV")
    safety.commander.is_refused("role_required", "end_response")


def test_who_started_ends(tell: Tell) -> None:
    """PS 5.3.5, A18; CM 5.3.6 names another than the opener."""
    for plan_id, level, ends, other in [
        ("production_safety", "III", "commander", "office_director"),
        ("production_safety", "II", "chief_commander", "commander"),
        ("coal_mine", "III", "on_site_commander", "commander"),
        ("coal_mine", "II", "on_site_commander", "chief_commander"),
    ]:
        story = tell(plan_id)
        story.desk.opens(deaths=2, division=QUWO)
        if level == "II":
            story.commander.recommends("II")
            if plan_id == "production_safety":
                story.chief.approves()
                story.commander.activates("II")
            else:
                story.chief.activates("II")
        else:
            story.commander.activates("III")
        story.commander.confirms_all_end_conditions()
        story.post(other).is_refused("role_required", "end_response")
        story.post(ends).ends()
        assert story.place == "ended"


def test_overdue_reports_are_listed_and_do_not_block_the_end(safety: Story) -> None:
    """A17."""
    safety.director.activates("IV")
    safety.clock.to("16:00")
    safety.director.confirms_all_end_conditions()
    (event,) = safety.director.ends().events
    assert event.data["overdue"] == [
        f"{safety.incident_id}.follow_up_daily.city_emergency_bureau.20211108T070000Z"
    ]


def test_nothing_ends_that_has_not_begun(safety: Story) -> None:
    refusal = safety.director.is_refused("transition_not_possible", "end_response")
    assert "研判" in refusal.sentence()
    assert refusal.allowed


def test_an_incident_is_closed_after_the_end_or_when_it_is_none(safety: Story) -> None:
    safety.director.activates("IV")
    safety.director.is_refused("transition_not_possible", "close_incident")
    safety.director.confirms_all_end_conditions()
    safety.director.ends()
    safety.commander.is_refused("role_required", "close_incident")
    (event,) = safety.director.closes().events
    assert (event.type, event.clause) == ("incident_closed", "7.2")
    safety.director.is_refused("transition_not_possible", "close_incident")


def test_a_false_alarm_is_closed_out_of_the_assessment(safety: Story) -> None:
    (event,) = safety.director.closes().events
    assert (safety.place, event.clause) == ("closed", "5.1")


def test_the_county_ends_its_own_response_without_conditions_of_the_city(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(division=QUWO)
    story.county(QUWO).activates("IV")
    story.county(QUWO).ends()
    assert story.place == "ended"
