"""Which id is defined where: one side of `engine.checks.names`; the other is `uses`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from engine.checks.walk import Found
from engine.plan.model import Criterion, Plan
from engine.plan.tree import Path


class Definition(NamedTuple):
    """One id as defined: its kind, the id, where, and the part (for its name)."""

    kind: str
    id: str
    path: Path
    part: Any


_SECTIONS = {
    "laws": "law",
    "clauses": "clause",
    "assumptions": "assumption",
    "roles": "role",
    "units": "unit",
    "facts": "fact",
    "derived": "derived",
    "scales": "scale",
    "projections": "projection",
    "warnings": "grade",
    "levels": "level",
    "groups": "group",
    "measures": "measure",
    "reports": "report",
    "end_conditions": "end_condition",
}
"""The lists of a plan file and what they define."""


def definitions(plan: Plan, found: list[Found]) -> Iterator[Definition]:
    """Every id that the plan defines."""
    for section, kind in _SECTIONS.items():
        for index, part in enumerate(getattr(plan, section)):
            key = "number" if kind == "clause" else "id"
            yield Definition(kind, getattr(part, key), (section, index, key), part)
    for index, division in enumerate(plan.jurisdiction.divisions):
        path: Path = ("jurisdiction", "divisions", index, "code")
        yield Definition("division", division.code, path, division)
    for index, holder in enumerate(plan.command.holders):
        yield Definition("holder", holder.id, ("command", "holders", index, "id"), holder)
    yield from _inner("class", "/", "scales", "classes", plan.scales)
    yield from _inner("choice", "/", "facts", "choices", plan.facts)
    yield from _inner("sub_state", ".", "levels", "sub_states", plan.levels)
    for path, part in found:
        if isinstance(part, Criterion):
            yield Definition("criterion", part.id, (*path, "id"), part)


def _inner(
    kind: str, joint: str, section: str, key: str, parts: Iterable[Any]
) -> Iterator[Definition]:
    """What is defined within another part; its id is `outer/inner`."""
    for number, outer in enumerate(parts):
        for index, part in enumerate(getattr(outer, key)):
            path: Path = (section, number, key, index, "id")
            yield Definition(kind, f"{outer.id}{joint}{part.id}", path, part)
