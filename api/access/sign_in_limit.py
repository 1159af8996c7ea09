"""Counting guesses, so that passwords cannot be tried out.

In memory, bounded, by real seconds. A guess is counted before the password is checked, so
that guesses sent together pass the limit no more often than guesses sent one by one.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from engine.memo import BoundedDict

MOST_KEYS = 50_000
"""More than the guesses that a server can check within a window, so no count is dropped early."""

IPV6_PREFIX = 64
"""The network that a provider gives to one customer: all its addresses are one client."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` guesses within the window are counted under `key`."""

    key: Hashable
    most: int


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess that has been counted, and under which keys."""

    keys: tuple[Hashable, ...]
    at: float


class TooMany(Exception):
    """The guess is refused and not counted; `seconds` is when the next one may be taken."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Throttle:
    """At most so many guesses a key within a window of real seconds. For one event loop."""

    def __init__(self, window_s: float, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._window_s = window_s
        self._elapsed = elapsed
        self._guesses = BoundedDict[Hashable, deque[float]](MOST_KEYS)

    def take(self, limits: Iterable[Limit]) -> Guess:
        """Count a guess under all keys. Raises `TooMany`, and then counts it under none."""
        wanted, now = tuple(limits), self._elapsed()
        wait = max(self._seconds_to_wait(limit, now) for limit in wanted)
        if wait:
            raise TooMany(wait)
        for limit in wanted:
            guesses = self._recent(limit.key, now)
            guesses.append(now)
            self._guesses[limit.key] = guesses
        return Guess(tuple(limit.key for limit in wanted), now)

    def give_back(self, guess: Guess) -> None:
        """Count the guess no more: it was right, or nobody checked it."""
        for key in guess.keys:
            guesses = self._guesses.get(key)
            if guesses and guess.at in guesses:
                guesses.remove(guess.at)

    def forget(self, key: Hashable) -> None:
        """Count afresh, after a success."""
        self._guesses.pop(key, None)

    def _seconds_to_wait(self, limit: Limit, now: float) -> int:
        guesses = self._recent(limit.key, now)
        if len(guesses) < limit.most:
            return 0
        return max(1, ceil(guesses[-limit.most] + self._window_s - now))

    def _recent(self, key: Hashable, now: float) -> deque[float]:
        guesses = self._guesses.get(key, deque())
        oldest = now - self._window_s
        while guesses and guesses[0] <= oldest:
            guesses.popleft()
        return guesses


def network_of(address: str) -> str:
    """What an address is counted as: itself, or of an IPv6 address its /64.

    An IPv4 address in IPv6 form is that IPv4 address. What is no address stays as it is.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, IPV6_PREFIX), strict=False))
