"""Whether this server can store and read now, asked for all the time, for every screen.

A screen that is connected is not enough: behind a server whose database is away nothing that
anybody enters is kept, and no reminder comes. So heartbeats carry this, and a change of it
is told at once. A look that takes too long counts as one that failed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from typing_extensions import TypedDict

from api.monitoring.repetition import FaultLog

log = structlog.get_logger("zhiban.store")

SECONDS_BETWEEN_LOOKS = 2.0
SECONDS_TO_ANSWER = 4.0


class StoreHealth(TypedDict):
    """Whether the database takes what is entered, and shows what others enter."""

    well: bool
    writes: bool
    """What is entered is kept."""
    reads: bool
    """What other servers enter is seen here."""


class StoreWatch:
    """Attempts a write again and again.

    `check` raises if the store cannot be written, `trouble` is why the latest write failed;
    `follows` is whether the journal could be read the last time, set once it is followed.
    """

    def __init__(
        self,
        check: Callable[[], Awaitable[object]],
        trouble: Callable[[], Exception | None],
        interval_s: float = SECONDS_BETWEEN_LOOKS,
        patience_s: float = SECONDS_TO_ANSWER,
    ) -> None:
        self._check, self._trouble = check, trouble
        self.follows: Callable[[], bool] = lambda: True
        self._interval_s, self._patience_s = interval_s, patience_s
        self._writes = True

    async def run(self) -> None:
        """Look until cancelled."""
        faults = FaultLog(log, "store_fails")
        while True:
            try:
                await self._look()
                self._writes = True
                faults.succeeded()
            except Exception as error:
                self._writes = False
                faults.failed(error)
            await asyncio.sleep(self._interval_s)

    async def _look(self) -> None:
        """Look, and once more if there was no answer: the process may have stood still."""
        try:
            async with asyncio.timeout(self._patience_s):
                await self._check()
        except TimeoutError:
            async with asyncio.timeout(self._patience_s):
                await self._check()

    def part(self) -> StoreHealth:
        """The part `store` of frames and of readiness; the same as long as nothing changes."""
        writes = self._writes and self._trouble() is None
        reads = self.follows()
        return {"well": writes and reads, "writes": writes, "reads": reads}
