"""Punctuality: how each reporter has reported, over incidents."""

from typing import Any

from tests.api.town import Town, ago, refused

COUNTED = {
    "submitted": "submitted",
    "late": "submitted_late",
    "missing": "overdue",
    "not_owed": "not_owed",
}


def asked(town: Town, name: str = "duty", **filters: Any) -> dict[str, dict[str, Any]]:
    answer = town.get("/api/reporting/punctuality", name, params=filters)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["reporters"]
    assert found == sorted(found, key=lambda r: (-r["missing"], -r["late"], r["reporter"]))
    return {f"{row['reporter']} {row['name']}": row for row in found}


def overdue(town: Town, **more: Any) -> dict[str, Any]:
    """An incident whose first reports were due yesterday."""
    past = {"occurred_at": ago(hours=30), "received_at": ago(hours=29)}
    return town.open("coal_mine", facts={"deaths": 3}, **past, **more)


def ledger(town: Town, **filters: Any) -> list[dict[str, Any]]:
    """All rows of the ledger, page by page."""
    rows: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        more = {"cursor": cursor} if cursor else {}
        page = town.get("/api/report-slots", params={"limit": 500, **filters, **more}).json()
        rows += page["slots"]
        cursor = page["next"]
    return rows


def test_the_counts_are_those_of_the_ledger(town: Town) -> None:
    late = overdue(town, exercise=True)
    slots = ledger(town, incident=late["id"])
    report = next(one for one in slots if one["state"] == "overdue")
    content = dict.fromkeys(report["content"], "待核实")
    sent = town.command(late, "submit_report", slot=report["id"], content=content)
    assert sent.status_code == 200, sent.text
    rows = asked(town, exercise=True)
    known = ledger(town, exercise=True)
    for row in rows.values():
        own = [one for one in known if one["reporter"] == row["reporter"]]
        own = [one for one in own if one["reporter_name"] == row["name"]]
        for key, state in COUNTED.items():
            assert row[key] == sum(one["state"] == state for one in own), (row, key)
    assert any(row["late"] for row in rows.values())
    assert any(row["missing"] for row in rows.values())


def test_time_plan_and_kind_cut_down_what_is_counted(town: Town) -> None:
    overdue(town)
    whole = asked(town, plan="coal_mine")
    assert sum(row["missing"] for row in whole.values())
    params = {"from": ago(days=-300), "plan": "coal_mine"}
    assert not sum(row["missing"] for row in asked(town, **params).values())
    early = asked(town, **{"to": ago(hours=300)})
    assert early == {}
    refused(town.get("/api/reporting/punctuality?plan=none"), 404, "plan_not_found")
    wrong = {"from": ago(hours=1), "to": ago(hours=2)}
    refused(town.get("/api/reporting/punctuality", params=wrong), 422, "instants_reversed")
    refused(town.get("/api/reporting/punctuality?since=x"), 422, "unknown_parameter")


def test_a_voided_incident_does_not_count(town: Town) -> None:
    before = asked(town, plan="coal_mine")
    incident = overdue(town)
    assert asked(town, plan="coal_mine") != before
    town.command(incident, "void_incident", reason="误开")
    assert asked(town, plan="coal_mine") == before


def test_a_reporter_sees_itself_alone(town: Town) -> None:
    incident = town.open("grain", division="141021")
    order = {"on_behalf_of": "county_headquarters", "by_means": "phone"}
    town.command(incident, "activate_response", level="IV", **order)
    assert {row["reporter"] for row in asked(town, "reporter").values()} == {"141021"}
    assert len(asked(town)) > 1
