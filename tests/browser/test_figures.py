"""Figures as officers type them: a number is sent as it was meant, or nothing is sent."""

import re
from typing import Any

from playwright.async_api import BrowserContext, Route, expect

from tests.browser.screen import MINE, XIANGNING, Screen
from tests.support.server import ServerProcess


async def at_the_open_window(office: BrowserContext, desk: ServerProcess) -> Screen:
    """An officer with everything in the window but the figures."""
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer("open-incident").click()
    await officer("open-kind-coal_mine").check()
    await officer("open-division").select_option(XIANGNING)
    await officer("open-title").fill(MINE)
    await officer("open-exercise").check()
    return officer


async def figures(officer: Screen) -> dict[str, Any]:
    """What the server knows, once the window is gone, beside what the kind of event says."""
    await expect(officer("incident-title")).to_have_text(MINE)
    number = await officer("incident-number").inner_text()
    answer = await officer.page.request.get(f"{officer.url}/api/incidents/{number}")
    known = (await answer.json())["figures"]
    return {name: one["value"] for name, one in known.items() if name != "sector"}


async def test_a_range_is_refused_at_the_field_and_stays_there(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_open_window(office, desk)
    await officer("fact-deaths").fill("3～5")
    await officer("open-submit").click()
    await expect(officer("open-form")).to_contain_text("不能填区间")
    await expect(officer("fact-deaths")).to_have_value("3～5")
    await expect(officer("fact-deaths")).to_be_focused()
    await officer("fact-deaths").fill("３")
    await officer("open-submit").click()
    assert await figures(officer) == {"deaths": 3}


async def test_ten_thousands_are_offered_as_a_number_and_taken_over_with_one_press(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_open_window(office, desk)
    await officer("fact-direct_loss_yuan").fill("约1200万元")
    await officer("fact-trapped").fill("1，200")
    await expect(officer("fact-direct_loss_yuan-meant")).to_contain_text("12,000,000 元")
    await officer("fact-direct_loss_yuan-meant").click()
    await expect(officer("fact-direct_loss_yuan")).to_have_value("12000000")
    await officer("open-submit").click()
    assert await figures(officer) == {"direct_loss_yuan": 12_000_000, "trapped": 1200}


async def test_neither_wheel_nor_enter_changes_or_sends_a_figure(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_open_window(office, desk)
    deaths = officer("fact-deaths")
    await deaths.fill("3")
    await deaths.hover()
    await officer.page.mouse.wheel(0, 300)
    await deaths.press("ArrowDown")
    await expect(deaths).to_have_value("3")
    await deaths.press("Enter")
    await expect(officer("fact-serious_injuries")).to_be_focused()
    await expect(officer("open-form")).to_be_visible()
    await officer("fact-serious_injuries").press("Control+Enter")
    assert await figures(officer) == {"deaths": 3}


async def test_a_price_may_fall_by_half_a_percent(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_open_window(office, desk)
    await officer("open-kind-grain_market").check()
    await officer("fact-price_rise_percent").fill("−0.5 %")
    await officer("open-division").select_option(index=1)
    await officer("open-submit").click()
    assert await figures(officer) == {"price_rise_percent": -0.5}


async def test_a_figure_that_cannot_be_read_is_not_dropped_from_others(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_open_window(office, desk)
    await officer("open-submit").click()
    await expect(officer("incident-title")).to_have_text(MINE)
    await officer("facts-edit").click()
    await officer("fact-deaths").fill("3")
    await officer("fact-deaths").fill("3人左右？")
    await officer("fact-missing").fill("1")
    await officer("facts-receipt-now").check()
    await officer("facts-submit").click()
    await expect(officer("facts-form").get_by_test_id("field-error")).to_have_text(re.compile("只"))
    await expect(officer("fact-deaths")).to_have_value("3人左右？")
    assert await figures(officer) == {}


async def test_a_correction_and_a_new_figure_of_one_form_go_out_one_after_the_other(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await at_the_open_window(office, desk)
    await officer("fact-trapped").fill("5")
    await officer("open-source").fill("矿调度室")
    await officer("open-submit").click()
    assert await figures(officer) == {"trapped": 5}
    await officer("facts-edit").click()
    await officer("fact-trapped").fill("3")
    await officer("fact-missing").fill("2")
    await officer("facts-source").fill("矿调度室")
    await officer("facts-receipt-now").check()
    await officer("facts-lowering-corrected").check()

    # The correction is taken; the other does not get through.
    sent: list[Any] = []

    async def second_is_lost(route: Route) -> None:
        sent.append(route.request)
        if len(sent) == 2:
            await route.abort()
        else:
            await route.continue_()

    await officer.page.route("**/commands", second_is_lost)
    await officer("facts-submit").click()
    told = officer("facts-recorded")
    await expect(told).to_contain_text("已更正：被困人数。其余（失联人数）")
    assert await figures(officer) == {"trapped": 3}
    await expect(officer("fact-missing")).to_have_value("2")
    await officer("facts-submit").click()
    await expect(officer("facts-form")).to_be_hidden()
    assert await figures(officer) == {"trapped": 3, "missing": 2}
    bodies = [one.post_data_json for one in sent]
    assert [one.get("correction") for one in bodies] == [True, None, None]
    assert [one["facts"] for one in bodies] == [{"trapped": 3}, {"missing": 2}, {"missing": 2}]
    keys = [one.headers["idempotency-key"] for one in sent]
    assert keys[0] != keys[1] == keys[2]
