"""Who acts (A7 to A9, A17, A18, A21), groups (A24), several incidents (A25), as data."""

from __future__ import annotations

import pytest

from engine.plan.model import Plan
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, real_plans
from tests.plans.traps.marks import reading
from tests.plans.traps.telling import (
    COAL,
    GRAIN,
    SAFETY,
    assumption,
    at,
    edited,
    opens_at,
    recommended,
)


@reading("A7", clause=["PS 5.3.4", "CM 5.3.5"])
@pytest.mark.parametrize("plan_id", [SAFETY, COAL])
def test_who_lowers_a_level_is_one_word_of_the_plan_file(tell: Tell, plan_id: str) -> None:
    row = "{on: adjust_response, from: [III], to: [IV], by: [commander]"
    office = edited(plan_id, (row, row.replace("commander", "office_director")))
    story = at(tell(plan_id), "III")
    story.director.is_refused("role_required", "adjust_response", level="IV")
    story = at(tell(office), "III")
    story.commander.is_refused("role_required", "adjust_response", level="IV")
    story.director.adjusts("IV")


@reading("A8", clause="PS 2.1")
def test_that_two_offices_have_to_agree_would_be_a_line_of_the_plan_file(tell: Tell) -> None:
    """Either may act now; with `signatures: all` the director alone opens nothing."""
    row = 'to: [IV], by: [office_director], clause: "5.3.1"'
    both = row.replace("[office_director]", "[office_director, commander], signatures: all")
    story = tell(edited(SAFETY, (row, both)))
    story.desk.opens(division=QUWO, deaths=1)
    story.director.activates("IV")
    assert story.place == "assessing"
    story.commander.activates("IV")
    assert story.place == "IV"


@reading("A9", clause=["PS 5.3.2", "CM 5.3.2", "GR 3.2(3)"])
@pytest.mark.parametrize(
    ("plan_id", "level", "sub_state"),
    [(SAFETY, "III", None), (COAL, "III", None), (GRAIN, "III", "tense")],
)
def test_when_an_unanswered_recommendation_is_reminded_of_is_in_the_plan_file(
    tell: Tell, plan_id: str, level: str, sub_state: str | None
) -> None:
    once = edited(plan_id, ("decision_minutes: [15, 30, 60]", "decision_minutes: [5]"))
    for plan, expected in ((plan_id, ["09:15", "09:30", "10:00"]), (once, ["09:05"])):
        story = tell(plan)
        story.desk.opens(division=QUWO)
        story.director.recommends(level, sub_state)
        story.clock.to("12:00")
        awaited = [e for e in story.events if e.type == "decision_awaited"]
        assert [f"{e.occurred_at.astimezone(story.zone):%H:%M}" for e in awaited] == expected
        assert story.place == "assessing"


@reading("A17", clause=["PS 5.3.5", "CM 5.3.6"])
@pytest.mark.parametrize("plan_id", [SAFETY, COAL])
def test_whether_conditions_come_before_the_end_is_in_the_plan_file(
    tell: Tell, plan_id: str
) -> None:
    row = "{on: end_response, from: [IV], to: [ended], by: [office_director]"
    strict = f"{row}, requires_end_conditions: true"
    story = at(tell(plan_id), "IV")
    story.director.is_refused("end_conditions_open", "end_response")
    story = at(tell(edited(plan_id, (strict, row))), "IV")
    story.director.ends()


@reading("A17", clause="GR 4.7")
def test_pending_reports_end_with_the_response_and_overdue_ones_are_listed_and_stay(
    tell: Tell,
) -> None:
    story = at(tell(GRAIN), "III.tense")
    story.clock.to("16:00")
    story.chief.confirms_all_end_conditions()
    event = story.chief.ends().events[-1]
    assert len([slot for slot in event.data["overdue"] if ".county_daily." in slot]) == 17
    assert story.series("county_market", QUWO) == ["08 15:00 overdue", "09 15:00 ended"]


