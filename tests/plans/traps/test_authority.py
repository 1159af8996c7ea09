"""Who opens, adjusts, ends, three plans, three answers (traps 19 to 23)."""

from __future__ import annotations

import pytest

from engine.plan.model import split_position
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO
from tests.plans.traps.marks import reading, trap
from tests.plans.traps.telling import (
    ACCIDENTS,
    COAL,
    GRAIN,
    SAFETY,
    at,
)

# ── the authority table ─────────────────────────────────────────────────────

OFFICE, COMMANDER, CHIEF, ON_SITE = (
    "office_director",
    "commander",
    "chief_commander",
    "on_site_commander",
)
POSTS = (OFFICE, COMMANDER, CHIEF, ON_SITE)


@trap(19, 21, clause=["PS 5.3.1", "PS 5.3.5", "CM 5.3.6"])
@reading("A18", clause="PS 5.3.5")
@pytest.mark.parametrize(
    ("plan_id", "level", "ender", "clause"),
    [
        (SAFETY, "IV", OFFICE, "5.3.5"),
        (SAFETY, "III", COMMANDER, "5.3.5"),
        (SAFETY, "II", CHIEF, "5.3.5、5.3.3"),
        (SAFETY, "I", CHIEF, "5.3.5、5.3.3"),
        (COAL, "IV", OFFICE, "5.3.6"),
        (COAL, "III", ON_SITE, "5.3.6"),
        (COAL, "II", ON_SITE, "5.3.6"),
        (COAL, "I", ON_SITE, "5.3.6"),
    ],
)
def test_the_office_director_ends_level_four_himself_and_the_plans_differ_above_it(
    tell: Tell, plan_id: str, level: str, ender: str, clause: str
) -> None:
    story = at(tell(plan_id), level, deaths=1)
    story.desk.does("confirm_end_condition", condition=story.plan.end_conditions[0].id)
    for condition in story.plan.end_conditions[1:]:
        story.director.does("confirm_end_condition", condition=condition.id)
    for other in POSTS:
        if other != ender:
            refusal = story.post(other).is_refused("role_required", "end_response")
            assert refusal.clause == clause
    assert story.post(ender).ends().events[0].clause == clause


@trap(20, clause=["PS 5.3.4", "CM 5.3.5"])
@reading("A7", clause=["PS 5.3.4", "CM 5.3.5"])
@pytest.mark.parametrize(
    ("plan_id", "level", "lowers", "clause"),
    [
        (SAFETY, "I", COMMANDER, "5.3.4、5.3.3"),
        (SAFETY, "II", COMMANDER, "5.3.4、5.3.3"),
        (SAFETY, "III", COMMANDER, "5.3.4、5.3.2"),
        (COAL, "I", CHIEF, "5.3.5、5.3.4"),
        (COAL, "II", CHIEF, "5.3.5、5.3.3"),
        (COAL, "III", COMMANDER, "5.3.5、5.3.2"),
    ],
)
def test_the_office_cannot_lift_a_level_that_it_could_not_open(
    tell: Tell, plan_id: str, level: str, lowers: str, clause: str
) -> None:
    story = at(tell(plan_id), level, deaths=1)
    refusal = story.director.is_refused("role_required", "adjust_response", level="IV")
    assert (refusal.clause, refusal.facts["who"]) == (clause, story.plan.name_of(lowers))
    event = story.post(lowers).adjusts("IV", reason="险情缓解").events[0]
    assert (event.clause, event.data["previous"]["level"]) == (clause, level)


@trap(20, clause="PS 5.3.4")
@reading("A7", clause="PS 5.3.5")
def test_raising_by_adjustment_asks_for_all_that_opening_asks_for(tell: Tell) -> None:
    story = at(tell(SAFETY), "III", deaths=10)
    refusal = story.commander.is_refused("approval_missing", "adjust_response", level="II")
    assert refusal.clause == "5.3.3、5.3.4"
    story.commander.recommends("II")
    story.chief.approves()
    assert story.commander.adjusts("II").events[0].data["approved_by"] == CHIEF


