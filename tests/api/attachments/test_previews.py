"""Previews: made once, in memory, and gone with their attachment."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from api.attachments.previews import Previews
from tests.api.attachments.test_small_pictures import photo


class Contents:
    """A content in memory, which counts how often it is read."""

    def __init__(self, content: bytes) -> None:
        self.content, self.read = content, 0

    def parts(self, incident: str, sha256: str) -> Iterator[bytes]:
        self.read += 1
        yield self.content[:1000]
        yield self.content[1000:]


def test_a_preview_is_made_once_and_goes_with_its_attachment() -> None:
    async def asked() -> None:
        contents = Contents(photo())
        previews = Previews(contents.parts, most=2)
        first, second = await asyncio.gather(
            previews.get("i", "a", "image/jpeg"), previews.get("i", "a", "image/jpeg")
        )
        assert first is not None
        assert (first, contents.read) == (second, 1)
        previews.forget([("i", "a")])
        assert list(previews) == []
        # What was being made while it was destroyed does not come back.
        assert await previews.get("i", "a", "image/jpeg") is None
        assert list(previews) == []
        for one in "bcd":
            await previews.get("i", one, "image/jpeg")
        assert list(previews) == [("i", "c"), ("i", "d")]

    asyncio.run(asked())
