"""The wall with 1 to 300 incidents: by geometry, after random changes, after a restart.

One server holds some incidents; the way to the screen lets as many pass as are asked for.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Route, expect
from playwright.async_api import TimeoutError as TimedOut

from tests.api.town import ADMIN, PASSWORD, Town, ago, found_town, opening
from tests.browser.geometry import FAULTS
from tests.browser.screen import HEARTBEAT, PATIENCE_MS, Screen, comes_about
from tests.support.narrowed import Narrowed
from tests.support.server import start_zhiban

COUNTS = (1, 2, 3, 4, 9, 30, 60, 300)
RESOLUTIONS = {"1080p": (1920, 1080), "4K": (3840, 2160)}
LOOKS = (("dark", "zh"), ("light", "en"))
"""Themes with languages: each of them once."""
REAL = 36
"""Incidents on the server; more are shown by showing each of them several times."""

SETTLED_MS = 10_000
CHANGES = int(os.environ.get("ZHIBAN_TEST_WALL_CHANGES", "300"))
SHANGHAI = ZoneInfo("Asia/Shanghai")
PX_PER_MM = 1920 / (55 * 25.4 * 16 / (16**2 + 9**2) ** 0.5)
"""At 1920 pixels on 55 inches; twice as many at 4K."""

TITLE_PX, LABEL_PX = 28 / 0.87 * PX_PER_MM, 16 / 0.87 * PX_PER_MM
COUNT_PX = 28 / 0.72 * PX_PER_MM
SIZES = {".row-title": TITLE_PX, ".wall-count b": COUNT_PX, ".row": LABEL_PX, ".beside": LABEL_PX}

WIDE_ENOUGH = """width => {
  const head = document.querySelector('.wall-head').getBoundingClientRect();
  return innerWidth === width && Math.abs(head.height / width - 50 * 1.57681 / 1920) < 0.0005;
}"""
"""The wall has been laid out for this width."""

DIVISIONS = ("141029", "141002", "141081", "141024", "141021", "141032")
TITLES = (
    "某煤矿顶板冒落",
    "临汾市某工业园区某化工有限公司二号罐区泄漏后起火，周边三个村需要疏散",
    "Roof fall at the second shaft of a mine in the west of the county",
    "粮油抢购",
)


def furnish(town: Town) -> list[dict[str, Any]]:
    """Incidents, of all kinds, levels and lengths of words."""
    made = []
    with town.client("duty") as client:
        for number in range(REAL):
            plan = ("coal_mine", "production_safety", "grain")[number % 3]
            facts = {} if plan == "grain" else {"trapped": number % 14, "deaths": number % 3}
            body = opening(
                plan,
                title=TITLES[number % len(TITLES)],
                division=DIVISIONS[number % len(DIVISIONS)],
                exercise=number % 10 == 7,
                facts=facts,
                occurred_at=ago(hours=3),
                received_at=ago(hours=2, minutes=number % 50),
            )
            answer = client.post("/api/incidents", json=body)
            assert answer.status_code == 201, answer.text
            made.append(answer.json())
        for number, incident in enumerate(made[:24]):
            level = {"level": "III", "on_behalf_of": "commander"}
            if incident["plan"]["id"] == "grain":
                level = {"level": "III", "sub_state": "tense", "on_behalf_of": "headquarters"}
            elif number % 2:
                level = {"level": "IV", "on_behalf_of": "office_director"}
            order = {"by_means": "phone", "reason": "按现有情况", **level}
            path = f"/api/incidents/{incident['id']}/commands"
            client.post(path, json={"command": "activate_response", **order})
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wall-layout")


@pytest.fixture(scope="module")
def town(folder: Path) -> Iterator[Town]:
    made = found_town(folder, env=HEARTBEAT)
    yield made
    made.server.stop()


@pytest.fixture(scope="module")
def incidents(town: Town) -> list[dict[str, Any]]:
    return furnish(town)


@pytest.fixture
async def way() -> Narrowed:
    return Narrowed(1)


@pytest.fixture
async def room(browser: Browser, way: Narrowed) -> AsyncIterator[BrowserContext]:
    """A browser in a room, behind the way that lets some incidents pass."""
    expect.set_options(timeout=PATIENCE_MS)
    context = await browser.new_context(
        reduced_motion="reduce", locale="zh-CN", viewport={"width": 1920, "height": 1080}
    )
    context.set_default_timeout(PATIENCE_MS)
    await way.lay(context)
    yield context
    await context.close()


async def wall_of(room: BrowserContext, town: Town, more: str = "") -> Page:
    page = await room.new_page()
    await page.goto(f"{town.url}/#/wall?token={town.tokens['viewer']}&turn=0{more}")
    await expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "live")
    return page


async def test_nothing_is_cut_and_nothing_overlaps(
    room: BrowserContext, way: Narrowed, town: Town, incidents: list[dict[str, Any]]
) -> None:
    page = await wall_of(room, town, "&legend=1")
    wrong: dict[str, list[str]] = {}
    for count in COUNTS:
        way.count = count
        await page.reload()
        shown = page.locator(".tile, .line")
        await expect(shown.first).to_be_visible()
        for name, (width, height) in RESOLUTIONS.items():
            await page.set_viewport_size({"width": width, "height": height})
            await page.wait_for_function(WIDE_ENOUGH, arg=width)
            least = {selector: px * width / 1920 for selector, px in SIZES.items()}
            for theme, language in LOOKS:
                asked = f"turn=0&legend=1&theme={theme}&language={language}"
                await page.goto(f"{town.url}/#/wall?{asked}")
                await expect(page.get_by_test_id("wall")).to_have_attribute("data-theme", theme)
                await expect(page.locator("html")).to_have_attribute("lang", re.compile(language))
                faults = await settled_faults(page, least)
                if faults:
                    wrong[f"{count} {name} {theme} {language}"] = faults[:3]
        pages = re.compile("^1$" if count <= 9 else r"^([2-9]|\d\d+)$")
        await expect(page.get_by_test_id("wall")).to_have_attribute("data-pages", pages)
    assert wrong == {}


async def settled_faults(page: Page, least: dict[str, float]) -> list[str]:
    """What stays wrong: a wall that has just been given another size lays itself out in turns."""
    arg = {"least": least}
    with contextlib.suppress(TimedOut):
        right = f"(arg) => ({FAULTS})(arg).length === 0"
        await page.wait_for_function(right, arg=arg, timeout=SETTLED_MS)
    faults: list[str] = await page.evaluate(FAULTS, arg)
    return faults


def changes_of(incident: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A command at random; some are refused, which changes nothing."""
    grain = incident["plan"]["id"] == "grain"
    fact = "price_rise_percent" if grain else chance.choice(("trapped", "deaths", "missing"))
    told = {"source": "现场", "facts": {fact: chance.randrange(12)}, "correction": False}
    phone = {"by_means": "phone", "reason": "随机", "on_behalf_of": "commander"}
    group = chance.choice(("rescue", "medical", "technical"))
    return chance.choice(
        (
            {"command": "record_facts", **told},
            {"command": "record_facts", **told},
            {"command": "add_log_entry", "text": f"记录 {chance.random()}"},
            {"command": "form_group", "group": group, **phone},
            {"command": "activate_response", "level": chance.choice(("III", "IV")), **phone},
            {"command": "adjust_response", "level": chance.choice(("III", "IV")), **phone},
        )
    )


