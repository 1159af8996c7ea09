"""Counting failures, so that passwords cannot be tried out.

In memory, bounded, by real seconds. What is counted per name alone is generous: an
attacker must not be able to lock the duty officer out.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from math import ceil

MOST_KEYS = 10_000


class Throttle:
    """At most so many failures a key within a window of real seconds."""

    def __init__(self, window_s: float, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._window_s = window_s
        self._elapsed = elapsed
        self._failures: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def seconds_to_wait(self, key: Hashable, limit: int) -> int:
        """Whole seconds until another attempt is allowed; 0 if it is now."""
        failures = self._recent(key)
        if len(failures) < limit:
            return 0
        return max(1, ceil(failures[-limit] + self._window_s - self._elapsed()))

    def failed(self, key: Hashable) -> None:
        """Count a failure."""
        self._recent(key)
        failures = self._failures.setdefault(key, deque())
        failures.append(self._elapsed())
        self._failures.move_to_end(key)
        while len(self._failures) > MOST_KEYS:
            self._failures.popitem(last=False)

    def forget(self, key: Hashable) -> None:
        """Count afresh, after a success."""
        self._failures.pop(key, None)

    def _recent(self, key: Hashable) -> deque[float]:
        failures = self._failures.get(key, deque())
        oldest = self._elapsed() - self._window_s
        while failures and failures[0] <= oldest:
            failures.popleft()
        return failures
