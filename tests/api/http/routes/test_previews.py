"""Previews: what an opening or a command would do, without doing it."""

from typing import Any

from tests.api.town import Town, ago, opening, refused


def preview(town: Town, name: str = "duty", **known: Any) -> dict[str, Any]:
    answer = town.post("/api/incidents/preview", known, name)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def heads(town: Town) -> list[Any]:
    """The newest incidents, to see that none was added."""
    page = town.get("/api/incidents?limit=200").json()["incidents"]
    return [(one["id"], one["version"]) for one in page]


def test_a_preview_says_what_opening_says_and_opens_nothing(town: Town) -> None:
    before = heads(town)
    body = opening("coal_mine", facts={"deaths": 3}, division="141034")
    found = preview(town, **body)
    assert heads(town) == before
    opened = town.open(**body)
    assert found["recommendation"] == opened["recommendation"]
    assert found["recommendation"]["level"] == "III"
    assert [row["obligation"] for row in found["obligations"]] == [
        row["obligation"] for row in opened["reporting"]
    ]
    assert found["obligations"]
    assert found["governing_plan"]["id"] == "coal_mine"
    assert found["governing_plan"]["clause"] == "1.4"
    assert found["refusal"] is None


def test_no_number_is_used_up(town: Town) -> None:
    first = int(town.open("grain")["number"].rpartition("-")[2])
    preview(town, **opening("grain"))
    assert int(town.open("grain")["number"].rpartition("-")[2]) == first + 1


def test_what_is_known_so_far_is_enough(town: Town) -> None:
    found = preview(town)
    assert found["governing_plan"] is found["recommendation"] is None
    assert found["obligations"] == []
    typed = preview(town, plan="production_safety", facts={"deaths": 11})
    assert typed["recommendation"]["level"] == "II"
    assert typed["refusal"] is None


def test_open_incidents_like_it_are_offered(town: Town) -> None:
    there = {"division": "141032", "occurred_at": ago(hours=3)}
    mine = town.open("coal_mine", title="永和某矿透水", **there)
    drill = town.open("coal_mine", exercise=True, **there)
    elsewhere = town.open("coal_mine", division="141031")
    earlier = town.open("coal_mine", division="141032", occurred_at=ago(hours=40))
    found = preview(town, plan="coal_mine", division="141032")["similar"]
    (known,) = (one for one in found if one["id"] == mine["id"])
    assert (known["number"], known["title"]) == (mine["number"], "永和某矿透水")
    assert known["division_name"] == "永和县"
    ids = {one["id"] for one in found}
    assert ids.isdisjoint({drill["id"], elsewhere["id"], earlier["id"]})
    exercises = preview(town, plan="coal_mine", division="141032", exercise=True)["similar"]
    assert [one["id"] for one in exercises] == [drill["id"]]
    assert all(one["exercise"] for one in exercises)


def test_the_special_plan_is_named_with_what_it_recommends(town: Town) -> None:
    facts = {"sector": "煤矿", "deaths": 3}
    found = preview(town, plan="production_safety", facts=facts)
    assert found["refusal"]["code"] == "special_plan_governs"
    assert found["governing_plan"]["id"] == "coal_mine"
    assert "专项" in found["governing_plan"]["why"]
    assert found["recommendation"]["level"] == "III"


def test_what_opening_would_refuse_is_said(town: Town) -> None:
    wrong = preview(town, plan="production_safety", facts={"deaths": -1})
    assert (wrong["refusal"]["code"], wrong["refusal"]["field"]) == ("out_of_range", "facts.deaths")
    assert wrong["recommendation"] is None
    assert preview(town, plan="none")["refusal"]["code"] == "unknown_plan"
    answer = town.post("/api/incidents/preview", {"colour": "red"})
    refused(answer, 422, "unknown_field")


def test_who_may_not_open_gets_no_preview(town: Town) -> None:
    for name in ("viewer", "reporter", "admin", "auditor"):
        answer = town.post("/api/incidents/preview", {}, name)
        refused(answer, 403, "opening_role_required")
    answer = town.post("/api/incidents/preview", {"plan": "coal_mine"}, "county")
    refused(answer, 403, "opening_role_required")
    assert preview(town, "county", plan="grain")["governing_plan"]["id"] == "grain"


def test_a_preview_speaks_english(town: Town) -> None:
    with town.client("duty", **{"Accept-Language": "en"}) as client:
        found = client.post("/api/incidents/preview", json={"plan": "grain"}).json()
    assert found["governing_plan"]["title"].isascii()
    assert found["governing_plan"]["why"].isascii()


def test_the_plan_follows_from_the_kind_with_the_reason(town: Town) -> None:
    found = preview(town, kind="coal_mine", facts={"trapped": 5})
    assert found["governing_plan"]["id"] == "coal_mine"
    assert found["governing_plan"]["clause"] == "1.4"
    assert "煤矿" in found["governing_plan"]["why"]
    general = preview(town, kind="coal_mine", facts={"supervised_by_city": False})
    assert general["governing_plan"]["id"] == "production_safety"
    assert "专项预案不管" in general["governing_plan"]["why"]


def test_a_plan_that_does_not_follow_from_the_kind_is_corrected(town: Town) -> None:
    found = preview(town, plan="grain", kind="fire")
    assert found["refusal"]["code"] == "kind_of_another_plan"
    assert found["governing_plan"]["id"] == "production_safety"
    other = preview(town, kind="other_accident", facts={"sector": "煤矿"})
    assert other["refusal"]["code"] == "special_plan_governs"
    assert other["governing_plan"]["id"] == "coal_mine"