WORDS = """() => [...document.querySelectorAll('.tile')].map((tile) => {
  const copy = tile.cloneNode(true);
  // What is left runs, and with it how much has room beside it.
  const due = copy.querySelector('.row-due');
  due?.replaceWith(due.dataset.due);
  return `${tile.dataset.testid} ${tile.dataset.version} ${tile.className} ${copy.innerText}`;
})"""


async def words_of(wall: Page) -> list[str]:
    """What its tiles say, in an order of their own."""
    said: list[str] = await wall.evaluate(WORDS)
    return sorted(said)


def caught_up(words: list[str], town: Town, incidents: list[dict[str, Any]]) -> bool:
    """Whether all of these are shown as they are now."""
    shown = {f"{tile} {version}" for tile, version, *_ in (said.split(" ") for said in words)}
    return shown >= {f"tile-{one['number']} {town.view(one)['version']}" for one in incidents}


async def test_random_changes_leave_what_a_fresh_wall_shows(
    room: BrowserContext, way: Narrowed, town: Town, incidents: list[dict[str, Any]]
) -> None:
    way.count = 9
    page = await wall_of(room, town)
    await expect(page.locator(".tile")).to_have_count(9)
    numbers = {
        (await tile.get_attribute("data-testid") or "").removeprefix("tile-")
        for tile in await page.locator(".tile").all()
    }
    some = [one for one in incidents if one["number"] in numbers]
    chance = random.Random(14)  # noqa: S311 - the same changes in every run
    done = 0
    with town.client("duty") as client:
        for _ in range(CHANGES):
            incident = chance.choice(some)
            path = f"/api/incidents/{incident['id']}/commands"
            answer = client.post(path, json=changes_of(incident, chance))
            assert answer.status_code in (200, 409, 422), answer.text
            done += answer.status_code == 200
    assert done > CHANGES // 2
    fresh = await wall_of(room, town)
    await expect(fresh.locator(".tile")).to_have_count(9)
    await expect(fresh.locator(".row-figures").first).to_be_visible()

    # A fresh wall loads a plan after another, and knows the order of figures by them; and time
    # makes entries too, which reach one wall before the other.
    async def the_same() -> bool:
        said = await words_of(page)
        return said == await words_of(fresh) and caught_up(said, town, some)

    with contextlib.suppress(TimeoutError):
        await comes_about(page, the_same)
    shown = await words_of(page)
    assert caught_up(shown, town, some)
    assert await words_of(fresh) == shown


