"""Punctuality: how each reporter has reported, over incidents."""

from datetime import timedelta
from typing import Any

from api.http.routes.punctuality import judged
from engine.frozen import replace
from tests.api.town import Town, ago, refused
from tests.engine.stories import QUWO, Story, real_plans


def became(slot: dict[str, Any]) -> str:
    """What counts of a row of the ledger; one that is owed at once has its reminders (A32)."""
    state = str(slot["state"])
    if not slot["immediately"]:
        return {"submitted_late": "late", "overdue": "missing"}.get(state, state)
    if state == "submitted":
        return "late" if slot["past_reminders"] else state
    unsent = state == "ended" or (state == "owed" and slot["past_reminders"])
    return "missing" if unsent else state


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
        for key in ("submitted", "late", "missing", "not_owed"):
            assert row[key] == sum(became(one) == key for one in own), (row, key)
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


def test_a_report_that_is_owed_at_once_is_judged_by_its_reminders() -> None:
    story = Story(real_plans()["coal_mine"], "2021-11-08 09:00")
    story.desk.opens(division=QUWO, deaths=1)
    slot = next(one for one in story.incident.slots.values() if one.immediately)
    rungs = len(story.plan.reminders.due_soon_minutes)
    cases = {
        "owed": replace(slot, stage=0),
        "overdue": replace(slot, stage=rungs),
        "submitted": replace(slot, state="submitted", submitted_at=slot.due_at),
        "submitted_late": replace(
            slot, state="submitted", submitted_at=slot.due_at + timedelta(days=1)
        ),
        "superseded": replace(slot, state="superseded", stage=rungs),
    }
    plans = {"coal_mine": story.plan}
    for state, one in cases.items():
        assert [row[2] for row in judged([("coal_mine", one)], plans)] == [state]
    ended = replace(slot, state="ended", reason="response_ended")
    assert [row[2] for row in judged([("coal_mine", ended)], plans)] == ["overdue"]
