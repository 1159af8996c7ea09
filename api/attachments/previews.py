"""Small pictures of attached photos, so that a list on a telephone loads kilobytes.

Previews live in memory, never in the database, a backup or an archive, and go with the attachment.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from starlette.concurrency import run_in_threadpool

from engine.memo import BoundedDict

MEDIA = "image/jpeg"
SHOWN = ("image/jpeg", "image/png", "image/webp")
"""The types that browsers show and that a preview is made of."""

KEPT = 400
"""Some 15 kB each."""


class Previews:
    """The previews that were asked for lately, of this server. Safe on any thread."""

    def __init__(self, parts: Callable[[str, str], Iterable[bytes]], most: int = KEPT) -> None:
        """`parts` reads a content, by incident and sha256."""
        self._parts = parts
        self._made: BoundedDict[tuple[str, str], bytes | None] = BoundedDict(most)
        self._gone: set[tuple[str, str]] = set()
        self._lock = threading.Lock()
        self._one = asyncio.Semaphore(1)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Incident and sha256 of what is held."""
        with self._lock:
            return iter(tuple(self._made))

    async def get(self, incident: str, sha256: str, media: str) -> bytes | None:
        """The preview, made in a thread, one at a time; None where there is none.

        The caller has checked that the attachment stands and may be seen.
        """
        key = (incident, sha256)
        if key in self._made:
            return self._made[key]
        async with self._one:
            if key not in self._made:
                made = await run_in_threadpool(self._make, incident, sha256, media)
                with self._lock:
                    # Destroyed while it was being made: it must not stay.
                    if key in self._gone:
                        return None
                    self._made[key] = made
            return self._made.get(key)

    def _make(self, incident: str, sha256: str, media: str) -> bytes | None:
        if media not in SHOWN:
            return None
        # Pillow is loaded with the first photo.
        preview_of = import_module("api.attachments.small_pictures").preview_of
        made: bytes | None = preview_of(b"".join(self._parts(incident, sha256)), media)
        return made

    def forget(self, destroyed: Iterable[tuple[str, str]]) -> None:
        """Drop the previews of attachments whose content was destroyed."""
        with self._lock:
            for key in destroyed:
                self._gone.add(key)
                self._made.pop(key, None)
