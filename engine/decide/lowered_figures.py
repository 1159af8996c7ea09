"""Figures that become smaller: was the old one never true, or is it over (A27)?

Two different acts, and only whoever reports knows which. Without a word it is read as over,
and the entry keeps that nobody said so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.incident.state import Incident


def lowered(incident: Incident, facts: Mapping[str, Any], as_of: datetime) -> list[str]:
    """The facts whose figure in force becomes smaller by these, which are true since `as_of`.

    A yes that becomes a no is smaller, and so is a list that loses something. A figure that
    was true before the one in force does not take its place.
    """
    found = []
    for name, value in facts.items():
        current = incident.current(name)
        if current is not None and as_of >= current.as_of and _is_less(current.value, value):
            found.append(name)
    return found


def _is_less(before: Any, now: Any) -> bool:
    if isinstance(before, bool) or isinstance(now, bool):
        return before is True and now is False
    if isinstance(before, int | float) and isinstance(now, int | float):
        return now < before
    if isinstance(before, list | tuple) and isinstance(now, list | tuple):
        return not set(before) <= set(now)
    return False
