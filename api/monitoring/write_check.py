"""Can this server write now? Answered by a write, at most once a second.

A full disk, a lock that is never released and a schema that has moved on all let a server
read and refuse its commands. So readiness is a write that changes nothing, through the same
writer as every command. While writing is known to fail, callers do not wait for the next
attempt, but it is made: the server notices the end of the fault before a command meets it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

SECONDS_FRESH = 1.0


class WriteCheck:
    """`write` attempts a write; `trouble` is why the latest write failed, None if it did not."""

    def __init__(
        self, write: Callable[[], Awaitable[object]], trouble: Callable[[], Exception | None]
    ) -> None:
        self._write = write
        self._trouble = trouble
        self._trying: asyncio.Task[None] | None = None
        self._good_until = 0.0

    async def check(self) -> None:
        """Return if the server can write. Raises the error of the write if it cannot."""
        loop = asyncio.get_running_loop()
        trouble = self._trouble()
        if trouble is None and loop.time() < self._good_until:
            return
        if self._trying is None or self._trying.done():
            self._trying = loop.create_task(self._try())
            # Whoever gives up waiting leaves an end that nobody asks for.
            self._trying.add_done_callback(lambda tried: tried.cancelled() or tried.exception())
        if trouble is not None and not await self._soon(self._trying):
            raise trouble
        await asyncio.shield(self._trying)

    async def _soon(self, trying: asyncio.Task[None]) -> bool:
        """Whether the attempt ends within a moment."""
        done, _ = await asyncio.wait([trying], timeout=0.2)
        return bool(done)

    async def _try(self) -> None:
        await self._write()
        self._good_until = asyncio.get_running_loop().time() + SECONDS_FRESH
