"""The coal mine story through the page: a duty officer at a real browser and a real server.

He takes the call, writes down figures, sees what the plan recommends and by which clause,
records the orders that come by telephone, and sees it through to the end, while a wall
screen follows. Waits are for what a person would see; nothing sleeps.
"""

import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Self

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    WebSocketRoute,
    expect,
)

from tests.conftest import StartServer
from tests.support.server import ZHIBAN, ServerProcess, free_port, start_zhiban

PATIENCE_MS = 15_000
HEARTBEAT = {"ZHIBAN_HEARTBEAT_S": "1"}
OFFICER, PASSWORD = "李值班", "长江后浪推前浪一浪更比一浪强"
BOSS = "王主任"
MINE = "乡宁县某煤矿透水事故"
XIANGNING = "141029"
DIRECTOR, COMMANDER, CHIEF = "office_director", "commander", "chief_commander"
ON_SITE = "on_site_commander"


@pytest.fixture(autouse=True)
def patience() -> None:
    """How long a machine under load may take to show something."""
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
async def office(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A browser in an office whose own clock and zone are of no importance."""
    context = await browser.new_context(locale="zh-CN", timezone_id="America/New_York")
    context.set_default_timeout(PATIENCE_MS)
    yield context
    await context.close()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the server of these tests keeps everything."""
    return f"sqlite:///{tmp_path_factory.mktemp('desk') / 'desk.db'}"


@pytest.fixture(scope="module")
def desk(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server with one duty officer, for all tests: each takes calls of its own."""
    account = ("user", "add", OFFICER, "--role", "duty_officer", "--password-stdin")
    zhiban(database, *account, words=PASSWORD)
    folder = tmp_path_factory.mktemp("server")
    server = start_zhiban(folder, "--database-url", database, env=HEARTBEAT)
    yield server
    server.stop()


def zhiban(database: str, *arguments: str, words: str = "") -> str:
    """What the command prints."""
    done = subprocess.run(
        [ZHIBAN, *arguments, "--database-url", database],
        input=words,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


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
        code = re.findall(r"设置码\S*?[：:]\s*(\S+)", server.log_tail())[-1]
        await self("setup-code").fill(code)
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
        await self("open-plan").select_option("coal_mine")
        await self("open-division").select_option(XIANGNING)
        await self("open-title").fill(MINE)
        if exercise:
            await self("open-exercise").check()
        for fact, value in figures.items():
            await self(f"fact-{fact}").fill(str(value))
        await self("open-source").fill("煤矿调度室电话")
        await self("open-submit").click()
        await expect(self("incident-title")).to_have_text(MINE)
        return await self("incident-number").inner_text()

    async def record(self, **figures: int) -> None:
        """记录情况, as told by the scene."""
        await self("facts-edit").click()
        for fact, value in figures.items():
            await self(f"fact-{fact}").fill(str(value))
        await self("facts-source").fill("现场指挥部电话")
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


async def open_the_wall(office: BrowserContext, desk: ServerProcess, number: str) -> Locator:
    """A second page that only looks: the incident's tile."""
    wall = await Screen.of(office, desk.url, "/#/wall")
    tile = wall(f"tile-{number}")
    await expect(tile).to_contain_text(MINE)
    return tile


async def raise_the_response(officer: Screen, tile: Locator) -> None:
    """Ⅳ by the director, Ⅲ by the commander, Ⅱ by the chief commander, each by telephone."""
    await officer.sees_recommended("四级响应", "附件4")
    await officer.order_by_telephone("act-activate_response-IV", DIRECTOR, "先行启动")
    await officer.sees_level("四级响应")
    await expect(tile).to_contain_text("四级响应")
    entry = await officer.sees_entry("response_activated", "四级响应", "电话", OFFICER, "5.3.1")
    await expect(entry.get_by_test_id("unsigned")).to_be_visible()
    await expect(entry.get_by_test_id("to-inform")).to_contain_text("市能源局主要负责人")

    await officer.record(deaths=3)
    await officer.sees_recommended("三级响应", "附件4")
    await expect(tile).to_contain_text("三级响应")
    await officer.order_by_telephone("act-recommend_activation-III", DIRECTOR, "已有3人死亡")
    await expect(officer("pending")).to_contain_text("三级响应")
    await officer.order_by_telephone("act-activate_response-III", COMMANDER)
    await officer.sees_level("三级响应")
    await expect(officer("announcement")).to_contain_text("四级响应变为三级响应")
    entry = await officer.sees_entry("response_activated", "三级响应", "5.3.2")
    await expect(entry.get_by_test_id("to-inform")).to_have_count(0)
    await expect(officer("pending")).to_be_hidden()

    await officer.record(deaths=10)
    await officer.sees_recommended("二级响应", "附件4")
    await officer.order_by_telephone("act-recommend_activation-II", COMMANDER, "重大事故")
    await officer.order_by_telephone("act-activate_response-II", CHIEF)
    await officer.sees_level("二级响应")
    await officer.sees_entry("response_activated", "二级响应", "5.3.3")
    await expect(tile.get_by_test_id("level").first).to_contain_text("二级响应")


async def do_the_work(officer: Screen) -> None:
    """A group, a measure, a report for a slot."""
    await officer.confirm("form-rescue")
    await expect(officer("group-rescue")).to_have_attribute("data-formed", "true")
    await officer.sees_entry("group_formed", "抢险救援组")

    measures = officer("measures").locator("[data-state=open]")
    name = await measures.filter(has_text="应当").first.get_attribute("data-testid")
    assert name is not None
    await officer.confirm(name.replace("measure-", "complete-"))
    await expect(officer(name)).to_have_attribute("data-state", "done")

    slot = officer("slots").locator("[data-obligation=first_city_government]")
    await expect(slot).to_contain_text("市政府")
    await officer("report-first_city_government").click()
    await officer("dialog").locator("textarea").first.fill("某煤矿，井下透水，10人死亡")
    await officer("dialog-submit").click()
    await expect(slot).to_have_count(0)
    await officer.sees_entry("report_submitted", "首报市政府", "井下透水")


async def bring_it_to_an_end(officer: Screen, tile: Locator) -> None:
    """End conditions by name, the end by the on-site commander, closing by the director."""
    await expect(officer("act-end_response")).to_be_hidden()
    for condition in ("all_found", "threat_removed"):
        await officer.confirm(f"confirm-{condition}")
        await expect(officer(f"condition-{condition}")).to_have_attribute("data-confirmed", "true")
    await officer.order_by_telephone("act-end_response", ON_SITE, "遇险人员全部救出")
    await expect(officer("stage")).to_have_attribute("data-stage", "ended")
    await expect(officer("watch")).to_contain_text("伤亡补报期")
    await expect(tile).to_contain_text("响应结束")
    await officer.order_by_telephone("act-close_incident", DIRECTOR, "归档")
    await expect(officer("stage")).to_have_attribute("data-stage", "closed")
    await expect(tile).to_be_hidden()
    number = await officer("incident-number").inner_text()
    await officer("back").click()
    await expect(officer(f"row-{number}")).to_be_hidden()
    await officer("filter-closed").click()
    await expect(officer(f"row-{number}")).to_be_visible()


async def test_a_duty_officer_sees_a_coal_mine_accident_through(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    number = await officer.take_the_call(trapped=2)
    assert re.fullmatch(r"CM-\d{4}-\d{4}", number)
    await expect(officer("exercise-banner")).to_be_hidden()
    tile = await open_the_wall(office, desk, number)
    await officer.page.bring_to_front()
    await raise_the_response(officer, tile)
    await do_the_work(officer)
    await bring_it_to_an_end(officer, tile)


async def test_screens_say_that_they_are_stale_and_recover(
    office: BrowserContext, tmp_path: Path
) -> None:
    port = free_port()
    command = [ZHIBAN, "serve", "--port", str(port), "--database-url", f"sqlite:///{tmp_path}/z.db"]
    server = ServerProcess(command, port=port, folder=tmp_path, env=HEARTBEAT)
    try:
        server.wait_until_live()
        officer = await Screen.of(office, server.url)
        await officer.set_up(server)
        number = await officer.take_the_call(trapped=2)
        wall = await Screen.of(office, server.url, "/#/wall")
        await expect(wall(f"tile-{number}")).to_be_visible()
        server.kill()
        for screen in (officer, wall):
            await expect(screen("stale")).to_contain_text("数据已停止更新")
            await expect(screen("connection")).to_have_attribute("data-state", "closed")
        server = ServerProcess(command, port=port, folder=tmp_path, env=HEARTBEAT)
        server.wait_until_live()
        for screen in (officer, wall):
            await expect(screen("stale")).to_be_hidden()
        await officer.record(missing=1)
        await expect(officer("figure-missing")).to_contain_text("1")
    finally:
        server.stop()


async def test_a_silent_connection_is_stale_too(
    office: BrowserContext, desk: ServerProcess
) -> None:
    """A socket that stays open and says nothing, as behind a broken proxy."""
    quiet = False

    def meet(page_side: WebSocketRoute) -> None:
        server_side = page_side.connect_to_server()
        server_side.on_message(lambda words: None if quiet else page_side.send(words))

    await office.route_web_socket(re.compile("/api/live"), meet)
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await expect(officer("stale")).to_be_hidden()
    quiet = True
    await expect(officer("stale")).to_be_visible()
    await expect(officer("connection")).to_have_attribute("data-state", "silent")
    quiet = False
    await expect(officer("stale")).to_be_hidden()


async def test_an_exercise_is_unmistakable(office: BrowserContext, desk: ServerProcess) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    number = await officer.take_the_call(exercise=True, trapped=2)
    assert re.fullmatch(r"CM-YL-\d{4}-\d{4}", number)
    await expect(officer("exercise-banner")).to_contain_text("演练")
    await officer("act-activate_response-IV").click()
    await expect(officer("dialog")).to_contain_text("演练")
    await officer("dialog-cancel").click()
    await officer("back").click()
    row = officer(f"row-{number}")
    await expect(row.get_by_test_id("exercise-badge")).to_have_text("演练")
    await officer("filter-exercise").click()
    await expect(officer("exercise-banner")).to_be_visible()
    await officer("nav-wall").click()
    await expect(officer(f"tile-{number}")).to_contain_text("演练")


async def test_two_incidents_are_linked_on_both_pages(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    first = await officer.take_the_call(trapped=2)
    await officer("back").click()
    second = await officer.take_the_call(deaths=1)
    await officer("link").click()
    await officer("field-other").select_option(label=f"{first} {MINE}")
    await officer("field-note").fill("同一矿区")
    await officer("dialog-submit").click()
    link = officer(f"link-{first}")
    await expect(link).to_contain_text("同一矿区")
    await officer.sees_entry("incidents_linked", f"与 {first}", "同一矿区")
    await link.get_by_role("link").click()
    await expect(officer("incident-number")).to_have_text(first)
    await expect(officer(f"link-{second}")).to_contain_text("同一矿区")
    await officer.confirm(f"unlink-{second}")
    await expect(officer("links").locator("li")).to_have_count(0)
    await officer.sees_entry("incidents_unlinked", second)


async def test_countdowns_run_by_the_servers_time(
    office: BrowserContext, desk: ServerProcess
) -> None:
    """A wrong clock in the browser changes nothing: an hour is left, not minus five years."""
    await office.clock.set_fixed_time("2031-05-06T07:08:09Z")
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer.take_the_call(deaths=3)
    slot = officer("slots").locator("[data-obligation=province_phone]")
    left = slot.get_by_test_id("countdown")
    await expect(left).to_have_text(re.compile(r"^剩 (01:00:00|5\d:\d\d)$"))
    first = await left.inner_text()
    await expect(left).not_to_have_text(first)


async def test_an_order_needs_no_mouse(office: BrowserContext, desk: ServerProcess) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer.take_the_call(trapped=2)
    keyboard = officer.page.keyboard
    await officer("act-activate_response-IV").focus()
    await keyboard.press("Enter")
    await expect(officer("order")).to_be_visible()
    await keyboard.press("Escape")
    await expect(officer("dialog")).to_be_hidden()
    await expect(officer("act-activate_response-IV")).to_be_focused()
    await keyboard.press("Enter")
    await officer("order-role").focus()
    await keyboard.press("Tab")
    await expect(officer("order-means")).to_be_focused()
    await officer("dialog-submit").focus()
    await keyboard.press("Enter")
    await officer.sees_level("四级响应")


async def test_the_holder_of_a_post_decides_and_signs_himself(
    office: BrowserContext, browser: Browser, desk: ServerProcess, database: str
) -> None:
    """He is not asked whose order it is; what was recorded for him waits for his name."""
    account = ("user", "add", BOSS, "--role", f"coal_mine:{DIRECTOR}", "--password-stdin")
    zhiban(database, *account, words=PASSWORD)
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer.take_the_call(trapped=2)
    await officer.order_by_telephone("act-activate_response-IV", DIRECTOR)
    entry = await officer.sees_entry("response_activated", "代录，未签")

    his_office = await browser.new_context(locale="zh-CN")
    director = await Screen.of(his_office, desk.url)
    await director.sign_in(BOSS)
    await director.page.goto(officer.page.url)
    seq = (await entry.get_attribute("data-testid") or "").removeprefix("entry-")
    await director.confirm(f"sign-{seq}")
    await expect(entry).to_contain_text("代录，已确认")
    await director.confirm("act-recommend_activation-III")
    await officer.sees_entry("activation_recommended", BOSS, "办公室主任")
    await director("act-activate_response-III").click()
    await expect(director("dialog-cannot")).to_contain_text("指挥长")
    await his_office.close()


async def test_what_is_wrong_is_said_at_the_field(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer("open-incident").click()
    await officer("open-plan").select_option("coal_mine")
    await officer("open-division").select_option(XIANGNING)
    await officer("open-title").fill(MINE)
    await officer("open-received").fill("2099-01-01T08:00")
    await officer("open-submit").click()
    field = officer("open-form").locator(".field", has=officer("open-received"))
    await expect(field.get_by_test_id("field-error")).to_contain_text("2099")


async def test_a_wall_screen_comes_in_by_its_token(
    office: BrowserContext, desk: ServerProcess, database: str
) -> None:
    token = zhiban(database, "token", "create", "大屏", "--role", "viewer").splitlines()[-1]
    wall = await Screen.of(office, desk.url, f"/#/wall?token={token}")
    await expect(wall("wall")).to_be_visible()
    await expect(wall("connection")).to_have_attribute("data-state", "live")
    assert token not in wall.page.url
    await wall.page.reload()
    await expect(wall("connection")).to_have_attribute("data-state", "live")


async def test_the_first_account_is_made_with_the_code_on_the_terminal(
    office: BrowserContext, server_process: StartServer, tmp_path: Path
) -> None:
    server = server_process("--database-url", f"sqlite:///{tmp_path}/new.db")
    screen = await Screen.of(office, server.url)
    await screen.set_up(server)
    await screen("sign-out").click()
    await screen.sign_in()
    await expect(screen("open-incident")).to_be_visible()
