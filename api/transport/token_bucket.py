"""A token bucket: a client may send a burst, then a steady rate."""

from __future__ import annotations


class TokenBucket:
    """Holds `at_once` tokens, refilled by `a_second`; instants are the loop's seconds."""

    def __init__(self, at_once: float, a_second: float, now: float) -> None:
        self._at_once, self._a_second = at_once, a_second
        self._left, self._at = at_once, now

    def takes(self, number: int, now: float) -> bool:
        """Take this many tokens; False if too few are left."""
        refilled = self._left + (now - self._at) * self._a_second
        self._left, self._at = min(self._at_once, refilled) - number, now
        return self._left >= 0
