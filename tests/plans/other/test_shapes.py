"""Shapes of levels and authority that plans may have, each run through the service.

Where each shape stands in which plan file: docs/reference/plan-shapes.md.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from engine.checks import check_folder
from engine.plan.model import Plan
from tests.engine.conftest import Tell
from tests.engine.stories import Story


def burning(tell: Tell, fire: Plan, **facts: Any) -> Story:
    """A story of a fire, told from nine in the morning."""
    story = tell(fire)
    story.desk.opens(**facts)
    return story


def test_the_checker_has_nothing_to_say_about_these_plans() -> None:
    findings = check_folder(Path(__file__).parent)
    assert [finding.sentence("zh") for finding in findings] == []


def test_the_page_of_shapes_names_only_what_exists(others: dict[str, Plan]) -> None:
    here = Path(__file__).parent
    page = (here.parents[2] / "docs" / "reference" / "plan-shapes.md").read_text("utf-8")
    tests = "".join(file.read_text("utf-8") for file in here.glob("test_*.py"))
    names = {"relief": "natural_disaster_relief", "fire": "enterprise_fire"}
    names |= {"five": "five_levels", "storm": "rainstorm"}
    rows = [line.split(" | ") for line in page.splitlines() if " | `test_" in line]
    assert len(rows) == 49
    for _shape, _written, where, test in rows:
        assert f"def {test.strip(' |`')}(" in tests
        word, _, ids = where.partition(" ")
        if word in names:
            plan = (here / names[word] / "plan.yaml").read_text("utf-8")
            for id_ in re.findall("`([a-z_]+)`", ids):
                assert f"id: {id_}" in plan, f"{word}: {id_}"


# ── Levels ──────────────────────────────────────────────────────────────────


def test_a_plan_may_have_three_four_or_five_levels(others: dict[str, Plan]) -> None:
    counts = {plan.id: len(plan.levels) for plan in others.values()}
    expected = {"enterprise_fire": 3, "rainstorm": 3, "natural_disaster_relief": 4}
    assert counts == expected | {"five_levels": 5}


def test_five_levels_with_sub_states_are_opened_raised_lowered_and_ended(
    tell: Tell, five: Plan
) -> None:
    story = tell(five)
    head = story.post("head")
    story.desk.opens(index=1.5)
    for index, position in [
        (1.5, "white"),
        (2.5, "blue"),
        (3.2, "yellow.calm"),
        (3.7, "yellow.tense"),
        (4.5, "orange"),
        (5.5, "red.lower"),
        (6.5, "red.upper"),
        (3.2, "yellow.calm"),
        (1.5, "white"),
    ]:
        story.desk.records(index=index)
        recommended = story.view["recommendation"]
        level, _, sub_state = position.partition(".")
        assert (recommended["level"], recommended["sub_state"]) == (level, sub_state or None)
        if story.incident.level is None:
            head.activates(level, sub_state or None)
        else:
            head.adjusts(level, sub_state or None)
        assert story.place == position
    head.ends()
    head.closes()
    assert story.place == "closed"


def test_a_sub_state_has_to_be_named_where_a_level_has_them(tell: Tell, five: Plan) -> None:
    story = tell(five)
    story.desk.opens()
    story.post("head").is_refused("sub_state_missing", "activate_response", level="red")


# ── Who decides ─────────────────────────────────────────────────────────────


def test_one_post_decides_alone_or_the_desk_where_the_plan_lets_it(tell: Tell, fire: Plan) -> None:
    story = burning(tell, fire, hazard="office", burning_area=20)
    story.post("safety_director").is_refused("role_required", "activate_response", level="III")
    story.desk.activates("III")
    assert story.place == "III"


def test_of_two_offices_that_sign_together_the_first_opens_nothing_and_the_second_opens(
    tell: Tell, fire: Plan
) -> None:
    story = burning(tell, fire, hazard="tank_farm", burning_area=50)
    safety, production = story.post("safety_director"), story.post("production_director")
    safety.activates("II")
    assert story.place == "assessing"
    assert story.view["signatures"][0]["signed_by"] == ["safety_director"]
    assert safety.is_refused("already_signed", "activate_response", level="II").facts["missing"]
    story.post("environment_director").is_refused("role_required", "activate_response", level="II")
    production.activates("II")
    assert story.place == "II"
    assert story.view["signatures"] == []
    assert story.event_types("activation_signed", "response_activated") == [
        "activation_signed",
        "response_activated",
    ]


def test_a_signature_lapses_when_the_incident_has_moved_on(tell: Tell, fire: Plan) -> None:
    story = burning(tell, fire, hazard="process_unit", burning_area=50)
    story.post("safety_director").activates("II")
    story.post("shift_leader").activates("III")
    story.post("production_director").activates("II")
    assert story.place == "III"
    story.post("safety_director").adjusts("II")
    assert story.place == "II"


def test_an_end_may_need_two_signatures_as_well(tell: Tell, fire: Plan) -> None:
    story = burning(tell, fire)
    story.post("safety_director").activates("II")
    story.post("production_director").activates("II")
    story.post("on_site_commander").does("confirm_end_condition", condition="fire_out")
    story.post("environment_director").does("confirm_end_condition", condition="air_clean")
    story.post("safety_director").ends()
    assert story.place == "II"
    offered = next(o for o in story.view["allowed"] if o["command"] == "end_response")
    assert [role["id"] for role in offered["roles"]] == ["environment_director"]
    story.post("production_director").is_refused("role_required", "end_response")
    story.post("environment_director").ends()
    assert story.place == "ended"


def test_a_deputy_is_refused_until_the_absence_of_everybody_before_him_is_recorded(
    tell: Tell, fire: Plan
) -> None:
    story = burning(tell, fire)
    deputy, engineer = story.post("deputy_manager"), story.post("chief_engineer")
    deputy.is_refused("predecessor_present", "activate_response", level="I")
    story.desk.does("record_absence", role="general_manager", until=story.instant("18:00"))
    engineer.is_refused("predecessor_present", "activate_response", level="I")
    deputy.activates("I")
    assert story.place == "I"


def test_a_deputy_may_no_longer_act_when_the_absence_is_over_or_cut_short(
    tell: Tell, fire: Plan
) -> None:
    story = burning(tell, fire)
    deputy = story.post("deputy_manager")
    story.desk.does("record_absence", role="general_manager", until=story.instant("18:00"))
    story.desk.does("record_absence", role="general_manager", until=story.instant("09:30"))
    story.clock.to("09:30")
    deputy.is_refused("predecessor_present", "activate_response", level="I")
    assert story.view["absences"] == []
    story.post("general_manager").activates("I")


def test_one_proposes_another_approves_and_a_third_declares(tell: Tell, fire: Plan) -> None:
    story = burning(tell, fire)
    story.post("general_manager").activates("I")
    safety = story.post("safety_director")
    safety.is_refused("approval_missing", "adjust_response", level="II")
    story.post("on_site_commander").recommends("II")
    safety.is_refused("approval_missing", "adjust_response", level="II")
    story.post("general_manager").approves()
    safety.adjusts("II")
    assert story.place == "II"


def test_a_level_that_needs_a_proposal_is_refused_without_one(tell: Tell, relief: Plan) -> None:
    story = tell(relief)
    story.desk.opens(dead=150, natural_disaster=True)
    director = story.post("committee_director")
    director.is_refused("recommendation_missing", "activate_response", level="II")
    story.post("committee_deputy").recommends("II")
    director.activates("II")
    assert story.place == "II"


def test_who_decides_reports_at_the_same_time(tell: Tell, relief: Plan) -> None:
    story = tell(relief)
    story.desk.opens(dead=60)
    story.post("committee_deputy").activates("III")
    (slot,) = story.open_slots("decided_three", "committee_deputy")
    assert (slot.due_at, slot.immediately) == (story.virtual.now, True)
    assert slot.recipients == ("committee_director",)
    story.post("committee_deputy").reports("decided_three", "committee_deputy")
    story.clock.passes(days=2)
    assert story.ledger("decided_three", "committee_deputy") == ["08 09:00 submitted"]


def test_stepping_down_asks_for_no_report_of_having_decided(tell: Tell, relief: Plan) -> None:
    story = tell(relief)
    story.desk.opens()
    story.post("committee_deputy").activates("III")
    story.post("committee_deputy").adjusts("IV")
    assert story.ledger("decided_four", "office_director") == []


def test_who_opened_a_level_need_not_be_who_ends_it(tell: Tell, fire: Plan) -> None:
    story = burning(tell, fire)
    story.post("shift_leader").activates("III")
    story.post("shift_leader").is_refused("role_required", "end_response")
    story.post("on_site_commander").ends()
    assert story.place == "ended"


def test_an_end_condition_may_need_the_word_of_one_post(tell: Tell, fire: Plan) -> None:
    story = burning(tell, fire)
    story.post("general_manager").activates("I")
    on_site = story.post("on_site_commander")
    on_site.does("confirm_end_condition", condition="fire_out")
    on_site.is_refused("role_required", "confirm_end_condition", condition="air_clean")
    on_site.is_refused("end_conditions_open", "end_response")
    offered = [o for o in story.view["allowed"] if o["command"] == "confirm_end_condition"]
    assert [[role["id"] for role in o["roles"]] for o in offered] == [["environment_director"]]
    story.post("environment_director").does("confirm_end_condition", condition="air_clean")
    on_site.ends()


@pytest.mark.parametrize(
    ("level", "opener"),
    [
        ("IV", "office_director"),
        ("III", "committee_deputy"),
        ("I", "central"),
    ],
)
def test_each_level_of_the_relief_plan_is_ended_by_who_may_open_it(
    tell: Tell, relief: Plan, level: str, opener: str
) -> None:
    story = tell(relief)
    story.desk.opens()
    story.post(opener).activates(level)
    office = story.post("committee_office")
    office.does("confirm_end_condition", condition="work_done")
    office.does("confirm_end_condition", condition="end_proposed")
    others = {"office_director", "committee_deputy", "committee_director", "central"} - {opener}
    for other in others:
        story.post(other).is_refused("role_required", "end_response")
    story.post(opener).ends()
    assert story.place == "ended"
