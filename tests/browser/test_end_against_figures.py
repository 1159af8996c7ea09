"""The end conditions on the page: what recorded figures say against them, and the way out."""

from playwright.async_api import BrowserContext, expect

from tests.browser.screen import DIRECTOR, Screen
from tests.support.server import ServerProcess


async def test_a_contradicted_condition_names_the_figure_and_asks_for_the_decision(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer.take_the_call(exercise=True, trapped=1)
    await officer.order_by_telephone("act-activate_response-IV", DIRECTOR, "先行启动")
    await officer.at("measures")
    against = officer("against-all_found")
    await expect(against).to_contain_text("被困人数 1")
    await expect(against).to_contain_text("煤矿调度室电话")
    await officer("confirm-all_found").click()
    await officer("field-stop_decision.document").fill("临政函〔2026〕8号")
    await officer("field-stop_decision.reason").fill("搜救七日仍未找到")
    await officer("dialog-submit").click()
    await expect(officer("condition-all_found")).to_have_attribute("data-confirmed", "true")
    await expect(against).to_be_hidden()
