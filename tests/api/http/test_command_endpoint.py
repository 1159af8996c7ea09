"""A command is answered alike, whether its sign-in was just looked up or is known already."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.access.identity import SignedIn
from api.app import create_app, serving
from api.command_reply import Reply
from api.command_request import CommandRequest
from api.monitoring.metrics import Metrics
from api.runtime.app_state import AppState
from api.settings import Settings
from api.store.accounts.accounts import Accounts
from api.store.accounts.sessions import Sessions
from api.store.database.connections import Database
from engine.incident.commands import COMMANDS
from tests.api.town import PASSWORD, Town, found_town, opening, refused
from tests.support.server import http_client

LINE = {"command": "add_log_entry", "text": "已通知各成员单位"}


@pytest.fixture(scope="module")
def path(town: Town) -> str:
    """Where the commands of one incident go."""
    return f"/api/incidents/{town.open()['id']}/commands"


def secret_of(town: Town, name: str = "duty") -> str:
    """A token that no request has come with yet."""
    answer = town.post("/api/session", {"name": name, "password": PASSWORD}, None)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["token"])


def both_ways(town: Town, path: str, **request: Any) -> list[httpx.Response]:
    """The answers to a request with a new token and with a known one."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {secret_of(town)}"}
    headers |= request.pop("headers", {})
    with town.client() as client:
        answers = []
        for _ in range(2):
            answers.append(client.post(path, headers=headers, **request))
            assert client.get("/api/plans", headers=headers).status_code == 200
        return answers


def bare(answer: httpx.Response) -> dict[str, str]:
    """The headers without those that no two answers share."""
    return {k: v for k, v in answer.headers.items() if k not in ("x-request-id", "date", "etag")}


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        ({"content": b"{"}, 422, "bad_json"),
        ({"content": b""}, 422, "missing_field"),
        ({"content": b"[]"}, 422, None),
        ({"json": {"command": "add_log_entry"}}, 422, None),
        ({"json": LINE | {"more": 1}}, 422, None),
        ({"json": {"command": "add_log_entri", "text": "x"}}, 422, None),
        ({"json": LINE | {"text": "a\0b"}}, 422, None),
        ({"content": b'{"command":"add_log_entry","text":NaN}'}, 422, None),
        ({"json": {"command": "end_response"}}, None, None),
        ({"json": LINE, "headers": {"If-Match": '"999"'}}, 412, "stale_version"),
        ({"json": LINE, "headers": {"If-Match": "seven"}}, 400, "bad_header"),
        ({"json": LINE, "headers": {"Idempotency-Key": "a b"}}, 400, "bad_header"),
        ({"json": LINE, "headers": {"Content-Type": "text/plain"}}, 415, "body_not_json"),
        ({"json": LINE | {"text": "长" * 2_000_000}}, 413, "body_too_large"),
        ({"json": LINE, "headers": {"Accept-Language": "en", "If-Match": '"999"'}}, 412, None),
    ],
)
def test_what_is_refused_is_refused_in_the_same_words(
    town: Town, path: str, request_: dict[str, Any], status: int | None, code: str | None
) -> None:
    new, known = both_ways(town, path, **request_)
    assert new.status_code == known.status_code
    assert status in (None, new.status_code), new.text
    assert new.json() == known.json()
    assert code in (None, new.json()["code"]), new.text
    assert bare(new) == bare(known) | {"content-length": new.headers["content-length"]}


def test_what_is_done_is_answered_with_the_same_parts(town: Town, path: str) -> None:
    new, known = both_ways(town, path, json=LINE)
    assert (new.status_code, known.status_code) == (200, 200)
    assert known.json()["incident"]["version"] == new.json()["incident"]["version"] + 1
    assert new.json().keys() == known.json().keys()
    assert new.json()["incident"].keys() == known.json()["incident"].keys()
    assert bare(new).keys() == bare(known).keys()
    assert known.headers["etag"] == f'"{known.json()["incident"]["version"]}"'


