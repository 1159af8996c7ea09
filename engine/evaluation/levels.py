"""Levels that the facts asked for: each period in which the incident was below one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.evaluation.handed_up import is_handed_up
from engine.evaluation.history import History, Step, corrects, minutes_between, once
from engine.frozen import replace
from engine.lifecycle.table import lifecycle_of

End = Literal["followed", "changed", "corrected", "handed_up", "over", "voided"]
"""How a lag ended: the level was opened, the facts ask for another one, a figure that asked for it
was never true, a superior took command, the response is over, the incident was a mistake."""


@dataclass(frozen=True, slots=True)
class Lag:
    """The facts recommend a higher position than the incident is at.

    `seq` is the entry with which it began, `ended` the one with which it ended; None while it
    goes on. An order that was recorded later ended it when it was given.
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
            how = _how(history, lag, step)
            at = max(lag.since, event.occurred_at) if how == "followed" else event.recorded_at
            found.append(replace(lag, how=how, ended=event.seq, ended_at=at))
            lag = None
        if behind and not over and not away and lag is None and wanted is not None:
            lag = Lag(wanted, incident.place, event.recorded_at, event.seq)
    return tuple(found) if lag is None else (*found, lag)


def _how(history: History, lag: Lag, step: Step) -> End:
    """How a lag ended with an entry."""
    rank = lifecycle_of(history.plan).rank
    incident, asked = step.after, rank(lag.recommended)
    if incident.voided is not None:
        return "voided"
    if rank(incident.place) >= asked:
        return "followed"
    if incident.place in ("ended", "closed"):
        return "over"
    if is_handed_up(history.plan, incident):
        return "handed_up"
    below = step.recommended is None or rank(step.recommended) < asked
    return "corrected" if below and corrects(step.event) else "changed"
