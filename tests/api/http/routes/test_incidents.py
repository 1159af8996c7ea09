"""Reading incidents over HTTP: one, its journal, lists of them, and what is owed."""

from typing import Any

from tests.api.town import Town, refused


def activate(town: Town, incident: dict[str, Any], level: str = "IV") -> None:
    answer = town.command(
        incident, "activate_response", level=level, on_behalf_of="office_director", by_means="phone"
    )
    assert answer.status_code == 200, answer.text


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
