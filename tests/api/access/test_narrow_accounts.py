"""A county's post and an evaluator on a real server: what exists for them, and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.town import ADMIN, PASSWORD, Town, found_town, refused, sign_in

Shape = dict[str, Any]
OWN, OTHER = "141021", "141081"


@pytest.fixture(scope="module")
def own(town: Town) -> Shape:
    """An accident in the county, under a plan that gives the county no post."""
    return town.open("production_safety", division=OWN)


@pytest.fixture(scope="module")
def reached(town: Town) -> Shape:
    """A grain emergency of another county, on whose list the county came to stand."""
    opened = town.open("grain", division=OTHER)
    for counties in ([OWN, OTHER], [OTHER]):
        figures = {"facts": {"counties_in_emergency": counties}, "source": "县里报告"}
        assert town.command(opened, "record_facts", **figures).status_code == 200
    return opened


@pytest.fixture(scope="module")
def elsewhere(town: Town) -> Shape:
    """A grain emergency of another county, whose source is called as the county's code is."""
    facts = {"price_rise_percent": 1}
    return town.open("grain", division=OTHER, facts=facts, source=OWN)


@pytest.fixture(scope="module")
def drill(town: Town) -> Shape:
    return town.open("coal_mine", division=OTHER, exercise=True, title="演练：顶板")


def listed(town: Town, name: str) -> set[str]:
    """The ids of all incidents in the account's list, page by page."""
    found: set[str] = set()
    query: dict[str, Any] = {"limit": 20}
    while True:
        page = town.get("/api/incidents", name, params=query).json()
        found |= {view["id"] for view in page["incidents"]}
        if page["next"] is None:
            return found
        query["cursor"] = page["next"]


def slots(town: Town, name: str) -> set[str]:
    """The ids of all incidents in the account's ledger, page by page."""
    found: set[str] = set()
    query: dict[str, Any] = {"limit": 500}
    while True:
        page = town.get("/api/report-slots", name, params=query).json()
        found |= {slot["incident"] for slot in page["slots"]}
        if page["next"] is None:
            return found
        query["cursor"] = page["next"]


def paths(incident: Shape) -> Iterator[str]:
    for name in (incident["id"], incident["number"]):
        yield f"/api/incidents/{name}"
        yield f"/api/incidents/{name}/events"
        yield f"/api/report-slots?incident={name}"


def test_a_county_reads_what_has_reached_it_as_the_desk_does(
    town: Town, own: Shape, reached: Shape
) -> None:
    for incident in (own, reached):
        for path in paths(incident):
            assert town.get(path, "county").json() == town.get(path, "duty").json()
        assert incident["id"] in listed(town, "county") & slots(town, "county")


def test_what_has_not_reached_it_does_not_exist_for_it(
    town: Town, own: Shape, elsewhere: Shape, drill: Shape
) -> None:
    for incident in (elsewhere, drill):
        for path in paths(incident):
            told = refused(town.get(path, "county"), 404, "incident_not_found")
            asked = incident["number" if incident["number"] in path else "id"]
            nobodys = town.get(path.replace(asked, "nobody"), "county").json()
            assert told["detail"].replace(asked, "nobody") == nobodys["detail"]
        assert incident["id"] not in listed(town, "county") | slots(town, "county")
        answer = town.command(incident, "add_log_entry", "county", text="x")
        refused(answer, 404, "incident_not_found")
        other = town.command(own, "link_incidents", "county", other=incident["id"], note="x")
        refused(other, 404, "incident_not_found")


def test_the_preview_of_an_opening_names_no_incident_elsewhere(
    town: Town, reached: Shape, elsewhere: Shape
) -> None:
    event = {"division": OTHER, "occurred_at": elsewhere["occurred_at"]}
    told = {
        name: {one["id"] for one in answer.json()["similar"]}
        for name in ("duty", "county")
        for answer in [town.post("/api/incidents/preview", event, name)]
    }
    assert elsewhere["id"] in told["duty"]
    assert elsewhere["id"] not in told["county"]
    assert told["county"] <= listed(town, "county")


def test_an_evaluator_reads_exercises_whole_and_nothing_else(
    town: Town, own: Shape, drill: Shape
) -> None:
    for path in paths(drill):
        assert town.get(path, "evaluator").json() == town.get(path, "duty").json()
    for path in paths(own):
        refused(town.get(path, "evaluator"), 404, "incident_not_found")
    seen = town.get("/api/incidents?exercise=true&limit=200").json()["incidents"]
    assert listed(town, "evaluator") == {view["id"] for view in seen}
    assert own["id"] not in slots(town, "evaluator")


