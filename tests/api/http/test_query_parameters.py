"""A query parameter that a call does not know is refused, with the known ones."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.api.town import SECONDS_TO_WAIT, Town, opening, refused

CALLS = [
    "/api/plans",
    "/api/incidents",
    "/api/report-slots",
    "/api/session",
    "/api/health/live",
    "/api/health/ready",
    "/api/watchdog",
    "/api/openapi.json",
    "/api/asyncapi.json",
    "/metrics",
]

PLACES = {
    "plan": "grain",
    "clause": "1.1",
    "name": "duty",
    "handover": "1",
    "kind": "briefing",
    "paper": "cards",
    "form": "html",
    "scenario": "mine_flood_night",
    "sha256": "0" * 64,
    "webhook": "nosuch",
    "delivery": "nosuch",
    "shift": "nosuch",
}
"""What stands for the parts of a path."""

BY_PROVIDER = "/api/session/oidc/callback"
"""Where an identity provider sends the browser; it may add parameters of its own."""


@pytest.mark.parametrize("path", CALLS)
def test_every_call_refuses_an_unknown_parameter(town: Town, path: str) -> None:
    assert town.get(path).status_code == 200
    problem = refused(town.get(path, params={"limt": "5"}), 422, "unknown_parameter")
    assert problem["field"] == "limt"
    if path == "/api/report-slots":
        assert problem["nearest"] == "limit"
        assert "exercise" in problem["accepted"].split(", ")


def test_every_described_get_refuses_an_unknown_parameter(town: Town) -> None:
    incident = town.open()
    described = town.get("/api/openapi.json", None).json()["paths"]
    asked = [path for path, calls in described.items() if "get" in calls and path != BY_PROVIDER]
    for path in asked:
        place = path.format_map(PLACES | {"incident": incident["id"]})
        refused(town.get(f"{place}?nosuch=1", "admin"), 422, "unknown_parameter")
    assert len(asked) > 10


def test_writing_refuses_it_and_does_nothing(town: Town) -> None:
    incident = town.open()
    refused(town.post("/api/incidents?dry=1", opening()), 422, "unknown_parameter")
    path = f"/api/incidents/{incident['id']}/commands?dry=1"
    body = {"command": "add_log_entry", "text": "已通知"}
    refused(town.post(path, body), 422, "unknown_parameter")
    assert town.view(incident)["version"] == incident["version"]


def test_who_is_not_signed_in_learns_no_parameter(town: Town) -> None:
    refused(town.get("/api/plans?nosuch=1", None), 401, "not_signed_in")


def test_a_page_takes_any(town: Town) -> None:
    assert town.get("/?nosuch=1", None).status_code == town.get("/", None).status_code


def test_the_websocket_closes(town: Town) -> None:
    place = f"{town.url.replace('http', 'ws')}/api/live?token=x"
    with connect(place) as socket, pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=SECONDS_TO_WAIT)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4400


def test_slots_are_those_of_exercises_or_of_the_others(town: Town) -> None:
    for exercise in (True, False):
        town.open(exercise=exercise, facts={"deaths": 1})
        query = {"exercise": exercise, "limit": 500}
        slots = town.get("/api/report-slots", params=query).json()["slots"]
        assert {slot["exercise"] for slot in slots} == {exercise}


@pytest.mark.parametrize("path", ["/api/incidents", "/api/report-slots"])
def test_a_forged_cursor_is_refused_in_words(town: Town, path: str) -> None:
    """Values that fit the kind and no column: too large, negative, NUL, half a character."""
    at = "2026-01-01T00:00:00Z"
    forged: list[list[object]] = [[10**30], [2**63], [-1], [True], [at, "\0"], [at, "\ud800"]]
    for mark in forged:
        cursor = urlsafe_b64encode(json.dumps(mark).encode()).decode().rstrip("=")
        refused(town.get(path, params={"cursor": cursor}), 422, "bad_value")


def test_nul_is_neither_in_a_path_nor_in_a_parameter(town: Town) -> None:
    """PostgreSQL takes none, not even in a question."""
    for path in ("/api/incidents?plan=%00", "/api/report-slots?reporter=a%00b"):
        refused(town.get(path), 422, "bad_value")
    for path in ("/api/incidents/%00", "/api/plans/a%00b", "/api/incidents/%00/events"):
        refused(town.get(path), 404, "path_not_found")
    log = {"command": "add_log_entry", "text": "x"}
    refused(town.post("/api/incidents/%00/commands", log), 404, "path_not_found")
