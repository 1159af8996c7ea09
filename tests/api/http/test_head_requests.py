"""`HEAD` has the headers of `GET` and no body, wherever `GET` answers."""

from __future__ import annotations

import pytest

from tests.api.town import Town, refused

ITS_OWN = ("date", "x-request-id")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api/plans",
        "/api/incidents",
        "/api/incidents?exercise=true",
        "/api/incidents/nowhere",
        "/api/report-slots?nosuch=1",
        "/api/openapi.json",
        "/api/asyncapi.json",
        "/api/nowhere",
    ],
)
def test_the_headers_are_those_of_get(town: Town, path: str) -> None:
    with town.client("duty") as client:
        full, head = client.get(path), client.head(path)
        # The connection is used again: nothing of a body is left in it.
        assert client.get("/api/health/live").json() == {"live": True}
    assert head.status_code == full.status_code
    assert head.content == b""
    assert full.content
    kept = [{k: v for k, v in one.headers.items() if k not in ITS_OWN} for one in (head, full)]
    assert kept[0] == kept[1]


def test_an_incident_tells_its_version(town: Town) -> None:
    incident = town.open()
    with town.client("duty") as client:
        head = client.head(f"/api/incidents/{incident['id']}")
    assert (head.status_code, head.headers["etag"]) == (200, f'"{incident["version"]}"')


def test_a_stream_ends_after_its_headers(town: Town) -> None:
    with town.client("duty") as client:
        head = client.head("/api/live/events")
    assert head.status_code == 200
    assert head.headers["content-type"].startswith("text/event-stream")
    assert head.content == b""


def test_who_may_not_read_gets_no_headers_either(town: Town) -> None:
    with town.client() as client:
        assert client.head("/api/incidents").status_code == 401


def test_where_get_is_not_allowed_head_is_not(town: Town) -> None:
    with town.client("duty") as client:
        head = client.head("/api/incidents/x/commands")
        assert (head.status_code, head.headers["allow"]) == (405, "POST")
        other = client.put("/api/plans", json={})
    assert set(other.headers["allow"].split(", ")) >= {"GET", "HEAD"}
    refused(other, 405, "method_not_allowed")
