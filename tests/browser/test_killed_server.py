"""The server is killed under an open page with a half-written form: nothing is lost or doubled."""

from pathlib import Path

from playwright.async_api import BrowserContext, expect

from tests.browser.screen import HEARTBEAT, OFFICER, PASSWORD, Screen, zhiban
from tests.support.server import start_zhiban

WORDS = "救护队已出发，预计零点到达"
READ = "performance.getEntriesByType('resource').some((one) => one.name.includes('KeysHelp'))"


async def test_a_half_written_entry_outlives_the_server_and_is_entered_once(
    office: BrowserContext, tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path / 'killed.db'}"
    account = ("user", "add", OFFICER, "--role", "duty_officer", "--password-stdin")
    zhiban(database, *account, words=PASSWORD)
    server = start_zhiban(tmp_path, "--database-url", database, env=HEARTBEAT)
    try:
        officer = await Screen.of(office, server.url)
        await officer.sign_in()
        number = await officer.take_the_call(exercise=True)
        # What the first view did not need has been read meanwhile.
        await officer.page.wait_for_function(READ)
        await officer("add-log").click()
        await officer("field-text").fill(WORDS)
        server.kill()
        await expect(officer("stale")).to_be_visible()
        await expect(officer("field-text")).to_have_value(WORDS)
        await officer("dialog-submit").click()
        await expect(officer("lost")).to_be_visible()
        await expect(officer("field-text")).to_have_value(WORDS)
        await officer("dialog-cancel").click()
        await officer("draft-keep").click()
        # Windows open without a server, and what was typed stands there again.
        await officer.page.keyboard.press("Control+k")
        await expect(officer("palette-text")).to_be_visible()
        await officer.page.go_back()
        await expect(officer("palette-text")).to_be_hidden()
        await officer("add-log").click()
        await expect(officer("field-text")).to_have_value(WORDS)
        server = start_zhiban(tmp_path, "--database-url", database, env=HEARTBEAT, port=server.port)
        await expect(officer("connection")).to_have_attribute("data-state", "live")
        await officer("dialog-submit").click()
        await expect(officer("dialog")).to_be_hidden()
        entries = officer("journal").locator("[data-type=log_entry_added]")
        await expect(entries).to_have_count(1)
        await expect(entries).to_contain_text(WORDS)
        path = f"{server.url}/api/incidents/{number}/events"
        events = (await (await officer.page.request.get(path)).json())["events"]
        assert [one["type"] for one in events].count("log_entry_added") == 1
    finally:
        server.stop()
