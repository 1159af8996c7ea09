"""Every module has a test file of its name, or a row of `tests/map.toml` says what covers it."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ROWS: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "tests" / "map.toml").read_text(encoding="utf-8")
)["covered"]
LISTED = [module for row in ROWS for module in row["modules"]]


def modules() -> Iterator[Path]:
    """The modules, from the root; migrations are tested by running them, pages in a browser."""
    for package in ("engine", "api"):
        for file in sorted((ROOT / package).rglob("*.py")):
            path = file.relative_to(ROOT)
            if not path.name.startswith("__") and not {"versions", "web"} & set(path.parts):
                yield path


def dotted(module: Path) -> str:
    return ".".join(module.with_suffix("").parts)


def own_test(module: Path) -> Path:
    return ROOT / "tests" / module.parent / f"test_{module.name}"


UNNAMED = [dotted(module) for module in modules() if not own_test(module).is_file()]
"""Modules that have no test file of their name."""


def test_every_module_has_a_test_file_of_its_name_or_a_row_that_says_what_covers_it() -> None:
    missing = sorted(set(UNNAMED) - set(LISTED))
    assert missing == [], "add tests/…/test_NAME.py, or a row in tests/map.toml"


def test_no_row_is_out_of_date() -> None:
    stale = sorted(set(LISTED) - set(UNNAMED))
    assert stale == [], "gone, or tested by a file of their own: delete them from tests/map.toml"


def test_no_module_is_listed_twice() -> None:
    assert [module for module, times in Counter(LISTED).items() if times > 1] == []


def test_every_row_names_a_test_file_and_a_reason() -> None:
    for row in ROWS:
        assert set(row) == {"by", "why", "modules"}
        file = ROOT / row["by"]
        assert file.is_file(), row["by"]
        assert "def test_" in file.read_text(encoding="utf-8"), row["by"]
        assert row["modules"], row["by"]
        assert len(row["why"].split()) >= 5, row["by"]
    assert [by for by, times in Counter(row["by"] for row in ROWS).items() if times > 1] == []
