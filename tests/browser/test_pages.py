"""The page beside the story: stale, exercises, links, clocks, keyboard, posts, errors, the wall."""

import re
from pathlib import Path

from playwright.async_api import (
    Browser,
    BrowserContext,
    WebSocketRoute,
    expect,
)

from tests.browser.screen import (
    BOSS,
    DIRECTOR,
    HEARTBEAT,
    MINE,
    PASSWORD,
    WIDE,
    XIANGNING,
    Screen,
    zhiban,
)
from tests.conftest import StartServer
from tests.support.server import ZHIBAN, ServerProcess, free_port


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
    await officer.at("reports")
    slot = officer("slots").locator("[data-testid=board-row][data-obligation=province_phone]")
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

    his_office = await browser.new_context(reduced_motion="reduce", locale="zh-CN", viewport=WIDE)
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
    await officer("open-kind-coal_mine").check()
    await officer("open-division").select_option(XIANGNING)
    await officer("open-title").fill(MINE)
    await officer("open-received").fill("2099-01-01T08:00")
    await officer("open-submit").click()
    await officer("open-confirm").click()
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
