"""Check reported figures against what the plan says a fact may be.

Each refusal names the field, the value and what would be accepted. Nothing is converted and nothing
is guessed. Null withdraws a figure (it becomes unknown again).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from engine.errors import InvalidInput
from engine.input_types import is_visible
from engine.messages import MessageKey
from engine.plan.model import Fact, Plan
from engine.plan.nearest import nearest
from engine.plan.pydantic_errors import in_words


def checked(plan: Plan, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts in the form that is stored. Raises `InvalidInput`."""
    return {name: _checked_one(plan, name, value) for name, value in facts.items()}


def _checked_one(plan: Plan, name: str, value: Any) -> Any:
    fact = plan.fact_by_id.get(name)
    field = f"facts.{name}"
    if fact is None:
        raise InvalidInput(
            "unknown_fact",
            field=field,
            value=name,
            plan=plan.title,
            accepted="、".join(plan.fact_by_id),
            hint=nearest(name, plan.fact_by_id) or "—",
        )
    if value is None:
        return None
    if fact.kind == "choice":
        if not isinstance(value, str):
            raise _wrong_kind(fact, field, value, _KINDS["text"][1])
        return _entries(plan, fact, field, [value])[0]
    if fact.kind in ("divisions", "choices"):
        return _entries(plan, fact, field, value)
    return _single(fact, field, value)


_KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "count": ((int,), "word.kind.count"),
    "money": ((int,), "word.kind.money"),
    "number": ((int, float), "word.kind.number"),
    "percent": ((int, float), "word.kind.percent"),
    "flag": ((bool,), "word.kind.flag"),
    "text": ((str,), "word.kind.text"),
}


def _single(fact: Fact, field: str, value: Any) -> Any:
    types, words = _KINDS[fact.kind]
    is_bool = isinstance(value, bool)
    fits = isinstance(value, types) and is_bool == (fact.kind == "flag")
    if not fits or (isinstance(value, float) and not math.isfinite(value)):
        raise _wrong_kind(fact, field, value, words)
    if fact.kind == "text":
        if not is_visible(value) or len(value) > 200:
            raise _wrong_kind(fact, field, value, words)
        return value.strip()
    if fact.kind == "flag":
        return value
    lowest = fact.minimum
    if lowest is None and fact.kind in ("count", "money"):
        lowest = 0
    low = lowest is not None and value < lowest
    if low or (fact.maximum is not None and value > fact.maximum):
        upper = "∞" if fact.maximum is None else f"{fact.maximum:,}"
        lower = "-∞" if lowest is None else f"{lowest:,}"
        accepted = f"{lower} … {upper} {fact.unit or ''}".strip()
        raise InvalidInput(
            "out_of_range", field=field, label=fact.name, value=value, accepted=accepted
        )
    return value


def _entries(plan: Plan, fact: Fact, field: str, value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise _wrong_kind(fact, field, value, "word.kind.list")
    known = (
        {choice.id: choice.name for choice in fact.choices}
        if fact.kind in ("choices", "choice")
        else {code: division.name for code, division in plan.division_by_code.items()}
    )
    for entry in value:
        if entry not in known:
            raise InvalidInput(
                "unknown_choice",
                field=field,
                label=fact.name,
                value=entry,
                accepted="、".join(f"{key} {name}" for key, name in known.items()),
                hint=nearest(entry, known) or "—",
            )
    return sorted(set(value))


def _wrong_kind(fact: Fact, field: str, value: Any, words: str) -> InvalidInput:
    return InvalidInput(
        "wrong_kind",
        field=field,
        label=fact.name,
        value=in_words(value, quoted=True),
        accepted=MessageKey(words),
    )
