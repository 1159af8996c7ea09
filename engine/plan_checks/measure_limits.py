"""Time limits of measures that cannot be meant as they are written.

The length of time in a measure's words has to be that of its limit, unit and all. Lengths
written in characters (一小时) are not read. A measure may name other lengths too
(24小时值班), once its own is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.plan.model import Measure, TimeLimit
from engine.plan.yaml_tree import Path
from engine.plan_checks.finding import PlanFinding, Subject, Words, named
from engine.presentation.condition_text import limit_words

AT_ONCE = 24 * 60
"""Minutes beyond which a limit does not go with 立即 (our choice)."""

_DURATION = re.compile(
    r"(?P<number>\d+)\s*个?"
    r"(?P<unit>分钟|小时|日|天|周|月|年|(?:minute|hour|day|week|month|year)s?)",
    re.IGNORECASE,
)
_MINUTES = {"分钟": 1, "minute": 1, "小时": 60, "hour": 60, "日": 1440, "天": 1440, "day": 1440}
_DAYS = {"日": 1, "天": 1, "day": 1, "周": 7, "week": 7}
_MONTHS = {"月": 1, "month": 1, "年": 12, "year": 12}
_UNITS = {"minutes": _MINUTES, "days": _DAYS, "months": _MONTHS}
"""How many of a limit's own units one of the units of a text is."""


def check(subject: Subject) -> Iterator[PlanFinding]:
    """Texts that name another time, and more than a day for what is to be done at once."""
    for index, measure in enumerate(subject.plan.measures):
        limit, path = measure.within, ("measures", index)
        if limit is None:
            continue
        yield from _texts(subject, path, measure, limit)
        if measure.immediately and (limit.minutes is None or limit.minutes > AT_ONCE):
            yield subject.warning(
                "limit_not_immediate",
                (*path, "within"),
                clause=measure.citation,
                name=named(measure),
                limit=Words(limit_words(limit, "zh"), limit_words(limit, "en")),
            )


def _texts(
    subject: Subject, path: Path, measure: Measure, limit: TimeLimit
) -> Iterator[PlanFinding]:
    for key in ("text", "text_en"):
        words = getattr(measure, key) or ""
        said = list(_DURATION.finditer(words))
        if said and not any(_says(one, limit) for one in said):
            yield subject.warning(
                "text_number_differs",
                (*path, key),
                clause=measure.citation,
                text=words,
                numbers="、".join(dict.fromkeys(one[0] for one in said)),
                bounds="、".join(f"{name}: {number}" for name, number in limit.lengths.items()),
            )


def _says(said: re.Match[str], limit: TimeLimit) -> bool:
    """Whether a length in a text is that of the limit."""
    unit = said["unit"].lower().removesuffix("s")
    return any(
        int(said["number"]) * _UNITS[name].get(unit, 0) == number
        for name, number in limit.lengths.items()
    )
