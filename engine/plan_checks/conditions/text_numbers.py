"""The numbers in the words of a criterion or a measure are those of its condition or limit.

A threshold is typed twice, once for people and once for the program; nobody sees that they
differ, for each is right by itself. A number in the text has to be a bound of the condition
or what stands just beside an excluded one (`below: 10` is 9人); money may be in 万 or 亿,
hours may be days. Numbers written in characters (三人) are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.plan import expressions as ex
from engine.plan import model as m
from engine.plan_checks.conditions.types import is_counted
from engine.plan_checks.finding import PlanFinding, Subject
from engine.plan_checks.plan_walk import Found, below

_NUMBER = re.compile(
    r"(?<![\w.])(?P<digits>\d[\d,，]*(?:\.\d+)?)\s*(?P<scale>万|亿|千|million|thousand)?"
)
_SCALES = {"万": 10**4, "亿": 10**8, "千": 1000, "million": 10**6, "thousand": 1000}


def check(subject: Subject, found: list[Found]) -> Iterator[PlanFinding]:
    """Criteria and measures whose words name a number that the rule does not have."""
    for path, part in found:
        if not isinstance(part, m.Criterion | m.Measure):
            continue
        bounds = list(_bounds(subject.plan, part.when))
        forms = {form for _, accepted in bounds for form in accepted}
        for key in ("text", "text_en"):
            said = numbers_in(getattr(part, key) or "")
            values = {value for _, value in said}
            strange = [written for written, value in said if value not in forms]
            # A measure may speak of other numbers too (24小时值班), once its own are all said.
            whole = isinstance(part, m.Measure) and all(values & own for _, own in bounds)
            if strange and bounds and not whole:
                yield subject.warning(
                    "text_number_differs",
                    (*path, key),
                    clause=part.citation,
                    text=getattr(part, key),
                    numbers="、".join(dict.fromkeys(strange)),
                    bounds="、".join(dict.fromkeys(words for words, _ in bounds)),
                )


def numbers_in(words: str) -> list[tuple[str, float]]:
    """Each number of a text as written, and its value."""
    found = []
    for match in _NUMBER.finditer(re.sub(r"(?<=[^\x00-\x7f])(?=\d)", " ", words)):
        value = float(match["digits"].replace(",", "").replace("，", "") or 0)
        written = match[0].strip().rstrip(",，")
        found.append((written, value * _SCALES.get(match["scale"] or "", 1)))
    return found


def _bounds(plan: m.Plan, condition: Any) -> Iterator[tuple[str, set[float]]]:
    """Each number of a condition as the file writes it, and its equivalents in other units."""
    for _, node in below(condition):
        if isinstance(node, ex.Band):
            whole = is_counted(plan, node.fact)
            for key, beside in (("at_least", 0), ("above", 1), ("below", -1), ("at_most", 0)):
                bound = getattr(node, key)
                if bound is not None:
                    also = {float(bound + beside)} if whole else set()
                    yield f"{key}: {bound:,}", {float(bound)} | also
        elif isinstance(node, ex.Lasting):
            hours, more = node.bound
            key = "more_than_hours" if more else "hours"
            yield f"{key}: {hours}", {float(hours), hours / 24}
        elif isinstance(node, ex.AtLeastN):
            yield f"at_least_n: {node.at_least_n}", {float(node.at_least_n)}
        elif isinstance(node, ex.Between | ex.MonthIn):
            yield from _months_and_days(node)
        elif isinstance(node, ex.In | ex.OneOf | ex.Includes | ex.ScaleCurrent):
            words = " ".join(getattr(node, "in_", getattr(node, "one_of", ())))
            yield from ((w, {v}) for w, v in numbers_in(words))


def _months_and_days(node: ex.Between | ex.MonthIn) -> Iterator[tuple[str, set[float]]]:
    if isinstance(node, ex.Between):
        for one in node.between:
            yield f"between: {one}", {float(part) for part in one.split("-")}
    else:
        for month in node.month_in:
            yield f"month_in: {month}", {float(month)}
