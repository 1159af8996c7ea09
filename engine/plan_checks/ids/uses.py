"""The places where each id is used, and as what; `ids.references` compares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from engine.plan.part import Part, Ref
from engine.plan.yaml_tree import Path
from engine.plan_checks.ids.annotations import id_fields
from engine.plan_checks.plan_walk import Found

_ID = re.compile(r"[a-z][a-z0-9_]*")


class Use(NamedTuple):
    """One mention of an id: its kind (as in `Ref`), the id, where, and in which part."""

    kind: str
    id: str
    path: Path
    part: Part


def uses(found: Iterable[Found]) -> Iterator[Use]:
    """Every mention of an id in these parts."""
    for path, part in found:
        for name, key, says in id_fields(type(part)):
            if isinstance(says, Ref):
                outer = f"{getattr(part, says.inside)}/" if says.inside else ""
                for index, id_ in enumerate(_listed(getattr(part, name))):
                    if not says.or_words or _ID.fullmatch(id_):
                        yield Use(says.kind, f"{outer}{id_}", (*path, key, index), part)


def _listed(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)
