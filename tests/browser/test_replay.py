"""A night that is over, played next morning: a wall, a console, the controller; then a drill."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from tests.browser.screen import HEARTBEAT, WIDE, Screen
from tests.support.drill import DrillServer
from tests.support.records import real_record, sealed

SCENARIO = "mine_flood_night"
PICTURES = os.environ.get("ZHIBAN_TEST_DRILL_PICTURES")
SIZES = ((1366, 768), (1920, 1080), (390, 844))
TITLE = "乡宁县某煤矿掘进面透水"
RECOMMENDED, ACTIVATED = 5, 10


@cache
def night() -> tuple[dict[str, Any], ...]:
    """The record of a night with a photo at its end, whose file stayed where it was taken."""
    record = real_record(SCENARIO)
    last = record[-1]
    what = {"name": "北门.jpg", "media": "image/jpeg", "size": 1200, "sha256": "ab" * 32}
    more = {"position": "none", "note": "", "belongs_to": None}
    told = {"type": "attachment_added", "actor": "chen", "role": "duty_officer", "clause": None}
    seq = last["seq"] + 1
    named = {"seq": seq, "id": f"{last['incident']}.{seq}"}
    return tuple(sealed([*record, {**last, **told, **named, "data": {**what, **more}}]))


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrillServer]:
    folder = tmp_path_factory.mktemp("replay")
    file = folder / "night.jsonl"
    lines = (json.dumps(one, ensure_ascii=False) for one in night())
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    served = DrillServer(folder, str(file), ("--speed", "60"), HEARTBEAT, verb="replay").start()
    yield served
    served.stop()


async def context_of(browser: Browser) -> BrowserContext:
    return await browser.new_context(
        reduced_motion="reduce", locale="zh-CN", viewport={"width": 1366, "height": 768}
    )


async def at(browser: Browser, replay: DrillServer, name: str, path: str = "/") -> Screen:
    screen = await Screen.of(await context_of(browser), replay.url)
    await screen("signin-name").fill(name)
    await screen("signin-password").fill(replay.passwords[name])
    await screen("signin-submit").click()
    await expect(screen("account")).to_have_text(name)
    await screen.page.goto(f"{replay.url}/#{path}")
    return screen


async def wall_of(browser: Browser, replay: DrillServer) -> Screen:
    assert replay.server is not None
    token = re.findall(r"大屏令牌：(\S+)", replay.server.log.read_text(encoding="utf-8"))[0]
    return await Screen.of(await context_of(browser), replay.url, f"/#/wall?token={token}")


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
            await screen.page.wait_for_timeout(500)
            file = Path(PICTURES) / f"{name}-{language}-{width}.png"
            await screen.page.screenshot(path=file)
    await screen.page.set_viewport_size(WIDE)


async def test_a_night_is_looked_at_again_and_decided_anew(
    browser: Browser, replay: DrillServer
) -> None:
    controls = await at(browser, replay, "controller", "/drill")
    desk = await at(browser, replay, "duty")
    wall = await wall_of(browser, replay)
    await expect(controls("replay")).to_contain_text(f"共 {len(night())} 条")
    await controls("drill-start").click()
    for screen in (desk, wall, controls):
        await expect(screen("replay-mark")).to_contain_text("REPLAY")
        await expect(screen("drill-band")).to_contain_text("演练")
        await expect(screen("drill-band")).to_contain_text("60 倍速")
        assert "REPLAY" in await screen.page.title()
        await expect(screen("connection")).to_have_text("已连接")
    await expect(wall.page.get_by_text("CM-2026-0001").first).to_be_visible()
    await desk.page.set_viewport_size(WIDE)
    await desk.page.locator(".rail-line").first.click()
    await expect(desk("incident-title")).to_have_text(TITLE)
    # It was real, and shows as an exercise.
    await expect(desk("incident-number")).to_contain_text("CM-2026-0001")
    await expect(desk("exercise-banner").first).to_be_hidden()
    await _looked_at_twice(controls, desk, wall)
    await picture(wall, "replay-wall")
    await picture(desk, "replay-desk")
    await _nothing_is_entered(desk)
    await _decided_anew(controls, desk, wall)


async def _looked_at_twice(controls: Screen, desk: Screen, wall: Screen) -> None:
    await controls("drill-pause").click()
    await expect(controls("drill-band")).to_have_attribute("data-state", "paused")
    # While it stands people look around: nothing is covered.
    await expect(desk("drill-cover")).to_have_count(0)
    await controls(f"seek-{ACTIVATED + 10}").click()
    for screen in (desk, wall):
        await expect(screen("replay-time")).to_contain_text("01:01")
    await expect(desk(f"entry-{ACTIVATED}")).to_be_visible()
    await picture(controls, "replay-controller")
    # The photo at the end did not come along; its entry says so, and offers nothing to open.
    await controls(f"seek-{len(night())}").click()
    photo = desk(f"entry-{len(night())}")
    await expect(photo).to_contain_text("北门.jpg")
    await expect(photo).to_contain_text("记录里没有此文件")
    await expect(photo.get_by_role("link", name="打开")).to_have_count(0)
    # Back to before the activation, which nobody sees any more.
    await controls(f"seek-{RECOMMENDED}").click()
    for screen in (desk, wall):
        await expect(screen("replay-time")).to_contain_text("00:30")
    await expect(controls(f"recorded-{RECOMMENDED}")).to_have_attribute("aria-current", "step")
    await expect(desk(f"entry-{RECOMMENDED}")).to_be_visible()
    await expect(desk(f"entry-{RECOMMENDED + 1}")).to_have_count(0)


async def _nothing_is_entered(desk: Screen) -> None:
    """Nothing is offered that would be refused."""
    for button in ("add-log", "open-incident", "facts-edit"):
        await expect(desk(button)).to_have_count(0)


async def _decided_anew(controls: Screen, desk: Screen, wall: Screen) -> None:
    await controls(f"branch-{RECOMMENDED}").click()
    await controls("branch-yes").click()
    for screen in (desk, wall):
        await expect(screen("replay-mark")).to_have_count(0)
        await expect(screen("connection")).to_have_text("实时")
        await expect(screen("drill-band")).to_have_attribute("data-state", "paused")
    await expect(desk("drill-cover")).to_contain_text("第 5 条起改为演练")
    await controls("drill-resume").click()
    await expect(desk("drill-cover")).to_have_count(0)
    await expect(controls("replay")).to_contain_text("实际是怎样的")
    await expect(desk(f"entry-{RECOMMENDED + 1}")).to_contain_text("以下是演练")
    await desk("add-log").click()
    await desk("field-text").fill("这一次我们先核实人数")
    await desk("dialog-submit").click()
    await expect(desk("journal")).to_contain_text("先核实人数")
    await expect(wall.page.get_by_text("CM-2026-0001").first).to_be_visible()
    # The ledger of a record is not audited here, and nobody says that it is in order.
    await expect(controls("not-audited")).to_contain_text("不核对")
    await picture(controls, "branched-controller")
    await picture(desk, "branched-desk")
