"""A wall on its own machine: what it says while it is cut off and after, and its language."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, BrowserContext, WebSocketRoute, expect

from tests.browser.screen import DIRECTOR, PATIENCE_MS, WIDE, Screen, zhiban
from tests.support.server import ServerProcess

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINESE = re.compile("[\u4e00-\u9fff]")

Send = Callable[[str | bytes], None]


class Line:
    """The way from the server to the pages of an office; it can be cut, and sees what passes."""

    def __init__(self) -> None:
        self.cut = False
        self.whole = False
        self.beat = asyncio.Event()
        self.last_heard = ""

    async def lay(self, office: BrowserContext) -> None:
        await office.route_web_socket(re.compile("/api/live"), self._meet)

    async def _meet(self, page_side: WebSocketRoute) -> None:
        if self.cut:
            await page_side.close(code=1012)
            return
        page_side.connect_to_server().on_message(self._passing_to(page_side.send))

    def _passing_to(self, send: Send) -> Send:
        def passing(words: str | bytes) -> None:
            if self.cut:
                return
            frame = json.loads(words)
            self.whole |= frame["type"] == "snapshot"
            if frame["type"] == "heartbeat" and self.whole:
                self.last_heard = frame["server_time"]
                self.beat.set()
            send(words)

        return passing


@pytest.fixture
async def officer(browser: Browser, desk: ServerProcess) -> AsyncIterator[Screen]:
    """The officer on duty, on a machine of his own."""
    context = await browser.new_context(reduced_motion="reduce", locale="zh-CN", viewport=WIDE)
    context.set_default_timeout(PATIENCE_MS)
    screen = await Screen.of(context, desk.url)
    await screen.sign_in()
    yield screen
    await context.close()


def token_for(database: str, name: str) -> str:
    """A new token for a wall."""
    return zhiban(database, "token", "create", name, "--role", "viewer").splitlines()[-1]


async def test_a_stale_wall_vouches_for_no_later_instant_than_it_has_heard(
    office: BrowserContext, desk: ServerProcess, database: str
) -> None:
    line = Line()
    await line.lay(office)
    wall = await Screen.of(office, desk.url, f"/#/wall?token={token_for(database, '断线屏')}")
    await asyncio.wait_for(line.beat.wait(), PATIENCE_MS / 1000)
    line.cut = True
    await expect(wall("stale")).to_be_visible()
    heard = datetime.fromisoformat(line.last_heard).astimezone(SHANGHAI)
    await expect(wall("stale")).to_contain_text(f"画面停留在 {heard:%m-%d %H:%M:%S}")


async def test_a_wall_that_has_heard_nothing_says_so(
    office: BrowserContext, desk: ServerProcess, database: str
) -> None:
    async def refuse(page_side: WebSocketRoute) -> None:
        await page_side.close(code=1012)

    await office.route_web_socket(re.compile("/api/live"), refuse)
    wall = await Screen.of(office, desk.url, f"/#/wall?token={token_for(database, '空屏')}")
    await expect(wall("stale")).to_contain_text("还没有收到过数据")


async def test_a_wall_that_comes_back_names_every_incident_whose_level_has_changed(
    office: BrowserContext, officer: Screen, desk: ServerProcess, database: str
) -> None:
    numbers = []
    for _ in range(2):
        numbers.append(await officer.take_the_call(trapped=2))
        await officer("back").click()
    line = Line()
    await line.lay(office)
    wall = await Screen.of(office, desk.url, f"/#/wall?token={token_for(database, '回来屏')}")
    for number in numbers:
        await expect(wall(f"tile-{number}")).to_be_visible()
    line.cut = True
    await expect(wall("stale")).to_be_visible()
    for number in numbers:
        await officer(f"incident-{number}").click()
        await officer.order_by_telephone("act-activate_response-IV", DIRECTOR)
        await officer.sees_level("四级响应")
        await officer("back").click()
    line.cut = False
    await wall.page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(wall("stale")).to_be_hidden()
    for number in numbers:
        await expect(wall("announcement")).to_contain_text(number)


async def test_a_walls_address_puts_it_into_english_and_a_reload_leaves_it_there(
    office: BrowserContext, officer: Screen, desk: ServerProcess, database: str
) -> None:
    number = await officer.take_the_call(trapped=2)
    path = f"/#/wall?token={token_for(database, '外文屏')}&language=en"
    wall = await Screen.of(office, desk.url, path)
    for _ in range(2):
        await expect(wall("connection")).to_contain_text("live")
        tile = wall(f"tile-{number}").locator(".row-place")
        await expect(tile).to_contain_text("Xiangning")
        await expect(tile).not_to_contain_text(CHINESE)
        await wall.page.reload()
    other = await Screen.of(office, desk.url)
    await expect(other("signin-submit")).to_have_text("登录")


async def test_the_sign_in_page_can_be_put_into_another_language(
    office: BrowserContext, desk: ServerProcess
) -> None:
    door = await Screen.of(office, desk.url)
    await door("language").click()
    await expect(door("signin-submit")).to_have_text("Sign in")
    await door.page.reload()
    await expect(door("signin-submit")).to_have_text("Sign in")
    await door("language").click()
    await expect(door("signin-submit")).to_have_text("登录")
