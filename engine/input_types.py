"""Types of single values that come in from outside, wherever they come in.

Requests, settings and scenario files use the same types, so that a value that one of them
refuses is refused by all. Refusals carry a code of `REFUSALS`; the sentences are in the
catalogues.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, StringConstraints
from pydantic_core import PydanticCustomError

from engine.instants import within_calendar

REFUSALS = {
    "instant_outside_calendar": ("out_of_range", "word.calendar"),
    "text_with_controls": ("bad_value", "word.no_controls"),
    "text_without_visible": ("bad_value", "word.not_empty"),
}
"""Errors of these types → the code of the refusal, and the word for what is accepted."""


def _within_calendar(instant: datetime) -> datetime:
    if not within_calendar(instant):
        raise PydanticCustomError("instant_outside_calendar", "see the catalogues")
    return instant


Instant = Annotated[AwareDatetime, AfterValidator(_within_calendar)]
"""An aware instant of the years 1949 to 2200 in UTC (`engine.instants.within_calendar`)."""


CONTROLS = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069]")
"""Controls (C0, DEL, C1) but tab and line ends, and those that turn the direction of text.

A terminal obeys the first; with the second a text reads other than it is stored.
"""

_NOT_VISIBLE = ("C", "Z")
"""General categories without a glyph: controls, formats (zero-width), unassigned; spaces."""

_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs whose glyph is empty: Hangul fillers and the empty Braille pattern."""


def is_visible(words: str) -> bool:
    """True if any character of the text can be seen."""
    for one in words:
        if unicodedata.category(one)[0] not in _NOT_VISIBLE and one not in _BLANK_LETTERS:
            return True
    return False


def without_controls(words: str) -> str:
    """The text; raises `PydanticCustomError` for a character of `CONTROLS`."""
    if CONTROLS.search(words):
        raise PydanticCustomError("text_with_controls", "see the catalogues")
    return words


def escaped(words: str) -> str:
    """The text for a sentence about it: characters of `CONTROLS` as `\\uXXXX`."""
    return CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", words)


def controls_in(value: Any) -> bool:
    """True if a text, or any text inside a value of JSON, holds a character of `CONTROLS`."""
    if isinstance(value, str):
        return CONTROLS.search(value) is not None
    if isinstance(value, Mapping):
        return any(controls_in(key) or controls_in(inner) for key, inner in value.items())
    return isinstance(value, list | tuple) and any(map(controls_in, value))


def value_without_controls(value: Any) -> Any:
    """The value of JSON; raises `PydanticCustomError` where `controls_in` is true."""
    if controls_in(value):
        raise PydanticCustomError("text_with_controls", "see the catalogues")
    return value


def with_something_visible(words: str) -> str:
    """The text; raises `PydanticCustomError` where `is_visible` is false."""
    if not is_visible(words):
        raise PydanticCustomError("text_without_visible", "see the catalogues")
    return words


Words = Annotated[
    str,
    StringConstraints(max_length=4000, strip_whitespace=True),
    AfterValidator(without_controls),
]
"""Words for people, which may be left out."""

Required = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4000, strip_whitespace=True),
    AfterValidator(without_controls),
    AfterValidator(with_something_visible),
]
"""Words for people, of which something can be seen."""

Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    AfterValidator(without_controls),
    AfterValidator(with_something_visible),
]
"""A name, title or id, of which something can be seen."""
