"""Commands of incidents over HTTP: taken once, or refused with what would be right."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.town import Town, opening, refused


def test_a_command_answers_with_its_events_and_the_view(town: Town) -> None:
    incident = town.open()
    answer = town.command(incident, "record_facts", facts={"deaths": 1}, source="119")
    assert answer.status_code == 200
    body = answer.json()
    assert [event["type"] for event in body["events"]] == ["facts_recorded"]
    assert body["events"][0]["seq"] == body["incident"]["version"]
    assert body["incident"]["facts"] == {"deaths": 1}
    assert answer.headers["etag"] == f'"{body["incident"]["version"]}"'


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"command": "activate"}, "unknown_command"),
        ({"command": ["activate_response"]}, "unknown_command"),
        ({"text": "x"}, "missing_field"),
        ({"command": "add_log_entry"}, "missing_field"),
        ({"command": "add_log_entry", "text": "x", "txet": "y"}, "unknown_field"),
        ({"command": "add_log_entry", "text": "a\0b"}, "bad_json"),
        ({"command": "record_facts", "facts": {"dead": 1}}, "unknown_fact"),
        ({"command": "record_facts", "facts": {"deaths": -3}}, "out_of_range"),
        ({"command": "record_facts", "facts": {"deaths": 1}, "as_of": "2126-01-01T00:00:00Z"},
         "future_instant"),
        ({"command": "activate_response", "level": "V"}, "unknown_level"),
        ({"command": "activate_response", "level": "IV", "sub_state": "tense"},
         "sub_state_unexpected"),
        ({"command": "activate_response", "level": "IV", "on_behalf_of": "mayor",
          "by_means": "phone"}, "unknown_role"),
        ({"command": "activate_response", "level": "IV", "on_behalf_of": "office_director"},
         "by_means_missing"),
        ({"command": "submit_report", "kind": "daily"}, "unknown_choice"),
        ({"command": "strike_entry", "seq": 0, "reason": "x"}, "out_of_range"),
        ([], "wrong_kind"),
        ("activate_response", "wrong_kind"),
    ],
)  # fmt: skip
def test_a_malformed_command_is_refused_and_changes_nothing(
    town: Town, body: Any, code: str
) -> None:
    incident = town.open()
    answer = town.post(f"/api/incidents/{incident['id']}/commands", body)
    refused(answer, 422, code)
    assert town.view(incident)["version"] == incident["version"]


def test_an_unknown_command_names_those_there_are(town: Town) -> None:
    answer = town.command(town.open(), "activate_respons", level="IV")
    problem = refused(answer, 422, "unknown_command")
    assert problem["field"] == "command"
    assert "activate_response" in problem["accepted"]
    assert problem["nearest"] == "activate_response"


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"command": NaN}', b"\xff\xfe", b'{"command": "\\ud800"}', b"[" * 5000],
)
def test_what_is_not_json_is_a_problem(town: Town, body: bytes) -> None:
    incident = town.open()
    with town.client("duty") as client:
        answer = client.post(
            f"/api/incidents/{incident['id']}/commands",
            content=body,
            headers={"Content-Type": "application/json"},
        )
    refused(answer, 422, "bad_json")


def test_the_plan_says_who_may_and_the_refusal_who_that_is(town: Town) -> None:
    incident = town.open(facts={"deaths": 3})
    answer = town.command(incident, "activate_response", name="duty", level="III")
    problem = refused(answer, 403, "role_required")
    assert problem["clause"]
    assert {"record_facts", "recommend_activation"} <= {a["command"] for a in problem["allowed"]}
    for name in ("viewer", "admin", "reporter"):
        answer = town.command(incident, "activate_response", name, level="III")
        assert answer.status_code == 403, answer.text
    assert town.view(incident)["version"] == incident["version"]


def test_an_approval_that_is_missing_refuses(town: Town) -> None:
    incident = town.open(facts={"deaths": 10})
    answer = town.command(incident, "activate_response", "commander", level="II")
    assert refused(answer, 409, "approval_missing")["clause"]
    assert town.command(
        incident, "recommend_activation", "commander", level="II", reason="伤亡重"
    ).is_success
    answer = town.command(incident, "activate_response", "commander", level="II")
    problem = refused(answer, 409, "approval_missing")
    assert "approve_activation" in {allowed["command"] for allowed in problem["allowed"]}
    assert town.command(incident, "approve_activation", "chief").is_success
    assert town.command(incident, "activate_response", "commander", level="II").is_success
    assert town.view(incident)["level"] == "II"


def test_readers_read_and_nothing_else(town: Town) -> None:
    incident = town.open()
    for name in ("viewer", "admin"):
        assert town.get(f"/api/incidents/{incident['id']}", name).is_success
        answer = town.command(incident, "add_log_entry", name, text="x")
        assert answer.status_code == 403
        assert town.post("/api/incidents", opening(), name).status_code == 403
    answer = town.command(incident, "add_log_entry", "reporter", text="x")
    assert answer.status_code == 403


def test_a_stale_version_is_refused_with_the_present_one(town: Town) -> None:
    incident = town.open()
    stale = f'"{incident["version"]}"'
    path = f"/api/incidents/{incident['id']}/commands"
    body = {"command": "add_log_entry", "text": "x"}
    assert town.post(path, body, **{"If-Match": stale}).status_code == 200
    problem = refused(town.post(path, body, **{"If-Match": stale}), 412, "stale_version")
    assert problem["current"] == town.view(incident)["version"]
    refused(town.post(path, body, **{"If-Match": "latest"}), 400, "bad_header")


def test_a_retry_gets_the_first_answer(town: Town) -> None:
    incident = town.open()
    path = f"/api/incidents/{incident['id']}/commands"
    body = {"command": "add_log_entry", "text": "一次"}
    key = {"Idempotency-Key": f"k-{incident['id']}"}
    first, second = town.post(path, body, **key), town.post(path, body, **key)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert second.headers["idempotency-replayed"] == "true"
    assert town.view(incident)["version"] == incident["version"] + 1
    refused(town.post(path, body | {"text": "二"}, **key), 422, "key_reused")
    other = town.post(path, body, "director", **key)
    assert other.status_code == 200
    assert "idempotency-replayed" not in other.headers


def test_of_a_hundred_escalations_one_wins(town: Town) -> None:
    incident = town.open(facts={"deaths": 1})
    body = {"command": "activate_response", "level": "IV"}
    path = f"/api/incidents/{incident['id']}/commands"
    with town.client("director") as client, ThreadPoolExecutor(100) as crowd:
        answers = list(crowd.map(lambda _: client.post(path, json=body), range(100)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 99
    activated = [e for e in town.journal(incident) if e["type"] == "response_activated"]
    assert len(activated) == 1


def test_a_command_names_its_incident_by_id_or_by_number(town: Town) -> None:
    incident = town.open()
    body = {"command": "add_log_entry", "text": "来电"}
    for name in (incident["id"], incident["number"]):
        answer = town.post(f"/api/incidents/{name}/commands", body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["incident"]["id"] == incident["id"]
    refused(town.post("/api/incidents/PS-2019-0001/commands", body), 404, "incident_not_found")
    missing = {"command": "submit_report", "slot": "none"}
    path = f"/api/incidents/{incident['number']}/commands"
    refused(town.post(path, missing), 404, "slot_not_found")


def test_the_same_key_counts_once_by_number_too(town: Town) -> None:
    incident = town.open()
    path = f"/api/incidents/{incident['number']}/commands"
    body, key = {"command": "add_log_entry", "text": "来电"}, {"Idempotency-Key": "by-number"}
    answers = [town.post(path, body, **key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert len(town.journal(incident)) == 2


def test_what_a_command_makes_owed_is_owed_in_its_answer(town: Town) -> None:
    incident = town.open(plan="grain", facts={"price_rise_percent": 35})
    order = {"on_behalf_of": "chief_commander", "by_means": "phone"}
    answer = town.command(incident, "activate_response", level="III", sub_state="tense", **order)
    assert answer.status_code == 200, answer.text
    shown = answer.json()["incident"]
    assert len(shown["next_slots"]) > 10
    assert shown == town.get(f"/api/incidents/{incident['id']}").json()


def test_a_figure_that_falls_without_a_word_is_taken_and_asked_about(town: Town) -> None:
    incident = town.open(facts={"deaths": 3}, source="县应急局")
    fields = {"facts": {"deaths": 1}, "source": "县应急局"}
    done = town.command(incident, "record_facts", **fields).json()
    assert done["incident"]["facts"]["deaths"] == 1
    (notice,) = done["notices"]
    assert (notice["code"], notice["seq"]) == ("lowered_without_word", done["events"][-1]["seq"])
    assert "请由县应急局更正" in notice["detail"]
    states = {slot["id"]: slot["state"] for slot in done["incident"]["next_slots"]}
    assert {states[id_] for id_ in notice["kept"]} <= {"owed", "overdue"}
    again = town.command(incident, "record_facts", **fields, correction=True).json()
    assert again["notices"] == []
    assert not {slot["id"] for slot in again["incident"]["next_slots"]} & set(notice["kept"])
