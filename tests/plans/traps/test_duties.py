"""What each level asks for, and who is in which group (traps 31 to 41)."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story
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
    opens_at,
    questions,
)

# ── levels four and three ───────────────────────────────────────────────────


@trap(31, clause=["PS 5.3.1", "CM 5.3.1"])
def test_level_four_sends_a_group_at_once_in_one_plan_and_as_needed_in_the_other(
    tell: Tell,
) -> None:
    general = measures(at(tell(SAFETY), "IV", deaths=1), "5.3.1")
    assert (general["iv_work_group"]["modality"], general["iv_work_group"]["immediately"]) == (
        "required",
        True,
    )
    assert {m["text"] for m in general.values()} >= {"随时掌握救援进展", "为提高响应级别做准备"}
    assert general["iv_reinforce"]["modality"] == "as_needed"
    (coal,) = measures(at(tell(COAL), "IV", deaths=1), "5.3.1").values()
    assert (coal["modality"], coal["immediately"]) == ("as_needed", False)


@trap(32, clause=["PS 5.3.2(1)", "CM 5.3.2(1)"])
def test_level_three_calls_the_commander_only_where_he_does_not_know_yet(tell: Tell) -> None:
    general = measures(at(tell(SAFETY), "III", deaths=3), "5.3.2(1)")["iii_notify"]["text"]
    coal = measures(at(tell(COAL), "III", deaths=3), "5.3.2(1)")["iii_notify"]["text"]
    assert general.startswith("通知指挥长、副指挥长")
    assert coal.startswith("通知副指挥长")


@trap(32, clause=[f"{plan} 5.3.2({n})" for plan in ("PS", "CM") for n in range(1, 11)])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_level_three_has_ten_items_in_both_plans(tell: Tell, plan_id: str) -> None:
    story = at(tell(plan_id), "III", deaths=3)
    assert all(measures(story, f"5.3.2({n})") for n in range(1, 11))


@trap(32, clause=["CM 5.3.2(3)", "CM 5.3.2(9)", "CM 5.3.2(10)", "PS 5.3.2(9)"])
def test_the_coal_plan_restores_six_systems_and_hears_the_mine_safety_body(tell: Tell) -> None:
    general = measures(at(tell(SAFETY), "III", deaths=3))
    coal = measures(at(tell(COAL), "III", deaths=3))
    systems = coal["iii_restore_systems"]["text"]
    assert all(s in systems for s in ("通风", "供电", "提升运输", "排水", "压风", "通信"))
    assert "iii_restore_systems" not in general
    assert "山西煤监局" in coal["iii_instructions"]["text"]
    assert "煤监" not in general["iii_instructions"]["text"]
    assert "响应工作" in coal["iii_provincial_group"]["text"]
    assert "相应工作" in general["iii_provincial_group"]["text"]


# ── what is inherited ───────────────────────────────────────────────────────


@trap(33, clause=["CM 5.3.3", "CM 5.3.4"])
def test_each_level_of_the_coal_plan_adds_to_the_one_below(tell: Tell) -> None:
    found = [set(measures(at(tell(COAL), level, deaths=30))) for level in ("III", "II", "I")]
    assert found[0] < found[1] < found[2]
    assert found[1] - found[0] == {"ii_strengthen", "ii_provincial_group", "ii_ask_province"}
    assert found[2] - found[1] == {"i_strengthen", "i_superior_groups", "i_ask_superior"}


@trap(33, clause="PS 5.3.3")
def test_two_and_one_of_the_general_plan_are_implied_to_include_three_and_marked_so(
    tell: Tell,
) -> None:
    three, two, one = (set(measures(at(tell(SAFETY), n, deaths=30))) for n in ("III", "II", "I"))
    assert three < two
    assert two == one
    (rule,) = tell(SAFETY).plan.inheritance
    assert (rule.confidence, "推定" in str(rule.note)) == ("M", True)


@trap(33, clause="PS 5.3.3")
def test_two_and_one_report_to_the_provincial_government_at_once_in_the_general_plan_only(
    tell: Tell,
) -> None:
    story = at(tell(SAFETY), "II", deaths=10)
    slot = due(story, "province_level_opened")[BUREAU]
    assert (slot.immediately, slot.recipients[0]) == (True, "provincial_government")
    coal = at(tell(COAL), "II", deaths=10)
    recipients = {r for s in coal.incident.slots.values() for r in s.recipients}
    assert "provincial_government" not in recipients


@trap(34, clause=["GR 4.3.2(2)", "GR 4.3.3(2)"])
def test_critical_holds_all_of_urgent_and_of_tense(tell: Tell) -> None:
    tense, urgent, critical = (set(measures(at(tell(GRAIN), state))) for state in STATES)
    assert tense < urgent < critical
    assert {"market_supervision", "full_processing"} <= critical


@trap(34, clause="GR 4.3.3(3)")
def test_the_half_day_report_takes_the_place_of_the_daily_one_and_is_not_added(tell: Tell) -> None:
    story = at(tell(GRAIN, "2021-11-08 08:00"), "III.tense")
    assert story.series("county_market", QUWO, "owed") == ["08 15:00 owed"]
    story.chief.adjusts("III", "critical")
    assert story.series("county_market", QUWO, "owed") == ["08 10:00 owed"]
    story.clock.to("2021-11-09 17:00")
    assert story.ledger("county_daily", QUWO) == ["08 15:00 superseded"]
    assert len(story.ledger("county_half_day", QUWO)) == 5


@trap(35, clause=["GR 2.2", "GR 4.3.3(1)"])
def test_the_office_sits_together_from_tense_on_and_the_headquarters_with_it_at_critical(
    tell: Tell,
) -> None:
    for state in STATES:
        found = measures(at(tell(GRAIN), state))
        assert "office_together" in found
        assert ("headquarters_together" in found) == (state == "III.critical")


# ── beside the city's own level ─────────────────────────────────────────────


@trap(36, clause="GR 4.2")
@reading("A25", clause="GR 4.2")
@pytest.mark.parametrize("level", ["II", "I"])
def test_level_three_may_run_inside_two_or_one_as_an_incident_of_its_own(
    tell: Tell, level: str
) -> None:
    story = at(tell(GRAIN), level)
    asked = measures(story, "4.2")
    assert asked["superior_monitor"]["modality"] == "required"
    assert "另立一事件" in asked["superior_open_own"]["text"]
    outer = story.incident_id
    at(story, "III.tense", price_rise_percent=30)
    story.desk.does("link_incidents", other=outer)
    places = {incident.id: incident.place for incident in story.journal.incidents()}
    assert places == {outer: level, story.incident_id: "III.tense"}
    assert all(incident.links for incident in story.journal.incidents())


@trap(37, clause=["GR 4.4.1", "GR 4.4.3", "GR 4.4.4", "GR 4.4.5"])
def test_a_countys_level_four_obliges_the_city_too(tell: Tell) -> None:
    story = at(tell(GRAIN), "IV")
    slot = due(story, "office_county_opening")["headquarters_office"]
    assert slot.immediately
    assert set(slot.recipients) == {"city_headquarters", "member_units"}
    found = measures(story)
    assert found["county_level_duty"]["modality"] == "required"
    assert found["working_team"]["modality"] == "as_needed"
    assert found["inspection_team"]["modality"] == "required"
    assert set(due(story, "county_two_day")) == set(story.plan.division_by_code)


# ── groups ──────────────────────────────────────────────────────────────────


def groups(story: Story) -> dict[str, dict[str, object]]:
    """The groups as they are shown, by name."""
    return {group["name"]: group for group in story.view["groups"]}


@trap(38, clause=["PS 2.3", "CM 2.3", "CM 2.3.4", "PS 2.3.5"])
def test_both_plans_have_nine_groups_one_of_which_differs_and_the_commander_may_change_them(
    tell: Tell,
) -> None:
    general, coal = at(tell(SAFETY), "III", deaths=3), at(tell(COAL), "III", deaths=3)
    assert len(groups(general)) == len(groups(coal)) == 9
    assert groups(general).keys() - groups(coal).keys() == {"环境监测组"}
    assert groups(coal).keys() - groups(general).keys() == {"地面钻探组"}
    coal.commander.does("form_group", group="drilling")
    coal.desk.is_refused("role_required", "change_group", group="drilling", members=["某队"])
    event = coal.commander.does("change_group", group="drilling", members=["某队"]).events[0]
    assert (event.clause, event.data["members"]) == ("2.3", ["某队"])


@trap(39, clause=["PS 2.3.2", "PS 2.3.3", "CM 2.3.2", "CM 2.3.3"])
def test_some_heads_follow_from_the_accident_and_are_named_when_the_group_is_formed(
    tell: Tell,
) -> None:
    general, coal = at(tell(SAFETY), "III", deaths=3), at(tell(COAL), "III", deaths=3)
    assert groups(general)["抢险救援组"]["leader"] == "事故行业领域市级监管部门主要负责人"
    assert groups(general)["技术组"]["leader"] == "事故行业领域市级监管部门分管负责人"
    assert groups(coal)["抢险救援组"]["leader"] == "市应急管理局主要负责人、市能源局主要负责人"
    assert groups(coal)["技术组"]["leader"] == "山西煤监局临汾监察分局主要负责人"
    assert "专家组（组长为事发煤矿上级公司总工程师）" in coal.plan.group_by_id["technical"].members
    assert "专家组组长条文未定" in str(general.plan.group_by_id["technical"].note)
    general.commander.does("form_group", group="rescue", leader="市住建局局长")
    assert groups(general)["抢险救援组"]["leader"] == "市住建局局长"


@trap(39, clause=["PS 2.3.6", "CM 2.3.6", "PS 2.3.8", "PS 2.3.9", "CM 2.3.8", "CM 2.3.9"])
def test_a_head_of_one_county_leads_two_groups_and_which_county_is_asked(tell: Tell) -> None:
    general, coal = at(tell(SAFETY), "III", deaths=3), at(tell(COAL), "III", deaths=3)
    assert groups(general)["社会稳定组"]["leader"] == "市公安局常务副局长"
    assert groups(coal)["社会稳定组"]["leader"] == "市公安局副局长"
    for story in (general, coal):
        found = groups(story)
        assert found["应急保障组"]["leader"] == found["善后工作组"]["leader"]
        assert "跨县事故由哪个县" in str(story.plan.group_by_id["support"].note)
        assert "跨县事故由哪个县" in questions(story.plan.id)


@trap(40, clause=["PS 2.3.5", "PS 2.3.8", "CM 2.3.8"])
def test_the_ecology_bureau_leads_its_group_without_being_a_member_and_telecoms_are_in_one_plan(
    tell: Tell,
) -> None:
    general, coal = groups(at(tell(SAFETY), "III")), groups(at(tell(COAL), "III"))
    environment = general["环境监测组"]
    assert environment["leader"] == "市生态环境局主要负责人"
    assert "市生态环境局" not in str(environment["members"])
    telecoms = ("移动临汾分公司", "联通临汾分公司", "电信临汾分公司")
    assert "通信" in str(general["应急保障组"]["duty"])
    assert not [t for t in telecoms if t in str(general["应急保障组"]["members"])]
    assert [t for t in telecoms if t in str(coal["应急保障组"]["members"])] == list(telecoms)


@trap(40, clause=["PS 2.1", "PS 附件2"])
def test_25_members_in_the_body_are_26_in_the_annex_and_housing_is_in_neither(tell: Tell) -> None:
    members = [unit for unit in tell(SAFETY).plan.units if unit.member]
    assert len(members) == 26
    assert len([unit for unit in members if "2.1" in unit.clause]) == 25
    (merged,) = [unit for unit in members if "市工信局（市国资委）" in unit.aliases]
    assert merged.name == "市工信局"
    names = {name for unit in tell(SAFETY).plan.units for name in (unit.name, *unit.aliases)}
    assert not {name for name in names if "住建" in name}


@trap(41, clause="GR 2.3")
@reading("A24", clause=["GR 2.3", "GR 8.5"])
@pytest.mark.parametrize("position", ["IV", *STATES])
def test_no_level_forms_the_six_grain_groups_they_are_formed_as_needed(
    tell: Tell, position: str
) -> None:
    story = tell(GRAIN)
    story.desk.opens(division=QUWO)
    assert not [g for g in groups(story).values() if g["formed"]]
    opens_at(story, position)
    assert not [g for g in groups(story).values() if g["formed"]]
    for group in story.plan.groups:
        assert story.director.does("form_group", group=group.id).events[0].clause == "2.3、8.5"
    assert len([g for g in groups(story).values() if g["formed"]]) == 6


@trap(33, clause=["PS 5.3.2", "CM 5.3.2"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_no_level_inherits_what_is_asked_at_level_four(tell: Tell, plan_id: str) -> None:
    for level in CITY_LEVELS[1:]:
        found = measures(at(tell(plan_id), level, deaths=30))
        assert not [id_ for id_ in found if id_.startswith("iv_")]
