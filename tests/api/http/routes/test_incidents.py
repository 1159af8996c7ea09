"""Opening, commanding and reading incidents over HTTP."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.town import Town, ago, opening, refused

ORDER = {"on_behalf_of": "commander", "by_means": "phone"}


def activate(town: Town, incident: dict[str, Any], level: str = "IV") -> None:
    answer = town.command(
        incident, "activate_response", level=level, on_behalf_of="office_director", by_means="phone"
    )
    assert answer.status_code == 200, answer.text


def test_an_incident_is_opened_under_its_plan(town: Town) -> None:
    answer = town.post("/api/incidents", opening("coal_mine", facts={"deaths": 3}))
    assert answer.status_code == 201
    view = answer.json()
    assert answer.headers["location"] == f"/api/incidents/{view['id']}"
    assert answer.headers["etag"] == f'"{view["version"]}"'
    assert view["number"].startswith("CM-20")
    assert view["stage"] == "assessing"
    assert view["level"] is None
    assert view["facts"] == {"deaths": 3}
    assert view["recommendation"]["level"] == "III"
    assert town.get(answer.headers["location"]).json() == view


def test_the_plan_follows_from_the_kind_and_the_caller_is_for_the_desk_alone(town: Town) -> None:
    caller = {"name": "李某", "post": "调度员", "phone": "13812345678"}
    body = opening(kind="coal_mine", place="二号井，电话 0357-2091110", caller=caller)
    del body["plan"]
    view = town.post("/api/incidents", body).json()
    assert view["plan"]["id"] == "coal_mine"
    assert view["kind"] == {"id": "coal_mine", "name": "煤矿", "clause": "1.4"}
    assert (view["place"], view["caller"]) == ("二号井，电话 0357-2091110", caller)
    first = town.journal(view)[0]["data"]
    assert (first["kind_of_event"]["id"], first["caller"]) == ("coal_mine", caller)
    for name in ("viewer", "reporter"):
        path = f"/api/incidents/{view['id']}"
        seen, journal = town.get(path, name), town.get(f"{path}/events", name)
        assert seen.json()["kind"]["name"] == "煤矿"
        assert seen.json()["caller"] is None
        for answer in (seen, journal):
            assert "13812345678" not in answer.text
            assert "李某" not in answer.text
    wall = town.get(f"/api/incidents/{view['id']}", "viewer").json()
    assert "2091110" not in wall["place"]
    del body["kind"]
    refused(town.post("/api/incidents", body), 422, "kind_missing")


def test_plans_show_their_kinds(town: Town) -> None:
    listed = town.get("/api/plans").json()["plans"]
    kinds = {kind["id"]: (plan["id"], kind) for plan in listed for kind in plan["kinds"]}
    plan, fire = kinds["fire"]
    assert (plan, fire["name"], fire["clause"]) == (
        "production_safety",
        "火灾",
        ["1.5", "order_493:13"],
    )
    assert {"fact": "road_traffic_or_fire", "value": True} in fire["sets"]
    assert "煤矿" in kinds["coal_mine"][1]["why"]
    with town.client("viewer", **{"Accept-Language": "en"}) as client:
        plans = client.get("/api/plans").json()["plans"]
    assert all(kind["name"].isascii() for one in plans for kind in one["kinds"])
    assert town.get("/api/plans/grain").json()["kinds"][0]["id"] == "grain_market"


def test_each_plan_opens(town: Town) -> None:
    for plan in ("production_safety", "coal_mine", "grain"):
        assert town.open(plan)["plan"]["id"] == plan


def test_a_command_answers_with_its_events_and_the_view(town: Town) -> None:
    incident = town.open()
    answer = town.command(incident, "record_facts", facts={"deaths": 1}, source="119")
    assert answer.status_code == 200
    body = answer.json()
    assert [event["type"] for event in body["events"]] == ["facts_recorded"]
    assert body["events"][0]["seq"] == body["incident"]["version"]
    assert body["incident"]["facts"] == {"deaths": 1}
    assert answer.headers["etag"] == f'"{body["incident"]["version"]}"'


def test_the_journal_is_numbered_without_gaps_and_read_from_anywhere(town: Town) -> None:
    incident = town.open()
    for text in ("一", "二", "三"):
        assert town.command(incident, "add_log_entry", text=text).status_code == 200
    events = town.journal(incident)
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    path = f"/api/incidents/{incident['id']}/events"
    assert town.get(path, params={"after": 2}).json()["events"] == events[2:]
    page = town.get(path, params={"after": 0, "limit": 2}).json()
    assert page == {"events": events[:2], "next": 2, "earlier": None}
    count = len(events)
    page = town.get(path, params={"last": 1}).json()
    assert page == {"events": events[-1:], "next": None, "earlier": count}
    page = town.get(path, params={"before": count, "last": count}).json()
    assert page == {"events": events[:-1], "next": None, "earlier": None}
    page = town.get(path, params={"before": count, "limit": 1}).json()
    assert page["events"] == events[-2:-1]
    refused(town.get(path, params={"last": 0}), 422, "out_of_range")
    refused(town.get(path, params={"after": "x"}), 422, "wrong_kind")
    refused(town.get("/api/incidents/none/events"), 404, "incident_not_found")


def test_an_incident_is_read_by_its_number_too(town: Town) -> None:
    incident, other = town.open("coal_mine"), town.open("coal_mine")
    number = incident["number"]
    for by_number, by_id in (
        (f"/api/incidents/{number}", f"/api/incidents/{incident['id']}"),
        (f"/api/incidents/{number}/events", f"/api/incidents/{incident['id']}/events"),
        (f"/api/report-slots?incident={number}", f"/api/report-slots?incident={incident['id']}"),
    ):
        answer = town.get(by_number)
        assert answer.status_code == 200, answer.text
        assert answer.json() == town.get(by_id).json()
        assert other["id"] not in answer.text
    elsewhere = town.open("coal_mine", division="141002")
    unseen = refused(
        town.get(f"/api/incidents/{elsewhere['number']}", "reporter"), 404, "incident_not_found"
    )
    assert elsewhere["id"] not in str(unseen)
    refused(town.get("/api/incidents/CM-1999-0001"), 404, "incident_not_found")


def test_incidents_are_listed_page_by_page(town: Town) -> None:
    opened = [town.open("grain", exercise=True)["id"] for _ in range(3)]
    first = town.get(
        "/api/incidents", params={"plan": "grain", "exercise": True, "limit": 2}
    ).json()
    assert [view["id"] for view in first["incidents"]] == opened[:0:-1]
    query = {"plan": "grain", "exercise": True, "limit": 2, "cursor": first["next"]}
    second = town.get("/api/incidents", params=query).json()
    assert second["incidents"][0]["id"] == opened[0]
    closed = {"state": "closed", "plan": "grain", "exercise": True}
    assert town.get("/api/incidents", params=closed).json()["incidents"] == []
    refused(town.get("/api/incidents", params={"state": "asleep"}), 422, "unknown_choice")
    refused(town.get("/api/incidents", params={"plan": "flood"}), 404, "plan_not_found")
    refused(town.get("/api/incidents", params={"cursor": "???"}), 422, "bad_value")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"plan": "coal_mines"}, "unknown_plan", "plan"),
        ({"division": "999999"}, "unknown_division", "division"),
        ({"division": "110000"}, "unknown_division", "division"),
        ({"facts": {"death": 1}}, "unknown_fact", "facts.death"),
        ({"facts": {"deaths": -1}}, "out_of_range", "facts.deaths"),
        ({"facts": {"deaths": 10**12}}, "out_of_range", "facts.deaths"),
        ({"facts": {"deaths": 1.5}}, "wrong_kind", "facts.deaths"),
        ({"facts": {"deaths": "three"}}, "wrong_kind", "facts.deaths"),
        ({"facts": {"deaths": True}}, "wrong_kind", "facts.deaths"),
        ({"facts": []}, "wrong_kind", "facts"),
        ({"occurred_at": "2026-01-01T08:00:00"}, "naive_instant", "occurred_at"),
        ({"occurred_at": "yesterday"}, "wrong_kind", "occurred_at"),
        ({"occurred_at": "2126-01-01T08:00:00Z"}, "future_instant", "occurred_at"),
        ({"received_at": "2126-01-01T08:00:00Z"}, "future_instant", "received_at"),
        ({"received_at": ago(hours=3)}, "instants_reversed", "received_at"),
        ({"title": ""}, "bad_value", "title"),
        ({"titel": "x"}, "unknown_field", "titel"),
        ({"exercise": "perhaps"}, "wrong_kind", "exercise"),
    ],
)
def test_a_wrong_opening_is_refused_and_leaves_nothing(
    town: Town, changes: dict[str, Any], code: str, field: str
) -> None:
    before = town.get("/api/health/ready").json()["cursor"]
    problem = refused(town.post("/api/incidents", opening(**changes)), 422, code)
    assert problem["field"] == field
    assert town.get("/api/health/ready").json()["cursor"] == before


def test_a_missing_field_is_named(town: Town) -> None:
    body = opening()
    del body["division"]
    problem = refused(town.post("/api/incidents", body), 422, "missing_field")
    assert problem["field"] == "division"


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


def test_a_body_that_is_not_said_to_be_json_is_refused(town: Town) -> None:
    with town.client("duty") as client:
        answer = client.post("/api/incidents", content=b"plan=coal_mine")
    refused(answer, 415, "body_not_json")


def test_a_body_that_is_too_large_is_refused(town: Town) -> None:
    body = opening(title="x" * 1_200_000)
    refused(town.post("/api/incidents", body), 413, "body_too_large")
    with town.client("duty") as client:
        pieces = (b"x" * 100_000 for _ in range(12))
        kind = {"Content-Type": "application/json"}
        answer = client.post("/api/incidents", content=pieces, headers=kind)
    refused(answer, 413, "body_too_large")


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


def test_a_retried_opening_opens_one_incident(town: Town) -> None:
    body, key = opening(title="只开一次"), {"Idempotency-Key": f"open-{ago()}"}
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: town.post("/api/incidents", body, **key), range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.headers["location"] for answer in answers}) == 1


def test_of_a_hundred_escalations_one_wins(town: Town) -> None:
    incident = town.open(facts={"deaths": 1})
    body = {"command": "activate_response", "level": "IV"}
    path = f"/api/incidents/{incident['id']}/commands"
    with town.client("director") as client, ThreadPoolExecutor(100) as crowd:
        answers = list(crowd.map(lambda _: client.post(path, json=body), range(100)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 99
    activated = [e for e in town.journal(incident) if e["type"] == "response_activated"]
    assert len(activated) == 1


def test_english_is_spoken_where_it_is_asked_for(town: Town) -> None:
    with town.client("duty", **{"Accept-Language": "en-GB, zh;q=0.5"}) as client:
        problem = client.get("/api/incidents/none").json()
    assert problem["title"] == "Not found"
    assert problem["detail"] == "There is no incident “none”."
    assert town.get("/api/incidents/none").json()["detail"] == "没有编号为“none”的突发事件。"


def test_the_ledger_lists_what_is_owed(town: Town) -> None:
    incident = town.open(facts={"deaths": 1})
    activate(town, incident)
    found = town.get("/api/report-slots", params={"incident": incident["id"]}).json()["slots"]
    assert found
    assert {slot["incident"] for slot in found} == {incident["id"]}
    assert [slot["due_at"] for slot in found] == sorted(slot["due_at"] for slot in found)
    state = found[0]["state"]
    again = town.get(
        "/api/report-slots", params={"incident": incident["id"], "state": state}
    ).json()["slots"]
    assert {slot["state"] for slot in again} == {state}
    refused(town.get("/api/report-slots", params={"state": "lost"}), 422, "unknown_choice")
    refused(town.get("/api/report-slots", params={"incident": "no"}), 404, "incident_not_found")
    naive = {"due_before": "2026-01-01T00:00:00"}
    refused(town.get("/api/report-slots", params=naive), 422, "naive_instant")


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


FAR = "0001-01-01T00:00:00+08:00"


@pytest.mark.parametrize("field", ["occurred_at", "received_at"])
def test_an_instant_outside_the_calendar_is_refused_with_the_years(town: Town, field: str) -> None:
    problem = refused(town.post("/api/incidents", opening(**{field: FAR})), 422, "out_of_range")
    assert problem["field"] == field
    assert FAR in problem["detail"]
    assert "1949" in problem["accepted"]
    later = town.command(town.open(), "record_facts", facts={"deaths": 1}, as_of=FAR)
    assert refused(later, 422, "out_of_range")["field"] == "as_of"
    asked = town.get("/api/report-slots", params={"due_before": FAR})
    assert refused(asked, 422, "out_of_range")["field"] == "due_before"


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
