"""A document as a PDF (PDF/A-2b), set by typst; the same bytes on the same machine.

The compiler is kept, since finding the fonts takes most of the time. A font that is missing is only
a warning of typst, and the page would show boxes: warnings are errors here.
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from api.documents.errors import CannotRender
from engine.messages import text

SOURCES = Path(__file__).parent
PAPER = "paper.typ"
FONTS = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "Noto Serif CJK SC", "SimSun"),
    "body": ("FangSong", "FangSong_GB2312", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun"),
    "heading": ("SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei"),
    "note": ("KaiTi", "KaiTi_GB2312", "Noto Serif CJK SC", "SimSun"),
    "plain": ("SimSun", "NSimSun", "Noto Serif CJK SC", "Source Han Serif SC"),
}
"""The fonts of an office and the free ones after them; the first that is installed is taken."""

FIXED = datetime(1980, 1, 1, tzinfo=UTC)
"""Stands in the file as its date: PDF/A asks for one, and equal content has equal bytes."""


def pdf_file(data: Mapping[str, Any], layout: str = PAPER) -> bytes:
    """The document as a PDF in one of the layouts beside this module.

    A sign that no font has is `MISSING`.

    Raises `CannotRender` (`no_chinese_font`) on a machine without a font for the paper.
    """
    words = json.dumps(data, ensure_ascii=False)
    for _ in range(MOST_GAPS):
        try:
            return _set(words, layout)
        except typst.TypstError as wrong:
            unshown = _UNSHOWN.search(str(wrong.message))
            signs = {*unshown[1]} - {MISSING} if unshown else set()
            if not signs:
                raise CannotRender("no_chinese_font", why=str(wrong.message)[:200]) from wrong
            # What only joins signs goes first: it would name the neighbour of the one that fails.
            words = "".join(MISSING if one in signs else one for one in words if not _joins(one))
    raise CannotRender("no_chinese_font", why=f"> {MOST_GAPS}")


def _joins(sign: str) -> bool:
    """Whether a sign only joins or changes others, such as those between emoji."""
    return unicodedata.category(sign) in ("Cf", "Me") or "\ufe00" <= sign <= "\ufe0f"


def _set(words: str, layout: str) -> bytes:
    """Set the document. Raises `typst.TypstError` for a sign that the fonts do not have."""
    inputs = {
        "document": words,
        "fonts": json.dumps(_fonts(), ensure_ascii=False),
        "blank": text("document.blank"),
    }
    with _LOCK:
        made, warnings = _compiler().compile_with_warnings(
            input=(SOURCES / layout).read_bytes(),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards="a-2b",
            timestamp=FIXED,
        )
    if warnings or not isinstance(made, bytes):
        why = "; ".join(str(one) for one in warnings)[:200]
        raise CannotRender("no_chinese_font", why=why or "no pages")
    return made


MISSING = "〓"
"""Stands for a sign that no font has, as Chinese printers do; PDF/A allows no gaps."""

MOST_GAPS = 60
"""Different signs without a glyph in one document, such as emoji."""

_UNSHOWN = re.compile(r'the text `?"(.+?)"`? could not be displayed')

_LOCK = threading.Lock()
"""One compiler serves all threads, one after the other."""


@cache
def _installed() -> typst.Fonts:
    return typst.Fonts()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=_installed())


@cache
def _fonts() -> dict[str, str]:
    """For each use the first font that this machine has. Raises `CannotRender` without one."""
    families = {family.casefold(): family for family in _installed().families()}
    chosen: dict[str, str] = {}
    for use, wanted in FONTS.items():
        found = next((families[one.casefold()] for one in wanted if one.casefold() in families), "")
        if not found:
            raise CannotRender("no_chinese_font", why="、".join(wanted))
        chosen[use] = found
    return chosen


def check_fonts() -> None:
    """Raise `CannotRender` if this machine has no font for a use of the paper."""
    _fonts()
