"""Guesses against a real server: what strangers do never refuses a device that is known."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

import httpx
import pytest

from api.access.device_cookie import DEVICE_COOKIE
from api.http.sign_in import PER_NAME
from tests.api.town import PASSWORD, Town, found_town, refused
from tests.support.server import start_zhiban

SIGN_IN = {"name": "duty", "password": PASSWORD}
WRONG = SIGN_IN | {"password": "a wrong guess"}
FEW = 3


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A server that allows few guesses; each test comes from addresses of its own."""
    folder = tmp_path_factory.mktemp("office")
    town = found_town(folder, env={"ZHIBAN_SIGNIN_ATTEMPTS": str(FEW)})
    yield town
    assert town.server.stop() == 0, town.server.log_tail()


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Town]:
    """A server that allows one guess: of a name's, which are many times as many, few are due."""
    town = found_town(tmp_path, env={"ZHIBAN_SIGNIN_ATTEMPTS": "1"}, names=("duty",))
    yield town
    assert town.server.stop() == 0, town.server.log_tail()


def guess(town: Town, address: str, name: str = "viewer") -> httpx.Response:
    body = WRONG | {"name": name}
    return town.post("/api/session", body, None, **{"X-Forwarded-For": address})


def test_guesses_sent_together_pass_the_limit_no_more_often(office: Town) -> None:
    with ThreadPoolExecutor(30) as pool:
        told = Counter(
            answer.status_code
            for answer in pool.map(guess, [office] * 60, cycle(["192.0.2.1"]), ["viewer"] * 60)
        )
    assert told[401] <= FEW, told
    assert told[401] + told[429] + told[503] == 60
    answer = guess(office, "192.0.2.1")
    refused(answer, 429, "too_many_attempts")
    assert int(answer.headers["retry-after"]) > 0


def test_a_customer_with_ipv6_is_counted_as_one(office: Town) -> None:
    for number in range(FEW):
        refused(guess(office, f"2001:db8:0:1::{number + 1}"), 401, "wrong_credentials")
    refused(guess(office, "2001:db8:0:1:ffff::1"), 429, "too_many_attempts")
    refused(guess(office, "2001:db8:0:2::1"), 401, "wrong_credentials")


def test_strangers_do_not_lock_the_owner_out_of_his_own_device(strict: Town) -> None:
    with strict.client(None, **{"X-Forwarded-For": "198.51.100.1"}) as console:
        assert console.post("/api/session", json=SIGN_IN).status_code == 200
        set_cookie = console.post("/api/session", json=SIGN_IN).headers.get_list("set-cookie")
        device = next(one for one in set_cookie if one.startswith(DEVICE_COOKIE)).lower()
        assert "path=/api/session" in device
        assert "httponly" in device
        assert "samesite=strict" in device
        for number in range(PER_NAME):
            refused(guess(strict, f"203.0.113.{number}", "duty"), 401, "wrong_credentials")
        # At a device that nobody knows the name is refused now, from the same address too.
        for address in ("203.0.113.200", "198.51.100.1"):
            other = strict.post("/api/session", SIGN_IN, None, **{"X-Forwarded-For": address})
            refused(other, 429, "too_many_attempts")
        assert console.post("/api/session", json=SIGN_IN).status_code == 200
        # The cookie opens nothing, and its own guesses are few.
        refused(console.post("/api/session", json=WRONG), 401, "wrong_credentials")
        refused(console.post("/api/session", json=SIGN_IN), 429, "too_many_attempts")


def test_a_device_known_for_one_account_is_a_stranger_to_the_others(office: Town) -> None:
    with office.client(None, **{"X-Forwarded-For": "198.51.100.2"}) as console:
        answer = console.post("/api/session", json=SIGN_IN | {"name": "viewer"})
        assert answer.status_code == 200, answer.text
        for _ in range(FEW):
            body = WRONG | {"name": "anna"}
            refused(console.post("/api/session", json=body), 401, "wrong_credentials")
        refused(guess(office, "198.51.100.2", "anna"), 429, "too_many_attempts")


def test_a_known_device_is_known_to_a_server_that_starts_again(tmp_path: Path) -> None:
    env = {"ZHIBAN_SIGNIN_ATTEMPTS": "1"}
    town = found_town(tmp_path, env=env, names=("duty",))
    with town.client() as console:
        assert console.post("/api/session", json=SIGN_IN).status_code == 200
        cookies = console.cookies
    assert town.server.stop() == 0

    again = Town(start_zhiban(tmp_path, env=env))
    try:
        refused(guess(again, "127.0.0.1", "duty"), 401, "wrong_credentials")
        refused(guess(again, "127.0.0.1", "duty"), 429, "too_many_attempts")
        with again.client() as console:
            console.cookies = cookies
            assert console.post("/api/session", json=SIGN_IN).status_code == 200
    finally:
        assert again.server.stop() == 0
