"""Clocks: the only place where Zhiban learns what time it is.

A clock has one property, `now`, an aware instant in UTC that never goes backwards.
A real incident runs on the machine's clock, a drill on `VirtualClock`; both run the same
engine. A step of the engine reads its clock once and passes the instant on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant."""

    @property
    def now(self) -> datetime:
        """The present instant, aware, in UTC; never before an earlier answer."""
        ...


def wall_now() -> datetime:
    """What the machine's clock says, right or wrong; it may go backwards."""
    return datetime.now(UTC)


class SystemClock:
    """The machine's own clock, kept from going backwards; for programs that run for moments.

    When the machine's clock is set back, the last instant is repeated until the machine has
    caught up. A server goes by `api.runtime.clock.trusted_clock` instead.
    """

    def __init__(self) -> None:
        self._last = wall_now()

    @property
    def now(self) -> datetime:
        self._last = max(self._last, wall_now())
        return self._last


class VirtualClock:
    """A clock for drills: starts at a given instant, runs at a speed, pauses and jumps.

    `speed` is virtual seconds per real second; 0 (the default) means that time moves only by
    `advance` and `jump_to`. `elapsed` gives real seconds and is injected, so that no test
    depends on the machine's pace.
    """

    def __init__(
        self,
        start: datetime,
        speed: float = 0.0,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        if start.tzinfo is None:
            raise ValueError("a virtual clock starts at an aware instant, not a naive one")
        if speed < 0:
            raise ValueError("a clock's speed is 0 or more: time does not run backwards")
        self._elapsed = elapsed
        # One value, so that another thread never reads an instant with another's speed.
        self._run = (start.astimezone(UTC), elapsed(), speed)

    @property
    def now(self) -> datetime:
        base, mark, speed = self._run
        if not speed:
            return base
        return base + timedelta(seconds=(self._elapsed() - mark) * speed)

    @property
    def speed(self) -> float:
        """Virtual seconds per real second; 0 while paused."""
        return self._run[2]

    def set_speed(self, speed: float) -> None:
        """Continue from the present instant at another speed; 0 pauses.

        Raises `ValueError` for a negative speed.
        """
        self.run_from(self.now, speed)

    def run_from(self, instant: datetime, speed: float) -> None:
        """Continue from an instant (aware) at a speed; 0 pauses.

        For a drill, whose log says where its time stands. Raises `ValueError` for a negative speed.
        """
        if speed < 0:
            raise ValueError("a clock's speed is 0 or more: time does not run backwards")
        self._run = (instant.astimezone(UTC), self._elapsed(), speed)

    def advance(self, step: timedelta) -> datetime:
        """Move forward by `step` (not negative); returns the new instant."""
        return self.jump_to(self.now + step)

    def jump_to(self, instant: datetime) -> datetime:
        """Move to `instant` (aware, not in the past); returns the new instant.

        Raises `ValueError` for an instant that is naive or in the past.
        """
        if instant.tzinfo is None:
            raise ValueError("a clock jumps to an aware instant, not a naive one")
        if instant < self.now:
            raise ValueError(f"time does not run backwards: {instant} is before {self.now}")
        self.run_from(instant, self.speed)
        return self._run[0]
