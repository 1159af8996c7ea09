"""Pages of long lists, and the opaque mark at which the next page begins."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from engine.errors import InvalidInput

LARGEST = 2**63 - 1
"""The largest whole number of a column."""

T = TypeVar("T")
R = TypeVar("R")

LIMIT = 50
"""Items on a page by default."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `next` is the `after` of the following page, None at the end."""

    items: Sequence[T]
    next: str | None


def cut(rows: Sequence[R], limit: int, mark: Callable[[R], list[Any]]) -> tuple[Sequence[R], Any]:
    """This page of up to `limit` + 1 rows, and the mark of the next page."""
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], encode(mark(rows[limit - 1]))


def encode(mark: list[Any]) -> str:
    """The mark as the opaque text that clients send back."""
    return urlsafe_b64encode(json.dumps(mark).encode()).decode().rstrip("=")


def decode(after: str, kinds: Sequence[type]) -> list[Any]:
    """The mark, checked for its kinds of values. Raises `InvalidInput` for anything else."""
    try:
        mark = json.loads(urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except ValueError:
        mark = None
    if (
        not isinstance(mark, list)
        or [type(part) for part in mark] != list(kinds)
        or not all(map(_storable, mark))
    ):
        raise InvalidInput("bad_value", field="after", value=after[:80], accepted="next")
    return mark


def _storable(part: Any) -> bool:
    """Whether a database takes the value: a forged mark may hold what no row does."""
    if isinstance(part, int):
        return 0 <= part <= LARGEST
    return not isinstance(part, str) or part.isprintable()
