"""What was typed is not lost: by Esc, Back, a reload or the end of a session."""

from playwright.async_api import BrowserContext, Route, expect

from tests.browser.screen import MINE, Screen
from tests.support.server import ServerProcess

WORDS = "救护队已出发，预计零点到达"
COMPOSING = """() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {
    key: "Escape", code: "Escape", isComposing: true, bubbles: true, cancelable: true,
}))"""


async def with_words_typed(office: BrowserContext, desk: ServerProcess) -> Screen:
    """An officer in the middle of a log entry."""
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer.take_the_call(exercise=True)
    await officer("add-log").click()
    await officer("field-text").fill(WORDS)
    return officer


async def test_esc_asks_and_the_input_methods_esc_does_not_close(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await with_words_typed(office, desk)
    await officer("field-text").focus()
    await officer.page.evaluate(COMPOSING)
    await expect(officer("draft-ask")).to_be_hidden()
    await officer.page.keyboard.press("Escape")
    await expect(officer("draft-ask")).to_be_visible()
    await officer("draft-stay").click()
    await expect(officer("field-text")).to_have_value(WORDS)
    await officer("dialog-cancel").click()
    await officer("draft-discard").click()
    await expect(officer("dialog")).to_be_hidden()
    await officer("add-log").click()
    await expect(officer("field-text")).to_have_value("")
    await officer.page.keyboard.press("Escape")
    await expect(officer("dialog")).to_be_hidden()


async def test_a_draft_outlives_back_reload_and_sign_out_and_goes_when_sent(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await with_words_typed(office, desk)
    address = officer.page.url
    await officer.page.go_back()
    await expect(officer("draft-ask")).to_be_visible()
    await expect(officer.page).to_have_url(address)
    await officer("draft-keep").click()
    await expect(officer("dialog")).to_be_hidden()
    await officer.page.go_back()
    await expect(officer("incident-title")).to_be_hidden()
    await officer.page.request.delete(f"{officer.url}/api/session")
    await expect(officer("sign-in-again")).to_be_visible()
    await officer.page.goto(address)
    await officer.page.reload()
    await officer.sign_in()
    await expect(officer("incident-title")).to_have_text(MINE)
    await officer("add-log").click()
    await expect(officer("draft-restored")).to_be_visible()
    await expect(officer("field-text")).to_have_value(WORDS)
    await officer("dialog-submit").click()
    await expect(officer("dialog")).to_be_hidden()
    await officer.sees_entry("log_entry_added", WORDS)
    await officer("add-log").click()
    await expect(officer("field-text")).to_have_value("")
    await expect(officer("draft-restored")).to_be_hidden()


async def test_a_draft_belongs_to_its_incident(office: BrowserContext, desk: ServerProcess) -> None:
    officer = await with_words_typed(office, desk)
    await officer("dialog-cancel").click()
    await officer("draft-keep").click()
    await officer.page.goto(f"{officer.url}/#/")
    await officer.take_the_call(exercise=True)
    await officer("add-log").click()
    await expect(officer("field-text")).to_have_value("")


async def test_a_lost_answer_is_asked_for_again_after_a_reload(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await with_words_typed(office, desk)
    keys: list[str] = []

    async def lose(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        await route.fetch()
        await route.abort("connectionreset")

    await officer.page.route("**/commands", lose)
    await officer("dialog-submit").click()
    await expect(officer("lost")).to_be_visible()
    await officer.page.unroute("**/commands")
    await officer.page.reload()
    await officer("add-log").click()
    await expect(officer("lost")).to_be_visible()
    await officer("dialog-submit").click()
    await expect(officer("dialog")).to_be_hidden()
    entries = officer("journal").locator("[data-type=log_entry_added]")
    await expect(entries).to_have_count(1)
    assert len(keys) == 1


async def test_figures_and_a_new_call_come_back_too(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer("open-incident").click()
    await officer("open-kind-coal_mine").check()
    await officer("open-title").fill(MINE)
    await officer("fact-trapped").fill("3～5")
    await officer.page.keyboard.press("Escape")
    await expect(officer("draft-stay")).to_be_focused()
    await expect(officer("draft-ask")).to_be_in_viewport()
    await officer("draft-keep").click()
    await officer.page.reload()
    await officer("open-incident").click()
    await expect(officer("draft-restored")).to_be_visible()
    await expect(officer("open-title")).to_have_value(MINE)
    await expect(officer("fact-trapped")).to_have_value("3～5")
    await officer("draft-clear").click()
    await expect(officer("open-title")).to_have_value("")
    await officer.page.keyboard.press("Escape")
    await expect(officer("open-form")).to_be_hidden()
    await officer.take_the_call(exercise=True)
    await officer("facts-edit").click()
    await officer("fact-missing").fill("7")
    await officer("facts-note").fill(WORDS)
    await officer.page.reload()
    await officer("facts-edit").click()
    await expect(officer("fact-missing")).to_have_value("7")
    await expect(officer("facts-note")).to_have_value(WORDS)
    await officer("facts-receipt-now").check()
    await officer("facts-submit").click()
    await officer.sees_entry("facts_recorded", "7", WORDS)
    await officer("facts-edit").click()
    await expect(officer("fact-missing")).to_have_value("")
