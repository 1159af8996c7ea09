"""Signing in with a real identity provider, and what is refused."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.api.town import PASSWORD, Town, found_town, refused
from tests.support.identity_provider import identity_provider, login_of, walk
from tests.support.server import ZHIBAN, ServerProcess, free_port

ROLES = {"duty": ["duty_officer"], "boss": ["admin", "viewer"], "county": ["reporter"]}


@dataclass
class House:
    """A server and the provider that it trusts."""

    town: Town
    issuer: str

    browsers: ExitStack

    def sign_in(self, login: str) -> tuple[httpx.Client, httpx.Response]:
        """A browser that went to the provider and came back, and the last answer."""
        browser = self.browsers.enter_context(self.town.client())
        back = walk(browser, "/api/session/oidc/start", login, f"{self.town.url}/api/session/oidc")
        return browser, browser.get(back.headers["location"])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder, port = tmp_path_factory.mktemp("house"), free_port()
    url = f"http://127.0.0.1:{port}"
    with identity_provider(f"{url}/api/session/oidc/callback") as issuer:
        env = {
            "ZHIBAN_OIDC_ISSUER": issuer,
            "ZHIBAN_OIDC_CLIENT_ID": "zhiban",
            "ZHIBAN_OIDC_CLIENT_SECRET": "a secret of the tests",
            "ZHIBAN_OIDC_ROLES": json.dumps(ROLES),
            "ZHIBAN_OIDC_DIVISION_CLAIM": "division",
        }
        town = found_town(folder, env=env, names=("viewer",), port=port)
        with ExitStack() as browsers:
            yield House(town, issuer, browsers)
        assert town.server.stop() == 0, town.server.log_tail()


def test_somebody_whom_the_provider_proves_is_let_in_with_the_tables_roles(house: House) -> None:
    login = login_of(preferred_username="孙值班", roles=["duty", "staff", "boss"])
    browser, answer = house.sign_in(login)
    assert (answer.status_code, answer.headers["location"]) == (303, "/"), answer.headers
    mine = browser.get("/api/session").json()
    assert mine["name"] == "孙值班"
    assert mine["roles"] == ["admin", "duty_officer", "viewer"]
    assert mine["sign_in_with"]
    assert "httponly" in answer.headers["set-cookie"].lower()
    # No password opens an account of the provider's.
    for password in ("", "x", PASSWORD):
        body = {"name": "孙值班", "password": password}
        assert house.town.post("/api/session", body, None).status_code in (401, 422)


def test_the_roles_are_those_that_the_provider_says_now(house: House) -> None:
    """The provider's subject is the login here, so the table of roles is what changes."""
    login = login_of(preferred_username="周值班", roles="duty")
    first, _ = house.sign_in(login)
    with house.town.client("anna") as admin:
        assert admin.patch("/api/accounts/周值班", json={"roles": ["viewer"]}).is_success
    assert first.get("/api/session").json()["roles"] == ["viewer"]
    again, _ = house.sign_in(login)
    assert again.get("/api/session").json()["roles"] == ["duty_officer"]
    assert first.get("/api/session").json()["roles"] == ["duty_officer"]


def test_a_post_of_a_division_gets_it_from_the_provider(house: House) -> None:
    login = login_of(preferred_username="曲沃", roles=["county"], division="141021")
    browser, _ = house.sign_in(login)
    assert browser.get("/api/session").json()["division"] == "141021"
    _, answer = house.sign_in(login_of(preferred_username="无处", roles=["county"]))
    assert answer.headers["location"] == "/#/sign-in/oidc_no_division"


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"preferred_username": "nobody", "roles": ["staff"]}, "oidc_no_role"),
        ({"preferred_username": "nobody"}, "oidc_no_role"),
        ({"preferred_username": "anna", "roles": ["boss"]}, "oidc_name_taken"),
        ({"preferred_username": "ａｎｎａ ", "roles": ["boss"]}, "oidc_name_taken"),
        ({"preferred_username": "clock", "roles": ["boss"]}, "oidc_name_taken"),
        ({"preferred_username": "\u0430nna", "roles": ["boss"]}, "oidc_name_taken"),
        ({"roles": ["boss"]}, "oidc_refused"),
    ],
)
def test_who_may_not_sign_in_is_told_why(
    house: House, claims: dict[str, object], code: str
) -> None:
    browser, answer = house.sign_in(login_of(**claims))
    assert answer.headers["location"] == f"/#/sign-in/{code}"
    assert "zhiban_session" not in browser.cookies
    assert browser.get("/api/session").json()["name"] is None
    names = {one["name"] for one in house.town.get("/api/accounts", "anna").json()["accounts"]}
    assert "nobody" not in names


