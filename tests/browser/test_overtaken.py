"""A decision holds for the figures that were on the screen when its window was opened."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.api.town import PASSWORD, Town, found_town
from tests.browser.screen import WIDE

PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    found = found_town(tmp_path_factory.mktemp("overtaken"), names=("duty", "director"))
    yield found
    assert found.server.stop() == 0, found.server.log_tail()


@pytest.fixture
async def screen(browser: Browser, own_town: Town) -> AsyncIterator[Page]:
    """The page of the director of the command office."""
    expect.set_options(timeout=PATIENCE_MS)
    context = await browser.new_context(reduced_motion="reduce", locale="zh-CN", viewport=WIDE)
    page = await context.new_page()
    await page.goto(own_town.url)
    await page.get_by_test_id("signin-name").fill("director")
    await page.get_by_test_id("signin-password").fill(PASSWORD)
    await page.get_by_test_id("signin-submit").click()
    yield page
    await context.close()


async def open_the_window(screen: Page, incident: dict[str, Any]) -> None:
    await screen.get_by_test_id(f"incident-{incident['number']}").click()
    await screen.get_by_test_id("act-activate_response-IV").click()
    await expect(screen.get_by_test_id("dialog")).to_be_visible()


def stage(town: Town, incident: dict[str, Any]) -> str:
    said: str = town.view(incident)["stage"]
    return said


async def test_a_decision_overtaken_by_figures_says_what_changed_and_asks_again(
    screen: Page, own_town: Town
) -> None:
    incident = own_town.open("coal_mine")
    await open_the_window(screen, incident)
    told = own_town.command(incident, "record_facts", facts={"deaths": 7}, source="现场电话")
    assert told.status_code == 200, told.text

    await screen.get_by_test_id("dialog-submit").click()
    note = screen.get_by_test_id("overtaken")
    await expect(note).to_contain_text("7")
    await expect(note).to_contain_text("duty")
    await expect(note).to_contain_text("现场电话")
    assert stage(own_town, incident) == "assessing"

    await screen.get_by_test_id("dialog-submit").click()
    await expect(screen.get_by_test_id("dialog")).to_be_hidden()
    assert stage(own_town, incident) == "responding"


async def test_a_decision_is_not_held_up_by_a_log_entry(screen: Page, own_town: Town) -> None:
    incident = own_town.open("coal_mine")
    await open_the_window(screen, incident)
    assert own_town.command(incident, "add_log_entry", text="记者来电").status_code == 200
    await screen.get_by_test_id("dialog-submit").click()
    await expect(screen.get_by_test_id("dialog")).to_be_hidden()
    assert stage(own_town, incident) == "responding"


async def test_a_log_entry_does_not_ask_what_changed_meanwhile(
    screen: Page, own_town: Town
) -> None:
    incident = own_town.open("coal_mine")
    await screen.get_by_test_id(f"incident-{incident['number']}").click()
    await screen.get_by_test_id("add-log").click()
    own_town.command(incident, "record_facts", facts={"deaths": 7}, source="现场电话")
    await screen.get_by_test_id("field-text").fill("已通知家属")
    await screen.get_by_test_id("dialog-submit").click()
    await expect(screen.get_by_test_id("dialog")).to_be_hidden()
    await expect(screen.get_by_test_id("journal")).to_contain_text("已通知家属")
