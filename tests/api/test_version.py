"""One version of the whole program: written once, shown wherever somebody asks."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from api import __version__
from tests.api.town import Town

ROOT = Path(__file__).parents[2]


def test_it_is_written_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["hatch"]["version"]["path"] == "api/__init__.py"
    assert "version" not in json.loads((ROOT / "api/web/package.json").read_text("utf-8"))


def test_the_server_says_it_to_machines(town: Town) -> None:
    with town.client("admin") as client:
        assert client.get("/api/health/ready").json()["version"] == __version__
        assert client.get("/api/openapi.json").json()["info"]["version"] == __version__
        assert f'zhiban_build_info{{version="{__version__}"}} 1.0' in client.get("/metrics").text
