"""Cookies over HTTPS, as a proxy shows the server: guarded by their names."""

from __future__ import annotations

import re
from pathlib import Path

import httpx

from tests.api.town import PASSWORD, Town, found_town
from tests.support.server import start_zhiban

HTTPS = {"ZHIBAN_SECURE_COOKIE": "true"}
BODY = {"name": "duty", "password": PASSWORD}


def signed_in(town: Town, cookie: str, path: str = "") -> str | None:
    """Whom the server takes the sender of this cookie for."""
    answer = town.get(f"{path}/api/session", None, headers={"Cookie": cookie})
    name: str | None = answer.json()["name"]
    return name


def cookies(answer: httpx.Response) -> dict[str, str]:
    """The cookies that an answer sets, each with all that it says, in lower case."""
    lines = answer.headers.get_list("set-cookie")
    return {line.partition("=")[0]: line.partition("=")[2].lower() for line in lines}


def test_over_https_the_session_cookie_is_the_hosts_own(tmp_path: Path) -> None:
    town = found_town(tmp_path, env=HTTPS, names=("duty",))
    try:
        answer = town.post("/api/session", BODY, None)
        given = cookies(answer)
        assert given.keys() == {"__Host-zhiban_session", "__Secure-zhiban_device"}
        for words in given.values():
            assert {"secure", "httponly", "samesite=strict"} <= set(re.split("; *", words))
        session = given["__Host-zhiban_session"]
        assert "; path=/;" in session
        assert "domain" not in session
        token = answer.json()["token"]
        assert signed_in(town, f"__Host-zhiban_session={token}") == "duty"
        # What another host under the domain can set is not taken: nobody signed in before.
        assert signed_in(town, f"zhiban_session={token}") is None
        assert signed_in(town, f"__Secure-zhiban_session={token}") is None
        headers = {"Cookie": f"__Host-zhiban_session={token}", "Origin": town.url}
        with town.client(None, **headers) as client:
            out = cookies(client.delete("/api/session"))
        assert out.keys() == {"__Host-zhiban_session", "zhiban_session"}
        assert all("max-age=0" in words and "secure" in words for words in out.values())
    finally:
        town.server.stop()


def test_who_signed_in_before_the_prefix_stays_signed_in(tmp_path: Path) -> None:
    before = found_town(tmp_path, names=("duty",))
    answer = before.post("/api/session", BODY, None)
    old, device = answer.json()["token"], answer.cookies["zhiban_device"]
    assert before.server.stop() == 0
    for _ in range(2):  # a second start is no other beginning
        town = Town(start_zhiban(tmp_path, env=HTTPS))
        try:
            assert signed_in(town, f"zhiban_session={old}") == "duty"
            both = f"zhiban_session={old}; __Host-zhiban_session=another"
            assert signed_in(town, both) is None, "the guarded one counts"
            headers = {"Cookie": f"zhiban_device={device}"}
            renewed = cookies(town.post("/api/session", BODY, None, **headers))
            assert "__Secure-zhiban_device" in renewed
        finally:
            town.server.stop()


def test_below_a_path_the_cookie_stays_on_its_path(tmp_path: Path) -> None:
    path = "/zhiban"
    town = found_town(tmp_path, env=HTTPS | {"ZHIBAN_ROOT_PATH": path}, names=("duty",))
    try:
        answer = town.post(f"{path}/api/session", BODY, None)
        given = cookies(answer)
        assert given.keys() == {"__Secure-zhiban_session", "__Secure-zhiban_device"}
        assert f"; path={path};" in given["__Secure-zhiban_session"]
        token = answer.json()["token"]
        assert signed_in(town, f"__Secure-zhiban_session={token}", path) == "duty"
    finally:
        town.server.stop()