def test_an_account_that_is_disabled_stays_out(house: House) -> None:
    login = login_of(preferred_username="吴值班", roles=["duty"])
    browser, _ = house.sign_in(login)
    with house.town.client("anna") as admin:
        assert admin.patch("/api/accounts/吴值班", json={"disabled": True}).is_success
    assert browser.get("/api/plans").status_code == 401
    _, answer = house.sign_in(login)
    assert answer.headers["location"] == "/#/sign-in/oidc_disabled"


def test_a_sign_in_is_finished_once_and_by_the_browser_that_began_it(house: House) -> None:
    login = login_of(preferred_username="郑值班", roles=["duty"])
    callback = f"{house.town.url}/api/session/oidc"
    with house.town.client() as browser:
        back = walk(browser, "/api/session/oidc/start", login, callback).headers["location"]
        asked = parse_qs(urlsplit(back).query)
        # Another browser, another state, a forged cookie.
        with house.town.client() as other:
            assert other.get(back).headers["location"] == "/#/sign-in/oidc_late"
            other.cookies.set("zhiban_oidc", browser.cookies["zhiban_oidc"] + "x")
            assert other.get(back).headers["location"] == "/#/sign-in/oidc_late"
        wrong = f"/api/session/oidc/callback?code={asked['code'][0]}&state=another"
        assert browser.get(wrong).headers["location"] == "/#/sign-in/oidc_late"
        forged = f"/api/session/oidc/callback?code=made-up&state={asked['state'][0]}"
        assert browser.get(forged).headers["location"] == "/#/sign-in/oidc_refused"
        said_no = f"/api/session/oidc/callback?error=access_denied&state={asked['state'][0]}"
        assert browser.get(said_no).headers["location"] == "/#/sign-in/oidc_refused"
        cookie = browser.cookies["zhiban_oidc"]
        assert browser.get(back).headers["location"] == "/"
        # The code is used up, also for who kept the cookie.
        browser.cookies.set("zhiban_oidc", cookie, path="/api/session/oidc")
        assert browser.get(back).headers["location"] == "/#/sign-in/oidc_refused"


def test_without_a_provider_nobody_is_sent_anywhere(town: Town) -> None:
    refused(town.get("/api/session/oidc/start", None), 404, "oidc_off")
    refused(town.get("/api/session/oidc/callback?code=x&state=y", None), 404, "oidc_off")
    assert town.get("/api/session", None).json()["sign_in_with"] is None


def test_a_provider_that_is_down_is_said_and_passwords_still_work(tmp_path: Path) -> None:
    env = {
        "ZHIBAN_OIDC_ISSUER": f"http://127.0.0.1:{free_port()}",
        "ZHIBAN_OIDC_CLIENT_ID": "zhiban",
    }
    town = found_town(tmp_path, env=env, names=("viewer",))
    try:
        answer = town.get("/api/session/oidc/start", None)
        assert answer.headers["location"] == "/#/sign-in/oidc_unreachable"
        body = {"name": "viewer", "password": PASSWORD}
        assert town.post("/api/session", body, None).is_success
    finally:
        assert town.server.stop() == 0


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({}, "ZHIBAN_OIDC_CLIENT_ID"),
        ({"ZHIBAN_OIDC_CLIENT_ID": "x", "ZHIBAN_OIDC_ROLES": '{"a": ["duty"]}'}, "duty_officer"),
        ({"ZHIBAN_OIDC_CLIENT_ID": "x", "ZHIBAN_OIDC_ROLES": "duty"}, "ZHIBAN_OIDC_ROLES"),
    ],
)
def test_settings_that_cannot_work_are_said_at_the_start(
    tmp_path: Path, env: dict[str, str], said: str
) -> None:
    port = free_port()
    server = ServerProcess(
        [ZHIBAN, "serve", "--port", str(port)],
        port=port,
        folder=tmp_path,
        env={"ZHIBAN_OIDC_ISSUER": "http://127.0.0.1:9/", **env},
    )
    assert server.process.wait(60) in (1, 2)
    assert said in server.log_tail()
    assert "Traceback" not in server.log_tail()
