"""The frames of a snapshot: all views at one cursor, in pages that any proxy lets through."""

from __future__ import annotations

from collections.abc import Iterable

LARGEST_PAGE = 2**20 - 1024
"""Bytes of the views in one snapshot frame, so that the frame has at most 1 MiB."""


def pages_of(cursor: int, views: Iterable[bytes]) -> list[bytes]:
    """The frames of a snapshot, from views that are JSON already: pages of `LARGEST_PAGE` bytes.

    A view that is larger than that has a page to itself.
    """
    pages: list[list[bytes]] = [[]]
    size = 0
    for view in views:
        if pages[-1] and size + len(view) + 1 > LARGEST_PAGE:
            pages.append([])
            size = 0
        pages[-1].append(view)
        size += len(view) + 1
    last = len(pages) - 1
    return [_page(cursor, page, number, number < last) for number, page in enumerate(pages)]


def _page(cursor: int, views: Iterable[bytes], number: int, more: bool) -> bytes:
    head = b'{"type":"snapshot","cursor":%d,"page":%d,"more":%s,"incidents":['
    return head % (cursor, number, b"true" if more else b"false") + b",".join(views) + b"]}"
