"""Pages of what an account may see, filled from pages that hold a little more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from api.store.queries.pagination import Page

T = TypeVar("T")


def filled(
    ask: Callable[[str | None, int], Page[T]],
    sees: Callable[[T], bool],
    after: str | None,
    limit: int,
) -> tuple[list[T], str | None]:
    """At most `limit` entries that are seen, and the cursor after them (None at the end).

    `ask` gives the page after a cursor, of at most so many entries.
    """
    found: list[T] = []
    while True:
        page = ask(after, limit - len(found))
        found += [one for one in page.items if sees(one)]
        after = page.next
        if after is None or len(found) == limit:
            return found, after
