"""Administrators over HTTP: what leaves a trace, what takes two, and who may read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.town import ADMIN, PASSWORD, Town, found_town, refused, sign_in

NAMES = ("duty", "viewer", "admin", "auditor", "reporter", "commander", "director")
CHIEF = "production_safety:chief_commander"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A server with two administrators, `anna` and `admin`."""
    town = found_town(tmp_path_factory.mktemp("accounts"), names=NAMES)
    yield town
    town.server.stop()


def patch(town: Town, name: str, by: str = ADMIN, **body: Any) -> Any:
    with town.client(by) as client:
        return client.patch(f"/api/accounts/{name}", json=body)


def delete(town: Town, path: str, by: str) -> Any:
    with town.client(by) as client:
        return client.delete(path)


def newest(town: Town, number: int = 1, **query: Any) -> list[dict[str, Any]]:
    answer = town.get("/api/server-journal", ADMIN, params={"limit": number, **query})
    assert answer.status_code == 200, answer.text
    entries: list[dict[str, Any]] = [one["entry"] for one in answer.json()["entries"]]
    return entries


def confirm(town: Town, answer: Any, by: str) -> Any:
    assert answer.status_code == 202, answer.text
    proposal = answer.json()["proposal"]["id"]
    return town.post(f"/api/account-proposals/{proposal}/confirm", {}, by)


def test_an_administrator_cannot_make_himself_chief(town: Town) -> None:
    """The attack of the review: give oneself the post, open level I, take it back."""
    before = newest(town)
    refused(patch(town, ADMIN, roles=["admin", CHIEF]), 403, "own_roles")
    refused(patch(town, ADMIN, disabled=True), 403, "own_roles")
    asked = patch(town, "viewer", roles=["viewer", CHIEF])
    assert asked.status_code == 202
    refused(confirm(town, asked, ADMIN), 403, "own_proposal")
    shown = town.get("/api/accounts", ADMIN).json()["accounts"]
    assert next(one for one in shown if one["name"] == "viewer")["roles"] == ["viewer"]
    (entry,) = newest(town)
    assert (entry["type"], entry["actor"], entry["way"]) == ("change_proposed", ADMIN, "api")
    assert entry["seq"] == before[0]["seq"] + 1
    proposal = asked.json()["proposal"]["id"]
    assert delete(town, f"/api/account-proposals/{proposal}", "admin").status_code == 204
    assert newest(town)[0]["type"] == "proposal_withdrawn"


def test_two_administrators_give_a_post_and_the_order_says_since_when(town: Town) -> None:
    made = town.post(
        "/api/accounts",
        {"name": "chief", "password": PASSWORD, "roles": [CHIEF], "reason": "任命"},
        ADMIN,
    )
    assert confirm(town, made, "admin").status_code == 200
    confirmed, entry = newest(town, 2)
    assert (confirmed["type"], confirmed["actor"]) == ("proposal_confirmed", "admin")
    assert (entry["type"], entry["actor"]) == ("account_created", "admin")
    assert entry["data"]["proposed_by"] == ADMIN
    sign_in(town, "chief")
    incident = town.open(facts={"deaths": 12})
    town.command(incident, "recommend_activation", "commander", level="II", reason="12 人死亡")
    approved = town.command(incident, "approve_activation", "chief", reason="同意")
    assert approved.status_code == 200, approved.text
    (event,) = approved.json()["events"]
    assert event["data"]["roles_held"] == [CHIEF]
    assert event["data"]["post_since"] == entry["at"]
    desk = town.command(incident, "add_log_entry", text="电话已接通").json()["events"][0]
    assert "roles_held" not in desk["data"]
    seen = town.get(f"/api/incidents/{incident['id']}/events", "viewer").json()["events"]
    (shown,) = [one["data"] for one in seen if one["type"] == "activation_approved"]
    assert (shown["roles_held"], shown["post_since"]) == ([], None)


def test_a_delegation_and_a_recorded_order_take_one(town: Town) -> None:
    incident = town.open(facts={"deaths": 3})
    order = {"on_behalf_of": "commander", "by_means": "phone"}
    done = town.command(incident, "activate_response", level="III", reason="3 人死亡", **order)
    assert done.status_code == 200, done.text
    assert "roles_held" not in done.json()["events"][0]["data"]


def test_the_password_of_who_decides_takes_two(town: Town) -> None:
    asked = patch(town, "commander", password="another password of him")
    assert asked.status_code == 202
    assert "another password" not in asked.text
    sign_in(town, "commander")
    assert patch(town, "duty", password=PASSWORD).status_code == 200
    sign_in(town, "duty")


def test_every_change_is_an_entry_with_its_reason(town: Town) -> None:
    assert patch(town, "viewer", disabled=True, reason="手机丢了").status_code == 200
    ended, off = newest(town, 2)
    assert (off["type"], off["reason"]) == ("account_disabled", "手机丢了")
    assert (ended["type"], ended["data"]["sign_ins"]) == ("sign_ins_ended", 1)
    assert patch(town, "viewer", disabled=False).status_code == 200
    sign_in(town, "viewer")
    with town.client() as client:
        cookie = {"Cookie": f"zhiban_session={town.tokens[ADMIN]}", "Origin": town.url}
        path = "/api/accounts/viewer"
        changed = client.patch(path, json={"unit": "大屏"}, headers=_by_cookie(town, cookie))
    assert changed.status_code == 200, changed.text
    assert (newest(town)[0]["type"], newest(town)[0]["way"]) == ("place_changed", "page")