def test_an_incident_that_is_not_there_is_not_there_either_way(town: Town) -> None:
    new, known = both_ways(town, "/api/incidents/nowhere/commands", json=LINE)
    assert new.json() == known.json()
    refused(known, 404, "incident_not_found")


def test_a_body_in_pieces_is_one_command(town: Town, path: str) -> None:
    words = json.dumps(LINE).encode()

    def pieces() -> Iterator[bytes]:
        yield words[:7]
        yield words[7:]

    with town.client("duty") as client:
        headers = {"Content-Type": "application/json"}
        assert client.get("/api/plans").status_code == 200
        answer = client.post(path, content=pieces(), headers=headers)
        assert answer.status_code == 200, answer.text
        assert answer.json()["events"][0]["data"]["text"] == LINE["text"]

        def broken() -> Iterator[bytes]:
            yield words[:7]
            yield words[7:-1]

        refused(client.post(path, content=broken(), headers=headers), 422, "bad_json")


def test_a_key_is_answered_once_whichever_way_it_comes(town: Town, path: str) -> None:
    new, known = both_ways(town, path, json=LINE, headers={"Idempotency-Key": "k-1"})
    assert new.json() == known.json()
    assert "idempotency-replayed" not in new.headers
    assert known.headers["idempotency-replayed"] == "true"
    assert known.headers["etag"] == new.headers["etag"]
    again = {"Idempotency-Key": "k-1"}
    other = town.post(path, LINE | {"text": "别的"}, "duty", **again)
    refused(other, 422, "key_reused")


def test_a_browser_that_is_known_writes_from_our_own_pages_only(town: Town, path: str) -> None:
    with http_client(town.url) as client:
        client.cookies.set("zhiban_session", secret_of(town))
        assert client.post(path, json=LINE).status_code == 200
        own = {"Origin": town.url, "Sec-Fetch-Site": "same-origin"}
        assert client.post(path, json=LINE, headers=own).status_code == 200
        foreign = {"Origin": "https://evil.example"}
        answer = client.post(path, json=LINE, headers=foreign)
        refused(answer, 403, "foreign_origin")


def test_a_page_that_shows_another_account_writes_nothing(town: Town, path: str) -> None:
    """Two tabs share one cookie: the first one's page must not sign as the second."""
    with http_client(town.url) as client:
        client.cookies.set("zhiban_session", secret_of(town))
        before = client.get(path.replace("commands", "events")).json()["events"]
        shown = {"Zhiban-Account": "%E6%9D%8E%E5%80%BC%E7%8F%AD"}
        for answer in (
            client.post(path, json=LINE, headers=shown),
            client.get("/api/plans", headers=shown),
        ):
            refused(answer, 409, "other_account")
            assert "李值班" in answer.json()["detail"]
        assert client.get(path.replace("commands", "events")).json()["events"] == before
        assert client.post(path, json=LINE, headers={"Zhiban-Account": "duty"}).status_code == 200


def test_an_origin_that_is_no_address_is_refused(town: Town, path: str) -> None:
    with http_client(town.url) as client:
        client.cookies.set("zhiban_session", secret_of(town))
        # No address of a page looks like this.
        new, known = (client.post(path, json=LINE, headers={"Origin": "http://["}) for _ in "ab")
    assert known.headers["content-type"] == "application/problem+json"
    assert new.status_code == known.status_code
    assert new.json()["code"] == known.json()["code"]
    assert bare(new) == bare(known)


def test_commands_are_counted_under_their_route(town: Town, path: str) -> None:
    both_ways(town, path, json=LINE)
    routes = set(re.findall(r'route="([^"]*/commands)"', town.get("/metrics", None).text))
    assert routes == {"/api/incidents/{incident}/commands"}


