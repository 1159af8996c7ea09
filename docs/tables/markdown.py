"""A few helpers to write Markdown. Deterministic: the same rows give the same text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table; bars and line breaks in cells are made harmless."""
    lines = [_line(header), _line(["---"] * len(header))]
    return "\n".join([*lines, *(_line(row) for row in rows)])


def code(words: Any) -> str:
    """`words` as code, empty for nothing."""
    return "" if words in (None, "") else f"`{words}`"


def codes(words: Iterable[Any]) -> str:
    """Several words as code, with commas."""
    return ", ".join(code(word) for word in words)


def first_paragraph(docstring: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((docstring or "").strip().split("\n\n")[0].split())


def on_one_line(docstring: str | None) -> str:
    """The whole docstring, on one line."""
    return " ".join((docstring or "").split())


def _line(cells: Sequence[Any]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(value: Any) -> str:
    words = "" if value is None else str(value)
    return " ".join(words.split()).replace("|", "\\|")
