"""A live drill as four people see it: controller, two participants, evaluator; and a wall."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.screen import HEARTBEAT, Screen
from tests.support.drill import WORD, DrillServer

SCENARIO = "mine_fire_handed_up"
PICTURES = os.environ.get("ZHIBAN_TEST_DRILL_PICTURES")
SIZES = ((1366, 768), (1920, 1080), (390, 844))


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrillServer]:
    folder = tmp_path_factory.mktemp("drill")
    options = ("--simulate", "site", "--simulate", "commander", "--simulate", "chief")
    served = DrillServer(folder, SCENARIO, options, HEARTBEAT).start()
    yield served
    served.stop()


async def at(browser: Browser, drill: DrillServer, name: str, path: str = "/") -> Screen:
    """A window of its own for one of its people."""
    context = await browser.new_context(
        reduced_motion="reduce", locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    screen = await Screen.of(context, drill.url)
    await screen("signin-name").fill(name)
    await screen("signin-password").fill(drill.passwords[name])
    await screen("signin-submit").click()
    await expect(screen("account")).to_have_text(name)
    await screen.page.goto(f"{drill.url}/#{path}")
    return screen


async def picture(screen: Screen, name: str) -> None:
    """Pictures at every size in both languages, where a folder is named for them."""
    if PICTURES is None:
        return
    for language in ("en", "zh"):
        await screen.page.evaluate(f"localStorage.setItem('zhiban.language', '{language}')")
        await screen.page.reload()
        await expect(screen("drill-band")).to_be_visible()
        for width, height in SIZES:
            await screen.page.set_viewport_size({"width": width, "height": height})
            await screen.page.wait_for_timeout(400)
            file = Path(PICTURES) / f"{name}-{language}-{width}.png"
            await screen.page.screenshot(path=file, full_page=width == 390)
    await screen.page.set_viewport_size({"width": 1366, "height": 768})


async def test_a_drill_is_played_paused_and_broken_off_on_every_screen(
    browser: Browser, drill: DrillServer
) -> None:
    controls = await at(browser, drill, "controller", "/drill")
    duty = await at(browser, drill, "duty")
    director = await at(browser, drill, "director")
    judges = await at(browser, drill, "evaluator", "/drill")
    await expect(duty("drill-cover")).to_have_attribute("data-kind", "ready")
    await picture(controls, "ready-controller")
    await controls("drill-start").click()
    for screen in (duty, director):
        await expect(screen("drill-cover")).to_have_count(0)
        await expect(screen("drill-band")).to_have_attribute("data-state", "running")
    await expect(controls("drill-seat")).to_have_attribute("data-seat", "mine")
    await expect(judges("drill-seat")).to_have_text(re.compile("controller"))
    await expect(judges("drill-start")).to_have_count(0)

    # The duty officer is told by telephone, and opens the incident.
    await expect(duty("drill-opening")).to_contain_text("霍州市某煤矿皮带巷着火")
    await expect(director("drill-opening")).to_have_count(0)
    await picture(duty, "opening-duty")
    await duty("drill-open-incident").click()
    await duty("open-kind-coal_mine").check()
    await duty("open-division").select_option("141082")
    await duty("open-title").fill("霍州市某煤矿皮带巷着火")
    await duty("fact-trapped").fill("32")
    await duty("open-source").fill("矿长电话")
    await duty("open-submit").click()
    await expect(duty("incident-title")).to_have_text("霍州市某煤矿皮带巷着火")
    await expect(duty("incident-number")).to_contain_text("YL")
    await expect(duty("drill-opening")).to_have_count(0)
    # Once is enough: the band stands above every page.
    await expect(duty("drill-band")).to_contain_text("演练")
    await expect(duty("exercise-banner")).to_be_hidden()

    # The next inject now, to one participant and not to the other.
    await expect(controls("drill-give-next")).to_be_visible()
    given = controls("inject-recommended_late")
    # The opened incident gives it a time, with which it moves to another place.
    await expect(controls("postpone-recommended_late")).to_be_visible()
    await expect(given).not_to_have_attribute("data-moved", "")
    await given.get_by_role("button").first.click()
    await expect(given).to_have_attribute("data-status", "given")
    await expect(director("drill-message")).to_contain_text("为什么没有提请启动")
    await expect(duty("drill-message")).to_have_count(0)
    await picture(controls, "running-controller")
    await picture(director, "message-director")

    await _pause_and_go_on(controls, duty, director)

    # A part goes to the program in mid-drill.
    await controls.press("cast-director")
    await expect(controls("part-director")).to_have_attribute("data-holder", "simulated")
    await _break_off(judges, controls, duty, director)
    await picture(controls, "aborted-controller")
    await picture(duty, "aborted-duty")
    await duty("drill-read-record").click()
    await expect(duty("drill-cover")).to_have_count(0)
    await expect(duty("incident-title")).to_have_text("霍州市某煤矿皮带巷着火")


async def _pause_and_go_on(controls: Screen, duty: Screen, director: Screen) -> None:
    # A pause covers what is being typed, and leaves it.
    await director("drill-enter").click()
    typed = director("field-text")
    await expect(typed).to_have_value(re.compile("为什么没有提请启动"))
    await typed.fill("正在起草提请")
    await controls("drill-pause").click()
    await expect(director("drill-cover")).to_have_attribute("data-kind", "paused")
    stood = await controls("drill-clock").inner_text()
    await expect(duty("drill-cover")).to_have_attribute("data-kind", "paused")
    await picture(duty, "paused-duty")
    await controls("drill-step").click()
    await expect(controls("drill-log")).to_contain_text("前进")
    await expect(controls("drill-clock")).not_to_have_text(stood)
    await controls("drill-resume").click()
    await expect(director("drill-cover")).to_have_count(0)
    await expect(typed).to_have_value("正在起草提请")
    await director("dialog-submit").click()
    await expect(director("dialog")).to_be_hidden()


async def _break_off(judges: Screen, controls: Screen, duty: Screen, director: Screen) -> None:
    # The word is called out; the evaluator is the first to type it.
    await judges("abort-field").fill("停")
    await judges("abort-submit").click()
    await expect(judges("problem")).to_contain_text("口令不对")
    await expect(duty("drill-cover")).to_have_count(0)
    await judges("abort-field").fill(WORD)
    await judges("abort-submit").click()
    for screen in (duty, director):
        await expect(screen("drill-cover")).to_have_attribute("data-kind", "aborted")
    await expect(controls("drill-over")).to_be_visible()
    await expect(controls("abort-field")).to_have_count(0)
