"""The page as a duty officer uses it, and who works there."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Self

from playwright.async_api import (
    BrowserContext,
    Locator,
    Page,
    ViewportSize,
    expect,
)

from tests.api.town import eventually
from tests.support import forks
from tests.support.browser import PATIENCE_MS as PATIENCE_MS
from tests.support.server import ZHIBAN, ServerProcess

WIDE: ViewportSize = {"width": 1920, "height": 1080}
"""A screen on which the journal stands open beside every tab of an incident."""
HEARTBEAT = {"ZHIBAN_HEARTBEAT_S": "1"}
OFFICER, PASSWORD = "李值班", "长江后浪推前浪一浪更比一浪强"
BOSS = "王主任"
MINE = "乡宁县某煤矿透水事故"
XIANGNING = "141029"
DIRECTOR, COMMANDER, CHIEF = "office_director", "commander", "chief_commander"
ON_SITE = "on_site_commander"


def zhiban(database: str, *arguments: str, words: str = "") -> str:
    """What the command prints."""
    done = forks.run([ZHIBAN, *arguments, "--database-url", database], typed=words)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


BETWEEN_LOOKS_MS = 50


async def comes_about(page: Page, look: Callable[[], Awaitable[bool]]) -> None:
    """Look again and again until it is so; for what the page and the server have to agree on."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while not await look():
            await page.wait_for_timeout(BETWEEN_LOOKS_MS)


class Screen:
    """A page of the console, and what a duty officer does on it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def __call__(self, testid: str) -> Locator:
        """What the page calls by this name."""
        return self.page.get_by_test_id(testid)

    @classmethod
    async def of(cls, office: BrowserContext, url: str, path: str = "/") -> Self:
        """A new page of the office at `path`."""
        screen = cls(await office.new_page(), url)
        await screen.page.goto(url + path)
        return screen

    async def set_up(self, server: ServerProcess) -> None:
        """Make the first account with the code on the server's terminal."""
        told = eventually(lambda: re.findall(r"设置码\S*?[：:]\s*(\S+)", server.log_tail()))
        await self("setup-code").fill(told[-1])
        await self("setup-name").fill(OFFICER)
        await self("setup-password").fill(PASSWORD)
        await self("setup-password-again").fill(PASSWORD)
        await self("setup-submit").click()
        await expect(self("account")).to_have_text(OFFICER)

    async def sign_in(self, name: str = OFFICER) -> None:
        await self("signin-name").fill(name)
        await self("signin-password").fill(PASSWORD)
        await self("signin-submit").click()
        await expect(self("account")).to_have_text(name)
        await expect(self("connection")).to_have_attribute("data-state", "live")

    async def take_the_call(self, *, exercise: bool = False, **figures: int) -> str:
        """接报; the number of the new incident."""
        await self("open-incident").click()
        await self("open-kind-coal_mine").check()
        await self("open-division").select_option(XIANGNING)
        await self("open-title").fill(MINE)
        if exercise:
            await self("open-exercise").check()
        for fact, value in figures.items():
            await self(f"fact-{fact}").fill(str(value))
        await self("open-source").fill("煤矿调度室电话")
        await self("open-submit").click()
        if not exercise:
            await self("open-confirm").click()
        await expect(self("incident-title")).to_have_text(MINE)
        return await self("incident-number").inner_text()

    async def press(self, testid: str) -> None:
        """A button in a row of a live list, once the row has come to rest."""
        row = self.page.locator("[data-row]", has=self(testid))
        await expect(row).not_to_have_attribute("data-moved", "")
        await self(testid).click()

    async def at(self, tab: str) -> None:
        """Another part of the incident: overview, reports, measures, groups."""
        await self(f"tab-{tab}").click()
        await expect(self("incident-page").locator(f"[data-tab={tab}]")).to_be_visible()

    async def record(self, lowering: str = "", **figures: int) -> None:
        """记录情况, as told by the scene; `lowering` says what a smaller figure means."""
        await self("facts-edit").click()
        for fact, value in figures.items():
            await self(f"fact-{fact}").fill(str(value))
        await self("facts-source").fill("现场指挥部电话")
        await expect(self("facts-submit")).to_be_disabled()
        await self("facts-receipt-now").check()
        if lowering:
            await expect(self("facts-submit")).to_be_disabled()
            await self(f"facts-lowering-{lowering}").check()
        await self("facts-submit").click()
        await expect(self("facts-form")).to_be_hidden()

    async def confirm(self, button: str) -> None:
        """What the desk may do alone."""
        await self(button).first.click()
        await expect(self("order")).to_be_hidden()
        await self("dialog-submit").click()
        await expect(self("dialog")).to_be_hidden()

    async def order_by_telephone(self, button: str, role: str, reason: str = "") -> None:
        """代录: the account holds no such post, so the page asks whose order it was."""
        await self(button).first.click()
        await expect(self("order")).to_be_visible()
        await self("order-role").select_option(role)
        await expect(self("order-means")).to_have_value("phone")
        await self("field-reason").fill(reason)
        await self("dialog-submit").click()
        await expect(self("dialog")).to_be_hidden()

    async def sees_level(self, name: str) -> None:
        await expect(self("incident-head").get_by_test_id("level")).to_contain_text(name)

    async def sees_recommended(self, name: str, *clauses: str) -> None:
        """The level is recommended, and met criteria name their clauses."""
        await expect(self("recommended-level")).to_contain_text(name)
        met = self("recommendation").locator("[data-met=true]", has_text=name)
        for clause in clauses:
            await expect(met.filter(has_text=clause).first).to_be_visible()

    async def sees_entry(self, type_: str, *words: str) -> Locator:
        """The newest journal entry of this type holds these words."""
        entry = self("journal").locator(f"[data-type={type_}]").first
        for word in words:
            await expect(entry).to_contain_text(word)
        return entry
