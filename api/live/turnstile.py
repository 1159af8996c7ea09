"""The turnstile: what would come all at once passes one by one, with rests between.

When a network comes back a thousand screens connect in the same instant, and when it fails
they all are lost in the same instant. Each is a millisecond's work; done for all of them in
one turn of the loop it would stop commands and everybody else's screen for a second.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

REST = 2.0
"""For how many times as long as one took there is a rest after it."""

LEAST_REST_S = 0.001
TURNS = 3
"""In which what has passed takes its first steps."""


class Turnstile:
    """Lets `at_once` pass, and the next when it has rested for twice as long as that took.

    So at most a third of the loop's time goes into it, and less when others are busy. Nobody
    rests before the first. Used inside one event loop.
    """

    def __init__(self, at_once: int = 1) -> None:
        self._at_once = at_once
        self._waiting: deque[Callable[[], None]] = deque()
        self._turning: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many stand before it."""
        return len(self._waiting)

    @property
    def busy(self) -> bool:
        """Whether somebody passes or it rests."""
        return self._turning is not None

    def enter(self, go: Callable[[], None]) -> None:
        """Call `go`, now or when those before it have passed; it must not raise."""
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
