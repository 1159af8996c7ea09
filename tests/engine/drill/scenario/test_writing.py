"""A scenario written as a file is read back as the same scenario."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.drill.scenario import load_scenario
from engine.drill.scenario.writing import as_data, to_yaml
from tests.engine.drill.golden import ROOT

FILES = sorted((ROOT / "plans" / "drills").glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_scenario_comes_back_as_it_was(file: Path, tmp_path: Path) -> None:
    script = load_scenario(file)
    again = tmp_path / "again.yaml"
    again.write_text(to_yaml(as_data(script)), encoding="utf-8")
    assert load_scenario(again) == script


def test_words_that_yaml_would_read_otherwise_are_quoted() -> None:
    words = {"a": "yes", "b": "08:30", "c": "- x", "d": 'say "it"\nagain', "e": "煤矿", "f": "null"}
    written = to_yaml({"title": words})
    assert 'a: "yes"' in written and 'b: "08:30"' in written and "e: 煤矿" in written
    assert '"say \\"it\\"\\nagain"' in written and 'f: "null"' in written
