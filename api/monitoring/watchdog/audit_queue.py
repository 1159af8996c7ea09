"""Which incidents are to be audited next.

An incident is due for an audit when it has changed, when its next due instant has passed
(as the audit computed it, not the scheduler), while it has findings, and in any case
`full_s` seconds after its last audit. The one that has waited longest comes first, so that
none starves.

`elapsed` gives monotonic real seconds; due instants are on the incidents' clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class _Turn:
    """Since when an audit is due, and the instant that makes it due at once."""

    wanted: float
    again_at: datetime | None = None


class Agenda:
    """All incidents that are audited."""

    def __init__(self, full_s: float) -> None:
        self._full_s = full_s
        self._turns: dict[str, _Turn] = {}

    def keep(self, incidents: Collection[str], elapsed: float) -> None:
        """Audit these from now on, and those still waiting; a new one is due at once."""
        for other in self._turns.keys() - set(incidents):
            if self._turns[other].wanted > elapsed:
                del self._turns[other]
        for incident in incidents:
            self._turns.setdefault(incident, _Turn(elapsed))

    def want(self, incidents: Iterable[str], elapsed: float) -> None:
        """Mark each of these as due now, unless it is due already."""
        for incident in incidents:
            turn = self._turns.get(incident)
            if turn is not None:
                turn.wanted = min(turn.wanted, elapsed)

    def due(self, now: datetime, elapsed: float) -> list[str]:
        """The incidents that are due, the longest waiting first."""
        for turn in self._turns.values():
            if turn.again_at is not None and turn.again_at <= now:
                turn.wanted = min(turn.wanted, elapsed)
        found = [(turn.wanted, name) for name, turn in self._turns.items()]
        return [name for wanted, name in sorted(found) if wanted <= elapsed]

    def done(self, incident: str, again_at: datetime | None, elapsed: float) -> None:
        """Record that the incident was audited."""
        if incident in self._turns:
            self._turns[incident] = _Turn(elapsed + self._full_s, again_at)

    @property
    def wanted_since(self) -> float | None:
        """Since when the longest waiting incident is due; None if none is."""
        return min((turn.wanted for turn in self._turns.values()), default=None)
