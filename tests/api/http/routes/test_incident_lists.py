"""Lists of incidents: filters for the overview, and what leaves them when it is voided."""

from typing import Any

from tests.api.town import Town, refused

BY_DIRECTOR = {"on_behalf_of": "office_director", "by_means": "phone"}


def listed(town: Town, name: str = "duty", **filters: Any) -> list[str]:
    """The ids on all pages of a list."""
    ids: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        params = {**filters, **({"cursor": cursor} if cursor else {}), "limit": 3}
        answer = town.get("/api/incidents", name, params=params)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["incidents"]) <= 3
        ids += [one["id"] for one in page["incidents"]]
        cursor = page["next"]
    assert len(set(ids)) == len(ids)
    return ids


def among(ids: list[str], *incidents: dict[str, Any]) -> list[str]:
    """Those of a test: all tests share the town, and others may have opened some in the county."""
    own = {one["id"] for one in incidents}
    return [one for one in ids if one in own]


def test_a_list_is_cut_down_by_county_and_level(town: Town) -> None:
    calm = town.open("production_safety", division="141025")
    fourth = town.open("production_safety", division="141025", facts={"deaths": 1})
    other = town.open("production_safety", division="141026", facts={"deaths": 1})
    for one in (fourth, other):
        town.command(one, "activate_response", level="IV", **BY_DIRECTOR)
    assert among(listed(town, division="141025"), calm, fourth, other) == [fourth["id"], calm["id"]]
    assert among(listed(town, division="141025", level="IV"), calm, fourth, other) == [fourth["id"]]
    assert among(listed(town, division="141025", level="none"), calm, fourth, other) == [calm["id"]]
    assert other["id"] in listed(town, level="IV")
    assert among(listed(town, division="141025", plan="grain"), calm, fourth, other) == []
    refused(town.get("/api/incidents?level=V"), 422, "bad_value")
    refused(town.get("/api/incidents?division=990000"), 422, "bad_value")
    refused(town.get("/api/incidents?county=141025"), 422, "unknown_parameter")


def test_a_closed_incident_says_how_high_and_how_long_it_was(town: Town) -> None:
    incident = town.open("production_safety", facts={"deaths": 1}, division="141027")
    assert incident["highest_level"] is incident["closed_at"] is None
    town.command(incident, "activate_response", level="IV", **BY_DIRECTOR)
    commander = {"on_behalf_of": "commander", "by_means": "phone"}
    town.command(incident, "recommend_activation", level="III", reason="加重", **BY_DIRECTOR)
    raised = town.command(incident, "adjust_response", level="III", **commander)
    if raised.status_code != 200:
        raised = town.command(incident, "activate_response", level="III", **commander)
    assert raised.json()["incident"]["highest_level"] == "III", raised.text
    town.command(incident, "adjust_response", level="IV", **commander)
    view = town.view(incident)
    assert (view["level"], view["highest_level"]) == ("IV", "III")
    closed = town.command(
        town.open("grain", division="141027"),
        "close_incident",
        **{
            "on_behalf_of": "office_director",
            "by_means": "phone",
            "reason": "未构成事件",
        },
    )
    done = closed.json()["incident"]
    assert done["stage"] == "closed", closed.text
    assert done["closed_at"] >= done["opened_at"]
    assert done["id"] in listed(town, state="closed", division="141027")


def test_mine_are_those_that_wait_for_the_account(town: Town) -> None:
    quiet = town.open("coal_mine", division="141028")
    asked = town.open("coal_mine", division="141028", facts={"deaths": 3})
    for incident in (quiet, asked):
        assert incident["id"] in listed(town, division="141028", mine=True)
    # Level III is for the director to recommend, then for the commander to activate.
    assert among(listed(town, "director", division="141028", mine=True), quiet, asked) == [
        asked["id"]
    ]
    assert among(listed(town, "viewer", division="141028", mine=True), quiet, asked) == []
    town.command(asked, "recommend_activation", "director", level="III", reason="三人死亡")
    assert among(listed(town, "commander", division="141028", mine=True), quiet, asked) == [
        asked["id"]
    ]
    order = {"on_behalf_of": "commander", "by_means": "phone"}
    done = town.command(asked, "activate_response", level="III", **order)
    assert done.status_code == 200, done.text
    # The commander has still to sign the order; nothing is left for the director.
    assert among(listed(town, "commander", division="141028", mine=True), quiet, asked) == [
        asked["id"]
    ]
    assert among(listed(town, "director", division="141028", mine=True), quiet, asked) == []


def test_a_reporter_finds_what_it_owes(town: Town) -> None:
    owed = town.open("grain", division="141021")
    order = {"on_behalf_of": "county_headquarters", "by_means": "phone"}
    town.command(owed, "activate_response", level="IV", **order)
    mine = listed(town, "reporter", mine=True)
    assert owed["id"] in mine
    for one in mine:
        slots = town.get(f"/api/report-slots?incident={one}", "reporter").json()["slots"]
        assert {slot["state"] for slot in slots} & {"owed", "overdue"}


def test_a_voided_incident_leaves_the_lists_and_owes_nothing(town: Town) -> None:
    first, second = (town.open("coal_mine", division="141030") for _ in range(2))
    other = town.command(second, "void_incident", "controller", reason="误开")
    refused(other, 403, "exercise_only")
    refused(town.command(second, "void_incident", "viewer", reason="误开"), 403, "read_only")
    refused(town.command(second, "void_incident", reason=" "), 422, "bad_value")
    answer = town.command(second, "void_incident", reason="两人各开一次", duplicate_of=first["id"])
    assert answer.status_code == 200, answer.text
    view = answer.json()["incident"]
    assert (view["stage"], view["next_slots"], view["reporting"]) == ("closed", [], [])
    assert view["voided_by"]["reason"] == "两人各开一次"
    assert view["voided_by"]["duplicate_of"]["number"] == first["number"]
    assert view["measures"] == []
    assert not any(one["command"] != "confirm_recorded_order" for one in view["allowed"])
    assert among(listed(town, division="141030"), first, second) == [first["id"]]
    assert among(listed(town, division="141030", state="closed"), first, second) == []
    assert among(listed(town, division="141030", voided=True), first, second) == [second["id"]]
    slots = town.get(f"/api/report-slots?incident={second['id']}").json()["slots"]
    assert {(slot["state"], slot["reason"]) for slot in slots} <= {
        ("ended", "voided"),
        ("not_owed", "too_near"),
    }
    assert [event["type"] for event in town.journal(second)][-1] == "incident_voided"
    refused(town.command(second, "add_log_entry", text="话"), 409, "watch_over")
    again = refused(town.command(second, "void_incident", reason="误开"), 409, "voided_already")
    assert "重新开立" in again["detail"]
