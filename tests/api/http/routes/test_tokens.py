"""Tokens of machines over HTTP: made once, only for viewers, ended at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed

from tests.api.town import ADMIN, Town, found_town, refused


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = found_town(tmp_path_factory.mktemp("tokens"), names=("duty", "viewer", "auditor"))
    yield town
    town.server.stop()


def newest(town: Town) -> str:
    entries = town.get("/api/server-journal?limit=1", ADMIN).json()["entries"]
    return str(entries[0]["sentence"])


def test_a_wall_gets_a_token_that_reads_and_is_ended(town: Town) -> None:
    answer = town.post("/api/tokens", {"name": "大厅大屏", "reason": "新装的屏"}, ADMIN)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["roles"] == ["viewer"] and made["read_only"] and made["expires_at"] is None
    assert "大厅大屏" in newest(town)
    town.tokens["wall"] = made["token"]
    assert town.get("/api/session", "wall").json()["read_only"] is True

    listed = town.get("/api/tokens", "auditor").json()["tokens"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert made["last_used_at"] is None and listed[0]["last_used_at"] is not None
    assert made["token"] not in str(listed)
    with town.live("wall") as socket, town.client(ADMIN) as client:
        socket.send({"type": "subscribe", "topics": ["incidents"]})
        assert socket.wait_for("snapshot")
        assert client.delete(f"/api/tokens/{made['id']}").status_code == 204
        with pytest.raises(ConnectionClosed):
            while socket.next():
                pass
        refused(client.delete(f"/api/tokens/{made['id']}"), 404, "token_not_found")
    assert town.get("/api/tokens", ADMIN).json()["tokens"] == []
    assert town.get("/api/incidents", "wall").status_code == 401


def test_no_administrator_gets_a_token_of_somebody_who_acts(town: Town) -> None:
    for name in ("duty", ADMIN, "auditor"):
        refused(town.post("/api/tokens", {"name": name}, ADMIN), 409, "token_of_no_viewer")
    assert town.get("/api/tokens", ADMIN).json()["tokens"] == []


def test_a_token_may_end_by_itself(town: Town) -> None:
    made = town.post("/api/tokens", {"name": "viewer", "days": 7}, ADMIN).json()
    assert made["expires_at"] is not None and made["ends_soon"] is True
    refused(town.post("/api/tokens", {"name": "viewer", "days": 0}, ADMIN), 422, "out_of_range")


def test_a_sign_in_is_no_token(town: Town) -> None:
    session = town.get("/api/sessions").json()["sessions"][0]["id"]
    with town.client(ADMIN) as client:
        refused(client.delete(f"/api/tokens/{session}"), 404, "token_not_found")
    assert town.get("/api/session").json()["name"] == "duty"


def test_an_office_without_a_map_file_has_none(town: Town) -> None:
    refused(town.get("/api/map", "viewer"), 404, "no_map")