@reading("A18", clause=["PS 5.3.1", "PS 5.3.5"])
def test_who_ends_level_four_is_one_word_of_the_plan_file(tell: Tell) -> None:
    row = "{on: end_response, from: [IV], to: [ended], by: [office_director]"
    commander = edited(SAFETY, (row, row.replace("office_director", "commander")))
    for plan, ends, other in (
        (SAFETY, "office_director", "commander"),
        (commander, "commander", "office_director"),
    ):
        story = at(tell(plan), "IV")
        story.director.confirms_all_end_conditions()
        story.post(other).is_refused("role_required", "end_response")
        story.post(ends).ends()


@reading("A21", clause=["PS 2.2", "CM 2.2", "GR 4.2"])
@pytest.mark.parametrize(
    ("plan_id", "now", "then", "refused"),
    [
        (SAFETY, "[activate_response, adjust_response]\n  clause", "[]\n  clause", (True, False)),
        (COAL, "[activate_response, adjust_response]\n  clause", "[]\n  clause", (True, False)),
        (GRAIN, "superior_holds: []", "superior_holds: [adjust_response]", (False, True)),
    ],
)
def test_what_is_refused_under_a_superior_is_listed_in_the_plan_file(
    tell: Tell, plan_id: str, now: str, then: str, refused: tuple[bool, bool]
) -> None:
    top = ("III", "urgent") if plan_id == GRAIN else ("IV", None)
    plans: tuple[str | Plan, ...] = (plan_id, edited(plan_id, (now, then)))
    for plan, is_refused in zip(plans, refused, strict=True):
        story = at(tell(plan), "III.tense" if plan_id == GRAIN else "III")
        decider = story.chief if plan_id == GRAIN else story.commander
        decider.does("hand_over_command", to="province")
        if is_refused:
            level, sub_state = top
            decider.is_refused(
                "superior_commands", "adjust_response", level=level, sub_state=sub_state
            )
            decider.does("return_command")
        decider.adjusts(*top)


@reading("A24", clause="GR 8.5")
def test_leads_and_members_of_the_grain_groups_are_marked_with_their_confidence_and_are_data(
    tell: Tell,
) -> None:
    confidence = {g.name: (g.assumption, g.confidence) for g in real_plans()[GRAIN].groups}
    assert confidence == {
        "监测预警组": (("A24",), "L"),
        "应急处置组": (("A24",), "L"),
        "应急保障组": (("A24",), "L"),
        "宣传报道组": (("A24",), "M"),
        "治安维护组": (("A24",), "M"),
        "善后处置组": (("A24",), "M"),
    }
    industry = edited(GRAIN, ("leader: finance_bureau", "leader: industry_bureau"))
    for plan, leader in ((GRAIN, "市财政局"), (industry, "市工信局")):
        story = at(tell(plan), "III.tense")
        story.director.does("form_group", group="emergency_support")
        (group,) = [g for g in story.view["groups"] if g["formed"]]
        assert group["leader"] == leader


@reading("A25", clause="GR 4.2")
def test_an_incident_of_the_province_and_one_of_the_city_run_and_end_apart(tell: Tell) -> None:
    story = at(tell(GRAIN), "II")
    outer = story.incident
    story.desk.opens(division=QUWO, price_rise_percent=30)
    assert recommended(story) == "III.tense"
    opens_at(story, "III.tense")
    story.chief.confirms_all_end_conditions()
    story.chief.ends()
    found = story.journal.load(outer.id)
    assert found is not None
    assert (found.place, story.place) == ("II", "ended")


@reading("A25", clause=["PS 5.3", "CM 5.3", "GR 4.2"])
@pytest.mark.parametrize("plan_id", [SAFETY, COAL, GRAIN])
def test_linked_incidents_name_each_other_and_their_levels_stay_as_they_are(
    tell: Tell, plan_id: str
) -> None:
    """As the sentence shown to users promises."""
    story = at(tell(GRAIN), "II")
    outer = story.incident_id
    story.desk.opens(plan=plan_id, division=QUWO)
    assert "关联不改变任何" in assumption(plan_id, "A25")
    before = {one.id: (one.place, dict(one.slots)) for one in story.journal.incidents()}
    story.desk.does("link_incidents", other=outer, note="Ⅱ级期间市内另立")
    after = {one.id: one for one in story.journal.incidents()}
    assert {id_: (one.place, dict(one.slots)) for id_, one in after.items()} == before
    assert [list(one.links) for one in after.values()] == [[story.incident_id], [outer]]
