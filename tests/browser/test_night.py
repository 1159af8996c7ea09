"""A night: a long journal that stays quick, honest signs of life, a bell, sheets of paper."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.api.town import PASSWORD, Town, found_town
from tests.browser.screen import comes_about
from tests.support.long_journal import long_journal

ENTRIES = 3000
MIDDLE = """box => {
  const at = box.getBoundingClientRect();
  const found = document.elementFromPoint(at.left + 60, at.top + at.height / 2);
  // For a moment after scrolling there is nothing but room.
  return found?.closest('li')?.dataset.testid;
}"""
HEARTBEAT_S = 60
AT_ONCE_MS = HEARTBEAT_S * 1000
"""Sooner than a missed heartbeat would tell; and long enough for any machine."""
PNG = b"\x89PNG\r\n\x1a\n"
QUICK_S = 60
"""Generous, for slow machines; that few rows are made at all is asked besides."""


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, str]]:
    """A server with an incident that has a long journal; its id."""
    folder: Path = tmp_path_factory.mktemp("night")
    url = f"sqlite:///{folder}/zhiban.db"
    incident = long_journal(url, ENTRIES)
    env = {"ZHIBAN_DATABASE_URL": url, "ZHIBAN_HEARTBEAT_S": str(HEARTBEAT_S)}
    town = found_town(folder, env=env, names=("duty",))
    yield town, incident
    town.server.stop()


async def signed_in(context: BrowserContext, town: Town, path: str = "/") -> Page:
    page = await context.new_page()
    await page.goto(town.url + path)
    # Whether somebody is signed in is asked of the server first.
    door, account = page.get_by_test_id("signin-name"), page.get_by_test_id("account")
    await expect(door.or_(account)).to_be_visible()
    if await door.count():
        await page.get_by_test_id("signin-name").fill("duty")
        await page.get_by_test_id("signin-password").fill(PASSWORD)
        await page.get_by_test_id("signin-submit").click()
    return page


@pytest.fixture
async def page(
    office: BrowserContext, night: tuple[Town, str]
) -> AsyncIterator[tuple[Page, Town, str]]:
    """The list of incidents, of an officer who has just signed in."""
    town, incident = night
    page = await signed_in(office, town)
    await expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "live")
    yield page, town, incident


async def test_a_long_journal_opens_at_its_end_and_is_read_as_one_scrolls(
    page: tuple[Page, Town, str],
) -> None:
    screen, town, incident = page
    began = time.monotonic()
    await screen.goto(f"{town.url}/#/incident/{incident}/journal")
    rows = screen.get_by_test_id("journal").locator("li")
    await expect(rows.first).to_be_visible()
    assert time.monotonic() - began < QUICK_S
    assert await rows.count() < 60
    version = town.view({"id": incident})["version"]
    await expect(rows.first).to_have_attribute("aria-posinset", "1")
    await expect(rows.first).to_have_attribute("aria-setsize", str(version))
    await expect(screen.get_by_test_id("journal-older")).to_contain_text(f"{version - 200:d}")
    box = screen.get_by_test_id("journal-box")
    await box.evaluate("box => { box.scrollTop = box.scrollHeight; }")
    await expect(screen.get_by_test_id("journal-older")).to_contain_text(f"{version - 1200:d}")


async def test_the_journal_is_searched_to_its_beginning_and_filtered(
    page: tuple[Page, Town, str],
) -> None:
    screen, town, incident = page
    await screen.goto(f"{town.url}/#/incident/{incident}/journal")
    await screen.get_by_test_id("journal-search").fill("记录很长的事故")
    rows = screen.get_by_test_id("journal").locator("li")
    await expect(screen.get_by_test_id("journal-found")).to_have_text("1 条")
    await expect(rows).to_have_attribute("data-type", "incident_opened")
    await screen.get_by_test_id("journal-search").fill("")
    await screen.get_by_test_id("journal-kind").select_option("decisions")
    await expect(rows.last).to_have_attribute("data-type", "incident_opened")
    await screen.get_by_test_id("journal-kind").select_option("facts")
    await expect(rows.first).to_have_attribute("data-type", "facts_recorded")


async def test_a_new_entry_does_not_move_what_somebody_reads(
    page: tuple[Page, Town, str],
) -> None:
    screen, town, incident = page
    await screen.goto(f"{town.url}/#/incident/{incident}/journal")
    box = screen.get_by_test_id("journal-box")
    await expect(box.locator("li").first).to_be_visible()
    await box.evaluate("box => { box.scrollTop = 1500; }")
    middle = await screen.wait_for_function(MIDDLE, arg=await box.element_handle())
    read = await middle.json_value()
    town.command({"id": incident}, "add_log_entry", text="新的一条")
    version = town.view({"id": incident})["version"]
    await expect(box.locator("li").first).to_have_attribute("aria-setsize", str(version))
    top = await screen.locator(f"[data-testid={read}]").bounding_box()
    around = await box.bounding_box()
    assert top is not None and around is not None
    assert around["y"] - 80 < top["y"] < around["y"] + around["height"] + 80


async def test_without_a_network_the_screen_is_stale_at_once_and_no_countdown_runs(
    office: BrowserContext, page: tuple[Page, Town, str]
) -> None:
    screen, town, incident = page
    # Whoever corrects a report chooses among all of them.
    async with screen.expect_request(re.compile(r"/events\?last=1000&before=")):
        await screen.goto(f"{town.url}/#/incident/{incident}/reports")
    countdown = screen.get_by_test_id("countdown").last
    await expect(countdown).to_be_visible()
    await office.set_offline(True)
    state = screen.get_by_test_id("connection")
    await expect(state).to_have_attribute("data-state", "closed", timeout=AT_ONCE_MS)
    await expect(screen.get_by_test_id("stale")).to_be_visible()
    await expect(countdown).to_contain_text("倒计时已停")
    await office.set_offline(False)
    await expect(state).to_have_attribute("data-state", "live")
    await expect(countdown).not_to_contain_text("倒计时已停")


async def rung(tabs: tuple[Page, ...]) -> int:
    """How often all tabs have rung together."""
    counts = [await one.get_by_test_id("bell").get_attribute("data-rang") for one in tabs]
    return sum(int(count or 0) for count in counts)


async def rung_up_to(tabs: tuple[Page, ...], times: int) -> None:
    """They ring so often and no more."""

    async def often_enough() -> bool:
        return await rung(tabs) >= times

    await comes_about(tabs[0], often_enough)
    assert await rung(tabs) == times


async def test_the_bell_rings_once_for_all_tabs_and_is_silent_by_name(
    office: BrowserContext, page: tuple[Page, Town, str]
) -> None:
    screen, town, _ = page
    bell = screen.get_by_test_id("bell")
    await expect(bell).not_to_have_attribute("data-rang", "0")
    await bell.click()
    await screen.get_by_test_id("bell-note-all").click()
    await expect(bell).to_have_attribute("data-waiting", "0")
    other = await signed_in(office, town)
    await expect(other.get_by_test_id("connection")).to_have_attribute("data-state", "live")
    await other.get_by_test_id("bell").click()
    await expect(other.get_by_test_id("bell")).to_have_attribute("data-state", "ready")
    tabs = (screen, other)
    await rung_up_to(tabs, 1)
    opened = town.open("grain", title="又一起")  # of which nothing is owed at once
    for tab in tabs:
        await expect(tab.get_by_test_id("bell-said")).to_contain_text(opened["number"])
    await expect(screen).to_have_title(re.compile(r"^\(\d+\) "))
    await expect(other.get_by_test_id("alarm-new").first).to_contain_text(opened["number"])
    await rung_up_to(tabs, 2)

    await other.get_by_test_id("silence-30").click()
    for tab in tabs:
        await expect(tab.get_by_test_id("bell")).to_have_attribute("data-state", "silent")
        await expect(tab.get_by_test_id("bell")).to_contain_text("duty")
    quiet = town.open("coal_mine", title="静音时的一起")
    await expect(other.get_by_test_id("alarm-new").filter(has_text=quiet["number"])).to_be_visible()
    assert await rung(tabs) == 2
    await other.get_by_test_id("bell-test").click()
    await expect(other.get_by_test_id("bell")).to_have_attribute("data-last", "new")
    await rung_up_to(tabs, 3)


async def test_an_exercise_does_not_ring_until_somebody_wants_it(
    page: tuple[Page, Town, str],
) -> None:
    screen, town, _ = page
    bell = screen.get_by_test_id("bell")
    await bell.click()
    opened = town.open("coal_mine", title="演练铃", exercise=True)
    alarm = screen.get_by_test_id("alarm-new").filter(has_text=opened["number"])
    await expect(alarm).to_contain_text("演练")
    assert opened["number"] not in await screen.get_by_test_id("bell-said").inner_text()
    await screen.get_by_test_id("bell-exercises").check()
    await expect(screen.get_by_test_id("bell-exercises")).to_be_checked()


DECIDED = """new Promise((done) => {
  const look = () => document.querySelector('[data-testid="bell"][data-state="blocked"]')
    ? done(true) : setTimeout(look, 50);
  look();
})"""


async def decided_without_a_press(page: Page) -> None:
    """Once the bell of ``page`` has found that it may not ring.

    Every look of playwright at a page counts as a press for the browser, this one does not.
    """
    devtools = await page.context.new_cdp_session(page)
    found = devtools.send("Runtime.evaluate", {"expression": DECIDED, "awaitPromise": True})
    await asyncio.wait_for(found, 60)
    await devtools.detach()


async def test_the_bell_says_that_the_browser_wants_a_press(
    browser: Browser, night: tuple[Town, str]
) -> None:
    town, _ = night
    context = await browser.new_context(reduced_motion="reduce", locale="zh-CN")
    page = await signed_in(context, town)
    await expect(page.get_by_test_id("account")).to_be_visible()
    # A new tab, that nobody has pressed: a page loaded again may keep the press of the sign-in.
    await page.close()
    page = await context.new_page()
    await page.goto(town.url)
    await decided_without_a_press(page)
    bell = page.get_by_test_id("bell")
    await expect(bell).to_have_attribute("data-state", "blocked")
    await expect(bell).to_contain_text("请按一下")
    # Pressed as people press, at its left end, from where it shrinks once it may ring.
    await bell.click(position={"x": 5, "y": 10}, delay=300)
    await expect(bell).to_have_attribute("data-state", "ready")
    await expect(page.get_by_test_id("bell-panel")).to_be_visible()
    await context.close()


async def test_the_picture_is_saved_as_a_png(page: tuple[Page, Town, str], tmp_path: Path) -> None:
    screen, town, incident = page
    await screen.goto(f"{town.url}/#/incident/{incident}/picture")
    await expect(screen.get_by_test_id("picture")).to_contain_text("四级响应")
    async with screen.expect_download() as downloading:
        await screen.get_by_test_id("picture-export").click()
    saved = tmp_path / "picture.png"
    await (await downloading.value).save_as(saved)
    assert saved.read_bytes().startswith(PNG)
    assert saved.stat().st_size > 10_000


async def test_a_briefing_is_one_sheet_without_buttons_and_says_what_it_is_of(
    page: tuple[Page, Town, str],
) -> None:
    screen, town, incident = page
    await screen.goto(f"{town.url}/#/print/briefing/{incident}")
    sheet = screen.get_by_test_id("sheet")
    await expect(sheet).to_contain_text("突发事件情况简报")
    await expect(sheet).to_contain_text("四级响应")
    await expect(sheet.locator("button")).to_have_count(0)
    await screen.emulate_media(media="print")
    await expect(screen.get_by_test_id("print")).to_be_hidden()
    paper = await screen.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


async def test_a_printed_journal_marks_an_exercise_and_what_was_struck(
    page: tuple[Page, Town, str],
) -> None:
    screen, town, _ = page
    opened = town.open("coal_mine", title="演练打印", exercise=True)
    town.command(opened, "add_log_entry", text="写错的一条")
    seq = town.view(opened)["version"]
    town.command(opened, "strike_entry", seq=seq, reason="写错了")
    await screen.goto(f"{town.url}/#/print/journal/{opened['id']}")
    line = screen.get_by_test_id(f"line-{seq}")
    await expect(line.locator("s")).to_contain_text("写错的一条")
    await expect(line).to_contain_text("已划去")
    await expect(screen.get_by_test_id("sheet")).to_contain_text("演练")