def test_an_evaluator_commands_nothing_and_is_told_so(town: Town, drill: Shape) -> None:
    before = town.view(drill)["version"]
    for command, fields in (
        ("add_log_entry", {"text": "x"}),
        ("submit_report", {"kind": "urgent", "content": {"text": "x"}}),
        ("activate_response", {"level": "IV", "reason": "x"}),
    ):
        told = refused(town.command(drill, command, "evaluator", **fields), 403, "read_only")
        assert "只能查看" in told["detail"]
    opening = {
        key: drill[key] for key in ("title", "division", "exercise", "occurred_at", "received_at")
    }
    told = town.post("/api/incidents", {**opening, "plan": "coal_mine", "facts": {}}, "evaluator")
    refused(told, 403, "opening_role_required")
    lent = {"role": "commander", "to": "evaluator", "until": drill["received_at"], "reason": "x"}
    assert town.command(drill, "delegate_role", "commander", **lent).status_code == 422
    assert town.view(drill)["version"] == before


@pytest.mark.parametrize(("name", "whose"), [("county", "own"), ("evaluator", "drill")])
def test_the_live_channel_shows_them_the_same(
    town: Town, request: pytest.FixtureRequest, elsewhere: Shape, name: str, whose: str
) -> None:
    """In the snapshot, in frames, and after a return by a cursor."""
    seen: Shape = request.getfixturevalue(whose)
    with town.live(name) as live:
        live.subscribe()
        first = live.wait_for("snapshot")
        assert seen["id"] in {view["id"] for view in first["incidents"]} <= listed(town, name)
        said = [
            town.command(one, "add_log_entry", text="张三来电 13800138000").json()["events"][0]
            for one in (elsewhere, seen)
        ]
        frame = live.wait_for("event")
        assert frame["event"] == said[1] | {"cursor": frame["cursor"]}
    with town.live(name) as live:
        live.subscribe("incidents", f"incident:{elsewhere['id']}", after=first["cursor"])
        assert live.wait_for("event") == frame
    with town.live(name) as live:
        live.subscribe(f"incident:{elsewhere['number']}")
        assert live.wait_for("snapshot")["incidents"] == []


def test_a_county_is_told_of_no_other_incident_by_the_event_stream(
    town: Town, own: Shape, elsewhere: Shape
) -> None:
    with (
        town.client("county") as client,
        client.stream("GET", "/api/live/events", params={"topic": "incidents"}) as stream,
    ):
        lines = (line for line in stream.iter_lines() if line.startswith("data:"))
        assert "hello" in next(lines)
        snapshot = next(line for line in lines if "snapshot" in line)
        assert own["id"] in snapshot
        assert elsewhere["id"] not in snapshot


def test_a_socket_is_asked_to_subscribe_again_when_the_division_moves(
    town: Town, own: Shape
) -> None:
    """And what the account sees from then on is what its new division has."""
    account = {"name": "mover", "password": PASSWORD, "division": OTHER}
    made = town.post("/api/accounts", account | {"roles": ["grain:county_headquarters"]}, ADMIN)
    assert made.status_code in (201, 202), made.text
    if made.status_code == 202:
        proposal = made.json()["proposal"]["id"]
        confirmed = town.post(f"/api/account-proposals/{proposal}/confirm", {}, "admin")
        assert confirmed.status_code == 200, confirmed.text
    sign_in(town, "mover")
    with town.live("mover") as live:
        live.subscribe()
        assert own["id"] not in {view["id"] for view in live.wait_for("snapshot")["incidents"]}
        with town.client(ADMIN) as client:
            moved = client.patch("/api/accounts/mover", json={"division": OWN})
        if moved.status_code == 202:
            proposal = moved.json()["proposal"]["id"]
            town.post(f"/api/account-proposals/{proposal}/confirm", {}, "admin")
        assert live.wait_for("resync")["reason"] == "access_changed"
        live.subscribe()
        assert own["id"] in {view["id"] for view in live.wait_for("snapshot")["incidents"]}


def test_a_setting_shows_posts_of_divisions_the_rest(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("wide")
    env = {"ZHIBAN_DIVISION_POSTS_SEE_ALL": "true"}
    town = found_town(folder, env=env, names=("duty", "county"))
    try:
        other = town.open("production_safety", division=OTHER)
        assert other["id"] in listed(town, "county") & slots(town, "county")
        path = f"/api/incidents/{other['id']}/events"
        assert town.get(path, "county").json() == town.get(path).json()
    finally:
        assert town.server.stop() == 0
