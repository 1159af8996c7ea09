"""The place where each id is defined. `uses` lists where it is used, `references` compares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.plan.part import Defines, Part
from engine.plan.yaml_tree import Path
from engine.plan_checks.ids.annotations import id_fields
from engine.plan_checks.plan_walk import Found


class Definition(NamedTuple):
    """One id as defined: its kind, the id, where, and the part (for its name).

    What is defined within another part has an id of both: `scale/class`.
    """

    kind: str
    id: str
    path: Path
    part: Part


def definitions(found: list[Found]) -> Iterator[Definition]:
    """Every id that the parts of a plan define."""
    own_ids: dict[Path, str] = {}
    for path, part in found:
        for name, key, says in id_fields(type(part)):
            if isinstance(says, Defines):
                id_ = own_ids[path] = getattr(part, name)
                if says.joint is not None:
                    id_ = f"{own_ids[path[:-2]]}{says.joint}{id_}"
                yield Definition(says.kind, id_, (*path, key), part)
