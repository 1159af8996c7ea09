"""What the writers of a plan's paper get: texts as a page can show them, and sizes of letters."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from api.documents.page_data import shown
from engine.plan_paper.paper import Page, PlanPaper

SIZES = (12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
"""Points of the letters of a card, the largest first. A card is one page: much text is small."""

SHEET = 10.5
"""Points of the letters of a sheet."""

_WIDE_MM, _HIGH_MM = 138.0, 205.0
"""The room for words on a card: the second column, and the page without its heading."""

_MM = 0.353
"""Of a point."""


def paper_data(paper: PlanPaper) -> dict[str, Any]:
    """The paper as plain data; each page with `size`, the points of its letters."""
    data: dict[str, Any] = shown(paper.to_json())
    cards = paper.kind == "cards"
    for page, made in zip(data["pages"], paper.pages, strict=True):
        page["size"] = card_size(made) if cards else SHEET
    return data


def card_size(page: Page) -> float:
    """The largest letters with which the card is about one page."""
    return next((size for size in SIZES if _height(page, size) <= _HIGH_MM), SIZES[-1])


def _height(page: Page, size: float) -> float:
    """About how high the card is, in millimetres."""
    return sum(_lines(page, size)) * size * _MM * 1.35


def _lines(page: Page, size: float) -> Iterator[float]:
    wide = _WIDE_MM / (size * _MM)
    for words in (*page.lead, *page.foot):
        yield math.ceil(_length(words) / (wide * 1.2))
    for block in page.blocks:
        yield 2.0
        for row in block.rows:
            words = row.words + "".join(row.small)
            mark = math.ceil(_length(row.mark) / (wide * 0.2))
            yield max(math.ceil(_length(words) / wide), mark) + 0.5


def _length(words: str) -> float:
    """The length of a text on one line, in Chinese characters."""
    return sum(1.0 if one > "\u2e7f" else 0.55 for one in words)
