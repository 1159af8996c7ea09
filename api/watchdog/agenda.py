"""Whose turn it is: which incidents are to be audited, and since when.

An incident is wanted when it has changed, when its next due instant has passed (as the
audit itself has it, not the scheduler), while something is wrong with it, and in any case
`full_s` seconds after its last audit. The longest wanted comes first, so that nobody starves.

`elapsed` are real seconds on a clock that only goes forward; due instants are of the
incidents' clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class _Turn:
    """Since when it is or will be wanted, and the instant that makes it so at once."""

    wanted: float
    again_at: datetime | None = None


class Agenda:
    """All incidents that are kept an eye on."""

    def __init__(self, full_s: float) -> None:
        self._full_s = full_s
        self._turns: dict[str, _Turn] = {}

    def keep(self, incidents: Collection[str], elapsed: float) -> None:
        """Keep an eye on these, and on who still waits; one that is new is wanted at once."""
        for other in self._turns.keys() - set(incidents):
            if self._turns[other].wanted > elapsed:
                del self._turns[other]
        for incident in incidents:
            self._turns.setdefault(incident, _Turn(elapsed))

    def want(self, incidents: Iterable[str], elapsed: float) -> None:
        """Each of these that is kept an eye on is wanted now, if it was not before."""
        for incident in incidents:
            turn = self._turns.get(incident)
            if turn is not None:
                turn.wanted = min(turn.wanted, elapsed)

    def due(self, now: datetime, elapsed: float) -> list[str]:
        """Those that are wanted, the longest wanted first."""
        for turn in self._turns.values():
            if turn.again_at is not None and turn.again_at <= now:
                turn.wanted = min(turn.wanted, elapsed)
        found = [(turn.wanted, name) for name, turn in self._turns.items()]
        return [name for wanted, name in sorted(found) if wanted <= elapsed]

    def done(self, incident: str, again_at: datetime | None, elapsed: float) -> None:
        """It has been audited."""
        if incident in self._turns:
            self._turns[incident] = _Turn(elapsed + self._full_s, again_at)

    @property
    def wanted_since(self) -> float | None:
        """Since when the one that waits longest is wanted; None when there is none."""
        return min((turn.wanted for turn in self._turns.values()), default=None)
