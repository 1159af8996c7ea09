"""The reporting board two minutes before the counties' reports are due; the counties' own page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.api.town import ACCOUNTS, PASSWORD, Town, found_town
from tests.support.server import start_zhiban

BEFORE, NOW, AFTER = (f"2026-11-25T{clock}+08:00" for clock in ("10:00", "14:58", "15:20"))
STANDING = ("--clock-speed", "0", "--clock-start")
COUNTY = ACCOUNTS["reporter"]["division"]
CALLED = ("141022", "141023", "141024")
FIELDS = ("市场供应", "出现的问题", "采取的应对措施")


@dataclass
class Night:
    """A grain response with all counties, on a server whose clock is moved by a restart."""

    town: Town
    incident: dict[str, Any]
    env: dict[str, str]

    def move_to(self, instant: str) -> None:
        server = self.town.server
        server.stop()
        again = start_zhiban(server.log.parent, *STANDING, instant, env=self.env, port=server.port)
        self.town.server = again

    def reports(self) -> list[dict[str, Any]]:
        found = self.town.journal(self.incident)
        return [e["data"] for e in found if e["type"] == "report_submitted"]

    def states(self) -> dict[str, str]:
        """Each county's daily report of the day: its state."""
        path = f"/api/report-slots?incident={self.incident['id']}&limit=500"
        slots = self.town.get(path).json()["slots"]
        day = [s for s in slots if s["obligation"] == "county_daily"]
        first = min(s["due_at"] for s in day)
        return {s["reporter"]: s["state"] for s in day if s["due_at"] == first}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("night")
    env = {"ZHIBAN_DATABASE_URL": f"sqlite:///{folder}/zhiban.db"}
    town = found_town(folder, *STANDING, BEFORE, env=env, names=("duty", "reporter"))
    opened = town.open(
        "grain", exercise=True, occurred_at=BEFORE, received_at=BEFORE, division="141002"
    )
    order = {"on_behalf_of": "office_director", "by_means": "phone"}
    asked = {"level": "III", "sub_state": "tense", "reason": "抢购"}
    town.command(opened, "recommend_activation", **asked, **order)
    order["on_behalf_of"] = "chief_commander"
    assert town.command(opened, "activate_response", **asked, **order).status_code == 200
    found = Night(town, opened, env)
    found.move_to(NOW)
    yield found
    town.server.stop()


async def at_board(office: BrowserContext, night: Night) -> Page:
    page = await office.new_page()
    await page.goto(f"{night.town.url}/#/incident/{night.incident['id']}/reports")
    await sign_in(page, "duty")
    await page.get_by_test_id("board-view-table").click()
    return page


async def sign_in(page: Page, name: str) -> None:
    await page.get_by_test_id("signin-name").fill(name)
    await page.get_by_test_id("signin-password").fill(PASSWORD)
    await page.get_by_test_id("signin-submit").click()


def row_of(page: Page, obligation: str = "county_daily") -> Locator:
    return page.locator(f'[data-testid=board-row][data-obligation="{obligation}"]').first


def cell_of(page: Page, county: str) -> Locator:
    return row_of(page).locator(f'[data-testid=slot][data-reporter="{county}"]')


async def test_three_counties_report_by_one_call_in_one_window(
    office: BrowserContext, night: Night
) -> None:
    page = await at_board(office, night)
    row = row_of(page)
    await expect(row.get_by_test_id("slot")).to_have_count(17)
    await expect(row.get_by_test_id("row-count")).to_have_text("0 / 17 已报")
    await expect(row.get_by_test_id("countdown")).to_have_text("剩 02:00")
    first, second, third = CALLED
    # By keyboard: the arrows move, Enter selects.
    await cell_of(page, first).focus()
    for _ in CALLED:
        await page.keyboard.press("Enter")
        await page.keyboard.press("ArrowRight")
    await expect(cell_of(page, third)).to_have_attribute("aria-pressed", "true")
    await page.get_by_test_id("report-county_daily").first.click()
    window = page.get_by_test_id("dialog")
    await expect(window.get_by_test_id(f"reporter-{second}")).to_be_checked()
    await expect(window.get_by_test_id(f"reporter-{COUNTY}")).not_to_be_checked()
    await page.get_by_test_id("field-content.市场供应").fill("库存充足，价格平稳")
    await page.get_by_test_id("field-content.出现的问题").fill("个别网点排队")
    await page.get_by_test_id("to-verify-content.采取的应对措施").click()
    await page.get_by_test_id("field-told_by.name").fill("张守成")
    await page.get_by_test_id("field-told_by.phone").fill("0357-1234567")
    await page.get_by_test_id("read-aloud").locator("summary").click()
    reading = page.get_by_test_id("reading")
    await expect(reading).to_contain_text("演练，演练，演练。")
    await expect(reading).to_contain_text("市场供应：库存充足，价格平稳。")
    await page.get_by_test_id("dialog-submit").click()
    await expect(window).to_be_hidden()
    await expect(row.get_by_test_id("row-count")).to_have_text("3 / 17 已报")

    cell = cell_of(page, first)
    await expect(cell).to_have_attribute("data-mark", "submitted")
    await cell.click()
    detail = page.get_by_test_id("cell-detail")
    await expect(detail).to_contain_text("个别网点排队")
    await expect(detail.get_by_test_id("cell-told")).to_contain_text("张守成")
    assert {r["reporter"] for r in night.reports()} == set(CALLED)
    assert all(r["told_by"]["name"] == "张守成" for r in night.reports())

    # From the same place the report is corrected.
    await detail.get_by_test_id("correct-report").click()
    await expect(page.get_by_test_id("field-content.出现的问题")).to_have_value("个别网点排队")
    await page.get_by_test_id("field-content.出现的问题").fill("没有排队")
    await page.get_by_test_id("dialog-submit").click()
    await expect(window).to_be_hidden()
    await expect(detail).to_contain_text("没有排队")
    last = night.reports()[-1]
    assert (last["kind"], last["reporter"]) == ("correction", first)


