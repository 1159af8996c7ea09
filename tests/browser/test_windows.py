"""Every window belongs to its incident: named in its title, gone with its page."""

from playwright.async_api import BrowserContext, expect

from tests.browser.screen import MINE, Screen
from tests.support.server import ServerProcess


async def at_the_desk(office: BrowserContext, desk: ServerProcess) -> Screen:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    return officer


async def test_a_window_names_its_incident_and_goes_with_its_page(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_desk(office, desk)
    other = await officer.take_the_call(trapped=1)
    await officer.page.goto(f"{officer.url}/#/")
    number = await officer.take_the_call(exercise=True, trapped=1)
    await officer("act-activate_response-IV").click()
    title = officer("window-title")
    await expect(title).to_contain_text(f"{number} {MINE}")
    await expect(officer("window-kind")).to_have_text("演练")
    await officer.page.go_back()
    await expect(officer("dialog")).to_be_hidden()
    await expect(officer("incident-number")).to_have_text(number)
    await officer.page.go_back()
    await officer(f"incident-{other}").click()
    await expect(officer("incident-number")).to_have_text(other)
    await expect(officer("dialog")).to_be_hidden()
    await officer("act-activate_response-IV").click()
    await expect(title).to_contain_text(other)
    await expect(officer("window-kind")).to_have_text("真实")


async def test_back_closes_an_empty_window_and_leaves_the_page_where_it_is(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_desk(office, desk)
    address = officer.page.url
    windows = {"open-incident": "open-form", "palette-open": "palette", "keys-open": "keys-help"}
    for button, window in windows.items():
        await officer(button).click()
        await expect(officer(window)).to_be_visible()
        await officer.page.go_back()
        await expect(officer(window)).to_be_hidden()
        await expect(officer.page).to_have_url(address)
    await officer("open-incident").click()
    await expect(officer("open-kind-find")).to_be_focused()
    await officer.page.go_back()
    await expect(officer("open-form")).to_be_hidden()
    await officer.take_the_call(exercise=True, trapped=1)
    await officer("act-activate_response-IV").click()
    await expect(officer("field-reason")).to_be_focused()
    await officer("dialog-cancel").click()
    await expect(officer("dialog")).to_be_hidden()
    await officer("cite").first.click()
    await expect(officer("cite-dialog")).to_be_visible()
    await officer.page.go_back()
    await expect(officer("cite-dialog")).to_be_hidden()
    await expect(officer("incident-title")).to_have_text(MINE)
    # The windows before it cost no press of their own.
    await officer.page.go_back()
    await expect(officer("list-count")).to_be_visible()


async def test_an_impossible_year_is_named_at_its_field_and_nothing_is_sent(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_desk(office, desk)
    await officer.take_the_call(exercise=True)
    await officer("facts-edit").click()
    await officer("fact-trapped").fill("2")
    await officer("facts-receipt-at").check()
    await officer("facts-as-of").fill("0026-11-23T13:45")
    await officer("facts-received-at").fill("0026-11-23T13:45")
    await officer("facts-submit").click()
    errors = officer("facts-form").get_by_test_id("field-error")
    await expect(errors).to_have_count(2)
    await expect(errors.first).to_contain_text("年份要写四位")
    await expect(officer("facts-as-of")).to_be_focused()
    await expect(officer("journal").locator("[data-type=facts_recorded]")).to_have_count(0)
    await officer("facts-receipt-now").check()
    await officer("facts-as-of").fill("")
    await officer("facts-submit").click()
    await expect(officer("facts-form")).to_be_hidden()
    await officer.sees_entry("facts_recorded", "2")


async def test_the_year_of_an_order_is_read_before_it_is_sent(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_desk(office, desk)
    await officer.take_the_call(exercise=True, trapped=1)
    await officer("act-activate_response-IV").click()
    await officer("order-time").fill("0026-11-23T13:45")
    await officer("dialog-submit").click()
    await expect(officer("order")).to_contain_text("年份要写四位")
    await officer("dialog-cancel").click()
    await officer("draft-discard").click()
    await expect(officer("dialog")).to_be_hidden()
    await expect(officer("incident-title")).to_have_text(MINE)
