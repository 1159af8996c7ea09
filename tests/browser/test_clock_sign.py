"""The machine's clock in doubt: told on every screen, trusted by the duty officer's hand."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.api.moved_clock import MovedClock, moved_clock
from tests.api.town import PASSWORD, ago
from tests.browser.screen import PATIENCE_MS


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[MovedClock]:
    with moved_clock(tmp_path) as found:
        yield found


@pytest.fixture
async def office(browser: Browser) -> AsyncIterator[BrowserContext]:
    expect.set_options(timeout=PATIENCE_MS)
    context = await browser.new_context(
        reduced_motion="reduce", locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    await context.close()


async def signed_in(office: BrowserContext, clock: MovedClock, path: str = "") -> Page:
    page = await office.new_page()
    await page.goto(f"{clock.town.url}/{path}")
    await page.get_by_test_id("signin-name").fill("duty")
    await page.get_by_test_id("signin-password").fill(PASSWORD)
    await page.get_by_test_id("signin-submit").click()
    await expect(page.get_by_test_id("account")).to_have_text("duty")
    return page


async def test_an_hour_back_is_told_everywhere_and_trusted_by_the_duty_officer(
    office: BrowserContext, clock: MovedClock
) -> None:
    page = await signed_in(office, clock)
    wall = await office.new_page()
    await wall.goto(f"{clock.town.url}/#/wall?token={clock.town.tokens['viewer']}")
    await expect(wall.get_by_test_id("wall")).to_be_visible()
    sign, told = page.get_by_test_id("clock-sign"), wall.get_by_test_id("clock-sign")
    await expect(sign).to_have_count(0)
    clock.tell(wall_s=-3600.0)
    for one in (sign, told):
        await expect(one).to_contain_text("机器时间不可信")
        await expect(one).to_be_in_viewport()
    # Whoever may not, is not asked.
    await expect(wall.get_by_test_id("clock-ask")).to_have_count(0)
    await page.get_by_test_id("clock-ask").click()
    await expect(sign).to_contain_text(clock.state()["node"])
    # The clock moves while the question stands: it is another question.
    clock.tell(wall_s=-1800.0)
    await expect(page.get_by_test_id("clock-trust")).to_have_count(0)
    await page.get_by_test_id("clock-ask").click()
    await page.get_by_test_id("clock-trust").click()
    for one in (sign, told):
        await expect(one).to_have_count(0)
    mark = clock.town.get("/api/clock").json()["marks"][0]
    assert (mark["kind"], mark["account"]) == ("trusted", "duty")


async def test_what_was_entered_late_says_so_in_the_journal(
    office: BrowserContext, clock: MovedClock
) -> None:
    town = clock.town
    incident = town.open(
        "coal_mine", facts={"deaths": 1}, occurred_at=ago(minutes=30), received_at=ago(minutes=1)
    )
    order = {"on_behalf_of": "office_director", "by_means": "phone"}
    assert town.command(incident, "activate_response", level="IV", **order).is_success
    town.server.kill()
    clock.pass_by(hours=30)
    clock.restart(kill=False)
    page = await signed_in(office, clock, f"#/incident/{incident['id']}/journal")
    late = page.get_by_test_id("late").first
    await expect(late).to_contain_text("补记，晚")
    await expect(page.get_by_test_id("clock-sign")).to_have_count(0)
