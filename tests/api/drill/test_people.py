"""The people of a live drill: sign-ins that are good once, what each sees, who reads messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from websockets.sync.client import connect

from engine.drill.reporter_parts import part_of
from tests.api.town import SECONDS_TO_WAIT, eventually
from tests.support.drill import DrillServer
from tests.support.server import http_client

SCENARIO = "grain_silent_county"
REPORTER = part_of("141021")


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrillServer]:
    folder = tmp_path_factory.mktemp("drill")
    options = ("--simulate", "all", "--sheet", "sheet.html")
    served = DrillServer(folder, SCENARIO, options).start()
    served.control("start")
    # The incident is opened beside the answer to the start.
    eventually(lambda: served.call("GET", "/api/incidents", "controller").json()["incidents"])
    yield served
    served.stop()


def sign_in(drill: DrillServer, name: str, password: str) -> httpx.Response:
    with http_client(drill.url) as client:
        return client.post("/api/session", json={"name": name, "password": password})


def new_pass(drill: DrillServer, account: str, by: str = "controller") -> httpx.Response:
    return drill.call("POST", "/api/drill/passes", by, {"account": account})


def seen_by(drill: DrillServer, part: str) -> dict[str, Any]:
    found = drill.call("GET", "/api/drill/participants", "evaluator").json()["participants"]
    mine: dict[str, Any] = next(one for one in found if one["part"] == part)
    return mine


def test_a_password_signs_in_once_and_the_controller_makes_a_new_one(drill: DrillServer) -> None:
    first = drill.passwords["county"]
    assert sign_in(drill, "county", "不是这个口令").status_code == 401
    token = sign_in(drill, "county", first).json()["token"]
    drill.tokens["county"] = token
    again = sign_in(drill, "county", first)
    assert (again.status_code, again.json()["code"]) == (401, "wrong_credentials")
    assert drill.call("GET", "/api/drill", "county").status_code == 200

    refused = new_pass(drill, "county", by="evaluator")
    assert (refused.status_code, refused.json()["code"]) == (403, "general_role_required")
    made = new_pass(drill, "county").json()
    assert made["picture"].startswith("data:image/svg+xml")
    asked = parse_qs(made["address"].partition("#/join?")[2])
    assert asked == {"name": ["county"], "code": [made["password"]]}
    # The lost one and whoever is signed in by it are out.
    assert drill.call("GET", "/api/drill", "county").status_code == 401
    drill.tokens["county"] = sign_in(drill, "county", made["password"]).json()["token"]
    assert sign_in(drill, "county", made["password"]).status_code == 401
    unknown = new_pass(drill, "nobody")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "drill_no_participant")


def test_two_that_use_one_password_at_the_same_time_are_not_both_let_in(
    drill: DrillServer,
) -> None:
    password = new_pass(drill, "duty").json()["password"]
    with http_client(drill.url) as client:
        body = {"name": "duty", "password": password}
        answers = [client.post("/api/session", json=body) for _ in range(3)]
    assert sorted(one.status_code for one in answers) == [200, 401, 401]
    drill.tokens["duty"] = answers[0].json()["token"]


def test_the_sheet_has_a_picture_to_scan_for_each(drill: DrillServer) -> None:
    sheet = (drill.folder / "sheet.html").read_text(encoding="utf-8")
    assert sheet.count("data:image/svg+xml") == len(drill.passwords)
    assert "只能用一次" in sheet


def test_a_reporter_is_given_to_a_person_who_sees_what_a_reporter_sees(drill: DrillServer) -> None:
    parts = {one["part"]: one for one in drill.view()["parts"]}
    assert parts[REPORTER]["name"] == "曲沃县"
    assert parts[REPORTER]["holder"] == "simulated"
    drill.control("cast", part=REPORTER, holder="person")
    made = new_pass(drill, REPORTER).json()
    drill.tokens[REPORTER] = sign_in(drill, REPORTER, made["password"]).json()["token"]
    drill.control("step", minutes=5 * 24 * 60)
    eventually(lambda: seen_by(drill, REPORTER)["incidents"])
    (incident,) = seen_by(drill, REPORTER)["incidents"]
    own = drill.call("GET", f"/api/incidents/{incident['id']}", REPORTER).json()
    shown = {name: incident[name] for name in ("id", "number", "title", "stage", "level")}
    assert shown == {name: own[name] for name in shown}
    assert (incident["owed"], incident["overdue"]) == (
        own["open_slots"]["owed"],
        own["open_slots"]["overdue"],
    )
    assert set(incident["may"]) <= {"submit_report"}
    # Nobody of the program reports for it.
    slots = drill.call("GET", "/api/report-slots?reporter=141021", "duty").json()["slots"]
    assert not [one for one in slots if one["state"].startswith("submitted")]


def test_a_look_at_somebodys_screen_reads_all_that_it_sees_and_writes_nothing(
    drill: DrillServer,
) -> None:
    drill.token("duty")
    made = drill.call("POST", "/api/drill/looks", "controller", {"account": "duty"}).json()
    with http_client(drill.url) as client:
        headers = {"Authorization": f"Bearer {made['token']}"}
        who = client.get("/api/session", headers=headers).json()
        assert (who["name"], who["read_only"]) == ("duty", True)
        seen = client.get("/api/incidents", headers=headers).json()
        body = {"command": "add_log_entry", "text": "不该写进去"}
        incident = seen["incidents"][0]["id"]
        url = f"/api/incidents/{incident}/commands"
        refused = client.post(url, headers=headers, json=body)
    assert refused.json()["code"] == "token_read_only"
    assert seen == drill.call("GET", "/api/incidents", "duty").json()
    for account in ("controller", "evaluator", "nobody"):
        answer = drill.call("POST", "/api/drill/looks", "controller", {"account": account})
        assert answer.json()["code"] == "drill_no_participant", account
    live = f"{drill.url.replace('http', 'ws')}/api/live"
    with connect(live, additional_headers=headers, open_timeout=SECONDS_TO_WAIT):
        assert seen_by(drill, "duty")["connected"] is False


def test_messages_reach_those_who_conduct_and_nobody_else(drill: DrillServer) -> None:
    now = drill.view()["clock"]
    words = {"key": "message-0001", "at": now, "text": "三号组先别给提示"}
    live = f"{drill.url.replace('http', 'ws')}/api/live"

    def listening(name: str) -> Any:
        headers = {"Authorization": f"Bearer {drill.token(name)}"}
        return connect(live, additional_headers=headers, open_timeout=SECONDS_TO_WAIT)

    with listening("evaluator") as judge, listening("duty") as duty:
        for socket in (judge, duty):
            assert '"hello"' in str(socket.recv(timeout=SECONDS_TO_WAIT))
        for _ in range(2):
            sent = drill.call("POST", "/api/drill/messages", "controller", words)
            assert sent.status_code == 201
        assert sent.json()["by"] == "controller"
        # Heartbeats may come before it.
        while '"drill_message"' not in (frame := str(judge.recv(timeout=SECONDS_TO_WAIT))):
            pass
        assert "三号组先别给提示" in frame
        drill.control("speed", speed=2)
        # A participant hears what concerns everybody, and nothing else up to there.
        heard = []
        while '"speed":2' not in (frame := str(duty.recv(timeout=SECONDS_TO_WAIT))):
            heard.append(frame)
        assert "三号组" not in "".join(heard)
        assert '"drill_message"' not in "".join(heard)
    kept = drill.call("GET", "/api/drill/messages", "evaluator").json()["messages"]
    assert [one["text"] for one in kept] == [words["text"]]
    for path in ("/api/drill/messages", "/api/drill/participants"):
        assert drill.call("GET", path, "duty").status_code == 403
    assert drill.call("POST", "/api/drill/messages", "duty", words).status_code == 403
    for path in ("/api/drill", "/api/incidents", "/api/shift-log"):
        assert "三号组" not in drill.call("GET", path, "duty").text
    assert drill.call("GET", "/api/server-journal", "duty").status_code == 403
