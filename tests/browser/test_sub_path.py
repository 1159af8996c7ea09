"""The page below a path of a proxy, with nothing set on the server but the path or nothing."""

from collections.abc import Iterator

import pytest
from playwright.async_api import BrowserContext, expect

from tests.api.town import PASSWORD, Town, found_town
from tests.browser.screen import HEARTBEAT, Screen
from tests.support.proxy import below_path

PATH = "/zhiban"


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("below")
    town = found_town(folder, names=("duty",), env={"ZHIBAN_ROOT_PATH": PATH, **HEARTBEAT})
    yield town
    town.server.stop()


@pytest.mark.parametrize("keeps_path", [False, True])
async def test_the_whole_page_works_below_a_path(
    office: BrowserContext, below: Town, keeps_path: bool
) -> None:
    async with below_path(below.url, PATH, keeps_path=keeps_path) as url:
        screen = Screen(await office.new_page(), url)
        asked: list[str] = []
        screen.page.on("request", lambda request: asked.append(request.url))
        # A path that is no file leads back to the page.
        await screen.page.goto(f"{url}/some/where#/account")
        await screen("signin-name").fill("duty")
        await screen("signin-password").fill(PASSWORD)
        await screen("signin-submit").click()
        await expect(screen("account")).to_have_text("duty")
        await expect(screen("connection")).to_have_attribute("data-state", "live")
        await expect(screen("own-session").first).to_be_visible()
        kept = {one["name"]: one["path"] for one in await office.cookies()}
        assert kept == {"zhiban_session": PATH, "zhiban_device": f"{PATH}/api/session"}

        incident = below.open("grain", title=f"尧都区粮价异动 {keeps_path}")
        await screen.page.goto(f"{url}/#/")
        await expect(screen(f"incident-{incident['number']}")).to_be_visible()
        await screen(f"incident-{incident['number']}").click()
        await expect(screen("incident-title")).to_have_text(incident["title"])
        await screen("sign-out").click()
        await expect(screen("signin-name")).to_be_visible()
        assert asked
        assert [one for one in asked if not one.startswith(f"{url}/")] == []
