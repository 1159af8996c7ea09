"""Words that people typed are shown as they are, to everybody who may see them."""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.api.town import PASSWORD, Town, found_town
from tests.browser.screen import WIDE

PATIENCE_MS = 60_000
NASTY = "<img src=x onerror='window.hit=1'><script>window.hit=1</script>{{hit}}"


@pytest.fixture
async def screen(browser: Browser) -> AsyncIterator[Page]:
    expect.set_options(timeout=PATIENCE_MS)
    context = await browser.new_context(reduced_motion="reduce", locale="zh-CN", viewport=WIDE)
    yield await context.new_page()
    await context.close()


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("words")
    found = found_town(folder, names=("duty", "viewer", "reporter"))
    yield found
    assert found.server.stop() == 0, found.server.log_tail()


@pytest.mark.parametrize("name", ["duty", "viewer", "reporter"])
async def test_markup_in_titles_logs_and_reports_is_text_on_every_accounts_page(
    screen: Page, own_town: Town, name: str
) -> None:
    incident = own_town.open("grain", title=NASTY)
    own_town.command(incident, "add_log_entry", text=NASTY)
    own_town.command(incident, "record_facts", facts={"price_rise_percent": 35}, source=NASTY)
    report = {"kind": "urgent", "content": {"text": NASTY, NASTY: NASTY}}
    assert own_town.command(incident, "submit_report", "reporter", **report).status_code == 200
    wrong: list[str] = []
    screen.on("pageerror", lambda error: wrong.append(str(error)))

    await screen.goto(own_town.url)
    await screen.get_by_test_id("signin-name").fill(name)
    await screen.get_by_test_id("signin-password").fill(PASSWORD)
    await screen.get_by_test_id("signin-submit").click()
    if name == "reporter":
        await expect(screen.get_by_test_id("county")).to_contain_text(NASTY)
        await screen.goto(f"{own_town.url}/#/incident/{incident['id']}")
    else:
        await screen.get_by_test_id(f"incident-{incident['number']}").click()
    await expect(screen.get_by_test_id("incident-title")).to_have_text(NASTY)
    await screen.get_by_test_id("tab-reports").click()
    await expect(screen.get_by_test_id("slots").get_by_test_id("slot").first).to_be_visible()
    await expect(screen.get_by_test_id("entry-1")).to_be_visible()
    await expect(screen.get_by_test_id("journal")).to_contain_text(NASTY)
    await screen.get_by_test_id("nav-wall").click()
    tile = screen.get_by_test_id(f"tile-{incident['number']}")
    await expect(tile).to_contain_text(NASTY[:10])
    await expect(tile.locator("h2")).to_have_attribute("title", NASTY)
    assert wrong == []
    assert await screen.evaluate("window.hit") is None
