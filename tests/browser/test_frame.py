"""The frame: every incident in the rail, one next step, parts by address, keys."""

import re

from playwright.async_api import BrowserContext, Page, Route, expect

from tests.browser.screen import DIRECTOR, MINE, Screen
from tests.support.axe import COLOURS, faults
from tests.support.server import ServerProcess

MOST_PRESSES = 10
DARK = "(is) => document.documentElement.classList.toggle('dark', is)"


async def can_be_read(page: Page) -> None:
    """A note of what was done, and the page below it, in both themes."""
    await expect(page.locator(".el-message")).to_be_visible()
    for dark in (True, False):
        await page.evaluate(DARK, dark)
        assert await faults(page, *COLOURS) == []


async def test_the_next_step_leads_from_the_call_to_the_signature(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    number = await officer.take_the_call(exercise=True, trapped=2)
    await expect(officer(f"rail-{number}")).to_have_attribute("data-kind", "new")
    step = officer("step-first")
    await expect(step).to_contain_text("现有情况达到四级响应")
    await expect(step).to_contain_text("附件4")
    await expect(officer("next-step").locator(".el-button--primary:not(.is-plain)")).to_have_count(
        1
    )
    await officer.order_by_telephone("next-activate_response", DIRECTOR)
    await officer.sees_level("四级响应")
    await expect(officer(f"rail-{number}")).not_to_have_attribute("data-kind", "new")
    await officer("next-more").click()
    unsigned = officer("next-step").locator("[data-kind=unsigned]")
    await expect(unsigned).to_contain_text("启动 四级响应")
    await expect(officer("ends-unsigned")).to_be_visible()


async def test_the_palette_offers_the_order_that_is_due_first(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer.take_the_call(exercise=True, trapped=5)
    await officer.page.keyboard.press("Control+k")
    await officer("palette-text").fill("启动")
    first = officer("palette").get_by_role("option").first
    await expect(first).to_contain_text("三级响应")


async def test_a_long_part_scrolls_in_its_place_and_never_the_window(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.page.set_viewport_size({"width": 1366, "height": 768})
    await officer.sign_in()
    await officer.take_the_call(exercise=True, trapped=2)
    await officer("facts-edit").click()
    await expect(officer("facts-receipt")).to_be_attached()
    part = await officer.page.locator(".tab-body").evaluate("one => one.scrollHeight")
    assert part > 768
    assert await officer.page.evaluate("document.documentElement.scrollHeight") == 768


async def test_every_part_has_an_address_and_the_log_line_is_always_there(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer.take_the_call(exercise=True, trapped=2)
    await officer("head-trapped").get_by_text("2 人").wait_for()
    await expect(officer("head-missing")).to_contain_text("未知")
    await officer.at("measures")
    assert officer.page.url.endswith("/measures")
    await officer("log-text").fill("救护队到达")
    await officer.page.reload()
    await expect(officer("measures")).to_be_visible()
    await expect(officer("log-text")).to_have_value("救护队到达")
    await officer("log-text").press("Enter")
    await expect(officer("log-text")).to_have_value("")
    await can_be_read(officer.page)
    await officer.sees_entry("log_entry_added", "救护队到达")
    await officer.page.go_back()
    await expect(officer("facts")).to_be_visible()


async def test_the_first_report_takes_few_presses_of_tab_and_keys_do_the_rest(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    number = await officer.take_the_call(exercise=True, deaths=3)
    keyboard = officer.page.keyboard
    await officer.page.reload()
    await expect(officer("step-first")).to_be_visible()
    await keyboard.press("Tab")
    await keyboard.press("Enter")
    reached = "document.activeElement.closest('[data-testid=next-step] .el-button') !== null"
    for _ in range(MOST_PRESSES):
        await keyboard.press("Tab")
        if await officer.page.evaluate(reached):
            break
    assert await officer.page.evaluate(reached)
    await officer("tabs").click(position={"x": 600, "y": 5})
    await keyboard.press("r")
    await expect(officer("window-title")).to_contain_text(number)
    await expect(officer("dialog")).to_be_visible()
    await keyboard.press("Escape")
    await expect(officer("window-title")).to_be_hidden()
    await keyboard.press("Control+k")
    await officer("palette-text").fill(f"{number} 措施")
    await keyboard.press("Enter")
    await expect(officer("measures")).to_be_visible()
    await keyboard.press("/")
    await expect(officer("list-search")).to_be_focused()
    await officer("list-search").fill(f"{MINE} {number}")
    await expect(officer.page.locator("[data-testid^=row-]")).to_have_count(1)
    await expect(officer("list-count")).to_have_text(re.compile(r"共 1 起"))


async def test_a_page_whose_file_an_upgrade_has_replaced_is_read_anew(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    gone = "**/assets/PlansPage-*.js"

    async def missing(route: Route) -> None:
        await route.fulfill(status=404)

    await officer.page.route(gone, missing, times=1)
    await officer("nav-plans").click()
    await expect(officer("plans")).to_be_visible()
