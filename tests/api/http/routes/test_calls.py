"""Calls over HTTP: listed, made by hand, answered by the desk; whose names who sees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api.http.routes.calls import MOST_LOOKS
from tests.api.town import ADMIN, Town, eventually, found_town, refused

DIRECTOR = {
    "unit": "市应急管理局",
    "post": "办公室主任",
    "person": "李建国",
    "roles": ["production_safety:office_director"],
    "channels": [{"kind": "mobile", "address": "13835700001"}],
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    names = ("duty", "viewer", "auditor", "reporter", "controller")
    rules = {"ZHIBAN_CALL_RULES": "true"}
    town = found_town(tmp_path_factory.mktemp("calls"), env=rules, names=names)
    with town.client("duty") as client:
        assert client.put("/api/contacts/li", json=DIRECTOR).status_code == 200
    yield town
    town.server.stop()


def listed(town: Town, name: str = "duty", **params: str) -> list[dict[str, Any]]:
    answer = town.get("/api/calls", name, params=params)
    assert answer.status_code == 200, answer.text
    calls: list[dict[str, Any]] = answer.json()["calls"]
    return calls


def attempts(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for call in calls for one in call["attempts"]]


def called(town: Town, **body: Any) -> dict[str, Any]:
    answer = town.post("/api/calls", {"reason": "请到指挥中心", **body})
    assert answer.status_code == 201, answer.text
    call: dict[str, Any] = answer.json()
    return call


def handed_over(town: Town) -> set[str]:
    """The calls of no incident on the sheet for who takes over."""
    found = town.get("/api/handovers/current").json()
    return {one["id"] for one in found["sheet"]["calls"]}


def test_a_call_by_hand_is_listed_tried_and_answered_by_the_desk(town: Town) -> None:
    incident = town.open()
    call = called(town, incident=incident["number"], post="office_director")
    assert (call["person"], call["number"]) == ("李建国", incident["number"])
    assert call["reason"] == "请到指挥中心"
    path = f"/api/calls/{call['id']}/answer"

    def tried() -> Any:
        (found,) = (one for one in listed(town, state="open") if one["id"] == call["id"])
        return found["tried"] and found

    # Without any channel set up but the desk's own list the others say so.
    found = eventually(tried)
    assert found["state"] == "calling"
    done = town.post(path, {"means": "phone", "note": "马上到"})
    assert done.status_code == 200, done.text
    body = done.json()
    assert (body["state"], body["answered_by"], body["note"]) == ("answered", "duty", "马上到")
    refused(town.post(path, {}), 409, "call_answered")
    refused(town.post("/api/calls/nosuch/answer", {}), 404, "call_not_found")
    refused(town.post(path, {}, "viewer"), 403, "read_only")
    types = [one["type"] for one in town.journal(incident)]
    assert types[-1] == "call_answered" and "call_attempted" in types


def test_a_call_of_no_incident_stands_in_the_server_journal(town: Town) -> None:
    call = called(town, contact="li", reason="机房断电")
    assert (call["incident"], call["id"].startswith("s-c")) == (None, True)
    eventually(lambda: listed(town, state="calling"))
    assert call["id"] in handed_over(town)
    answer = town.post(f"/api/calls/{call['id']}/answer", {"means": "in_person"})
    assert answer.json()["state"] == "answered"
    assert call["id"] not in handed_over(town)
    refused(town.post(f"/api/calls/{call['id']}/answer", {}), 409, "call_answered")
    refused(town.post("/api/calls", {"reason": "x", "contact": "nosuch"}), 404, "contact_not_found")
    refused(town.post("/api/calls", {"reason": "x"}), 422, "call_whom")
    refused(town.post("/api/calls", {"reason": "x", "post": "coal_mine:nosuch"}), 422, "bad_value")
    refused(
        town.post("/api/calls", {"reason": "x", "on_duty": "leader"}, "viewer"),
        403,
        "general_role_required",
    )
    entries = town.get("/api/server-journal", ADMIN).json()["entries"]
    told = [one["sentence"] for one in entries if one["entry"]["type"].startswith("call_")]
    assert any("机房断电" in sentence for sentence in told)


def test_a_repeated_request_calls_nobody_twice(town: Town) -> None:
    key, body = {"Idempotency-Key": "call-1"}, {"contact": "li", "reason": "空调漏水"}
    first = town.post("/api/calls", body, **key)
    assert first.status_code == 201, first.text
    again = town.post("/api/calls", body, **key)
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert sum(one["reason"] == "空调漏水" for one in listed(town)) == 1
    other = {**body, "reason": "空调又漏"}
    refused(town.post("/api/calls", other, **key), 422, "key_reused")
    assert town.post(f"/api/calls/{first.json()['id']}/answer", {}).status_code == 200


def test_names_are_for_those_who_ring_people(town: Town) -> None:
    incident = town.open(title="透水")
    called(town, incident=incident["id"], contact="li")
    for_wall, for_new = listed(town, "viewer", incident=incident["id"])
    assert (for_wall["trigger"], for_new["trigger"]) == ("by_hand", "opened")
    assert (for_wall["person"], for_wall["persons"]) == (None, {})
    eventually(lambda: any(one["detail"] for one in attempts(listed(town))))
    seen = town.get(f"/api/incidents/{incident['id']}", "viewer").json()["calls"]
    told = attempts(seen + listed(town, "viewer"))
    assert {one["detail"] for one in told} == {""}, "what the other side said may name somebody"
    assert listed(town, "reporter", incident=incident["id"]) == []
    first = town.get("/api/calls?limit=1").json()
    second = town.get(f"/api/calls?limit=1&cursor={first['next']}").json()
    assert first["calls"][0]["id"] != second["calls"][0]["id"]
    refused(town.get("/api/calls?cursor=x"), 422, "bad_value")
    refused(town.get("/api/calls?state=nosuch"), 422, "unknown_choice")


def test_a_forged_link_opens_nothing(town: Town) -> None:
    with town.client() as client:
        for answer in (client.get("/answer/forged"), client.post("/answer/forged")):
            assert answer.status_code == 404, town.server.log.read_text()[-3000:]
            assert "<form" not in answer.text and "链接无效" in answer.text
            assert "script" not in answer.text
            assert "'sha256-" in answer.headers["content-security-policy"]
        english = client.get("/answer/forged", headers={"Accept-Language": "en"})
        assert "not valid" in english.text
    assert "forged" not in town.server.log.read_text()


def test_one_request_does_not_read_the_whole_history_for_who_sees_nothing(town: Town) -> None:
    for _ in range(MOST_LOOKS + 1):
        called(town, contact="li", reason="机房断电")
    page = town.get("/api/calls?limit=1", "reporter").json()
    assert page["calls"] == [] and page["next"] is not None
    rest = town.get(f"/api/calls?limit=200&cursor={page['next']}", "reporter").json()
    assert rest == {"calls": [], "next": None}
