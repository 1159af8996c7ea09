"""Admission control: connections are set up one at a time, with rests between.

When a network comes back, a thousand screens connect at the same instant; when it fails,
all are lost at once. Each costs a millisecond. Handled in one turn of the event loop they
would stall commands and everybody else's screen for a second.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

REST = 2.0
"""The rest after each admission, as a multiple of its duration."""

LEAST_REST_S = 0.001
TURNS = 3
"""In which what has passed takes its first steps."""


class AdmissionQueue:
    """Admits `at_once`, and the next after a rest of twice the time that they took.

    So admissions take at most a third of the loop's time, less while the loop is busy. The first
    never waits. Used inside one event loop.
    """

    def __init__(self, at_once: int = 1) -> None:
        self._at_once = at_once
        self._waiting: deque[Callable[[], None]] = deque()
        self._turning: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """The number of connections that wait."""
        return len(self._waiting)

    @property
    def busy(self) -> bool:
        """Whether an admission or a rest is going on."""
        return self._turning is not None

    def enter(self, go: Callable[[], None]) -> None:
        """Call `go` now or after those before it; it must not raise."""
        self._waiting.append(go)
        if self._turning is None:
            self._turning = asyncio.get_running_loop().create_task(self._turn())

    async def _turn(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                began = loop.time()
                for _ in range(min(self._at_once, len(self._waiting))):
                    self._waiting.popleft()()
                for _ in range(TURNS):
                    await asyncio.sleep(0)
                await asyncio.sleep(max(LEAST_REST_S, REST * (loop.time() - began)))
        finally:
            self._turning = None
