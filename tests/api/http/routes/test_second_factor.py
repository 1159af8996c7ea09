"""Signing in with a code beside the password, on a real server."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import httpx
import pyotp
import pytest

from tests.api.town import PASSWORD, Town, found_town, refused
from tests.support.cli import zhiban

FEW = 3


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("office")
    town = found_town(folder, env={"ZHIBAN_SIGNIN_ATTEMPTS": str(FEW)}, names=())
    yield town
    assert town.server.stop() == 0, town.server.log_tail()


def ahead(telephone: pyotp.TOTP, steps: int) -> str:
    """The code of a step that is about now; each may be used once, so tests take them in turn."""
    return telephone.at(for_time=datetime.now(UTC), counter_offset=steps)


@contextmanager
def enrolled(town: Town, name: str) -> Iterator[tuple[httpx.Client, pyotp.TOTP, list[str]]]:
    """A new officer with a telephone, signed in; the codes up to the last step are used up."""
    body = {"name": name, "password": PASSWORD, "roles": ["duty_officer"]}
    assert town.post("/api/accounts", body, "anna").status_code == 201
    token = sign_in(town, name).json()["token"]
    with town.client(None, Authorization=f"Bearer {token}") as client:
        begun = client.post("/api/session/totp", json={"current": PASSWORD})
        assert begun.status_code == 200, begun.text
        telephone = pyotp.TOTP(s=begun.json()["secret"])
        assert begun.json()["qr"].startswith("data:image/svg+xml")
        # Nothing is asked before it is confirmed.
        assert sign_in(town, name).status_code == 200
        done = client.put("/api/session/totp", json={"code": ahead(telephone, 0)})
        assert done.status_code == 200, done.text
        yield client, telephone, done.json()["recovery_codes"]


def sign_in(town: Town, name: str, **more: str) -> httpx.Response:
    return town.post("/api/session", {"name": name, "password": PASSWORD, **more}, None)


def test_the_code_is_asked_for_and_good_once(office: Town) -> None:
    with enrolled(office, "chen") as (client, telephone, codes):
        state = client.get("/api/session/totp").json()
        assert (state["enabled"], state["recovery_left"]) == (True, 10)
        refused(sign_in(office, "chen"), 401, "second_factor_required")
        wrong = {"name": "chen", "password": "x", "code": ahead(telephone, 1)}
        refused(office.post("/api/session", wrong, None), 401, "wrong_credentials")
        code = ahead(telephone, 1)
        assert sign_in(office, "chen", code=code).status_code == 200
        refused(sign_in(office, "chen", code=code), 401, "wrong_second_factor")
        assert sign_in(office, "chen", code=codes[0]).status_code == 200
        refused(sign_in(office, "chen", code=codes[0]), 401, "wrong_second_factor")
        assert client.get("/api/session/totp").json()["recovery_left"] == 9


def test_codes_cannot_be_tried_out(office: Town) -> None:
    with enrolled(office, "deng") as (_, _, codes):
        for number in range(FEW):
            refused(sign_in(office, "deng", code=f"00000{number}"), 401, "wrong_second_factor")
        refused(sign_in(office, "deng", code=codes[0]), 429, "too_many_attempts")


def test_it_is_turned_off_with_password_and_code(office: Town) -> None:
    with enrolled(office, "fang") as (client, _, codes):
        refused(client.post("/api/session/totp", json={"current": "x"}), 403, "wrong_password")
        begun = client.post("/api/session/totp", json={"current": PASSWORD})
        refused(begun, 409, "second_factor_on")
        off = {"current": PASSWORD, "code": "000000"}
        refused(client.post("/api/session/totp/off", json=off), 422, "code_wrong")
        refused(
            client.post("/api/session/totp/off", json={"current": "x", "code": codes[0]}),
            403,
            "wrong_password",
        )
        off = {"current": PASSWORD, "code": codes[0]}
        assert client.post("/api/session/totp/off", json=off).status_code == 204
        assert sign_in(office, "fang").status_code == 200
        refused(client.post("/api/session/totp/off", json=off), 409, "second_factor_off")


def test_a_lost_telephone_has_a_way_back(office: Town) -> None:
    with enrolled(office, "gu") as (_, _, _):
        folder = office.server.log.parent
        done = zhiban(folder, "user", "totp-off", "gu")
        assert done.returncode == 0, done.stderr
        assert sign_in(office, "gu").status_code == 200
        again = zhiban(folder, "user", "totp-off", "gu")
        assert again.returncode == 1
        assert "没有启用" in again.stderr


def test_one_that_an_insider_planted_is_found_and_named(office: Town) -> None:
    """With all rights on the database: a secret and a code that he knows."""
    folder = office.server.log.parent
    with enrolled(office, "huang") as (_, _, codes):
        assert sign_in(office, "huang", code=codes[0]).status_code == 200
        done = zhiban(folder, "journal", "verify")
        assert (done.returncode, "〔" in done.stdout) == (0, False), done.stdout
        with closing(sqlite3.connect(folder / "zhiban.db", timeout=60)) as database, database:
            database.execute("UPDATE totp SET secret = 'ABCDEFGH' WHERE account = 'huang'")
            database.execute("INSERT INTO recovery_code VALUES ('huang', 'feed', 0)")
        done = zhiban(folder, "journal", "verify")
        assert done.returncode == 1
        found = [line.partition("〔")[2] for line in done.stdout.splitlines() if "〔" in line]
        assert found == ["server_second_factor〕", "server_recovery_code〕"]
