"""Walls over HTTP: who is alive and shows what; the map that the installation gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.runtime.test_map_file import collection, written
from tests.api.town import Town, eventually, found_town, refused

SHOWS = {
    "kind": "real",
    "incidents": 12,
    "page": 2,
    "pages": 3,
    "map": True,
    "width": 3840,
    "height": 2160,
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder: Path = tmp_path_factory.mktemp("screens")
    file = written(folder, collection())
    town = found_town(folder, env={"ZHIBAN_MAP": str(file)}, names=("duty", "viewer", "auditor"))
    yield town
    town.server.stop()


def listed(town: Town) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.get("/api/screens", "auditor").json()["screens"]
    return found


def test_a_wall_is_alive_while_it_reports_and_remembered_when_it_is_gone(town: Town) -> None:
    assert listed(town) == []
    with town.live("viewer") as wall:
        wall.subscribe()
        wall.wait_for("snapshot")
        wall.send({"type": "screen", "shows": SHOWS})
        [alive] = eventually(lambda: listed(town))
        assert alive["connected"] and alive["account"] == "viewer" and alive["shows"] == SHOWS
    [gone] = eventually(lambda: [one for one in listed(town) if not one["connected"]])
    assert gone["last_alive_at"] >= alive["last_alive_at"]
    refused(town.get("/api/screens", "viewer"), 403, "general_role_required")


@pytest.mark.parametrize(
    "shows",
    [
        None,
        {},
        SHOWS | {"kind": "everything"},
        SHOWS | {"incidents": -1},
        SHOWS | {"page": "2"},
        SHOWS | {"map": 1},
        SHOWS | {"title": "x" * 1000},
    ],
)
def test_a_broken_report_is_answered_and_nothing_is_kept(town: Town, shows: Any) -> None:
    before = listed(town)
    with town.live("viewer") as wall:
        wall.send({"type": "screen", "shows": shows})
        assert wall.wait_for("error")["code"] == "bad_frame"
        assert listed(town) == before


def test_the_map_is_for_everybody_who_is_signed_in(town: Town) -> None:
    found = town.get("/api/map", "viewer").json()
    assert found["source"] and found["approval"]
    assert json.dumps(found["outlines"]).count("141002") == 1
    refused(town.get("/api/map", None), 401, "not_signed_in")
    refused(town.get("/api/map?x=1", "viewer"), 422, "unknown_parameter")