def test_an_incident_of_the_kind_is_similar_with_kind_and_place(town: Town) -> None:
    fire = opening(kind="fire", division="141030", place="新田路")
    del fire["plan"]
    opened = town.post("/api/incidents", fire).json()
    (found,) = preview(town, kind="fire", division="141030")["similar"]
    assert (found["id"], found["kind"]["id"], found["place"]) == (opened["id"], "fire", "新田路")


def would(town: Town, incident: dict[str, Any], name: str = "duty", **body: Any) -> dict[str, Any]:
    """What a command would do; the journal is the same afterwards."""
    before = town.journal(incident)
    answer = town.post(f"/api/incidents/{incident['id']}/commands/preview", body, name)
    assert answer.status_code == 200, answer.text
    assert town.journal(incident) == before
    found: dict[str, Any] = answer.json()
    return found


ORDER = {"on_behalf_of": "office_director", "by_means": "phone"}


def test_what_an_order_starts_is_what_it_then_starts(town: Town) -> None:
    incident = town.open("production_safety", facts={"deaths": 1})
    order = {"command": "activate_response", "level": "IV", **ORDER}
    found = would(town, incident, **order)
    assert (found["allowed"], found["refusal"]) == (True, None)
    done = town.command(incident, **order).json()["incident"]
    listed = {one["id"] for one in done["measures"]} - {one["id"] for one in incident["measures"]}
    assert {one["id"] for one in found["starts"]["measures"]} == listed
    assert listed
    owed = {slot["id"] for slot in done["next_slots"]}
    new = owed - {slot["id"] for slot in incident["next_slots"]}
    assert {slot["id"] for slot in found["slots"] if slot["change"] == "owed"} == new
    assert found["ends"] == {"groups": [], "measures": [], "obligations": []}
    form = next(one for one in done["allowed"] if one["command"] == "form_group")
    by = {"on_behalf_of": form["roles"][0]["id"], "by_means": "phone"}
    group = would(town, incident, command="form_group", group=done["groups"][0]["id"], **by)
    assert [one["id"] for one in group["starts"]["groups"]] == [done["groups"][0]["id"]]


def test_what_an_order_ends_is_shown(town: Town) -> None:
    incident = town.open("grain")
    order = {"on_behalf_of": "chief_commander", "by_means": "phone"}
    raised = {"command": "activate_response", "level": "III", "sub_state": "tense", **order}
    starts = would(town, incident, **raised)["starts"]["obligations"]
    assert starts
    assert town.command(incident, **raised).status_code == 200
    county = {"on_behalf_of": "county_headquarters", "by_means": "phone"}
    lowered = would(town, incident, command="adjust_response", level="IV", **order)
    if not lowered["allowed"]:
        lowered = would(town, incident, command="adjust_response", level="IV", **county)
    assert lowered["allowed"], lowered["refusal"]
    assert lowered["ends"]["obligations"] or lowered["ends"]["measures"]
    assert any(slot["change"] == "lapsed" for slot in lowered["slots"])


def test_a_refusal_stands_in_the_preview_with_what_is_possible(town: Town) -> None:
    incident = town.open("coal_mine")
    found = would(town, incident, command="end_response")
    assert found["allowed"] is False
    assert found["refusal"]["code"] == "transition_not_possible"
    assert found["refusal"]["allowed"]
    assert would(town, incident, "viewer", command="add_log_entry", text="x")["refusal"] == (
        town.command(incident, "add_log_entry", "viewer", text="x").json()
    )
    delegated = {"role": "commander", "to": "nobody", "until": ago(hours=-1)}
    other = would(town, incident, "commander", command="delegate_role", **delegated)
    assert other["refusal"]["code"] == "delegate_unknown"


def test_a_reporter_previews_its_own_report_and_sees_nothing_else(town: Town) -> None:
    incident = town.open("grain", division="141021")
    order = {"on_behalf_of": "county_headquarters", "by_means": "phone"}
    town.command(incident, "activate_response", level="IV", **order)
    (slot, *_) = town.get(
        f"/api/report-slots?incident={incident['id']}&state=owed", "reporter"
    ).json()["slots"]
    content = dict.fromkeys(slot["content"], "待核实")
    found = would(
        town, incident, "reporter", command="submit_report", slot=slot["id"], content=content
    )
    assert found["allowed"], found["refusal"]
    assert {one["reporter"] for one in found["slots"]} == {"141021"}
    assert {"id": slot["id"], "change": "submitted"}.items() <= found["slots"][0].items()
    hidden = town.open("grain", division="141033")
    path = f"/api/incidents/{hidden['id']}/commands/preview"
    body = {"command": "add_log_entry", "text": "x"}
    refused(town.post(path, body, "reporter"), 404, "incident_not_found")
    refused(town.post(path, {"command": "fly"}), 422, "unknown_command")


def test_a_title_that_cannot_be_yet_is_no_reason_to_say_nothing(town: Town) -> None:
    """Found by requests made of the document: 201 characters were a 500."""
    for title in ("", " ", "预" * 201):
        found = preview(town, plan="coal_mine", title=title, facts={"deaths": 3})
        assert found["recommendation"]["level"] == "III"
