"""Pages of long lists: which part, and the opaque mark where the next one begins."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from engine.errors import InvalidInput

T = TypeVar("T")
R = TypeVar("R")

LIMIT = 50
"""Items on a page unless told."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of a list; `next` is the `after` of the page that follows, None at the end."""

    items: Sequence[T]
    next: str | None


def cut(rows: Sequence[R], limit: int, mark: Callable[[R], list[Any]]) -> tuple[Sequence[R], Any]:
    """Of up to `limit` + 1 rows those of this page, and the mark for the next page."""
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], encode(mark(rows[limit - 1]))


def encode(mark: list[Any]) -> str:
    """A mark as the opaque text that clients send back."""
    return urlsafe_b64encode(json.dumps(mark).encode()).decode().rstrip("=")


def decode(after: str, kinds: Sequence[type]) -> list[Any]:
    """The mark, checked to be of these kinds. Raises `InvalidInput` for anything else."""
    try:
        mark = json.loads(urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except ValueError:
        mark = None
    if not isinstance(mark, list) or [type(part) for part in mark] != list(kinds):
        raise InvalidInput("bad_value", field="after", value=after[:80], accepted="next")
    return mark
