"""What people and their spreadsheet programs write into a cell, as the value of a scenario file.

A program turns 08:30 into a time, 85% into 0.85 and a start into a date without a zone; people
write full-width digits and Chinese punctuation. What can only mean one thing is taken, all else is
refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.scenario_sheets.columns import Form
from engine.drill.scenario import MEANS
from engine.messages import CATALOGUES, text
from engine.plan.yaml_tree import parse, plain

_WHOLE = re.compile(r"([-+]?[0-9]{1,18})(?:\.0+)?%?")
_CLOCK = re.compile(r"([0-9]{1,2})(?::|时|点)([0-9]{2})分?(?::00)?")
_START = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?[T ]*"
    r"([0-9]{1,2})(?::|时|点)([0-9]{1,2})分?(?::00)?"
)
_SEVERAL = re.compile(r"[、，,；;]")
_DAY = timedelta(days=1)


def written(value: Any, number_format: str = "General") -> str:
    """The words of a cell, as its spreadsheet shows a number; "" where it is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return text("drill.sheet.yes" if value else "drill.sheet.no")
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else str(value.date())
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return _clock_of(value)
    if isinstance(value, int | float) and number_format.rstrip().endswith("%"):
        return f"{value * 100:g}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def read(value: Any, number_format: str, form: Form, zone: str) -> Any:
    """The value of a cell. Raises `ValueError` or `PlanFileError` for what cannot be read."""
    if form == "clock":
        return _clock(value)
    words = written(value, number_format)
    return _start(words, zone) if form == "start" else _READERS[form](words)


def _narrow(words: str) -> str:
    """Full-width letters, digits and punctuation as a keyboard without them writes them."""
    return unicodedata.normalize("NFKC", words).strip()


def _whole(words: str) -> int:
    found = _WHOLE.fullmatch(_narrow(words))
    if found is None:
        raise ValueError(words)
    return int(found[1])


def _clock(value: Any) -> str:
    """A clock time; what is none is left as it is, for the check of the file to tell."""
    if isinstance(value, datetime):
        return value.strftime("%H:%M")
    if isinstance(value, float) and 0 <= value <= 1:
        return _clock_of(_DAY * value)
    words = written(value)
    found = _CLOCK.fullmatch(_narrow(words))
    return f"{found[1]:0>2}:{found[2]}" if found else words


def _clock_of(span: timedelta) -> str:
    minutes = round(span / timedelta(minutes=1))
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _start(words: str, zone: str) -> str:
    """An instant; without an offset it is of the plans' zone, since a spreadsheet has none."""
    found = _START.fullmatch(_narrow(words))
    if found is None:
        return words
    try:
        year, month, day, hour, minute = (int(part) for part in found.groups())
        return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).isoformat()
    except ValueError:
        return words


def _yes(words: str) -> bool:
    yes = {"true", "√", *(text("drill.sheet.yes", language) for language in CATALOGUES)}
    no = {"false", "×", *(text("drill.sheet.no", language) for language in CATALOGUES)}
    given = _narrow(words).lower()
    if given not in yes | no:
        raise ValueError(words)
    return given in yes


def _means(words: str) -> str:
    given = _narrow(words).lower()
    for means in MEANS:
        names = (text(f"drill.means.{means}", language) for language in CATALOGUES)
        if given in (means, *(name.lower() for name in names)):
            return means
    raise ValueError(words)


def _yaml(words: str) -> Any:
    """A value as a scenario file writes it; the braces around keys may be missing."""
    bare = re.match(r"\w+\s*[:：]", words) is not None
    line = f"{{{words.replace('：', ': ').replace('，', ', ')}}}" if bare else words
    return plain(parse(f"x: {line}\n".encode(), "cell"))["x"]


def _expected(words: str) -> Any:
    """What somebody should do: as a scenario file writes it, or in plain words."""
    found = _yaml(words) if words.startswith(("{", "[")) else words
    return {"action": found} if isinstance(found, str) else found


_READERS: Mapping[Form, Callable[[str], Any]] = {
    "words": str,
    "whole": _whole,
    "yes": _yes,
    "list": lambda words: [part.strip() for part in _SEVERAL.split(words) if part.strip()],
    "yaml": _yaml,
    "expected": _expected,
    "means": _means,
}
