"""The self-assessment by OWASP's ASVS names tests that exist, and leaves no requirement out."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.docs.pages import ROOT, tracked

PAGE = ROOT / "docs" / "explanation" / "asvs.md"
LINE = re.compile(r"^\| (\d+)\.(\d+)\.(\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(test_\w+)`")
DEFINED = re.compile(r"^(?:async )?def (test_\w+)\(", re.MULTILINE)
VERDICTS = {"met", "partly", "not met", "operator", "does not apply"}

LEVELS_1_AND_2 = {
    **{1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29},
    **{11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7},
}
"""How many requirements of levels 1 and 2 each chapter of version 5.0.0 has."""


@pytest.fixture(scope="module")
def lines() -> list[tuple[str, ...]]:
    return LINE.findall(PAGE.read_text("utf-8"))


def test_no_requirement_is_left_out_or_stands_twice(lines: list[tuple[str, ...]]) -> None:
    numbers = [tuple(map(int, line[:3])) for line in lines]
    assert len(set(numbers)) == len(numbers)
    assert Counter(number[0] for number in numbers) == LEVELS_1_AND_2


def test_each_has_a_verdict_and_a_test_or_a_reason(lines: list[tuple[str, ...]]) -> None:
    for *_, words, verdict, evidence in lines:
        assert verdict in VERDICTS, words
        assert len(evidence) > 3, words


def test_each_test_that_is_named_exists() -> None:
    named = set(NAMED.findall(PAGE.read_text("utf-8")))
    assert len(named) > 80
    assert named - defined_tests() == set()


def defined_tests() -> set[str]:
    """The names of all tests."""
    files = [file for file in tracked("tests") if file.suffix == ".py"]
    return {name for file in files for name in DEFINED.findall(file.read_text("utf-8"))}
