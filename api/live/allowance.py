"""How much a client may say: some at once, and then so much a second."""

from __future__ import annotations


class Allowance:
    """A bucket of `at_once` that refills by `a_second`; instants are a loop's seconds."""

    def __init__(self, at_once: float, a_second: float, now: float) -> None:
        self._at_once, self._a_second = at_once, a_second
        self._left, self._at = at_once, now

    def takes(self, number: int, now: float) -> bool:
        """Take so many; whether there were enough left."""
        refilled = self._left + (now - self._at) * self._a_second
        self._left, self._at = min(self._at_once, refilled) - number, now
        return self._left >= 0
