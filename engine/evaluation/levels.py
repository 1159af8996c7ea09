"""Levels that the facts asked for: each period in which the incident was below one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.evaluation.history import History, minutes_between, once
from engine.lifecycle.table import lifecycle_of

End = Literal["followed", "changed", "over"]
"""How a lag ended: the level was opened, the facts ask for another one, the response is over."""


@dataclass(frozen=True, slots=True)
class Lag:
    """The facts recommend a higher position than the incident is at.

    `seq` is the entry with which it began, `ended` the one with which it ended; None while it
    goes on.
    """

    recommended: str
    place: str
    since: datetime
    seq: int
    how: End | None = None
    ended: int | None = None
    ended_at: datetime | None = None

    def minutes(self, until: datetime) -> int:
        """Whole minutes that it lasted, or has lasted at `until`."""
        return minutes_between(self.since, self.ended_at or until)


@once
def lags(history: History) -> tuple[Lag, ...]:
    """Every lag, in order; at most the last one goes on.

    A level that was lowered on purpose is not behind until the facts recommend more than they
    did when it was lowered.
    """
    rank = lifecycle_of(history.plan).rank
    found: list[Lag] = []
    lag: Lag | None = None
    accepted = -1
    for step in history.steps:
        if not step.bearing:
            continue
        event, incident, wanted = step.event, step.after, step.recommended
        height = rank(wanted) if wanted else -1
        if step.before is not None and event.type in ("response_activated", "response_adjusted"):
            lowered = rank(incident.place) < rank(step.before.place)
            accepted = height if lowered else -1
        behind = height > max(rank(incident.place), accepted)
        over = incident.place in ("ended", "closed")
        if lag is not None and (not behind or over or lag.recommended != wanted):
            reached = rank(incident.place) >= rank(lag.recommended)
            how: End = "followed" if reached else "over" if over else "changed"
            found.append(_ended(lag, how, event.seq, event.recorded_at))
            lag = None
        if behind and not over and lag is None and wanted is not None:
            lag = Lag(wanted, incident.place, event.recorded_at, event.seq)
    return tuple(found) if lag is None else (*found, lag)


def _ended(lag: Lag, how: End, seq: int, at: datetime) -> Lag:
    return Lag(lag.recommended, lag.place, lag.since, lag.seq, how, seq, at)