def test_each_command_leaves_one_line(tmp_path: Path) -> None:
    town = found_town(tmp_path, env={"ZHIBAN_LOG_FORMAT": "json"})
    try:
        path = f"/api/incidents/{town.open()['id']}/commands"
        for request in ({"json": LINE}, {"json": LINE, "headers": {"If-Match": '"999"'}}):
            both_ways(town, path, **request)
    finally:
        assert town.server.stop() == 0
    found = [line for line in town.server.events() if line.get("path") == path]
    assert [line["status"] for line in found] == [200, 200, 412, 412]
    alike = [
        {k: v for k, v in line.items() if k not in ("request", "ms", "timestamp", "status")}
        for line in found
    ]
    assert alike[0]["incident"] == path.split("/")[3]
    assert all(one == alike[0] for one in alike)
    assert len({line["request"] for line in found}) == 4
    assert all(0 < line["ms"] < 60_000 for line in found)


@pytest.fixture
def li(town: Town) -> Iterator[httpx.Client]:
    """An account of its own, whose sign-in is known."""
    body: dict[str, Any] = {"name": "counter li", "password": PASSWORD, "roles": ["duty_officer"]}
    made = town.post("/api/accounts", body, "admin")
    if made.status_code != 201:
        for change in ({"disabled": False}, {"roles": ["duty_officer"]}):
            with town.client("admin") as admin:
                assert admin.patch("/api/accounts/counter li", json=change).is_success
    with town.client(Authorization=f"Bearer {secret_of(town, 'counter li')}") as client:
        assert client.get("/api/plans").status_code == 200
        yield client


