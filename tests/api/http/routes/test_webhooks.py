"""Webhooks over HTTP, with a real listener: signed, on record, and whole after a kill."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook as Verifier

from tests.api.calling.channels.listener import Listener, listening
from tests.api.town import ADMIN, SECONDS_TO_WAIT, Town, eventually, found_town, refused, sign_in
from tests.support.server import start_zhiban

NAMES = ("duty", "viewer", "auditor", "admin")


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


@pytest.fixture(scope="module")
def env(listener: Listener) -> dict[str, str]:
    return {
        "ZHIBAN_WEBHOOK_HOSTS": f'["127.0.0.1:{listener.port}"]',
        "ZHIBAN_WEBHOOK_SOURCE": "urn:zhiban:test",
    }


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, env: dict[str, str]) -> Iterator[Town]:
    town = found_town(tmp_path_factory.mktemp("webhooks"), env=env, names=NAMES)
    yield town
    town.server.stop()


def made(town: Town, listener: Listener, path: str, **body: Any) -> dict[str, Any]:
    answer = town.post("/api/webhooks", {"url": f"{listener.url}{path}", **body}, ADMIN)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def wishes(town: Town) -> list[dict[str, Any]]:
    """The subscriptions as somebody made them; what is on its way changes by itself."""
    listed: list[dict[str, Any]] = town.get("/api/webhooks", ADMIN).json()["webhooks"]
    counted = {"waiting", "failed", "failing_since"}
    return [{key: one[key] for key in one.keys() - counted} for one in listed]


def log(town: Town, hook: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.get(f"/api/webhooks/{hook['id']}/deliveries", ADMIN).json()[
        "deliveries"
    ]
    return found


def settled(town: Town, hook: dict[str, Any], count: int, state: str) -> list[dict[str, Any]]:
    """The log, once it holds so many deliveries of a state."""

    def look() -> Any:
        found = [one for one in log(town, hook) if one["state"] == state]
        return found if len(found) >= count else None

    found: list[dict[str, Any]] = eventually(look)
    return found


def got(listener: Listener, path: str) -> list[Any]:
    return [one for one in listener.got if one.path == path]


def test_entries_arrive_signed_and_the_log_says_so(town: Town, listener: Listener) -> None:
    listener.says(b"", 204)
    hook = made(town, listener, "/signed", types=["incident_opened", "log_entry_added"])
    assert hook["secret"].startswith("whsec_")
    listed = town.get("/api/webhooks", ADMIN).json()
    assert "secret" not in str(listed["webhooks"])
    incident = town.open("coal_mine", title="冒顶 13835700001", facts={"deaths": 3})
    town.command(incident, "add_log_entry", text="已通知 13835700001")
    settled(town, hook, 2, "delivered")
    events = []
    for one in got(listener, "/signed"):
        event = Verifier(hook["secret"]).verify(one.body, one.headers)
        assert event["id"] == one.headers["webhook-id"]
        assert event["source"] == "urn:zhiban:test"
        assert one.headers["content-type"] == "application/cloudevents+json"
        events.append(event)
    types = {event["type"] for event in events}
    assert types == {"zhiban.incident.incident_opened.v1", "zhiban.incident.log_entry_added.v1"}
    assert {event["subject"] for event in events} == {incident["number"]}
    assert "13835700001" not in str(events)
    row = log(town, hook)[0]
    assert row["attempts"][0]["said"].startswith("已")
    journal = town.get("/api/server-journal?limit=1", ADMIN).json()["entries"][0]
    assert journal["sentence"].startswith("事件推送：新建了发往 127.0.0.1 的订阅")
    assert hook["secret"] not in str(journal)


def test_a_failed_one_is_tried_again_when_somebody_asks(town: Town, listener: Listener) -> None:
    listener.says(b"no", 500)
    hook = made(town, listener, "/again", types=["incident_opened"])
    town.open("coal_mine")
    (row,) = eventually(lambda: [one for one in log(town, hook) if one["attempts"]])
    assert row["state"] == "queued"
    assert town.get("/api/webhooks", ADMIN).json()["webhooks"][-1]["failing_since"]
    listener.says(b"", 200)
    path = f"/api/webhooks/{hook['id']}/deliveries/{row['id']}/replay"
    refused(town.post(path, {}, ADMIN), 404, "webhook_not_found")
    settled(town, hook, 1, "delivered")
    assert town.post(path, {}, ADMIN).status_code == 204
    eventually(lambda: len(got(listener, "/again")) >= 2)
    assert len({one.headers["webhook-id"] for one in got(listener, "/again")}) == 1


def test_a_redirection_is_not_followed(town: Town, listener: Listener) -> None:
    listener.says(b"", 302, location=f"{listener.url}/elsewhere")
    hook = made(town, listener, "/moved")
    sent = town.post(f"/api/webhooks/{hook['id']}/test", {}, ADMIN)
    assert sent.status_code == 202
    row = eventually(lambda: [one for one in log(town, hook) if one["attempts"]])[0]
    assert (row["id"], row["type"]) == (sent.json()["delivery"], "test")
    assert row["attempts"][0]["result"] == "refused"
    assert got(listener, "/elsewhere") == []


def test_exercises_go_where_exercises_are_asked_for(town: Town, listener: Listener) -> None:
    listener.says(b"", 200)
    real = made(town, listener, "/real", types=["incident_opened"])
    drills = made(town, listener, "/drills", types=["incident_opened"], exercises=True)
    exercise = town.open("coal_mine", exercise=True)
    incident = town.open("coal_mine")
    settled(town, real, 1, "delivered")
    settled(town, drills, 1, "delivered")
    (told,) = got(listener, "/drills")
    assert told.json["type"] == "zhiban.exercise.incident_opened.v1"
    assert told.json["subject"] == exercise["number"]
    assert [one.json["subject"] for one in got(listener, "/real")] == [incident["number"]]


def test_wrong_wishes_change_nothing(town: Town, listener: Listener) -> None:
    before = wishes(town)
    for body, code in (
        ({"url": "http://127.0.0.1:1/"}, "webhook_inside"),
        ({"url": "https://169.254.169.254/"}, "webhook_inside"),
        ({"url": "javascript:alert(1)"}, "webhook_address"),
        ({"url": "https://example.org/", "types": ["incident_opend"]}, "bad_value"),
        ({"url": "https://example.org/", "division": "999999"}, "bad_value"),
    ):
        refused(town.post("/api/webhooks", body, ADMIN), 422, code)
    wish = {"url": "https://example.org/"}
    refused(town.post("/api/webhooks", wish, "auditor"), 403, "general_role_required")
    assert wishes(town) == before
    for method, path in (("PUT", ""), ("DELETE", ""), ("POST", "/test")):
        with town.client(ADMIN) as client:
            body = {"url": "https://example.org/"} if method == "PUT" else {}
            answer = client.request(method, f"/api/webhooks/nosuch{path}", json=body)
        refused(answer, 404, "webhook_not_found")


def test_changed_and_removed(town: Town, listener: Listener) -> None:
    hook = made(town, listener, "/gone")
    wanted = {"url": "https://example.org/other", "enabled": False, "types": ["incident_opened"]}
    with town.client(ADMIN) as client:
        changed = client.put(f"/api/webhooks/{hook['id']}", json=wanted)
        assert changed.status_code == 200, changed.text
        assert changed.json()["url"] == "https://example.org/other"
        assert not changed.json()["enabled"]
        assert client.delete(f"/api/webhooks/{hook['id']}").status_code == 204
    refused(town.get(f"/api/webhooks/{hook['id']}/deliveries", ADMIN), 404, "webhook_not_found")


@pytest.mark.parametrize("point", ["before_webhook", "after_webhook"])
def test_a_server_that_is_killed_loses_and_doubles_nothing_on_record(
    tmp_path: Path, listener: Listener, env: dict[str, str], point: str
) -> None:
    listener.says(b"", 200)
    town = found_town(tmp_path, env=env, names=("duty",))
    hook = made(town, listener, f"/killed-{point}", types=["incident_opened"])
    town.server.stop()
    env = env | {"ZHIBAN_CALL_LEASE_S": "2"}
    dying = Town(start_zhiban(tmp_path, env={**env, "ZHIBAN_FAULT": point}), town.tokens)
    with suppress(httpx.TransportError):
        dying.open("coal_mine")
    assert dying.server.process.wait(SECONDS_TO_WAIT) == -signal.SIGKILL
    again = Town(start_zhiban(tmp_path, env=env), town.tokens)
    try:
        sign_in(again, ADMIN)
        incidents = again.get("/api/incidents").json()["incidents"]
        rows = settled(again, hook, len(incidents), "delivered")
        assert len(rows) == len(incidents) == 1
        ids = {one.headers["webhook-id"] for one in got(listener, f"/killed-{point}")}
        assert ids == {rows[0]["id"]}
        numbers = [one["number"] for one in rows[0]["attempts"]]
        assert numbers == list(range(1, len(numbers) + 1))
    finally:
        again.server.stop()
