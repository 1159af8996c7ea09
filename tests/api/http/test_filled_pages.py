"""A page is full as long as there is something to see, however much of it is not."""

from __future__ import annotations

import pytest

from api.http.filled_pages import filled
from api.store.queries.pagination import Page

NUMBERS = range(20)


def ask(after: str | None, limit: int) -> Page[int]:
    start = 0 if after is None else int(after)
    end = start + limit
    return Page(list(NUMBERS[start:end]), str(end) if end < len(NUMBERS) else None)


@pytest.mark.parametrize("limit", [1, 3, 7, 20, 50])
def test_pages_hold_all_that_is_seen_and_only_the_last_may_be_short(limit: int) -> None:
    pages, after = [], None
    while True:
        page, after = filled(ask, lambda number: number % 4 == 3, after, limit)
        pages.append(page)
        if after is None:
            break
    assert [number for page in pages for number in page] == [3, 7, 11, 15, 19]
    assert all(len(page) == limit for page in pages[:-1])


def test_where_nothing_is_seen_there_is_one_empty_page() -> None:
    assert filled(ask, lambda number: False, None, 3) == ([], None)
