"""Levels that the facts asked for: each period in which the incident was below one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.evaluation.handed_up import is_handed_up
from engine.evaluation.history import History, corrects, minutes_between, once
from engine.lifecycle.table import lifecycle_of

End = Literal["followed", "changed", "corrected", "handed_up", "over"]
"""How a lag ended: the level was opened, the facts ask for another one, a figure that asked for it
was never true, a superior took command, the response is over."""


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
    did when it was lowered. Nor is one that a superior's command forbids to open (A21).
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
        away = is_handed_up(history.plan, incident)
        if lag is not None and (not behind or over or away or lag.recommended != wanted):
            how: End = "changed"
            if rank(incident.place) >= rank(lag.recommended):
                how = "followed"
            elif over:
                how = "over"
            elif away:
                how = "handed_up"
            elif corrects(event) and height < rank(lag.recommended):
                how = "corrected"
            found.append(_ended(lag, how, event.seq, event.recorded_at))
            lag = None
        if behind and not over and not away and lag is None and wanted is not None:
            lag = Lag(wanted, incident.place, event.recorded_at, event.seq)
    return tuple(found) if lag is None else (*found, lag)


def _ended(lag: Lag, how: End, seq: int, at: datetime) -> Lag:
    return Lag(lag.recommended, lag.place, lag.since, lag.seq, how, seq, at)
