"""A live drill from the start to the report, as controller, duty officer and evaluator play it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.screen import HEARTBEAT, Screen
from tests.support.drill import DrillServer

SCENARIO = "mine_fire_handed_up"
TITLE = "霍州市某煤矿皮带巷着火"
PRESS_AS_IT_MOVES = """async ([x, y]) => {
  const list = document.querySelector("[data-testid=drill-injects]");
  list.dispatchEvent(new MouseEvent("mouseleave"));
  await Promise.resolve();
  await new Promise(requestAnimationFrame);
  const row = document.elementFromPoint(x, y)?.closest("[data-row]");
  const press = new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 });
  row?.querySelector("button").dispatchEvent(press);
  return row?.dataset.row ?? null;
}"""
"""The row that comes to lie under a point, pressed in the frame in which the list has moved."""
PLAYED = ("director", "commander", "chief", "site")


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrillServer]:
    options = tuple(word for part in PLAYED for word in ("--simulate", part))
    served = DrillServer(tmp_path_factory.mktemp("drill"), SCENARIO, options, HEARTBEAT).start()
    yield served
    served.stop()


async def at(browser: Browser, drill: DrillServer, name: str, path: str, width: int) -> Screen:
    """A device of its own, on which somebody signs in with the sheet's words."""
    context = await browser.new_context(
        reduced_motion="reduce", locale="zh-CN", viewport={"width": width, "height": 768}
    )
    screen = await Screen.of(context, drill.url, f"/#{path}")
    await screen("signin-name").fill(name)
    await screen("signin-password").fill(drill.passwords[name])
    await screen("signin-submit").click()
    await expect(screen("account")).to_have_text(name)
    return screen


async def test_a_drill_goes_from_its_start_to_the_report(
    browser: Browser, drill: DrillServer, tmp_path: Path
) -> None:
    controls = await at(browser, drill, "controller", "/drill", 1366)
    await expect(controls("drill-nobody")).to_contain_text("值班员")
    await expect(controls("open-incident")).to_have_count(0)
    duty = await at(browser, drill, "duty", "/", 1366)
    await expect(controls("drill-nobody")).to_have_count(0)
    # Whoever judges has the page open before anything has happened.
    judges = await at(browser, drill, "evaluator", "/evaluation", 390)
    await expect(judges("no-exercise")).to_be_visible()
    await expect(judges("drill-band-clock")).to_be_visible()
    await expect(controls("drill-band-clock")).to_be_hidden()
    await controls("drill-start").click()
    await _take_the_call_under_a_hand(controls, duty)
    await expect(judges("no-exercise")).to_have_count(0)
    await _inject_and_parts(controls, duty)
    await controls("drill-step-minutes").select_option("240")
    await controls("drill-step").click()
    await expect(controls("drill-log")).to_contain_text("前进")

    await _judge(judges)
    await controls("drill-end").click()
    await controls("drill-end-yes").click()
    await expect(duty("drill-cover")).to_have_attribute("data-kind", "ended")
    await expect(controls("drill-over")).to_contain_text("演练已结束，记录已保存")
    await controls("drill-evaluate").click()
    await _report(controls, tmp_path)


async def _take_the_call_under_a_hand(controls: Screen, duty: Screen) -> None:
    """The opened incident gives another inject its time while the controller aims at one."""
    aimed = controls("inject-smoke_turns").get_by_role("button", name="给出")
    await aimed.hover()
    before = await aimed.bounding_box()
    await _take_the_call(duty)
    await expect(controls("injects-changed")).to_be_visible()
    assert await aimed.bounding_box() == before
    assert before is not None
    # The hand goes away and the list moves; a press at once, where the aim was, is not taken.
    middle = [before["x"] + before["width"] / 2, before["y"] + before["height"] / 2]
    hit = await controls.page.evaluate(PRESS_AS_IT_MOVES, middle)
    assert hit not in (None, "smoke_turns")
    await expect(controls.page.locator(".el-message")).to_contain_text("这一下没有算数")
    await expect(controls("drill-injects").locator("[data-status=given]")).to_have_count(0)


