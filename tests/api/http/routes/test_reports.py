"""Reports over HTTP: of several reporters in one call, and who gave them by telephone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.town import Town, refused
from tests.support.report_content import answers

TOLD = {"name": "李四", "post": "县值班员", "phone": "8001"}


@pytest.fixture
def asked(town: Town) -> tuple[dict[str, Any], dict[str, Any]]:
    """A grain incident, and the body that reports within the hour for all who owe it."""
    incident = town.open("grain")
    slots = [one for one in incident["next_slots"] if one["obligation"] == "one_hour"]
    reporters = [one["reporter"] for one in slots]
    assert len(reporters) == 2
    body = {"obligation": "one_hour", "due_at": slots[0]["due_at"], "reporters": reporters}
    return incident, body | {"content": answers(slots[0]["required"]), "told_by": TOLD}


def reports(town: Town, incident: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in town.journal(incident) if one["type"] == "report_submitted"]


def test_one_call_reports_for_several_and_a_retry_reports_once(
    town: Town, asked: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    incident, body = asked
    path = f"/api/incidents/{incident['id']}/reports"
    key = {"Idempotency-Key": f"several-{incident['id']}"}
    first = town.post(path, body, **key)
    assert first.status_code == 200, first.text
    assert town.post(path, body, **key).json() == first.json()
    found = reports(town, incident)
    assert [one["data"]["reporter"] for one in found] == body["reporters"]
    assert all(one["data"]["told_by"] == TOLD for one in found)
    refused(town.post(path, body), 422, "reporter_owes_nothing")


def test_one_gap_or_a_stale_version_and_nobody_has_reported(
    town: Town, asked: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    incident, body = asked
    path = f"/api/incidents/{incident['id']}/reports"
    gap = refused(town.post(path, body | {"content": {"时间": "8时"}}), 422, "content_missing")
    assert "造成的损失" in gap["detail"]
    others = body | {"reporters": [*body["reporters"], "141022"]}
    refused(town.post(path, others), 422, "reporter_owes_nothing")
    refused(town.post(path, body, **{"If-Match": '"99"'}), 412, "stale_version")
    refused(town.post(path, body, "viewer"), 403, "read_only")
    assert reports(town, incident) == []


def test_a_viewer_sees_that_it_was_told_and_not_by_whom(
    town: Town, asked: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    incident, body = asked
    path = f"/api/incidents/{incident['id']}"
    assert town.post(f"{path}/reports", body).status_code == 200
    answer = town.get(f"{path}/events", "viewer")
    shown = [one for one in answer.json()["events"] if one["type"] == "report_submitted"]
    assert [one["data"]["told_by"] for one in shown] == [None, None]
    assert all(part not in answer.text for part in TOLD.values())
