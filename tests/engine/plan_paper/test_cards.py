"""岗位应急处置卡: each post and unit finds what it decides, does, reports, and who stands in."""

from __future__ import annotations

import pytest

from engine.errors import NotFound
from engine.plan.model import Plan
from engine.plan_paper.card_parts import DESK
from engine.plan_paper.cards import (
    DIVISIONS,
    card_holders,
    cards,
    county_bodies,
    holder_name,
)
from engine.plan_paper.paper import Page, Row
from tests.engine.plan_paper.test_rule_lines import OTHERS, SHIPPED, plan_of


def card(name: str, party: str, language: str = "zh") -> Page:
    (page,) = cards(plan_of(name), language, party).pages
    return page


def block(page: Page, heading: str) -> list[str]:
    return [
        f"{row.mark}|{row.words}"
        for part in page.blocks
        if part.heading == heading or part.heading.startswith(f"{heading}（")
        for row in part.rows
    ]


@pytest.mark.parametrize("name", [*SHIPPED, *OTHERS])
def test_each_post_and_unit_has_a_card_or_is_named_as_one_without_duties(name: str) -> None:
    plan = plan_of(name)
    pages = cards(plan).pages
    told = {page.party for page in pages if page.party}
    assert "desk" in told
    rest = "".join(words for page in pages if not page.party for words in page.lead)
    for one in (*plan.roles, *plan.units):
        known = DIVISIONS in told if one.id in county_bodies(plan) else one.id in told
        assert known or one.name in rest, one.id
    assert {page.party for page in pages} <= {*card_holders(plan), ""}


@pytest.mark.parametrize("name", [*SHIPPED, *OTHERS])
def test_each_step_measure_and_report_is_on_the_card_of_whoever_it_asks(name: str) -> None:
    plan = plan_of(name)
    pages_all = cards(plan).pages
    pages = {page.party: page for page in pages_all}
    pages |= {body: pages[DIVISIONS] for body in county_bodies(plan) if DIVISIONS in pages}
    for row in plan.lifecycle:
        for post in (*row.by, *row.approved_by, *row.recommended_by):
            page = pages.get(post, pages[DESK])
            assert any(row.clause[0] in line.small[0] for line in rows(page))
            assert post in pages or outside(plan, post)
    for measure in plan.measures:
        for unit in measure.unit:
            assert any(measure.text in line for line in block(pages[unit], "我做")), measure.id
    for report in plan.reports:
        for party in plan.standing_reporters[report.id]:
            page = pages[DIVISIONS if party in plan.division_by_code else party]
            assert any(report.name in line for line in block(page, "我报告")), report.id
        for party in report.recipients:
            if party in pages:
                assert any(report.name in line for line in block(pages[party], "报给我的"))
            else:
                (page,) = [one for one in pages_all if one.heading == "报送对象联系电话"]
                assert holder_name(plan, party) in "".join(page.lead)


def outside(plan: Plan, post: str) -> bool:
    """A post above the plan: the desk records what it decides."""
    role = plan.role_by_id[post]
    return not role.signs_in and not role.holders


def rows(page: Page) -> list[Row]:
    return [row for part in page.blocks for row in part.rows]


def test_a_commander_reads_what_to_decide_and_what_to_recommend() -> None:
    lines = block(card("coal_mine", "commander"), "我决定")
    assert "决定|启动三级响应（处于研判、预警、响应结束、办结时）。" in lines[0]
    assert any(line.startswith("建议|启动二级响应") for line in lines)
    assert any(line.startswith("可以|接管指挥权") for line in lines)


def test_a_report_stands_with_its_deadline_means_and_recipient() -> None:
    lines = block(card("coal_mine", "city_emergency_bureau"), "我报告")
    (phone,) = [line for line in lines if "“电话快报省应急厅”" in line]
    assert phone.startswith("接报后 60 分钟内，用电话|")
    assert "报省应急厅" in phone


def test_inherited_measures_say_the_levels_at_which_they_apply() -> None:
    lines = block(card("coal_mine", "city_police_bureau"), "我做")
    assert lines == ["应当|【三级响应、二级响应、一级响应】核查人员，维护现场秩序。"]


def test_who_stands_in_is_what_the_plan_says_and_no_more() -> None:
    two = card("coal_mine", "office_director").foot
    assert "市应急管理局主要负责人、市能源局主要负责人中任何一位都可以行使本岗位" in two[0]
    assert "预案没有写由谁代替" in card("coal_mine", "city_police_bureau").foot[0]
    assert "预案没有写由谁代替" in card("coal_mine", "commander").foot[0]
    chief = card("enterprise_fire", "general_manager").foot
    assert any("我不在并已记录时：由常务副总经理" in line for line in chief)