async def _take_the_call(duty: Screen) -> None:
    await duty("drill-open-incident").click()
    # What the caller says stays in sight beside the form.
    await expect(duty("open-call")).to_contain_text("被困人数 32 人")
    await duty("open-kind-coal_mine").check()
    await duty("open-division").select_option("141082")
    await duty("open-title").fill(TITLE)
    await duty("fact-trapped").fill("32")
    await duty("open-submit").click()
    await expect(duty("incident-title")).to_have_text(TITLE)


async def _inject_and_parts(controls: Screen, duty: Screen) -> None:
    # What waits for a condition has no time that could be later.
    waiting = controls("inject-province_arrives")
    await expect(waiting).to_have_attribute("data-status", "waiting")
    await expect(controls("postpone-province_arrives")).to_have_count(0)
    # The opened incident gives another inject a time, which then stands above.
    await expect(controls("postpone-recommended_late")).to_be_visible()
    given = controls("inject-smoke_turns")
    await expect(controls("postpone-smoke_turns")).to_be_visible()
    await expect(given).not_to_have_attribute("data-moved", "")
    await given.get_by_role("button", name="给出").click()
    await expect(given).to_have_attribute("data-status", "given")
    await duty("drill-enter").click()
    await duty("dialog-submit").click()
    await expect(duty("dialog")).to_be_hidden()
    await expect(duty("drill-message")).to_have_count(0)
    await controls.press("cast-duty")
    await expect(duty("drill-handed")).to_contain_text("由程序扮演")
    # The button gives the part back once the controller's page knows that it is away.
    await expect(controls("part-duty")).to_have_attribute("data-holder", "simulated")
    await controls.press("cast-duty")
    await expect(duty("drill-handed")).to_have_count(0)


async def _judge(judges: Screen) -> None:
    await judges("remark-text").fill("值班员先问了人数")
    await judges("remark-keep").click()
    await expect(judges("remark-list")).to_contain_text("值班员先问了人数")
    await judges("score-1.1-3").click()
    await expect(judges("score-1.1-3")).to_have_attribute("aria-pressed", "true")
    await judges("tab-expected").click()
    await judges("all-rows").click()
    # On a telephone nothing of a row stands beside the screen.
    verdict = await judges("expected").locator(".expected-verdict").first.bounding_box()
    assert verdict is not None
    assert verdict["x"] >= 0
    assert verdict["x"] + verdict["width"] <= 390
    await judges("tab-conclusion").click()
    await judges("improve-finding").fill("找号码用了一分钟")
    await judges("improve-action").fill("值班台贴上号码")
    await judges("improve-owner").fill("市应急管理局")
    await judges("improve-due").fill("2027-01-31")
    await judges("improve-keep").click()
    await expect(judges("improvements").locator("li")).to_contain_text("值班台贴上号码")
    await judges("grade").get_by_text("中", exact=True).click()
    await judges("grade-reason").fill("升级及时，报告迟了")
    await judges("grade-give").click()
    await expect(judges("grade")).to_contain_text("中：升级及时，报告迟了")


async def _report(controls: Screen, folder: Path) -> None:
    await expect(controls("evaluation-page")).to_be_visible()
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        async with controls.page.expect_download() as kept:
            await controls(f"report-{kind}").click()
        file = folder / f"report.{kind}"
        await (await kept.value).save_as(file)
        assert file.read_bytes().startswith(begins)
    # Printed from the browser's menu, the page stands alone.
    await controls.page.emulate_media(media="print")
    for gone in ("drill-band", "nav-incidents", "rail"):
        await expect(controls(gone)).to_be_hidden()
    await controls.page.emulate_media(media="screen")
    async with controls.page.context.expect_page() as opened:
        await controls("report-html").click()
    sheet = await opened.value
    await expect(sheet.locator("body")).to_contain_text(re.compile("演练评估报告"))
    for said in (TITLE, "升级及时，报告迟了", "值班台贴上号码", "值班员先问了人数"):
        await expect(sheet.locator("body")).to_contain_text(said)
