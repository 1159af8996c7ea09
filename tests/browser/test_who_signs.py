"""A page shows one account and signs as that one; a sign-in that ends is taken up in place."""

from playwright.async_api import BrowserContext, expect

from tests.browser.screen import BOSS, OFFICER, PASSWORD, Screen, zhiban
from tests.support.server import ServerProcess

WORDS = "救护队已出发"


async def test_a_page_stops_when_another_tab_signs_in_as_somebody_else(
    office: BrowserContext, desk: ServerProcess, database: str
) -> None:
    account = ("user", "add", BOSS, "--role", "duty_officer", "--password-stdin")
    zhiban(database, *account, words=PASSWORD)
    first = await Screen.of(office, desk.url)
    await first.sign_in()
    await first.take_the_call(exercise=True, trapped=1)
    await first("log-text").fill(WORDS)

    second = await Screen.of(office, desk.url)
    await expect(second("account")).to_have_text(OFFICER)
    await second("sign-out").click()
    await expect(second("out-drafts")).to_contain_text("1 份")
    await second("out-keep").click()
    await second.sign_in(BOSS)

    await expect(first("other-account")).to_contain_text(BOSS)
    await expect(first("account")).to_have_text(OFFICER)
    await first("other-go-on").click()
    await expect(first("account")).to_have_text(BOSS)
    await expect(first("other-account")).to_be_hidden()
    await expect(first("log-text")).to_have_value("")
    await expect(first("connection")).to_have_attribute("data-state", "live")


async def test_a_sign_in_that_ends_is_taken_up_where_it_was(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer.take_the_call(exercise=True, trapped=1)
    await officer("add-log").click()
    await officer("field-text").fill(WORDS)
    await officer.page.request.delete(f"{officer.url}/api/session")
    await expect(officer("sign-in-again")).to_contain_text(OFFICER)
    await officer.sign_in()
    await expect(officer("sign-in-again")).to_be_hidden()
    await expect(officer("field-text")).to_have_value(WORDS)
    await officer("dialog-submit").click()
    await officer.sees_entry("log_entry_added", WORDS)
