"""A call is taken: what happened first, the plan and the level follow while the officer types."""

from playwright.async_api import BrowserContext, expect

from tests.browser.screen import XIANGNING, Screen
from tests.support.server import ServerProcess


async def at_the_window(office: BrowserContext, desk: ServerProcess) -> Screen:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer("open-incident").click()
    return officer


async def test_a_spoken_call_becomes_an_incident(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_window(office, desk)
    await officer("open-kind-find").fill("危化品")
    await officer.page.keyboard.press("Enter")
    await expect(officer("open-kind-hazardous_chemicals")).to_be_checked()
    await officer("open-division").select_option(XIANGNING)
    await officer("open-place").fill("管头镇某化工厂")
    await officer("fact-deaths").fill("３")
    await officer("open-caller-post").fill("厂调度室")
    await officer("open-caller-phone").fill("13800000000")
    await expect(officer("open-governing")).to_contain_text("生产安全事故")
    await expect(officer("open-level")).to_contain_text("三级")
    await expect(officer("open-owed")).to_be_visible()
    await expect(officer("open-title")).to_have_value("乡宁县管头镇某化工厂 危险化学品")
    await officer("open-submit").click()
    await expect(officer("open-really")).to_contain_text("不是演练")
    await expect(officer("open-confirm")).to_be_focused()
    await officer("open-confirm").click()
    await expect(officer("incident-title")).to_have_text("乡宁县管头镇某化工厂 危险化学品")
    await expect(officer("where")).to_have_text("乡宁县 管头镇某化工厂")
    await expect(officer("caller")).to_have_text("厂调度室 ☏ 13800000000")
    number = await officer("incident-number").inner_text()
    answer = await officer.page.request.get(f"{officer.url}/api/incidents/{number}")
    view = await answer.json()
    assert view["kind"]["id"] == "hazardous_chemicals"
    assert view["caller"] == {"name": "", "post": "厂调度室", "phone": "13800000000"}
    assert view["figures"]["deaths"]["source"] == "厂调度室"


async def test_what_opening_means_stays_in_sight_on_a_low_screen(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_window(office, desk)
    await officer.page.set_viewport_size({"width": 1366, "height": 768})
    await officer("open-kind-coal_mine").check()
    await officer("fact-trapped").fill("2")
    await expect(officer("open-level")).to_contain_text("四级")
    await officer("open-source").fill("煤矿调度室")
    await officer.page.keyboard.press("Tab")
    await expect(officer("open-title")).to_be_focused()
    await expect(officer("open-level")).to_be_in_viewport(ratio=1)
    title = await officer("open-title").bounding_box()
    foot = await officer("open-submit").bounding_box()
    assert title and foot
    assert title["y"] + title["height"] <= foot["y"]


async def test_the_same_event_told_twice_is_offered(
    office: BrowserContext, desk: ServerProcess
) -> None:
    again = await at_the_window(office, desk)
    await again("open-cancel").click()
    number = await again.take_the_call(exercise=True)
    await again("open-incident").click()
    await again("open-kind-coal_mine").check()
    await again("open-division").select_option(XIANGNING)
    await expect(again("open-similar")).not_to_be_attached()
    await again("open-exercise").check()
    await again(f"similar-{number}").click()
    await expect(again("incident-number")).to_have_text(number)
    await again("open-incident").click()
    await expect(again("draft-restored")).to_be_visible()
    await expect(again("open-kind-coal_mine")).to_be_checked()


async def test_a_mine_that_the_city_does_not_supervise_comes_under_the_general_plan(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_window(office, desk)
    await officer("open-kind-coal_mine").check()
    await expect(officer("open-governing")).to_contain_text("煤矿")
    await officer("open-more-facts").click()
    await officer("fact-supervised_by_city").select_option("false")
    await expect(officer("open-governing")).to_contain_text("一般预案")
    await officer("fact-trapped").fill("2")
    await expect(officer("open-level")).to_be_visible()
    await expect(officer("fact-trapped")).to_have_value("2")


async def test_an_incident_that_was_opened_twice_is_voided(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_window(office, desk)
    await officer("open-cancel").click()
    kept = await officer.take_the_call(exercise=True)
    await officer.take_the_call(exercise=True)
    await officer("acts-more").click()
    await officer("act-void_incident").click()
    same = officer("field-duplicate_of").locator("option", has_text=kept)
    await officer("field-duplicate_of").select_option(await same.get_attribute("value"))
    await officer("field-reason").fill("两人同时接到，建了两起")
    await officer("dialog-submit").click()
    await expect(officer("voided")).to_contain_text("两人同时接到")
    await expect(officer("stage")).to_have_attribute("data-stage", "closed")
    await officer.sees_entry("incident_voided", "作废", kept)
