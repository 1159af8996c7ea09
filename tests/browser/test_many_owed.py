"""A response left alone for days: everything owed stays at hand, and the page stays quick."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect

from tests.api.town import PASSWORD, Town, found_town
from tests.benchmarks.owed_reports import fill
from tests.browser.screen import comes_about

SLOTS = 130


@pytest.fixture(scope="module")
def left_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, str]]:
    folder: Path = tmp_path_factory.mktemp("alone")
    url = f"sqlite:///{folder}/zhiban.db"
    incident = fill(url, SLOTS)
    town = found_town(folder, env={"ZHIBAN_DATABASE_URL": url}, names=("duty",))
    yield town, incident
    town.server.stop()


def rows_of(town: Town, incident: str) -> int:
    """Of how many reports and instants something is owed."""
    owed = town.view({"id": incident})["next_slots"]
    return len({(one["obligation"], one["due_at"]) for one in owed})


async def test_what_is_owed_stands_by_instant_and_every_report_can_be_handed_in(
    office: BrowserContext, left_alone: tuple[Town, str]
) -> None:
    town, incident = left_alone
    owed = town.view({"id": incident})["next_slots"]
    assert sum(slot["state"] == "overdue" for slot in owed) >= SLOTS
    page = await office.new_page()
    await page.goto(f"{town.url}/#/incident/{incident}/reports")
    await page.get_by_test_id("signin-name").fill("duty")
    await page.get_by_test_id("signin-password").fill(PASSWORD)
    await page.get_by_test_id("signin-submit").click()
    panel = page.get_by_test_id("slots")
    await page.get_by_test_id("board-view-list").click()
    rows = panel.get_by_test_id("board-row")
    await expect(rows).to_have_count(12)
    await panel.get_by_test_id("slots-more").click()

    # Another may fall due, or be owed, while the page is read.
    async def all_shown() -> bool:
        return await rows.count() == rows_of(town, incident)

    await comes_about(page, all_shown)

    fullest = rows.filter(has_text="0 / 17 已报").first
    cells = fullest.get_by_test_id("slot")
    await expect(cells).to_have_count(17)
    name = await cells.first.get_attribute("data-slot")
    await cells.first.click()
    await fullest.locator("[data-testid^=report-]").click()
    await page.get_by_test_id("dialog").locator("textarea").first.wait_for()
    for field in await page.get_by_test_id("dialog").locator("textarea").all():
        await field.fill("正常")
    await page.get_by_test_id("dialog-submit").click()
    await expect(page.get_by_test_id("dialog")).to_be_hidden()
    sent = panel.locator(f'[data-testid=slot][data-slot="{name}"]')
    await expect(sent).to_have_attribute("data-state", "submitted_late")
    row = rows.filter(has=page.locator(f'[data-testid=slot][data-slot="{name}"]'))
    await expect(row.get_by_test_id("row-count")).to_have_text("1 / 17 已报")
