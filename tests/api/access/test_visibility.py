"""What is read over HTTP is what the same account sees on the live channel."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.town import Town, refused

Shape = dict[str, Any]
OWN, OTHER = "141021", "141081"
PHONE = "13800138000"


@pytest.fixture(scope="module")
def mine(town: Town) -> Shape:
    """An incident of the reporter's county: an order, a figure, reports by two counties."""
    opened = town.open("grain", title=f"联系 {PHONE}", division=OWN)
    assert town.command(opened, "add_log_entry", text=f"张三来电 {PHONE}").status_code == 200
    activated = town.command(opened, "activate_response", "county", level="IV", reason="抢购")
    assert activated.status_code == 200, activated.text
    text = {"text": f"本县正常 {PHONE}"}
    for name in ("reporter", "duty"):
        report = town.command(opened, "submit_report", name, kind="urgent", content=text)
        assert report.status_code == 200, report.text
    return opened


@pytest.fixture(scope="module")
def others(town: Town) -> Shape:
    """An incident in which the reporter's county has no part."""
    return town.open("production_safety", title="别县的事", division=OTHER)


def snapshot(town: Town, name: str, incident: Shape) -> list[Shape]:
    """The incident as the live channel shows it."""
    with town.live(name) as live:
        live.subscribe(f"incident:{incident['id']}")
        views: list[Shape] = live.wait_for("snapshot")["incidents"]
        return views


def listed(town: Town, name: str) -> dict[str, Shape]:
    """All incidents that the list gives an account, page by page."""
    found: dict[str, Shape] = {}
    query: dict[str, Any] = {"limit": 1}
    while True:
        page = town.get("/api/incidents", name, params=query).json()
        found |= {view["id"]: view for view in page["incidents"]}
        if page["next"] is None:
            return found
        assert page["incidents"], "a page that is not the last holds something"
        query["cursor"] = page["next"]


@pytest.mark.parametrize("name", ["duty", "viewer", "reporter", "county"])
def test_a_view_over_http_is_the_view_on_the_live_channel(
    town: Town, mine: Shape, name: str
) -> None:
    path = f"/api/incidents/{mine['id']}"
    assert [town.get(path, name).json()] == snapshot(town, name, mine)
    assert listed(town, name)[mine["id"]] == town.get(path, name).json()


@pytest.mark.parametrize("name", ["duty", "viewer", "reporter"])
def test_names_are_in_the_language_that_the_account_asks_for(
    town: Town, mine: Shape, name: str
) -> None:
    """In a view, in a page of views and in the ledger, whichever was asked for before."""

    def told(language: str) -> list[str]:
        headers = {"Accept-Language": language}

        def got(path: str) -> Shape:
            return dict(town.get(path, name, headers=headers).json())

        views = [one for one in got("/api/incidents")["incidents"] if one["id"] == mine["id"]]
        views.append(got(f"/api/incidents/{mine['id']}"))
        slots = got(f"/api/report-slots?incident={mine['id']}")["slots"]
        slots += [slot for view in views for slot in view["next_slots"]]
        assert slots
        return [
            *(view["division_name"] for view in views),
            *(slot[key] for slot in slots for key in ("obligation_name", "reporter_name")),
            *(recipient for slot in slots for recipient in slot["recipient_names"]),
        ]

    for language, english in (("zh", False), ("en", True), ("zh", False)):
        assert {one.isascii() for one in told(language)} == {english}


def test_everybodys_view_has_the_same_parts(town: Town, mine: Shape) -> None:
    path = f"/api/incidents/{mine['id']}"
    parts = {name: town.get(path, name).json().keys() for name in ("duty", "viewer", "reporter")}
    assert parts["duty"] == parts["viewer"] == parts["reporter"]


@pytest.mark.parametrize("name", ["viewer", "reporter"])
def test_a_journal_over_http_is_that_of_the_live_channel(
    town: Town, mine: Shape, name: str
) -> None:
    read = town.get(f"/api/incidents/{mine['id']}/events", name).json()["events"]
    with town.live(name) as live:
        live.subscribe(f"incident:{mine['id']}")
        live.wait_for("snapshot")
        assert town.command(mine, "add_log_entry", text=f"再次来电 {PHONE}").status_code == 200
        heard = live.wait_for("event")["event"]
    last = town.get(f"/api/incidents/{mine['id']}/events", name, params={"after": len(read)})
    (entry,) = last.json()["events"]
    assert entry == {key: value for key, value in heard.items() if key != "cursor"}
    words = json.dumps(read, ensure_ascii=False)
    assert {entry["actor"] for entry in read} <= {"***", "clock"}
    assert {entry["hash"] for entry in read} == {""}
    assert ("张三" in words, "本县正常" in words) == (name == "viewer", True)
    assert (PHONE in words) == (name == "reporter"), "its own report, and nobody else's words"


