"""A county's reporter at the page: its own reports are handed in there, nobody else's."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.api.town import ACCOUNTS, ADMIN, PASSWORD, Town, found_town
from tests.browser.screen import WIDE

PATIENCE_MS = 60_000
COUNTY = ACCOUNTS["reporter"]["division"]
WATCHING = "watching"


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """The page in a county's office."""
    expect.set_options(timeout=PATIENCE_MS)
    context = await browser.new_context(reduced_motion="reduce", locale="zh-CN", viewport=WIDE)
    context.set_default_timeout(PATIENCE_MS)
    yield await context.new_page()
    await context.close()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    found = found_town(tmp_path_factory.mktemp("county"), names=("duty", "reporter"))
    try:
        account = ACCOUNTS["reporter"] | {"roles": ["reporter", "viewer"], "name": WATCHING}
        made = found.post("/api/accounts", account | {"password": PASSWORD}, ADMIN)
        assert made.status_code == 201, made.text
        yield found
    finally:
        found.server.stop()


@pytest.fixture
def incident(town: Town) -> dict[str, Any]:
    """A response that asks every county for reports."""
    opened = town.open("grain")
    order = {"on_behalf_of": "office_director", "by_means": "phone"}
    asked = {"level": "III", "sub_state": "tense", "reason": "抢购"}
    town.command(opened, "recommend_activation", **asked, **order)
    order["on_behalf_of"] = "chief_commander"
    answer = town.command(opened, "activate_response", **asked, **order)
    assert answer.status_code == 200, answer.text
    return town.view(opened)


async def signed_in(page: Page, town: Town, name: str, incident: dict[str, Any]) -> None:
    await page.goto(f"{town.url}/#/incident/{incident['id']}/reports")
    await page.get_by_test_id("signin-name").fill(name)
    await page.get_by_test_id("signin-password").fill(PASSWORD)
    await page.get_by_test_id("signin-submit").click()
    await expect(page.get_by_test_id("incident-number")).to_have_text(incident["number"])


def cell_of(page: Page, slot: str | None) -> Locator:
    return page.locator(f'[data-testid=slot][data-slot="{slot}"]')


def row_of(page: Page, slot: str | None) -> Locator:
    """The row of the board in which a slot stands."""
    return page.get_by_test_id("board-row").filter(has=cell_of(page, slot))


async def test_a_reporter_hands_in_its_own_report_on_the_page(
    page: Page, town: Town, incident: dict[str, Any]
) -> None:
    await signed_in(page, town, "reporter", incident)
    slots = page.get_by_test_id("slot")
    await expect(slots.first).to_be_visible()
    name = await slots.first.get_attribute("data-slot")
    await row_of(page, name).locator('[data-testid^="report-"]').click()
    await page.locator('[data-testid^="field-content."]').first.fill("库存充足，市场平稳")
    for press in (await page.locator('[data-testid^="to-verify-"]').all())[1:]:
        await press.click()
    await page.get_by_test_id("dialog-submit").click()
    await expect(page.get_by_test_id("dialog")).to_have_count(0)
    await expect(cell_of(page, name)).to_have_attribute("data-state", re.compile("^submitted"))
    (entry,) = [e for e in town.journal(incident) if e["type"] == "report_submitted"]
    assert (entry["actor"], entry["role"], entry["data"]["slot"]) == ("reporter", "reporter", name)
    assert "库存充足，市场平稳" in entry["data"]["content"].values()


async def test_who_sees_others_reports_is_offered_only_its_own(
    page: Page, town: Town, incident: dict[str, Any]
) -> None:
    await signed_in(page, town, WATCHING, incident)
    await expect(page.get_by_test_id("slot").first).to_be_visible()
    more = page.get_by_test_id("slots-more")
    if await more.count():
        await more.click()
    others = [s["id"] for s in town.view(incident)["next_slots"] if s["reporter"] != COUNTY]
    own = [s["id"] for s in town.view(incident)["next_slots"] if s["reporter"] == COUNTY]
    assert own
    assert others
    # What can be chosen for a report can be pressed in and out; the others only open.
    for slot in own:
        await expect(cell_of(page, slot)).to_have_attribute("aria-pressed", "false")
    for slot in others:
        await expect(cell_of(page, slot)).to_be_visible()
        assert await cell_of(page, slot).get_attribute("aria-pressed") is None
