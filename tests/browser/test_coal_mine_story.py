"""The coal mine story through the page: a duty officer at a real browser and a real server.

He takes the call, writes down figures, sees what the plan recommends and by which clause,
records the orders that come by telephone, and sees it through to the end, while a wall
screen follows. Waits are for what a person would see; nothing sleeps.
"""

import re

from playwright.async_api import (
    BrowserContext,
    Locator,
    expect,
)

from tests.browser.screen import (
    CHIEF,
    COMMANDER,
    DIRECTOR,
    MINE,
    OFFICER,
    ON_SITE,
    Screen,
)
from tests.support.server import ServerProcess


async def open_the_wall(office: BrowserContext, desk: ServerProcess, number: str) -> Locator:
    """A second page that only looks: the incident's tile."""
    wall = await Screen.of(office, desk.url, "/#/wall")
    tile = wall(f"tile-{number}")
    await expect(tile).to_contain_text(MINE)
    return tile


async def raise_the_response(officer: Screen, tile: Locator) -> None:
    """Ⅳ by the director, Ⅲ by the commander, Ⅱ by the chief commander, each by telephone."""
    await officer.sees_recommended("四级响应", "附件4")
    await officer.order_by_telephone("act-activate_response-IV", DIRECTOR, "先行启动")
    await officer.sees_level("四级响应")
    await expect(officer("activated-at")).to_have_text(re.compile(r"\d\d-\d\d \d\d:\d\d"))
    await expect(tile).to_contain_text("四级响应")
    entry = await officer.sees_entry("response_activated", "四级响应", "电话", OFFICER, "5.3.1")
    await expect(entry.get_by_test_id("unsigned")).to_be_visible()
    await expect(entry.get_by_test_id("to-inform")).to_contain_text("市能源局主要负责人")

    await officer.record(deaths=3)
    await officer.sees_recommended("三级响应", "附件4")
    await expect(tile).to_contain_text("三级响应")
    await officer.order_by_telephone("act-recommend_activation-III", DIRECTOR, "已有3人死亡")
    await expect(officer("pending")).to_contain_text("三级响应")
    await officer.order_by_telephone("act-activate_response-III", COMMANDER)
    await officer.sees_level("三级响应")
    await expect(officer("announcement")).to_contain_text("四级响应变为三级响应")
    entry = await officer.sees_entry("response_activated", "三级响应", "5.3.2")
    await expect(entry.get_by_test_id("to-inform")).to_have_count(0)
    await expect(officer("pending")).to_be_hidden()

    await officer.record(deaths=10)
    await officer.sees_recommended("二级响应", "附件4")
    await officer.order_by_telephone("act-recommend_activation-II", COMMANDER, "重大事故")
    await officer.order_by_telephone("act-activate_response-II", CHIEF)
    await officer.sees_level("二级响应")
    await officer.sees_entry("response_activated", "二级响应", "5.3.3")
    await expect(tile.get_by_test_id("level").first).to_contain_text("二级响应")


async def do_the_work(officer: Screen) -> None:
    """A group, a measure, a report for a slot."""
    await officer.at("groups")
    await officer.confirm("form-rescue")
    await expect(officer("group-rescue")).to_have_attribute("data-formed", "true")
    await officer.sees_entry("group_formed", "抢险救援组")

    await officer.at("measures")
    measures = officer("measures").locator("[data-state=open]")
    name = await measures.filter(has_text="应当").first.get_attribute("data-testid")
    assert name is not None
    await officer.confirm(name.replace("measure-", "complete-"))
    await expect(officer(name)).to_have_attribute("data-state", "done")

    await officer.at("reports")
    slot = officer("board-row").and_(
        officer.page.locator("[data-obligation=first_city_government]")
    )
    await expect(slot).to_contain_text("市政府")
    await officer("report-first_city_government").click()
    await officer("dialog").locator("textarea").first.fill("某煤矿，井下透水，10人死亡")
    for press in (await officer("dialog").locator("[data-testid^=to-verify-]").all())[1:]:
        await press.click()
    await officer("dialog-submit").click()
    await expect(slot.get_by_test_id("slot")).to_have_attribute("data-state", "submitted")
    await officer.sees_entry("report_submitted", "首报市政府", "井下透水", "待核实")
    await expect(officer("to-verify").locator("li")).to_have_count(4)


async def bring_it_to_an_end(officer: Screen, tile: Locator) -> None:
    """End conditions by name, the end by the on-site commander, closing by the director."""
    await officer.at("overview")
    await expect(officer("act-end_response")).to_be_hidden()
    await officer.record(lowering="changed", trapped=0)
    await officer.at("measures")
    for condition in ("all_found", "threat_removed"):
        await officer.confirm(f"confirm-{condition}")
        await expect(officer(f"condition-{condition}")).to_have_attribute("data-confirmed", "true")
    await officer.at("overview")
    await officer.order_by_telephone("act-end_response", ON_SITE, "遇险人员全部救出")
    await expect(officer("stage")).to_have_attribute("data-stage", "ended")
    await expect(officer("ended-at")).to_have_text(re.compile(r"\d\d-\d\d \d\d:\d\d"))
    await expect(officer("watch")).to_contain_text("伤亡补报期")
    await expect(tile).to_contain_text("响应结束")
    await officer.order_by_telephone("act-close_incident", DIRECTOR, "归档")
    await expect(officer("stage")).to_have_attribute("data-stage", "closed")
    await expect(tile).to_be_hidden()
    number = await officer("incident-number").inner_text()
    await officer("back").click()
    await expect(officer(f"row-{number}")).to_be_hidden()
    await officer("filter-closed").click()
    await expect(officer(f"row-{number}")).to_be_visible()


async def test_a_duty_officer_sees_a_coal_mine_accident_through(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    number = await officer.take_the_call(trapped=2)
    assert re.fullmatch(r"CM-\d{4}-\d{4}", number)
    await expect(officer("exercise-banner")).to_be_hidden()
    tile = await open_the_wall(office, desk, number)
    await officer.page.bring_to_front()
    await raise_the_response(officer, tile)
    await do_the_work(officer)
    await bring_it_to_an_end(officer, tile)
