"""At most so many in so many seconds, counted here before the other side has to refuse."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable


class RateWindow:
    """Counts what was sent within the last `seconds`. `elapsed` gives real seconds."""

    def __init__(
        self, most: int, seconds: float, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._elapsed = most, seconds, elapsed
        self._sent: deque[float] = deque()

    def take(self) -> float:
        """Count one more and give 0; seconds until there is room if there is none now."""
        now = self._elapsed()
        if self.full:
            return self._sent[0] + self._seconds - now
        self._sent.append(now)
        return 0.0

    @property
    def full(self) -> bool:
        """Whether there is no room now."""
        now = self._elapsed()
        while self._sent and now - self._sent[0] >= self._seconds:
            self._sent.popleft()
        return len(self._sent) >= self._most
