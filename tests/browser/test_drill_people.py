"""A live drill beside a real duty: who joins by a link, what the controller sees, what is asked."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from tests.api.town import Town, found_town
from tests.browser.screen import HEARTBEAT, Screen
from tests.support.drill import DrillServer

SCENARIO = "mine_fire_handed_up"
PICTURES = os.environ.get("ZHIBAN_TEST_DRILL_PICTURES")
SIZES = ((1366, 768), (390, 844))
TITLE = "霍州市某煤矿皮带巷着火"
WORDS = "值班员太快了，放慢一点"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = found_town(tmp_path_factory.mktemp("real"), names=("duty", "viewer"))
    yield town
    town.server.stop()


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory, real: Town) -> Iterator[DrillServer]:
    played = [name for part in ("site", "commander", "chief") for name in ("--simulate", part)]
    watch = ("--real", real.server.url, "--real-token", real.tokens["viewer"])
    folder = tmp_path_factory.mktemp("drill")
    served = DrillServer(folder, SCENARIO, (*played, *watch), HEARTBEAT).start()
    yield served
    served.stop()


async def window(browser: Browser) -> BrowserContext:
    return await browser.new_context(
        reduced_motion="reduce", locale="zh-CN", viewport={"width": 1366, "height": 768}
    )


async def typed_in(browser: Browser, drill: DrillServer, name: str) -> Screen:
    screen = await Screen.of(await window(browser), drill.url, "/#/drill")
    await expect(screen("signin-once")).to_be_visible()
    await screen("signin-name").fill(name)
    await screen("signin-password").fill(drill.passwords[name])
    await screen("signin-submit").click()
    await expect(screen("drill-page")).to_be_visible()
    return screen


async def joined(browser: Browser, controls: Screen, part: str) -> Screen:
    """Somebody who opens the address that the controller's page shows, and presses."""
    await controls.press(f"pass-{part}")
    address = await controls("pass-address").inner_text()
    await picture(controls, "pass")
    await controls.page.keyboard.press("Escape")
    await expect(controls("drill-pass")).to_have_count(0)
    screen = await Screen.of(await window(browser), address, "")
    await expect(screen.page).not_to_have_url(re.compile("code="))
    await picture(screen, f"join-{part}")
    # Who loads the page again before he presses has not lost it.
    await screen.page.reload()
    await screen("join-submit").click()
    await expect(screen("account")).to_have_text(part)
    assert await screen.page.evaluate("sessionStorage.getItem('zhiban.join')") is None
    return screen


async def picture(screen: Screen, name: str) -> None:
    """Pictures at every size, where a folder is named for them."""
    if not PICTURES:
        return
    for width, height in SIZES:
        await screen.page.set_viewport_size({"width": width, "height": height})
        await screen.page.wait_for_timeout(400)
        file = Path(PICTURES) / f"live-{name}-{width}.png"
        await screen.page.screenshot(path=file, full_page=width == 390)
    await screen.page.set_viewport_size({"width": 1366, "height": 768})


async def test_people_join_by_a_link_are_looked_at_and_stop_for_a_real_incident(
    browser: Browser, drill: DrillServer, real: Town
) -> None:
    controls = await typed_in(browser, drill, "controller")
    judges = await typed_in(browser, drill, "evaluator")
    duty = await joined(browser, controls, "duty")
    director = await joined(browser, controls, "director")
    await controls("drill-start").click()

    # What a participant has before it, and its own screen.
    await expect(controls("sees-duty")).to_contain_text(TITLE)
    await expect(controls("sees-director")).not_to_contain_text(TITLE)
    async with controls.page.context.expect_page() as opened:
        await controls.press("look-duty")
    shown = Screen(await opened.value, drill.url)
    await expect(shown("look-band")).to_contain_text("duty")
    await expect(shown("drill-opening")).to_contain_text(TITLE)
    await expect(shown.page).not_to_have_url(re.compile("token="))
    await picture(shown, "look")

    await _words(controls, judges, duty)
    await picture(controls, "controller")
    await picture(judges, "evaluator")
    await _clock_and_word(controls)
    await _something_real(real, controls, judges, duty, director)
    await expect(shown("drill-cover")).to_have_count(0)


async def _words(controls: Screen, judges: Screen, duty: Screen) -> None:
    # What is typed while the server cannot be reached is there after a reload, and sent later.
    await judges.page.context.set_offline(True)
    await judges("drill-say").fill(WORDS)
    await judges("drill-send").click()
    await expect(judges("drill-words-waiting")).to_contain_text(WORDS)
    await judges.page.context.set_offline(False)
    await expect(judges("drill-words-waiting")).to_have_count(0)
    await expect(controls("drill-words")).to_contain_text(WORDS)
    await controls.page.goto(f"{controls.url}/#/")
    await controls("drill-open").click()
    await judges.page.goto(f"{judges.url}/#/")
    await expect(judges("drill-page")).to_have_count(0)
    await controls("drill-say").fill("好")
    await controls("drill-say").press("Enter")
    await expect(judges("drill-band-unread")).to_have_text("1")
    await judges("drill-open").click()
    await expect(judges("drill-words")).to_contain_text("好")
    await expect(judges("drill-band-unread")).to_have_count(0)
    assert WORDS not in await duty.page.content()


async def _clock_and_word(controls: Screen) -> None:
    await controls("word-change").click()
    await controls("word-field").fill("全体停手")
    await controls("word-submit").click()
    await expect(controls("abort-word")).to_have_text("全体停手")
    later = await controls("drill-jump-at").get_attribute("min")
    assert later is not None
    await controls("drill-jump-at").fill(f"{later[:14]}59")
    await controls("drill-jump-to").click()
    await expect(controls("drill-log")).to_contain_text("跳到")
    await expect(controls("drill-clock")).to_contain_text(f"{later[11:13]}:59")


async def _something_real(real: Town, *screens: Screen) -> None:
    happened = real.open(title="真的出了事")
    for screen in screens[2:]:
        await expect(screen("drill-cover")).to_have_attribute("data-kind", "alarm")
        await expect(screen("drill-cover")).to_contain_text(f"{happened['number']} 真的出了事")
        await expect(screen("alarm-resume")).to_have_count(0)
    await picture(screens[2], "alarm-duty")
    await picture(screens[0], "alarm-controller")
    await screens[0]("alarm-resume").click()
    for screen in screens:
        await expect(screen("drill-cover")).to_have_count(0)
