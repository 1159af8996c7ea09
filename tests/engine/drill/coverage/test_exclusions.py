"""What is named as out of reach: read strictly, and only for items that there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.drill.coverage.exclusions import load_exclusions
from engine.drill.coverage.table import coverage
from engine.errors import PlanFileError
from tests.engine.drill.golden import play
from tests.engine.stories import real_plans

PLANS = dict(real_plans())
HEAD = 'format: "1"\nplans:\n'


def file(tmp_path: Path, words: str) -> Path:
    path = tmp_path / "coverage.yaml"
    path.write_text(HEAD + words, encoding="utf-8")
    return path


WRONG = {
    "a plan nobody has": ("  coal_mines: {}\n", 3, "最接近的是：coal_mine。"),
    "a move nobody has": (
        '  grain:\n    moves: {"closed → IIII": {why: 不能, why_en: cannot}}\n',
        4,
        "closed → III",
    ),
    "a kind nobody has": ("  grain:\n    move: {}\n", 4, "move"),
    "no reason": (
        "  coal_mine:\n    decisions:\n      reanchor_cadence: \n",
        5,
        "reanchor_cadence",
    ),
    "no English": (
        "  coal_mine:\n    decisions:\n      reanchor_cadence: {why: 没有}\n",
        5,
        "why_en",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_line_is_told(tmp_path: Path, case: str) -> None:
    words, line, said = WRONG[case]
    with pytest.raises(PlanFileError) as wrong:
        load_exclusions(file(tmp_path, words), PLANS)
    assert wrong.value.line == line
    assert said in wrong.value.sentence()


def test_without_a_file_nothing_is_excluded(tmp_path: Path) -> None:
    assert load_exclusions(tmp_path / "none.yaml", PLANS) == {}


def test_an_item_that_is_visited_all_the_same_is_told(tmp_path: Path) -> None:
    why = "{why: 误写, why_en: wrong}"
    words = f'  coal_mine:\n    moves: {{"IV → III": {why}, "I → II": {why}}}\n'
    excluded = load_exclusions(file(tmp_path, words), PLANS)["coal_mine"]
    parts = {p.kind: p for p in coverage(PLANS["coal_mine"], [play("coal_roof_fall")], excluded)}
    assert parts["moves"].wrongly_excluded == ("IV → III",)
    assert "I → II" not in parts["moves"].missing