def test_the_desk_and_the_posts_read_everything(town: Town, mine: Shape) -> None:
    for name in ("duty", "county", "chief", "controller", "admin"):
        entries = town.get(f"/api/incidents/{mine['id']}/events", name).json()["events"]
        assert {"duty", "county"} <= {entry["actor"] for entry in entries}
        assert all(entry["hash"] for entry in entries)


def test_an_incident_of_others_does_not_exist_for_a_reporter(town: Town, others: Shape) -> None:
    paths = (
        f"/api/incidents/{others['id']}",
        f"/api/incidents/{others['id']}/events",
        f"/api/report-slots?incident={others['id']}",
    )
    for path in paths:
        unknown = path.replace(others["id"], "nobody")
        told = refused(town.get(path, "reporter"), 404, "incident_not_found")
        same = refused(town.get(unknown, "reporter"), 404, "incident_not_found")
        assert told["detail"].replace(others["id"], "nobody") == same["detail"]
        assert town.get(path, "viewer").status_code == 200
    assert others["id"] not in listed(town, "reporter")
    assert others["id"] in listed(town, "viewer")


def test_a_reporter_reports_on_no_incident_that_it_has_no_part_in(
    town: Town, others: Shape
) -> None:
    before = town.view(others)["version"]
    for fields in ({"kind": "urgent", "content": {"text": "x"}}, {"kind": "urgent", "slot": "x"}):
        answer = town.command(others, "submit_report", "reporter", **fields)
        refused(answer, 404, "incident_not_found")
    refused(town.command(others, "add_log_entry", "reporter", text="x"), 404, "incident_not_found")
    assert town.view(others)["version"] == before


def test_an_answer_to_a_command_shows_no_more_than_a_reading(town: Town, mine: Shape) -> None:
    report = {"kind": "urgent", "content": {"text": "x"}}
    answer = town.command(mine, "submit_report", "reporter", **report).json()
    read = town.get(f"/api/incidents/{mine['id']}", "reporter").json()
    assert answer["incident"] == read
    assert [event["actor"] for event in answer["events"]] == ["***"]


def test_a_reporter_reads_its_own_slots_only(town: Town, mine: Shape) -> None:
    slots = town.get("/api/report-slots", "duty", params={"incident": mine["id"]}).json()["slots"]
    everybodys = {slot["reporter"] for slot in slots}
    assert everybodys - {OWN}
    for query in ({"incident": mine["id"]}, {}):
        own = town.get("/api/report-slots", "reporter", params={"limit": 500, **query}).json()
        assert {slot["reporter"] for slot in own["slots"]} <= {OWN}
    foreign = {"reporter": next(iter(everybodys - {OWN}))}
    assert town.get("/api/report-slots", "reporter", params=foreign).json()["slots"] == []


def test_who_acts_for_a_posts_holder_sees_that_incident_as_the_holder_does(town: Town) -> None:
    lent, other = town.open("production_safety"), town.open("production_safety")
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    order = {"role": "commander", "to": "viewer", "until": until, "reason": "出差"}
    assert town.command(lent, "delegate_role", "commander", **order).status_code == 200
    for incident, sees in ((lent, True), (other, False)):
        entries = town.get(f"/api/incidents/{incident['id']}/events", "viewer").json()["events"]
        assert ("duty" in {entry["actor"] for entry in entries}) is sees


def test_a_refused_command_by_number_tells_a_reporter_no_other_name(
    town: Town, others: Shape
) -> None:
    body = {"command": "add_log_entry", "text": "1"}
    hidden = town.post(f"/api/incidents/{others['number']}/commands", body, "reporter")
    told = refused(hidden, 404, "incident_not_found")
    assert others["number"] in told["detail"]
    assert others["id"] not in hidden.text
    nobodys = town.post("/api/incidents/PS-2019-0001/commands", body, "reporter")
    assert hidden.text.replace(others["number"], "PS-2019-0001") == nobodys.text
