"""Scenario files that cannot be played are refused before the start: file, line, Chinese sentence.

The first line of each file in `bad_scenarios` says at which line it is refused, and with which
words.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.drill.scenario import load_scenario
from engine.errors import PlanFileError
from engine.plan.model import Plan
from tests.engine.stories import real_plans

FILES = sorted((Path(__file__).parent / "bad_scenarios").glob("*.yaml"))
_EXPECTED = re.compile(r"# expected: line (?P<line>\d+), (?P<words>.+)")


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    return dict(real_plans())


def test_there_are_32_and_more() -> None:
    assert len(FILES) >= 32


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_bad_file_is_refused_with_file_line_and_words(file: Path, plans: dict[str, Plan]) -> None:
    expected = _EXPECTED.match(file.read_text(encoding="utf-8"))
    assert expected is not None
    with pytest.raises(PlanFileError) as wrong:
        load_scenario(file, plans)
    fault = wrong.value
    assert fault.line == int(expected["line"])
    assert fault.sentence().startswith(f"{file}:{fault.line}：")
    assert expected["words"] in fault.sentence()
    assert fault.sentence("en").startswith(f"{file}:{fault.line}: ")
