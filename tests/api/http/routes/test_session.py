"""Signing in, cookies, other sites' pages, the first account, and the others."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests.api.town import ADMIN, PASSWORD, Town, found_town, opening, refused
from tests.support.server import http_client, start_zhiban

SIGN_IN = {"name": "duty", "password": PASSWORD}


@contextmanager
def browser(town: Town) -> Iterator[httpx.Client]:
    """A client that has signed in and keeps the cookie, as a browser does."""
    with town.client() as client:
        assert client.post("/api/session", json=SIGN_IN).status_code == 200
        yield client


def test_a_sign_in_gives_a_cookie_and_a_token(town: Town) -> None:
    answer = town.post("/api/session", SIGN_IN, None)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert answer.json()["name"] == "duty"
    with town.client(None, Authorization=f"Bearer {answer.json()['token']}") as client:
        assert client.get("/api/plans").status_code == 200


def test_of_two_session_cookies_the_first_counts(town: Town) -> None:
    """Browsers send that of the longer path first: a server above ours has its own."""
    mine, other = (f"zhiban_session={town.tokens[name]}" for name in ("duty", "viewer"))
    for cookies in ([f"a=1; {mine}; {other}"], [mine, other]):
        headers = [("Cookie", one) for one in cookies]
        with http_client(town.url, headers=headers) as client:
            assert client.get("/api/session").json()["name"] == "duty"


def test_nobody_gets_nothing(town: Town) -> None:
    incident = town.open()
    for path in ("/api/plans", "/api/incidents", f"/api/incidents/{incident['id']}"):
        answer = town.get(path, None)
        refused(answer, 401, "not_signed_in")
        assert answer.headers["www-authenticate"] == "Bearer"
    refused(town.post("/api/incidents", opening(), None), 401, "not_signed_in")
    refused(town.post("/api/incidents", {"not": "read"}, None), 401, "not_signed_in")
    with town.client(None, Authorization="Bearer made-up") as stranger:
        refused(stranger.get("/api/plans"), 401, "not_signed_in")


def test_a_wrong_password_and_a_wrong_name_are_told_alike(town: Town) -> None:
    wrong = town.post("/api/session", SIGN_IN | {"password": "x"}, None)
    nobody = town.post("/api/session", {"name": "nobody", "password": "x"}, None)
    assert refused(wrong, 401, "wrong_credentials") == refused(nobody, 401, "wrong_credentials")
    refused(town.post("/api/session", {"name": "duty"}, None), 422, "missing_field")


def test_who_am_i(town: Town) -> None:
    mine = town.get("/api/session", "county").json()
    assert (mine["name"], mine["roles"]) == ("county", ["grain:county_headquarters"])
    assert mine["division"] == "141021"
    assert mine["virtual_clock"] is False
    nobody = town.get("/api/session", None).json()
    assert nobody["name"] is None
    assert nobody["setup_required"] is False


def test_a_session_that_is_ended_is_over(town: Town) -> None:
    with browser(town) as client:
        assert client.get("/api/plans").status_code == 200
        assert client.delete("/api/session").status_code == 204
        assert client.get("/api/plans").status_code == 401


def test_another_sites_page_cannot_write(town: Town) -> None:
    with browser(town) as client:
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://[evil"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            answer = client.post("/api/incidents", json=opening(), headers=headers)
            refused(answer, 403, "foreign_origin")
        answer = client.post("/api/incidents", json=opening(), headers={"Origin": town.url})
        assert answer.status_code == 201
    answer = town.post("/api/session", SIGN_IN, None, Origin="https://evil.example")
    refused(answer, 403, "foreign_origin")


def test_an_account_may_have_a_chinese_name(town: Town) -> None:
    body: dict[str, Any] = {"name": "王五", "password": PASSWORD, "roles": ["viewer"]}
    made = town.post("/api/accounts", body, "admin")
    assert made.status_code == 201, made.text
    with town.client("admin") as admin:
        changed = admin.patch(made.headers["location"], json={"disabled": False})
        assert changed.is_success, changed.text
        assert changed.json()["name"] == "王五"
    assert town.post("/api/session", {"name": "王五", "password": PASSWORD}, None).is_success


def test_administrators_look_after_accounts(town: Town) -> None:
    body: dict[str, Any] = {"name": "li", "password": PASSWORD, "roles": ["duty_officer"]}
    assert town.post("/api/accounts", body, "admin").status_code == 201
    refused(town.post("/api/accounts", body, "admin"), 409, "account_exists")
    signed_in = town.post("/api/session", {"name": "li", "password": PASSWORD}, None).json()
    bearer = f"Bearer {signed_in['token']}"
    with town.client("admin") as admin, town.client(None, Authorization=bearer) as li:
        assert li.get("/api/plans").status_code == 200
        changed = admin.patch("/api/accounts/li", json={"roles": ["viewer"]}).json()
        assert changed["roles"] == ["viewer"]
        assert li.get("/api/session").json()["roles"] == ["viewer"]
        assert admin.patch("/api/accounts/li", json={"disabled": True}).json()["disabled"]
        assert li.get("/api/plans").status_code == 401
        refused(admin.patch("/api/accounts/nobody", json={}), 404, "account_not_found")
        assert "li" in {
            account["name"] for account in admin.get("/api/accounts").json()["accounts"]
        }


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"roles": ["duty_oficer"]}, "unknown_choice", "roles"),
        ({"roles": ["grain:state"]}, "unknown_choice", "roles"),
        ({"roles": ["flood:commander"]}, "unknown_choice", "roles"),
        ({"roles": []}, "bad_value", "roles"),
        ({"roles": ["reporter"]}, "division_missing", "division"),
        ({"password": "short"}, "bad_value", "password"),
        ({"roles": ["grain:county_headquarters"]}, "division_missing", "division"),
        ({"roles": ["grain:county_headquarters"], "unit": "局"}, "division_missing", "division"),
        ({"division": "Linfen"}, "bad_value", "division"),
        ({"division": "110000"}, "unknown_choice", "division"),
        ({"roles": ["reporter"], "division": "141020"}, "unknown_choice", "division"),
        ({"roles": ["reporter"], "unit": "市公安"}, "unknown_choice", "unit"),
        ({"role": "viewer"}, "unknown_field", "role"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(
    town: Town, changes: dict[str, Any], code: str, field: str
) -> None:
    body = {"name": "wang", "password": PASSWORD, "roles": ["viewer"]} | changes
    problem = refused(town.post("/api/accounts", body, "admin"), 422, code)
    assert problem["field"] == field


def test_a_division_or_a_unit_that_no_plan_has_is_told_what_was_probably_meant(
    town: Town,
) -> None:
    body = {"name": "wang", "password": PASSWORD, "roles": ["reporter"]}
    for wrong, near in (
        ({"division": "941021"}, "141021 曲沃县"),
        ({"unit": "市公案局"}, "市公安局"),
        ({"unit": "fire_resque"}, "fire_rescue"),
    ):
        problem = refused(town.post("/api/accounts", body | wrong, "admin"), 422, "unknown_choice")
        assert next(iter(wrong.values())) in problem["detail"]
        assert problem["nearest"] == near
        assert problem["accepted"]


def test_an_account_without_a_division_gets_no_post_of_a_division(town: Town) -> None:
    body = {"name": "zhao", "password": PASSWORD, "roles": ["viewer"]}
    assert town.post("/api/accounts", body, "admin").status_code == 201
    with town.client("admin") as admin:
        change = {"roles": ["grain:county_headquarters"], "password": PASSWORD * 2}
        problem = refused(admin.patch("/api/accounts/zhao", json=change), 422, "division_missing")
        assert "141021 曲沃县" in problem["detail"]
    signing_in = {"name": "zhao", "password": PASSWORD}
    assert town.post("/api/session", signing_in, None).status_code == 200


def test_only_administrators_do(town: Town) -> None:
    for name in ("duty", "viewer", "director", "reporter"):
        refused(town.get("/api/accounts", name), 403, "general_role_required")
        body = {"name": "x", "password": PASSWORD, "roles": ["admin"]}
        refused(town.post("/api/accounts", body, name), 403, "general_role_required")


def test_the_setup_is_done_once(town: Town) -> None:
    body = {"code": "0000-0000-0000", "name": "eve", "password": PASSWORD}
    refused(town.post("/api/setup", body, None), 409, "setup_done")


def test_the_setup_needs_the_code_of_the_terminal(tmp_path: Path) -> None:
    server = start_zhiban(tmp_path)
    try:
        town = Town(server)
        assert town.get("/api/session", None).json()["setup_required"] is True
        body = {"code": "0000-0000-0000", "name": "eve", "password": PASSWORD}
        refused(town.post("/api/setup", body, None), 403, "wrong_setup_code")
        assert "0000" not in server.log_tail()
    finally:
        assert server.stop() == 0


def test_passwords_cannot_be_tried_out(tmp_path: Path) -> None:
    town = found_town(tmp_path, env={"ZHIBAN_SIGNIN_ATTEMPTS": "3"})
    try:
        for _ in range(3):
            answer = town.post("/api/session", SIGN_IN | {"password": "x"}, None)
            refused(answer, 401, "wrong_credentials")
        answer = town.post("/api/session", SIGN_IN, None)
        refused(answer, 429, "too_many_attempts")
        assert int(answer.headers["retry-after"]) > 0
        assert town.post("/api/session", {"name": ADMIN, "password": PASSWORD}, None).is_success
    finally:
        assert town.server.stop() == 0


def test_of_two_administrators_who_depose_each_other_one_stays(tmp_path: Path) -> None:
    town = found_town(tmp_path, names=("admin",))
    try:
        for _ in range(5):
            together = Barrier(2)

            def depose(other: str, by: str, together: Barrier = together) -> int:
                with town.client(by) as client:
                    together.wait(60)
                    change = {"roles": ["viewer"]}
                    return client.patch(f"/api/accounts/{other}", json=change).status_code

            with ThreadPoolExecutor(2) as pool:
                told = list(pool.map(depose, ("admin", ADMIN), (ADMIN, "admin")))
            # The later one is refused, as the last one or because he is none any more.
            assert sorted(told) in ([200, 403], [200, 409])
            stays, goes = (ADMIN, "admin") if told[0] == 200 else ("admin", ADMIN)
            with town.client(stays) as client:
                change = {"roles": ["admin"]}
                assert client.patch(f"/api/accounts/{goes}", json=change).is_success
    finally:
        assert town.server.stop() == 0


def test_the_last_administrator_stays(tmp_path: Path) -> None:
    town = found_town(tmp_path, names=("admin",))
    try:
        with town.client(ADMIN) as admin:
            assert admin.patch("/api/accounts/admin", json={"disabled": True}).is_success
            for change in ({"disabled": True}, {"roles": ["viewer"]}):
                refused(admin.patch(f"/api/accounts/{ADMIN}", json=change), 409, "last_admin")
    finally:
        assert town.server.stop() == 0


def test_an_account_may_be_given_a_division_and_a_unit_later(town: Town) -> None:
    body = {"name": "qian", "password": PASSWORD, "roles": ["viewer"]}
    assert town.post("/api/accounts", body, "admin").status_code == 201
    path = "/api/accounts/qian"
    with town.client("admin") as admin:
        for wrong in ({"division": "110000"}, {"roles": ["reporter"], "unit": "市公案局"}):
            refused(admin.patch(path, json=wrong), 422, "unknown_choice")
        county = {"roles": ["grain:county_headquarters"], "division": "141021"}
        proposal = admin.patch(path, json=county).json()["proposal"]["id"]
        confirmed = town.post(f"/api/account-proposals/{proposal}/confirm", {}, ADMIN)
        changed = confirmed.json()
        assert (changed["roles"], changed["division"]) == (county["roles"], "141021")
        problem = refused(admin.patch(path, json={"division": None}), 422, "division_missing")
        assert problem["field"] == "division"
        changed = admin.patch(path, json={"roles": ["reporter"], "unit": "市公安局"}).json()
        assert (changed["division"], changed["unit"]) == ("141021", "市公安局")
        changed = admin.patch(path, json={"division": None}).json()
        assert (changed["division"], changed["unit"]) == (None, "市公安局")
        refused(admin.patch(path, json={"unit": None}), 422, "division_missing")
        assert admin.get("/api/accounts").json()["accounts"].count(changed) == 1


def test_a_name_from_the_keyboard_of_a_telephone_signs_in(tmp_path: Path) -> None:
    town = found_town(tmp_path, env={"ZHIBAN_SIGNIN_ATTEMPTS": "3"})
    try:
        for name in ("duty ", " duty", "ｄｕｔｙ", "duty\u3000") * 2:
            answer = town.post("/api/session", SIGN_IN | {"name": name}, None)
            assert answer.status_code == 200, answer.text
            assert answer.json()["name"] == "duty"
        for name in ("duty", "duty ", "ｄｕｔｙ"):
            wrong = {"name": name, "password": "x"}
            refused(town.post("/api/session", wrong, None), 401, "wrong_credentials")
        # However it is typed, its failures are counted together.
        answer = town.post("/api/session", SIGN_IN | {"name": " duty "}, None)
        refused(answer, 429, "too_many_attempts")
        twice = town.post("/api/accounts", SIGN_IN | {"name": "duty ", "roles": ["viewer"]}, ADMIN)
        refused(twice, 409, "account_exists")
    finally:
        assert town.server.stop() == 0
