"""Signing in with a real identity provider, in a browser."""

import json
from collections.abc import Iterator

import pytest
from playwright.async_api import BrowserContext, expect

from tests.browser.screen import HEARTBEAT, Screen
from tests.support.identity_provider import identity_provider, login_of
from tests.support.server import ServerProcess, free_port, start_zhiban


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server with an identity provider, and one account so that it is set up."""
    port = free_port()
    with identity_provider(f"http://127.0.0.1:{port}/api/session/oidc/callback") as issuer:
        env = {
            **HEARTBEAT,
            "ZHIBAN_OIDC_ISSUER": issuer,
            "ZHIBAN_OIDC_CLIENT_ID": "zhiban",
            "ZHIBAN_OIDC_CLIENT_SECRET": "a secret of the tests",
            "ZHIBAN_OIDC_ROLES": json.dumps({"duty": ["duty_officer"]}),
        }
        server = start_zhiban(tmp_path_factory.mktemp("house"), env=env, port=port)
        yield server
        server.stop()


async def test_the_provider_lets_in_whom_it_proves_and_the_page_says_why_not(
    office: BrowserContext, house: ServerProcess
) -> None:
    first = await Screen.of(office, house.url)
    await first.set_up(house)
    await first("sign-out").click()
    for roles, let_in in ((["staff"], False), (["duty"], True)):
        await first("signin-oidc").click()
        login = login_of(preferred_username="冯值班", roles=roles)
        await first.page.fill('input[name="login"]', login)
        await first.page.fill('input[name="password"]', "it checks none")
        await first.page.click('button[type="submit"]')
        await first.page.click('button[type="submit"]')
        if let_in:
            await expect(first("account")).to_have_text("冯值班")
            await expect(first("connection")).to_have_attribute("data-state", "live")
        else:
            await expect(first("problem")).to_contain_text("没有值班系统的角色")
            await office.clear_cookies()
    made_up = await Screen.of(office, house.url, "/#/sign-in/请打电话给我")
    await expect(made_up("account")).to_have_text("冯值班")
    await made_up("sign-out").click()
    await expect(made_up("problem")).to_contain_text("统一身份认证没有通过")