def _by_cookie(town: Town, cookie: dict[str, str]) -> dict[str, str]:
    """As a browser sends it: with the cookie, and without a bearer."""
    return {**cookie, "Authorization": ""}


def test_entries_are_told_in_sentences_and_pages(town: Town) -> None:
    first = town.get("/api/server-journal?limit=2", "auditor").json()
    assert len(first["entries"]) == 2
    assert first["next"] == first["entries"][-1]["entry"]["seq"]
    rest = town.get(f"/api/server-journal?limit=200&before={first['next']}", "auditor").json()
    assert rest["next"] is None
    assert [one["entry"]["seq"] for one in rest["entries"]][-1] == 1
    onward = town.get("/api/server-journal?after=0&limit=200", "auditor").json()
    assert onward["entries"][0]["entry"]["seq"] == 1
    zh = next(one for one in onward["entries"] if one["entry"]["type"] == "account_created")
    assert zh["sentence"].startswith(f"新建账号“{ADMIN}”，角色：管理员")
    with town.client("auditor", **{"Accept-Language": "en"}) as client:
        en = client.get("/api/server-journal?after=0&limit=200").json()["entries"]
    assert any(one["sentence"].startswith("The account “duty” was made") for one in en)


def test_there_is_no_password_and_no_token_in_it(town: Town) -> None:
    said = town.get("/api/server-journal?limit=200", ADMIN).text
    for secret in (PASSWORD, "argon2", *town.tokens.values()):
        assert secret not in said


READS = ("/api/server-journal", "/api/accounts", "/api/account-proposals")


@pytest.mark.parametrize("path", READS)
def test_administrators_and_auditors_read(town: Town, path: str) -> None:
    for name in town.tokens:
        status = 200 if name in (ADMIN, "admin", "auditor") else 403
        assert town.get(path, name).status_code == status, (path, name)
    refused(town.get(path, None), 401, "not_signed_in")


def test_an_auditor_reads_everything_and_writes_nothing(town: Town) -> None:
    incident = town.open(facts={"deaths": 1}, source="医院")
    path = f"/api/incidents/{incident['id']}/events"
    assert town.get(path, "auditor").json() == town.get(path, "duty").json()
    told = town.command(incident, "add_log_entry", "auditor", text="x")
    refused(told, 403, "read_only")
    refused(town.post("/api/incidents", {}, "auditor"), 422, "missing_field")
    new = {"name": "x", "password": PASSWORD, "roles": ["viewer"]}
    refused(town.post("/api/accounts", new, "auditor"), 403, "general_role_required")
    refused(patch(town, "duty", "auditor", unit="x"), 403, "general_role_required")
    confirming = town.post("/api/account-proposals/x/confirm", {}, "auditor")
    refused(confirming, 403, "general_role_required")
    gone = delete(town, "/api/account-proposals/x", "auditor")
    refused(gone, 403, "general_role_required")


def test_a_proposal_that_is_not_there_is_no_proposal(town: Town) -> None:
    refused(town.post("/api/account-proposals/x/confirm", {}, ADMIN), 404, "proposal_not_found")
    refused(delete(town, "/api/account-proposals/x", ADMIN), 404, "proposal_not_found")


def test_reserved_and_similar_names_are_refused(town: Town) -> None:
    for name, code in (
        ("clock", "account_name_reserved"),
        ("..", "account_name_reserved"),
        ("DUTY", "account_exists"),
        ("duty\u3164", "account_name_wrong"),
        ("v\u0131ewer", "account_exists"),
    ):
        body = {"name": name, "password": PASSWORD, "roles": ["viewer"]}
        refused(town.post("/api/accounts", body, ADMIN), 409, code)


def test_a_name_with_a_slash_can_be_disabled(town: Town) -> None:
    body = {"name": "a/b 值班", "password": PASSWORD, "roles": ["viewer"]}
    made = town.post("/api/accounts", body, ADMIN)
    assert made.status_code == 201
    with town.client(ADMIN) as client:
        done = client.patch(made.headers["location"], json={"disabled": True})
    assert done.status_code == 200, done.text
    assert done.json()["disabled"] is True


def test_a_demoted_accounts_socket_narrows_at_once(town: Town) -> None:
    with town.live("duty") as live:
        live.subscribe()
        live.wait_for("snapshot")
        assert patch(town, "duty", roles=["viewer"]).status_code == 200
        assert live.wait_for("resync")["reason"] == "access_changed"
    assert patch(town, "duty", roles=["duty_officer"]).status_code == 200


def test_a_replayed_key_shows_no_more_than_the_account_may_see_now(town: Town) -> None:
    opened = town.open(facts={"deaths": 1})
    path = f"/api/incidents/{opened['id']}/commands"
    body = {"command": "add_log_entry", "text": "家属电话 13912345678"}
    first = town.post(path, body, "duty", **{"Idempotency-Key": "k1"})
    assert "13912345678" in first.text
    again = town.post(path, body, "duty", **{"Idempotency-Key": "k1"})
    assert (again.text, again.headers["idempotency-replayed"]) == (first.text, "true")
    assert patch(town, "duty", roles=["viewer"]).status_code == 200
    cut = town.post(path, body, "duty", **{"Idempotency-Key": "k1"})
    assert cut.status_code == 200, cut.text
    assert "13912345678" not in cut.text
    assert cut.json()["events"][0]["actor"] == "***"
    assert patch(town, "duty", roles=["reporter"], division="141034").status_code == 200
    gone = town.post(path, body, "duty", **{"Idempotency-Key": "k1"})
    refused(gone, 404, "incident_not_found")
    back = patch(town, "duty", roles=["duty_officer"], division=None)
    assert back.status_code == 200, back.text
