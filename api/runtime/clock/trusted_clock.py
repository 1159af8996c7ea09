"""The clock of a real server: `engine.trusted_time` on the machine's clocks, for all threads.

Every question for the time compares the two clocks, so nothing is stamped by a jump that was
not noticed. What changes is noted; `api.runtime.clock.clock_watch` stores and tells it.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from api.runtime.clock.time_sources import ReadClocks
from engine.trusted_time import (
    LastSeen,
    Limits,
    TimeLine,
    advance,
    begin,
    may_be_trusted,
    trust,
)

NOTES_KEPT = 100
"""A clock that is set every second must not fill the memory while the store is away."""

Kind = Literal["jumped", "distrusted", "waiting", "stepped", "trusted"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something happened to the clock, at `at` of the time that counts.

    `step` is how far that time or the wall clock moved. `account` is who trusted it, None if
    the system's word was enough.
    """

    kind: Kind
    at: datetime
    wall: datetime
    step: timedelta
    account: str | None = None
    reason: str | None = None


class TrustedClock:
    """`engine.clock.Clock` that goes by the wall clock only while that can be right.

    `now` never goes back, but for `trust`, which is somebody's word that the wall clock is
    right.
    """

    def __init__(self, read: ReadClocks, limits: Limits | None = None) -> None:
        self._read, self.limits = read, limits or Limits()
        self._lock = threading.Lock()
        self._notes: deque[Note] = deque(maxlen=NOTES_KEPT)
        self._line = begin(read(), LastSeen(), self.limits)

    def begin(self, seen: LastSeen) -> TimeLine:
        """Start with what the store knows of the time before."""
        with self._lock:
            line = self._line = begin(self._read(), seen, self.limits)
            if not line.trusted:
                self._notes.append(Note("waiting", line.now, line.reading.wall, line.ahead))
        return line

    @property
    def now(self) -> datetime:
        """The time that counts."""
        return self.look().now

    def look(self) -> TimeLine:
        """Read both clocks; the line at this moment."""
        with self._lock:
            return self._look()

    def recover(self) -> bool:
        """Trust a wall clock that has been steady and is said to be synchronised.

        Returns False if that is not enough, or not needed.
        """
        with self._lock:
            return may_be_trusted(self._look(), self.limits) and self._trust(None, None)

    def steady(self) -> bool:
        """Whether only the system's word is wanting for the wall clock to be trusted."""
        with self._lock:
            return may_be_trusted(self._look(), self.limits)

    def trust(self, ahead: timedelta, account: str, reason: str | None = None) -> bool:
        """A person says that the wall clock is right, who saw it ahead by so much.

        Returns False if it has moved since: then it is not the clock that was looked at.
        """
        with self._lock:
            if abs(self._look().ahead - ahead) > self.limits.slip:
                return False
            return self._trust(account, reason)

    def take_notes(self) -> list[Note]:
        """What has happened since the last call."""
        with self._lock:
            notes = list(self._notes)
            self._notes.clear()
        return notes

    def _look(self) -> TimeLine:
        before = self._line
        line = self._line = advance(before, self._read(), self.limits)
        if line.steps != before.steps:
            again = (
                line.condition == before.condition == "distrusted" or before.condition == "waiting"
            )
            kind: Kind = "stepped" if again else line.condition
            step = line.ahead - before.ahead + (line.jumped - before.jumped)
            self._notes.append(Note(kind, line.now, line.reading.wall, step))
        return line

    def _trust(self, account: str | None, reason: str | None) -> bool:
        before = self._line
        if before.trusted:
            return True
        line = self._line = trust(before)
        step = line.now - before.now
        self._notes.append(Note("trusted", line.now, line.reading.wall, step, account, reason))
        return True
