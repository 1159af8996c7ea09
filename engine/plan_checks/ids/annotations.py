"""The ids that a part's fields hold, read from the annotations of its model."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from engine.plan.part import Defines, Part, Ref


class IdField(NamedTuple):
    """A field that holds ids: its name in Python, its key in a file, what its ids are."""

    name: str
    key: str
    says: Defines | Ref


@cache
def id_fields(model: type[Part]) -> tuple[IdField, ...]:
    """The fields of a part's model that are annotated with `Defines` or `Ref`, in order."""
    return tuple(
        IdField(name, field.alias or name, says)
        for name, field in model.model_fields.items()
        for says in field.metadata
        if isinstance(says, Defines | Ref)
    )