def test_a_sign_in_that_was_ended_gives_no_order(path: str, li: httpx.Client) -> None:
    assert li.post(path, json=LINE).status_code == 200
    assert li.delete("/api/session").status_code == 204
    answer = li.post(path, json=LINE)
    refused(answer, 401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_what_an_administrator_changes_counts_for_the_next_command(
    town: Town, path: str, li: httpx.Client
) -> None:
    with town.client("admin") as admin:
        for roles, status in ((["viewer"], 403), (["duty_officer"], 200)):
            assert admin.patch("/api/accounts/counter li", json={"roles": roles}).is_success
            assert li.post(path, json=LINE).status_code == status
        assert admin.patch("/api/accounts/counter li", json={"disabled": True}).is_success
        refused(li.post(path, json=LINE), 401, "not_signed_in")
        refused(li.post(path, content=b"{"), 401, "not_signed_in")


def test_what_another_program_changes_counts_for_the_next_command(
    town: Town, path: str, li: httpx.Client
) -> None:
    database = Database.open(f"sqlite:///{town.server.log.parent}/zhiban.db", create=False)
    try:
        accounts = Accounts(database, database.write)
        assert li.post(path, json=LINE).status_code == 200
        accounts.change("counter li", {"roles": ["viewer"]})
        assert li.post(path, json=LINE).status_code == 403
        accounts.change("counter li", {"roles": ["duty_officer"]})
        assert li.post(path, json=LINE).status_code == 200
        Sessions(database, database.write).revoke_all("counter li")
        refused(li.post(path, json=LINE), 401, "not_signed_in")
    finally:
        database.close()


class Broken:
    """Fails in a way that nobody foresaw."""

    async def run(self, request: CommandRequest, by: SignedIn) -> Reply:
        raise LookupError("a secret of the inside")


async def answered_without_its_inside(desk: AppState, client: httpx.AsyncClient, path: str) -> None:
    """An error that nobody foresaw is told in the same way, with and without a length."""
    right, desk.commands = desk.commands, Broken()
    pieces = {"Transfer-Encoding": "chunked", "Content-Type": "application/json"}
    other = await client.post(path, content=json.dumps(LINE).encode(), headers=pieces)
    known = await client.post(path, json=LINE)
    for answer in (known, other):
        assert answer.status_code == 500
        assert answer.json()["code"] == "internal"
        assert answer.headers["x-request-id"] in answer.json()["detail"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "secret" not in answer.text
    assert bare(known) == bare(other)
    desk.commands = right


async def test_the_endpoint_is_a_route_of_the_application(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/zhiban.db")
    async with serving(settings, Metrics(), announce=lambda code: None) as desk:
        app = create_app(settings)
        app.state.desk = desk
        desk.accounts.create("zhang", None, ["duty_officer"], desk.wall.now)
        secret = desk.sessions.create("zhang", "token", desk.wall.now)
        headers = {"Authorization": f"Bearer {secret}"}
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://x", headers=headers
        ) as client:
            opened = (await client.post("/api/incidents", json=opening())).json()
            path = f"/api/incidents/{opened['id']}/commands"
            await answered_without_its_inside(desk, client, path)
            answer = await client.post(path, json=LINE)
            assert answer.status_code == 200, answer.text
            assert answer.json()["events"][0]["actor"] == "zhang"
            by_number = f"/api/incidents/{opened['number']}/commands"
            assert (await client.post(by_number, json=LINE)).status_code == 200
            for method in ("GET", "HEAD", "PUT"):
                wrong = await client.request(method, path)
                assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")
            assert (await client.post(f"{path}/x", json=LINE)).status_code == 404
            desk.sessions.revoke_all("zhang")
            assert (await client.post(path, json=LINE)).status_code == 401
            app.router.routes.clear()
            assert (await client.post(path, json=LINE)).status_code == 404


def test_the_endpoint_is_described(town: Town) -> None:
    described = town.get("/api/openapi.json", None).json()["paths"]
    operation = described["/api/incidents/{incident}/commands"]["post"]
    content = operation["requestBody"]["content"]["application/json"]
    assert content["examples"].keys() == COMMANDS.keys()
    assert len(content["schema"]["oneOf"]) == len(COMMANDS)
    codes = {"200", "401", "403", "404", "409", "412", "413", "422", "503"}
    assert codes <= operation["responses"].keys()
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert names == {"incident", "If-Match", "Idempotency-Key", "Prefer"}
    assert operation["security"]


@pytest.mark.parametrize(
    "wish",
    ["return=minimal", 'respond-async, Return = "Minimal"; x=1', "return=minimal, return=other"],
)
def test_who_asks_for_little_is_told_the_version_in_place_of_the_view(
    town: Town, path: str, wish: str
) -> None:
    whole = town.post(path, LINE, "duty")
    answer = town.post(path, LINE, "duty", Prefer=wish)
    assert answer.headers["preference-applied"] == "return=minimal"
    (event,) = answer.json()["events"]
    (before,) = whole.json()["events"]
    assert event["prev_hash"] == before["hash"]
    assert answer.json()["incident"] == {
        "id": whole.json()["incident"]["id"],
        "version": event["seq"],
    }
    assert answer.headers["etag"] == f'"{event["seq"]}"'
    assert answer.json().keys() == whole.json().keys()


@pytest.mark.parametrize(
    "wish", ["return=representation, return=minimal", "minimal", "wait=10", ""]
)
def test_every_other_wish_gets_the_whole_answer(town: Town, path: str, wish: str) -> None:
    answer = town.post(path, LINE, "duty", Prefer=wish)
    assert answer.status_code == 200
    assert "preference-applied" not in answer.headers
    assert answer.json()["incident"]["stage"] == "assessing"


def test_a_small_answer_is_replayed_as_it_was(town: Town, path: str) -> None:
    small = {"Prefer": "return=minimal", "Idempotency-Key": "k-small"}
    first = town.post(path, LINE, "duty", **small)
    for asked in (small, {"Idempotency-Key": "k-small"}):
        again = town.post(path, LINE, "duty", **asked)
        assert again.json() == first.json()
        assert again.headers["idempotency-replayed"] == "true"
        assert again.headers["preference-applied"] == "return=minimal"
    whole = {"Idempotency-Key": "k-whole"}
    first = town.post(path, LINE, "duty", **whole)
    again = town.post(path, LINE, "duty", **whole, Prefer="return=minimal")
    assert again.json() == first.json()
    assert "preference-applied" not in again.headers
