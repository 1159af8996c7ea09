"""Shapes of levels and authority that plans may have, each run through the service.

Where each shape stands in which plan file: docs/reference/plan-shapes.md.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from engine.plan.model import Plan
from engine.plan_checks import check_folder
from engine.presentation.journal_text import sentence
from tests.engine.conftest import Tell
from tests.engine.stories import Story


def burning(tell: Tell, fire: Plan, **facts: Any) -> Story:
    """A story of a fire, told from nine in the morning."""
    story = tell(fire)
    story.desk.opens(**facts)
    return story


IN_CHINESE = ("no_english_name", "content_without_english")


def test_the_checker_has_nothing_to_say_about_these_plans() -> None:
    # Of these made-up plans only the titles are in English, for people who read the tests.
    told = check_folder(Path(__file__).parent)
    findings = [one for one in told if one.code not in IN_CHINESE]
    # The fire plan means it: an explosion during level II leads to level I at once.
    left = [one for one in findings if one.code != "recommended_at_once"]
    assert [finding.sentence("zh") for finding in left] == []
    assert len(findings) - len(left) == 1


def test_the_page_of_shapes_names_only_what_exists(others: dict[str, Plan]) -> None:
    here = Path(__file__).parent
    page = (here.parents[2] / "docs" / "reference" / "plan-shapes.md").read_text("utf-8")
    tests = "".join(file.read_text("utf-8") for file in here.glob("test_*.py"))
    names = {"relief": "natural_disaster_relief", "fire": "enterprise_fire"}
    names |= {"five": "five_levels", "storm": "rainstorm", "flood": "flood"}
    rows = [line.split(" | ") for line in page.splitlines() if " | `test_" in line]
    assert len(rows) == 63
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
    assert counts == expected | {"five_levels": 5, "flood": 2}


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


# ── The end ─────────────────────────────────────────────────────────────────


def flooded(tell: Tell, flood: Plan, level: str) -> Story:
    """A response at the level, its end condition confirmed, from nine in the morning."""
    story = tell(flood)
    story.desk.opens()
    story.post("chief").activates(level)
    story.desk.confirms_all_end_conditions()
    return story


def offered(story: Story) -> set[str]:
    """The commands about the end that are listed now."""
    return {o["command"] for o in story.view["allowed"] if "end" in o["command"].split("_")}


def test_an_end_may_need_a_recommendation_and_an_approval(tell: Tell, flood: Plan) -> None:
    story = flooded(tell, flood, "II")
    chief, director, governor = (story.post(r) for r in ("chief", "director", "governor"))
    assert offered(story) == {"recommend_end"}
    words = chief.is_refused("approval_missing", "end_response").sentence("zh")
    assert "结束二级响应" in words and "省长" in words
    governor.is_refused("nothing_pending", "approve_end")
    chief.is_refused("role_required", "recommend_end")
    director.does("recommend_end", reason="水位已退")
    assert story.view["pending"] == {
        "command": "end_response",
        "level": "II",
        "sub_state": None,
        "recommended_by": "director",
        "since": "2021-11-08T01:00:00Z",
        "approved_by": None,
        "approvals": [],
    }
    assert offered(story) == {"approve_end", "refuse_end"}
    director.is_refused("recommendation_pending", "recommend_end")
    governor.is_refused("nothing_pending", "approve_activation")
    chief.is_refused("approval_missing", "end_response")
    governor.does("approve_end")
    assert offered(story) == {"end_response", "refuse_end"}
    governor.is_refused("already_approved", "approve_end")
    chief.ends()
    assert story.incident.place == "ended"
    assert story.incident.pending is None
    data = story.events[-1].data
    assert (data["recommended_by"], data["approved_by"]) == ("director", "governor")


def test_the_approval_of_an_end_may_be_recorded_from_the_telephone(tell: Tell, flood: Plan) -> None:
    story = flooded(tell, flood, "II")
    story.clock.to("10:00")
    story.desk.orders("director", "recommend_end", at="09:40")
    event = story.desk.orders("governor", "approve_end", at="09:50").events[0]
    assert (event.role, event.data["signed"]) == ("governor", False)
    story.desk.orders("chief", "end_response", at="09:55")
    assert story.incident.place == "ended"


def test_an_end_that_is_declined_or_overtaken_waits_no_longer(tell: Tell, flood: Plan) -> None:
    story = flooded(tell, flood, "II")
    chief, director, governor = (story.post(r) for r in ("chief", "director", "governor"))
    director.does("recommend_end")
    governor.does("refuse_end", reason="上游仍有大雨")
    assert story.incident.pending is None
    director.does("recommend_end")
    governor.does("approve_end")
    chief.adjusts("I")
    assert story.incident.pending is None
    story.desk.confirms_all_end_conditions()
    chief.is_refused("approval_missing", "end_response")


def test_each_level_may_be_ended_with_other_approvals(tell: Tell, flood: Plan) -> None:
    story = flooded(tell, flood, "I")
    chief, director = story.post("chief"), story.post("director")
    governor, secretary = story.post("governor"), story.post("secretary")
    director.does("recommend_end")
    secretary.is_refused("approval_missing", "approve_end")
    governor.does("approve_end")
    assert story.view["pending"]["approvals"] == ["governor"]
    assert offered(story) == {"approve_end", "refuse_end"}
    chief.is_refused("approval_missing", "end_response")
    secretary.does("approve_end")
    chief.ends()
    assert story.incident.place == "ended"


def test_approval_alone_ends_nothing_while_a_condition_is_open(tell: Tell, flood: Plan) -> None:
    story = tell(flood)
    story.desk.opens()
    story.post("chief").activates("II")
    story.post("director").does("recommend_end")
    story.post("governor").does("approve_end")
    assert "end_response" not in offered(story)
    story.post("chief").is_refused("end_conditions_open", "end_response")


def test_an_end_that_waits_is_reminded_of(tell: Tell, flood: Plan) -> None:
    story = flooded(tell, flood, "II")
    story.post("director").does("recommend_end")
    story.clock.to("09:45")
    awaited = [e for e in story.events if e.type == "decision_awaited"]
    assert [event.data["command"] for event in awaited] == ["end_response"] * 2
    assert sentence(flood, awaited[0]) == (
        "提醒：防办主任建议结束二级响应，尚未决定（第 1 次提醒）"
    )
