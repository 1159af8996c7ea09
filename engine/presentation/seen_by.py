"""Marks on the fields of views and entries: which audience sees the field.

The desk sees every field. `Annotated[str, seen_by("viewer")]` says which other audiences do,
and what stands in the field for those who do not. A field without a mark has no decision: it
is shown to the desk alone, and a test refuses it. Personal numbers inside texts are hidden
from viewers everywhere (`api.access.personal_data`); no mark is needed for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from typing_extensions import is_typeddict

Kind = Literal["desk", "viewer", "reporter"]
"""The audiences, the widest first."""

HIDDEN = "***"
"""What stands for a text that an audience does not see."""

T = TypeVar("T")


@dataclass(frozen=True)
class SeenBy:
    """The audiences besides the desk that see a field; `instead` is what the others get."""

    audiences: frozenset[str]
    instead: Any = HIDDEN


def seen_by(*audiences: Kind, instead: Any = HIDDEN) -> SeenBy:
    """The mark of a field that the desk and these audiences see."""
    return SeenBy(frozenset(audiences), instead)


ForAll = Annotated[T, seen_by("viewer", "reporter")]
"""A field that every audience sees; of an entry's data, a reporter in its own reports."""

ForViewers = Annotated[T, seen_by("viewer")]
"""A field that viewers see and reporters do not."""

ForDesk = Annotated[T, seen_by()]
"""A field that only the desk sees, such as the name of an account."""


def marks(shape: type) -> Mapping[str, SeenBy | None]:
    """The mark of each field of a `TypedDict`, None for a field without one."""
    hints = get_type_hints(shape, include_extras=True)
    return {name: next(_marks_of(hint), None) for name, hint in hints.items()}


def hidden_from(audience: Kind, shape: type) -> dict[str, Any]:
    """The fields that the audience does not see → what stands there instead."""
    return {
        name: mark.instead if mark else HIDDEN
        for name, mark in marks(shape).items()
        if mark is None or audience not in mark.audiences
    }


def rows_of(shape: type) -> Mapping[str, type]:
    """The fields that hold a list of rows whose own fields are marked → the rows' shape."""
    found: dict[str, type] = {}
    for name, hint in get_type_hints(shape).items():
        row: Any = next(iter(get_args(hint)), None)
        if get_origin(hint) is list and is_typeddict(row) and any(marks(row).values()):
            found[name] = row
    return found


def _marks_of(hint: Any) -> Iterator[SeenBy]:
    if get_origin(hint) in (Required, NotRequired):
        hint = get_args(hint)[0]
    for note in getattr(hint, "__metadata__", ()):
        if isinstance(note, SeenBy):
            yield note
