"""Links between incidents through the API: both journals, both views, one commit."""

from typing import Any

import pytest

from tests.api.town import Town, refused

View = dict[str, Any]


@pytest.fixture
def pair(town: Town) -> tuple[View, View]:
    """A grain incident, and an accident beside it."""
    grain = town.open("grain", title="洪水中保供粮")
    return grain, town.open("production_safety", title="化工厂泄漏")


def linked(town: Town, one: View, other: View, **fields: Any) -> dict[str, Any]:
    """The answer to linking them."""
    answer = town.command(one, "link_incidents", other=other["id"], **fields)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_screen_that_follows_both_sees_the_link_on_both(
    town: Town, pair: tuple[View, View]
) -> None:
    grain, accident = pair
    with town.live() as live:
        live.subscribe(*(f"incident:{one['id']}" for one in pair))
        views = {view["id"]: view for view in live.wait_for("snapshot")["incidents"]}
        assert [view["links"] for view in views.values()] == [[], []]
        answer = linked(town, accident, grain, note="同一场洪水")
        frames = [live.wait_for("event") for _ in pair]
    assert frames[1]["cursor"] == frames[0]["cursor"] + 1
    shown = {frame["event"]["incident"]: frame["view"] for frame in frames}
    for one, other in (pair, pair[::-1]):
        (link,) = shown[one["id"]]["links"]
        assert (link["id"], link["number"], link["note"]) == (
            other["id"],
            other["number"],
            "同一场洪水",
        )
        now = town.view(one)
        assert now["links"] == [link]
        unchanged = ("stage", "level", "classes", "recommendation", "next_slots", "open_slots")
        assert {k: now[k] for k in unchanged} == {k: views[one["id"]][k] for k in unchanged}
    given, there = (frame["event"] for frame in frames)
    assert [event["type"] for event in answer["events"]] == ["incidents_linked"]
    assert (given["incident"], there["data"]["entry"]) == (accident["id"], given["id"])


def test_unlinking_on_the_other_side_is_seen_on_both(town: Town, pair: tuple[View, View]) -> None:
    grain, accident = pair
    linked(town, accident, grain)
    with town.live() as live:
        live.subscribe(f"incident:{accident['id']}")
        live.wait_for("snapshot")
        answer = town.command(grain, "unlink_incidents", other=accident["id"])
        assert answer.status_code == 200, answer.text
        frame = live.wait_for("event")
    assert frame["event"]["type"] == "incidents_unlinked"
    assert frame["view"]["links"] == []
    assert town.view(grain)["links"] == []


def test_a_repeated_request_links_once(town: Town, pair: tuple[View, View]) -> None:
    grain, accident = pair
    body = {"command": "link_incidents", "other": grain["id"]}
    path = f"/api/incidents/{accident['id']}/commands"
    answers = [town.post(path, body, **{"Idempotency-Key": accident["id"]}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    for one in pair:
        types = [event["type"] for event in town.journal(one)]
        assert types.count("incidents_linked") == 1


def test_a_link_that_is_refused_is_entered_on_neither_side(
    town: Town, pair: tuple[View, View]
) -> None:
    grain, accident = pair
    exercise = town.open("grain", exercise=True)
    versions = [town.view(one)["version"] for one in (*pair, exercise)]

    def link(other: str, name: str = "duty") -> Any:
        return town.command(accident, "link_incidents", name, other=other)

    assert refused(link(accident["id"]), 422, "linked_to_itself")["field"] == "other"
    refused(link("no-such"), 404, "incident_not_found")
    refused(link(exercise["id"]), 409, "exercise_and_real")
    refused(link(grain["id"], "reporter"), 403, "read_only")
    refused(link("no-such", "reporter"), 404, "incident_not_found")
    problem = refused(link(grain["id"], "commander"), 403, "other_side_not_theirs")
    assert grain["number"] in problem["detail"]
    assert [town.view(one)["version"] for one in (*pair, exercise)] == versions
