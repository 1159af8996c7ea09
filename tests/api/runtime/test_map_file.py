"""The outlines that an installation may give: read, or refused with the place that is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.runtime.map_file import MOST_BYTES, read_map
from engine.errors import InvalidInput
from tests.support.cli import zhiban

RING = [[111.4, 36.0], [111.7, 36.0], [111.7, 36.2], [111.4, 36.0]]


def collection() -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "source": "某测绘单位",
        "approval": "晋S（2026）001号",
        "features": [
            {
                "type": "Feature",
                "properties": {"adcode": 141002, "name": "尧都区"},
                "geometry": {"type": "MultiPolygon", "coordinates": [[RING], [RING]]},
            },
            {
                "type": "Feature",
                "properties": {"code": "141021"},
                "geometry": {"type": "Polygon", "coordinates": [RING]},
            },
        ],
    }


def written(folder: Path, found: Any) -> Path:
    file = folder / "map.json"
    file.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return file


def test_without_a_file_there_is_no_map() -> None:
    assert read_map(None) is None


def test_outlines_keep_their_source_and_approval_number(tmp_path: Path) -> None:
    found = read_map(written(tmp_path, collection()))
    assert found is not None
    assert (found["source"], found["approval"]) == ("某测绘单位", "晋S（2026）001号")
    assert [one["code"] for one in found["outlines"]] == ["141002", "141021"]
    assert [len(one["rings"]) for one in found["outlines"]] == [2, 1]
    assert found["outlines"][0]["rings"][0][0] == (111.4, 36.0)


def without(key: str) -> Callable[[dict[str, Any]], Any]:
    return lambda found: found.pop(key)


WRONG: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
    (without("source"), "source"),
    (without("approval"), "approval"),
    (lambda found: found.update(approval=" "), "approval"),
    (lambda found: found.update(features=[]), "features"),
    (lambda found: found["features"][1]["properties"].clear(), "features.1.code"),
    (lambda found: found["features"][1].update(geometry={"type": "Point"}), "features.1.geometry"),
    (
        lambda found: (
            RING and found["features"][1]["geometry"].update(coordinates=[[[500, 0]] * 4])
        ),
        "features.1.geometry",
    ),
]


@pytest.mark.parametrize(("change", "where"), WRONG)
def test_a_map_without_what_is_asked_for_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], Any], where: str
) -> None:
    found = collection()
    change(found)
    with pytest.raises(InvalidInput) as refused:
        read_map(written(tmp_path, found))
    assert refused.value.code == "map_malformed"
    assert str(refused.value.facts["where"]).startswith(where)


def test_a_file_that_is_no_json_is_not_there_or_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    with pytest.raises(InvalidInput) as missing:
        read_map(file)
    assert missing.value.code == "map_unreadable"
    file.write_text("no json", encoding="utf-8")
    with pytest.raises(InvalidInput) as broken:
        read_map(file)
    assert broken.value.code == "map_malformed"
    file.write_bytes(b" " * (MOST_BYTES + 1))
    with pytest.raises(InvalidInput) as large:
        read_map(file)
    assert large.value.code == "map_too_large"


def test_a_server_with_a_wrong_map_says_so_in_one_sentence_and_makes_no_database(
    tmp_path: Path,
) -> None:
    found = collection()
    del found["approval"]
    file = written(tmp_path, found)
    done = zhiban(tmp_path, "serve", "--port", "0", ZHIBAN_MAP=str(file))
    assert done.returncode != 0
    assert "approval" in done.stderr and "审图号" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "zhiban.db").exists()