async def test_a_wall_whose_own_clock_is_a_day_wrong_shows_the_servers_time(
    room: BrowserContext, way: Narrowed, town: Town, incidents: list[dict[str, Any]]
) -> None:
    await room.add_init_script(
        "const Own = Date; globalThis.Date = class extends Own {"
        " constructor(...given) { given.length ? super(...given) : super(Own.now() + 864e5); }"
        " static now() { return Own.now() + 864e5; } };"
    )
    page = await wall_of(room, town)
    now = datetime.now(UTC).astimezone(SHANGHAI)
    near = [now + timedelta(seconds=apart) for apart in range(-30, 91)]
    times = "|".join(f"{one:%H:%M:%S}" for one in near)
    await expect(page.get_by_test_id("wall-clock")).to_have_text(re.compile(f"^({times})$"))
    # Two of them around midnight.
    days = "|".join({f"{one.year}年{one.month}月{one.day}日" for one in near})
    await expect(page.locator(".wall-date")).to_have_text(re.compile(f"^({days})"))


WATCH = """() => {
  window.kept = document.querySelector('.tile');
  window.gone = 0;
  const tile = (node) => node.classList?.contains('tile');
  new MutationObserver((all) => {
    for (const { removedNodes } of all) window.gone += [...removedNodes].filter(tile).length;
  }).observe(document.querySelector('.wall-area'), { childList: true });
}"""
"""Keep a tile, and count those that are taken away."""


async def test_a_wall_comes_back_without_a_blink_and_takes_a_newer_page_once(
    room: BrowserContext, way: Narrowed, town: Town, incidents: list[dict[str, Any]], folder: Path
) -> None:
    way.count = 4
    page = await wall_of(room, town)
    await expect(page.locator(".tile")).to_have_count(4)
    await page.evaluate(WATCH)
    await restart(town, folder, page)
    assert await page.evaluate(
        "window.kept === document.querySelector('.tile') && window.gone === 0"
    )
    asked = asyncio.Event()

    async def newer(route: Route) -> None:
        if route.request.resource_type == "document":
            await route.continue_()
            return
        answer = await route.fetch()
        body = re.sub(r"index-[^.]+\.js", "index-ANOTHER.js", await answer.text())
        await route.fulfill(response=answer, body=body)
        asked.set()

    await room.route(f"{town.url}/", newer)
    async with page.expect_navigation():
        await restart(town, folder, None)
    await expect(page.locator(".tile")).to_have_count(4)
    assert await page.evaluate("window.kept === undefined")
    # It has been taken once: the next time the wall stays as it is.
    await page.evaluate("window.kept = true")
    asked.clear()
    await restart(town, folder, page)
    await asyncio.wait_for(asked.wait(), PATIENCE_MS / 1000)
    await expect(page.locator(".tile")).to_have_count(4)
    assert await page.evaluate("window.kept")


async def test_a_wall_is_made_seen_alive_and_ended_by_an_administrator(
    room: BrowserContext, way: Narrowed, browser: Browser, town: Town
) -> None:
    office = await browser.new_context(reduced_motion="reduce", locale="zh-CN")
    office.set_default_timeout(PATIENCE_MS)
    screen = await Screen.of(office, town.url)
    await screen("signin-name").fill(ADMIN)
    await screen("signin-password").fill(PASSWORD)
    await screen("signin-submit").click()
    await expect(screen("account")).to_have_text(ADMIN)
    await screen.page.goto(f"{town.url}/#/admin/walls")
    await screen("wall-name").fill("大厅大屏")
    await screen("wall-kind").select_option("exercise")
    await screen("wall-distance").fill("4")
    await screen("wall-submit").click()
    address = await screen("wall-address").inner_text()
    assert address.endswith("&kind=exercise&distance=4")
    row = screen("wall-大厅大屏")
    await expect(row).to_have_attribute("data-alive", "false")
    wall = await room.new_page()
    await wall.goto(address)
    await expect(wall.get_by_test_id("wall-only")).to_have_text("只显示演练")
    assert "token" not in wall.url
    await expect(wall.get_by_test_id("wall")).to_have_attribute("data-pages", re.compile(r"\d"))
    await screen("walls-again").click()
    await expect(row).to_have_attribute("data-alive", "true")
    await expect(row).to_contain_text("只有演练 · ")
    await expect(row).to_contain_text("1920×")
    await row.get_by_test_id("wall-end").click()
    await screen("wall-end-yes").click()
    await expect(wall.get_by_test_id("stale")).to_contain_text("大屏令牌已失效")
    await expect(row).to_have_count(0)
    await office.close()


async def restart(town: Town, folder: Path, page: Page | None) -> None:
    """Kill the server and start it again; the wall notices both."""
    town.server.kill()
    if page is not None:
        await expect(page.get_by_test_id("stale")).to_be_visible()
        sign = await page.locator("[data-testid=stale] strong").evaluate(
            "element => parseFloat(getComputedStyle(element).fontSize)"
        )
        assert sign >= TITLE_PX - 0.1
        await expect(page.locator(".count-stopped").first).to_be_visible()
    town.server = start_zhiban(folder, port=town.server.port, env=HEARTBEAT)
    if page is not None:
        await expect(page.get_by_test_id("stale")).to_have_count(0)
