"""Draws of a drill: from a hash of the seed and of what is drawn, never from chance."""

from __future__ import annotations

import hashlib


def draw(seed: int, *about: str | int) -> int:
    """A whole number below 2**64, the same for the same seed and the same matter."""
    words = "|".join(map(str, (seed, *about)))
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big")


def percent(seed: int, share: int, *about: str | int) -> bool:
    """True in `share` of 100 draws; for none and for all there is nothing to draw."""
    if share in (0, 100):
        return share == 100
    return draw(seed, *about) % 100 < share


def between(seed: int, span: tuple[int, int], *about: str | int) -> int:
    """A whole number of the span, both ends included."""
    first, last = span
    return first + draw(seed, *about) % (last - first + 1)