@trap(21, clause=["PS 2.1", "PS 附件2"])
@reading("A8", clause="PS 2.1")
def test_either_of_two_commanders_acts_and_the_journal_names_which(tell: Tell) -> None:
    story = tell(SAFETY)
    assert len(story.plan.role_by_id[COMMANDER].holders) == 2
    story.desk.opens(division=QUWO, deaths=10)
    safety, industry = (story.person(name, COMMANDER) for name in ("甲副市长", "乙副市长"))
    safety.recommends("II")
    story.chief.approves()
    event = industry.activates("II").events[0]
    assert (event.actor, event.role) == ("乙副市长", COMMANDER)
    assert [e.actor for e in story.events if e.role == COMMANDER] == ["甲副市长", "乙副市长"]
    refusal = safety.is_refused("already_at", "activate_response", level="II")
    assert "二级响应" in refusal.sentence()


@trap(21, clause="CM 2.1")
@reading("A8", clause="CM 2.1")
def test_the_coal_plan_has_one_commander_and_two_office_directors(tell: Tell) -> None:
    story = tell(COAL)
    assert story.plan.role_by_id[COMMANDER].holders == ("市政府分管副市长",)
    assert len(story.plan.role_by_id[OFFICE].holders) == 2
    story.desk.opens(division=QUWO, deaths=1)
    emergency, energy = (story.person(name, OFFICE) for name in ("应急局局长", "能源局局长"))
    emergency.activates("IV")
    emergency.confirms_all_end_conditions()
    assert energy.ends().events[0].actor == "能源局局长"


# ── the opener does not answer, or says no ──────────────────────────────────


@trap(22, clause=["PS 5.3.3", "CM 5.3.3", "GR 4.1"])
@reading("A9", clause=["PS 5.3.3", "CM 5.3.3", "GR 4.1"])
@pytest.mark.parametrize(
    ("plan_id", "low", "high", "recommends", "decides"),
    [
        (SAFETY, "III", "II", COMMANDER, CHIEF),
        (COAL, "III", "II", COMMANDER, CHIEF),
        (GRAIN, "III.tense", "III.critical", OFFICE, CHIEF),
    ],
)
def test_while_nobody_answers_or_the_answer_is_no_the_present_level_goes_on(
    tell: Tell, plan_id: str, low: str, high: str, recommends: str, decides: str
) -> None:
    story = at(tell(plan_id), low)
    story.post(recommends).recommends(*split_position(high))
    story.clock.passes(hours=3)
    assert story.event_types("decision_awaited") == ["decision_awaited"] * 3
    assert story.place == low
    assert story.view["pending"]["recommended_by"] == recommends
    event = story.post(decides).declines("情况未核实").events[0]
    assert (event.data["reason"], story.place) == ("情况未核实", low)
    story.post(recommends).recommends(*split_position(high))


@trap(22, clause=["PS 2.1", "CM 2.1"])
@reading("A9", clause=["PS 5.3.2", "CM 5.3.2"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_a_deputy_acts_for_an_absent_commander_under_a_recorded_delegation_only(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=3)
    deputy = story.person("副秘书长", "viewer")
    deputy.is_refused("read_only", "activate_response", level="III")
    until = story.instant("18:00")
    story.commander.does("delegate_role", role=COMMANDER, to="副秘书长", until=until, reason="外出")
    event = deputy.activates("III").events[0]
    assert (event.role, event.data["delegated"]) == (COMMANDER, True)


@trap(23, clause="PS 5.3.3")
def test_proposing_approving_and_opening_are_three_acts_each_with_its_own_instant(
    tell: Tell,
) -> None:
    story = tell(SAFETY)
    story.desk.opens(division=QUWO, deaths=10)
    story.clock.to("09:05")
    story.desk.orders(COMMANDER, "recommend_activation", level="II", at="09:02")
    story.clock.to("09:20")
    story.desk.orders(CHIEF, "approve_activation", at="09:15")
    story.clock.to("09:30")
    story.commander.activates("II")
    acts = [e for e in story.events if e.type.startswith(("activation_", "response_"))]
    assert [(e.type, f"{e.occurred_at.astimezone(story.zone):%H:%M}") for e in acts] == [
        ("activation_recommended", "09:02"),
        ("activation_approved", "09:15"),
        ("response_activated", "09:30"),
    ]
