"""岗位应急处置卡: each post and unit finds what it decides, does, reports, and who stands in."""

from __future__ import annotations

import pytest

from engine.errors import NotFound
from engine.plan_paper.cards import DIVISIONS, card_holders, cards
from engine.plan_paper.paper import Page
from tests.engine.plan_paper.test_rule_lines import OTHERS, SHIPPED, plan_of


def card(name: str, party: str, language: str = "zh") -> Page:
    (page,) = cards(plan_of(name), language, party).pages
    return page


def block(page: Page, heading: str) -> list[str]:
    return [
        f"{row.mark}|{row.words}"
        for part in page.blocks
        if part.heading == heading
        for row in part.rows
    ]


@pytest.mark.parametrize("name", [*SHIPPED, *OTHERS])
def test_each_post_and_unit_has_a_card_or_is_named_as_one_without_duties(name: str) -> None:
    plan = plan_of(name)
    pages = cards(plan).pages
    told = {page.party for page in pages if page.party}
    rest = "".join(words for page in pages if not page.party for words in page.lead)
    for one in (*plan.roles, *plan.units):
        assert one.id in told or one.name in rest, one.id
    assert {page.party for page in pages} <= {*card_holders(plan), ""}


@pytest.mark.parametrize("name", [*SHIPPED, *OTHERS])
def test_each_step_measure_and_report_is_on_the_card_of_whoever_it_asks(name: str) -> None:
    plan = plan_of(name)
    pages = {page.party: page for page in cards(plan).pages}
    for row in plan.lifecycle:
        for post in (*row.by, *row.approved_by, *row.recommended_by):
            assert any(row.clause[0] in line.small[0] for line in rows(pages[post]))
    for measure in plan.measures:
        for unit in measure.unit:
            assert any(measure.text in line for line in block(pages[unit], "我做")), measure.id
    for report in plan.reports:
        for party in plan.standing_reporters[report.id]:
            page = pages[DIVISIONS if party in plan.division_by_code else party]
            assert any(report.name in line for line in block(page, "我报告")), report.id
        for party in report.recipients:
            assert any(report.name in line for line in block(pages[party], "报给我的"))


def rows(page: Page) -> list[object]:
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


def test_counties_have_one_card() -> None:
    lines = block(card("grain", DIVISIONS), "我报告")
    assert any("每天 15:00 前" in line for line in lines)


def test_an_unknown_post_has_no_card() -> None:
    with pytest.raises(NotFound) as refusal:
        cards(plan_of("coal_mine"), "zh", "nobody")
    assert refusal.value.code == "card_not_found"
