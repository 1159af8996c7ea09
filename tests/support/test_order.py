"""The longest tests begin first, and nothing else changes its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.support.order import LONGEST, longest_first

ROOT = Path(__file__).parents[2]


def test_the_longest_are_where_they_are_looked_for() -> None:
    assert [file for file in LONGEST if not (ROOT / file).is_file()] == []


@dataclass
class Named:
    """What the order looks at of a test."""

    nodeid: str


def test_the_longest_come_first_and_all_others_as_they_were() -> None:
    items = [
        Named(f"{file}::test") for file in ("tests/b.py", LONGEST[1], "tests/a.py", LONGEST[0])
    ]
    longest_first(items)
    files = [one.nodeid.partition("::")[0] for one in items]
    assert files == [*LONGEST, "tests/b.py", "tests/a.py"]
