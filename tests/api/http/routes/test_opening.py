"""Opening incidents over HTTP."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.town import Town, ago, opening, refused

FAR = "0001-01-01T00:00:00+08:00"


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


def test_a_retried_opening_opens_one_incident(town: Town) -> None:
    body, key = opening(title="只开一次"), {"Idempotency-Key": f"open-{ago()}"}
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: town.post("/api/incidents", body, **key), range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.headers["location"] for answer in answers}) == 1
