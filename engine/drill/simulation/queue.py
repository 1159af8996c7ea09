"""What simulated people are about to do, in order of time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count


class ActQueue:
    """Acts by their instants; of two at one instant the one that was planned first."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = count()

    def plan(self, instant: datetime, act: Callable[[], None]) -> None:
        """Let something be done at an instant."""
        heappush(self._heap, (instant, next(self._numbers), act))

    @property
    def next(self) -> datetime | None:
        """The instant of the next act, or None."""
        return self._heap[0][0] if self._heap else None

    def take(self) -> None:
        """Do the next act."""
        heappop(self._heap)[2]()
