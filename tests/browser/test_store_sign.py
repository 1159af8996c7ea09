"""No screen says that it is live over a server that can store nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.api.town import PASSWORD, Town, found_town
from tests.support.postgres import PostgresServer, running_postgres

PATIENCE_MS = 60_000
SIGN = {"zh": "服务器现在存不下任何东西", "en": "The server stores nothing now"}
STATE = {"zh": "不可用", "en": "not usable"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, PostgresServer]]:
    """A server, and its database, which may be stopped; a test starts it again."""
    with running_postgres() as postgres:
        folder = tmp_path_factory.mktemp("office")
        town = found_town(folder, "--database-url", postgres.url(postgres.clone()))
        yield town, postgres
        assert town.server.stop() == 0


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """The language of the screens."""
    found: str = request.param
    return found


@pytest.fixture
async def screen(browser: Browser, language: str) -> AsyncIterator[Page]:
    """A page of a browser that remembers the language."""
    expect.set_options(timeout=PATIENCE_MS)
    context = await browser.new_context(
        reduced_motion="reduce", locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    await context.add_init_script(f"localStorage.setItem('zhiban.language', '{language}')")
    yield await context.new_page()
    await context.close()


async def test_wall_and_console_say_that_nothing_is_stored_and_that_it_is_over(
    screen: Page, office: tuple[Town, PostgresServer], language: str
) -> None:
    town, postgres = office
    town.open(title="存不下")
    wall = await screen.context.new_page()
    await wall.goto(f"{town.url}/#/wall?token={town.tokens['viewer']}&language={language}")
    await screen.goto(town.url)
    await screen.get_by_test_id("signin-name").fill("duty")
    await screen.get_by_test_id("signin-password").fill(PASSWORD)
    await screen.get_by_test_id("signin-submit").click()
    pages = (screen, wall)
    for page in pages:
        await expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "live")
        await expect(page.get_by_test_id("store")).to_have_count(0)
    postgres.stop()
    for page in pages:
        sign = page.get_by_test_id("store")
        await expect(sign).to_contain_text(SIGN[language])
        await expect(sign).to_be_in_viewport()
        state = page.get_by_test_id("connection")
        await expect(state).to_have_attribute("data-state", "unstored")
        await expect(state).to_contain_text(STATE[language])
    postgres.start()
    for page in pages:
        await expect(page.get_by_test_id("store")).to_have_count(0)
        await expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "live")


async def test_an_address_that_cannot_be_decoded_does_not_blank_the_page(
    screen: Page, office: tuple[Town, PostgresServer]
) -> None:
    town, _ = office
    problems: list[str] = []
    screen.on("pageerror", lambda error: problems.append(str(error)))
    await screen.goto(f"{town.url}/#/incident/%E0%A4%A")
    await expect(screen.get_by_test_id("signin-name")).to_be_visible()
    await screen.get_by_test_id("signin-name").fill("duty")
    await screen.get_by_test_id("signin-password").fill(PASSWORD)
    await screen.get_by_test_id("signin-submit").click()
    await expect(screen.get_by_test_id("nav-incidents")).to_be_visible()
    assert problems == []
