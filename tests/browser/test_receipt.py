"""When the office was told, and what a smaller figure means: the officer chooses both."""

from typing import Any

from playwright.async_api import BrowserContext, expect

from tests.browser.screen import Screen
from tests.support.server import ServerProcess


async def at_the_desk(office: BrowserContext, desk: ServerProcess, **figures: int) -> Screen:
    """An officer who has just taken a call."""
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer.take_the_call(exercise=True, **figures)
    return officer


async def told(officer: Screen, path: str) -> Any:
    """What the server answers to the page's own account."""
    number = await officer("incident-number").inner_text()
    answer = await officer.page.request.get(f"{officer.url}/api/incidents/{number}{path}")
    return await answer.json()


async def test_figures_of_the_first_call_count_from_it(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_desk(office, desk, trapped=2)
    await officer("facts-edit").click()
    await officer("fact-missing").fill("1")
    await expect(officer("facts-missing")).to_contain_text("请选择何时接到")
    await expect(officer("facts-submit")).to_be_disabled()
    await officer("facts-receipt-first").check()
    await officer("facts-submit").click()
    await expect(officer("facts-form")).to_be_hidden()
    view = await told(officer, "")
    assert view["figures"]["missing"]["received_at"] == view["received_at"]


async def test_no_key_sends_figures_before_the_receipt_is_chosen(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_desk(office, desk, trapped=2)
    before = len((await told(officer, "/events"))["events"])
    await officer("facts-edit").click()
    await officer("fact-missing").fill("1")
    await officer("facts-source").press("Control+Enter")
    await expect(officer("facts-receipt-now")).to_be_focused()
    assert len((await told(officer, "/events"))["events"]) == before
    await officer.page.keyboard.press("Space")
    await officer.page.keyboard.press("Control+Enter")
    await expect(officer("facts-form")).to_be_hidden()
    assert (await told(officer, ""))["figures"]["missing"]["value"] == 1


async def test_a_smaller_figure_is_changed_or_corrected_by_the_officers_word(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_desk(office, desk, trapped=12)
    await officer.record(lowering="changed", trapped=11)
    await officer.record(lowering="changed", trapped=9)
    await officer.record(trapped=10)
    entries = (await told(officer, "/events"))["events"]
    assert not any(entry["data"].get("corrects") for entry in entries)


async def test_a_corrected_rumour_says_which_entry_it_corrects(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_desk(office, desk)
    await officer.record(trapped=12)
    await officer.record(lowering="corrected", trapped=1)
    entry = (await told(officer, "/events"))["events"][-1]
    assert entry["type"] == "facts_recorded"
    assert entry["data"]["corrects"] == [entry["seq"] - 1]