async def test_a_county_has_nothing_new_in_one_press(office: BrowserContext, night: Night) -> None:
    page = await at_board(office, night)
    await page.get_by_test_id("board-view-list").click()
    county = "141025"
    await row_of(page).locator(f'[data-testid=cell-nil][data-reporter="{county}"]').click()
    await expect(cell_of(page, county)).to_have_attribute("data-mark", "submitted")
    assert night.reports()[-1] | {"reporter": county, "kind": "nil"} == night.reports()[-1]
    # Who has reported stands behind who is missing.
    marks = (
        await row_of(page)
        .get_by_test_id("slot")
        .evaluate_all("cells => cells.map((cell) => cell.dataset.mark)")
    )
    assert marks == sorted(marks, key=["owed", "submitted"].index)


async def test_a_county_sees_what_it_owes_on_a_phone_and_enters_what_stood_on_paper(
    browser: Browser, night: Night
) -> None:
    night.move_to(AFTER)
    phone = await browser.new_context(
        reduced_motion="reduce",
        locale="zh-CN",
        viewport={"width": 390, "height": 844},
        has_touch=True,
    )
    page = await phone.new_page()
    await page.goto(night.town.url)
    await sign_in(page, "reporter")
    owed = page.get_by_test_id("owed")
    await expect(owed.first).to_have_attribute("data-obligation", "county_daily")
    await expect(owed.first).to_have_attribute("data-state", "overdue")
    assert {await one.get_attribute("data-obligation") for one in await owed.all()} == {
        "county_daily"
    }
    await expect(page.get_by_test_id("rail")).to_have_count(0)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390

    await owed.first.get_by_test_id("paper-county_daily").click()
    instant = page.get_by_test_id("field-submitted_at")
    await instant.fill("2026-11-25T15:05")
    await expect(page.get_by_test_id("lateness")).to_contain_text("迟 5 分钟，记为迟报")
    await instant.fill("2026-11-25T14:50")
    await expect(page.get_by_test_id("lateness")).to_contain_text("记为按时")
    for name in FIELDS:
        await page.get_by_test_id(f"field-content.{name}").fill("正常")
    await page.get_by_test_id("dialog-submit").click()
    await expect(page.get_by_test_id("dialog")).to_be_hidden()
    own = page.get_by_test_id("own-report").first
    await expect(own).to_have_attribute("data-state", "submitted")
    await own.locator("summary").click()
    await expect(own).to_contain_text("正常")
    assert night.states()[COUNTY] == "submitted"
    await phone.close()


def hand_in_one(night: Night) -> None:
    """By a county of which no other test knows: each of them may be the only one that runs."""
    path = f"/api/report-slots?incident={night.incident['id']}&limit=500"
    slots = night.town.get(path).json()["slots"]
    own = [s for s in slots if (s["obligation"], s["reporter"]) == ("county_daily", "141026")]
    first = min(own, key=lambda slot: str(slot["due_at"]))
    fields = {"slot": first["id"], "content": dict.fromkeys(FIELDS, "正常")}
    done = night.town.command(night.incident, "submit_report", **fields)
    assert done.status_code == 200, done.text


async def test_the_office_puts_together_what_came_in_and_names_who_is_missing(
    office: BrowserContext, night: Night
) -> None:
    hand_in_one(night)
    page = await at_board(office, night)
    await page.get_by_test_id("report-office_digest_daily").first.click()
    lines = page.get_by_test_id("digest-line")
    await expect(lines).to_have_count(17)
    states = night.states()
    sent = [county for county, state in states.items() if state.startswith("submitted")]
    assert 0 < len(sent) < 17
    await expect(page.locator("[data-testid=digest-line].missing")).to_have_count(17 - len(sent))
    text = page.get_by_test_id("field-content.全市市场供应情况")
    compiled = await text.input_value()
    assert f"应报 17 个单位，已报 {len(sent)} 个。" in compiled
    assert "未报：尧都区" in compiled
    await text.fill(compiled + "\n全市平稳。")
    await page.get_by_test_id("to-verify-content.市级部门会商分析情况").click()
    await page.get_by_test_id("dialog-submit").click()
    await expect(page.get_by_test_id("dialog")).to_be_hidden()
    digest = night.reports()[-1]
    assert digest["obligation"] == "office_digest_daily"
    assert digest["content"]["全市市场供应情况"].endswith("全市平稳。")
