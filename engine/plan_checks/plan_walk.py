"""Walking through a plan: every part with its path as the file writes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from engine.plan.model import Plan
from engine.plan.part import Citations, Part
from engine.plan.yaml_tree import Path

Found = tuple[Path, Part]


def parts(plan: Plan) -> list[Found]:
    """Every part below the plan, in the order of the file, with its path."""
    return list(_below(plan, ()))


def below(part: Any, path: Path = ()) -> Iterator[Found]:
    """The part itself, if it is one, and every part in it."""
    if isinstance(part, Part):
        yield path, part
    yield from _below(part, path)


def _below(part: Any, path: Path) -> Iterator[Found]:
    if isinstance(part, tuple):
        for index, entry in enumerate(part):
            yield from below(entry, (*path, index))
    elif isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            value = getattr(part, name)
            if isinstance(value, BaseModel | tuple):
                yield from below(value, (*path, field.alias or name))


def citations(found: list[Found]) -> Iterator[tuple[Path, str, Part]]:
    """Every citation in the plan, with its path and the part that cites."""
    for path, part in found:
        clauses: Citations = getattr(part, "clause", ())
        for index, clause in enumerate(clauses):
            yield (*path, "clause", index), clause, part
