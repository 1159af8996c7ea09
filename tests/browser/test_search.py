"""Words of a journal are found from the list, and the reporters' punctuality is counted."""

from playwright.async_api import BrowserContext, expect

from tests.browser.screen import Screen
from tests.support.server import ServerProcess


async def test_an_entry_is_found_by_its_words(office: BrowserContext, desk: ServerProcess) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    number = await officer.take_the_call(exercise=True)
    await officer("log-text").fill("三号风井口有浓烟")
    await officer("log-submit").click()
    await officer.sees_entry("log_entry_added", "三号风井口有浓烟")
    await officer.page.goto(f"{desk.url}/#/")
    await officer("list-search").fill("风井口")
    hit = officer("search-hits").get_by_role("link", name="三号风井口有浓烟")
    await expect(hit).to_be_visible()
    await hit.click()
    await expect(officer("incident-number")).to_have_text(number)
    await officer.page.goto(f"{desk.url}/#/")
    await officer("list-search").fill("从没写过的字")
    await expect(officer("search-hits")).to_contain_text("没有事件或记录")


async def test_punctuality_never_mixes_exercises_with_real_incidents(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer.take_the_call(exercise=True)
    await officer("nav-punctuality").click()
    await officer("punctuality-exercise").check()
    table = officer("punctuality").locator("tbody")
    await expect(table).to_contain_text("市应急管理局")
    await officer("punctuality-span").select_option("0")
    await expect(table).to_contain_text("市应急管理局")
