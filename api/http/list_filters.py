"""Filters of lists whose values the plans know.

A misspelt value is refused: an empty list would say that there is nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import InvalidInput
from engine.plan.model import Plan
from engine.plan.nearest import nearest

NO_LEVEL = "none"
"""Asks for incidents without a level."""


def check_level(plans: Iterable[Plan], level: str | None) -> None:
    """Raise `InvalidInput` for a level that no plan has."""
    known = dict.fromkeys(one for plan in plans for one in plan.level_by_id)
    _check("level", level, [*known, NO_LEVEL])


def check_division(plans: Iterable[Plan], division: str | None) -> None:
    """Raise `InvalidInput` for a division that no plan is for."""
    areas = [plan.jurisdiction for plan in plans]
    codes = [code for area in areas for code in (area.code, *(d.code for d in area.divisions))]
    _check("division", division, list(dict.fromkeys(codes)))


def _check(field: str, value: str | None, known: list[str]) -> None:
    if value is not None and value not in known:
        raise InvalidInput(
            "bad_value",
            field=field,
            value=value,
            accepted="、".join(known),
            hint=nearest(value, known) or "—",
        )