def test_a_decider_reads_when_a_level_is_asked_for_and_when_it_may_end() -> None:
    lines = block(card("production_safety", "commander"), "我决定")
    conditions = [line for line in lines if line.startswith("条件|")]
    assert "条件|符合下列一项的，系统建议启动三级响应" in conditions[0]
    assert "涉险、被困、失联3至9人；办公室认为需要三级响应" in conditions[0]
    assert len(conditions) == 4
    assert conditions[-1].startswith("条件|结束三级响应以前要逐项确认：事故现场已得到控制；")
    assert not any("启动四级响应" in line for line in conditions)
    assert any("批准后由我宣布；未经批准不能办" in line for line in lines)
    assert not any(line.startswith("建议|启动二级") for line in lines)


def test_a_post_of_two_has_two_lines_for_names() -> None:
    page = card("production_safety", "commander")
    assert sum(line.startswith("姓名（") for line in page.lead) == 2
    assert "另一位要获知" in page.foot[0]
    assert (
        sum(line.startswith("姓名") for line in card("production_safety", "fire_rescue").lead) == 1
    )
    assert any(line.startswith("代理人（B角）") for line in page.lead)


def test_a_report_on_a_card_keeps_its_limits() -> None:
    lines = block(card("production_safety", "city_emergency_bureau"), "我报告")
    assert any(
        "级别每升高一次，再报一次" in one for one in lines if "“一、二级响应报省政府”" in one
    )
    assert any("起 30 天内有效" in one for one in lines if "“伤亡变化当日续报市政府”" in one)
    assert any("从接到使它达到的数字" in one for one in lines if "“书面报告省应急厅”" in one)
    counties = block(card("grain", DIVISIONS), "我报告")
    assert any("可以只报“无新情况”" in one for one in counties)


def test_bodies_above_the_plan_have_telephone_lines_and_no_card() -> None:
    pages = cards(plan_of("grain")).pages
    assert not {"state", "province"} & {page.party for page in pages}
    (page,) = [one for one in pages if one.heading == "报送对象联系电话"]
    assert any(line.startswith("国务院") for line in page.lead)
    assert card("grain", "province").blocks


def test_the_desk_reads_what_it_may_do_alone_and_what_it_only_records() -> None:
    page = card("production_safety", DESK)
    assert page.heading == "值班员"
    alone, recorded = block(page, "我可以办"), block(page, "我代录")
    assert any(line.startswith("可以办|发布预警") for line in alone)
    assert all("条文没有写" in line for line in alone)
    assert any("启动三级响应" in line and "值班员只登记" in line for line in recorded)
    second = next(line for line in recorded if "启动二级响应或一级响应" in line)
    assert "必须先经市应急救援总指挥部总指挥批准" in second
    assert not any("发布预警" in line for line in block(card("grain", DESK), "我可以办"))


def test_a_unit_for_which_nothing_is_listed_keeps_its_duties() -> None:
    page = cards(plan_of("production_safety")).pages[-1]
    assert "预案正文和附件规定的职责，系统不提醒，仍要履行" in page.lead[0]


def test_counties_have_one_card() -> None:
    lines = block(card("grain", DIVISIONS), "我报告")
    assert any("每天 15:00 前" in line for line in lines)


def test_all_bodies_of_a_county_share_its_card_and_each_row_says_whose_it_is() -> None:
    pages = cards(plan_of("grain")).pages
    assert not {page.party for page in pages} & {*county_bodies(plan_of("grain"))}
    page = card("grain", "county_headquarters")
    assert page.party == DIVISIONS
    headings = [part.heading for part in page.blocks]
    assert headings[0] == "我决定（县（市、区）粮食应急指挥部）"
    assert "我做（当地政府（县（市、区）政府））" in headings
    assert "我报告" in headings
    assert "县（市、区）粮食应急指挥部、各县（市、区）政府" in page.lead[0]
    assert sum("来不及登录" in line for line in page.foot) == 1
    assert len(headings) == len({*headings})
    english = card("grain", DIVISIONS, "en")
    assert english.blocks[0].heading == "I decide (County grain emergency headquarters)"


def test_an_unknown_post_has_no_card() -> None:
    with pytest.raises(NotFound) as refusal:
        cards(plan_of("coal_mine"), "zh", "nobody")
    assert refusal.value.code == "card_not_found"
