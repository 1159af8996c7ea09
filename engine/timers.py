"""Time makes events too: what the passing of time adds to a journal, and when.

`next_timer` gives the earliest thing that will happen by itself to an incident: a
reminder, a report falling overdue, a decision still awaited (A9), the end of the casualty
watch (A19). Each carries the instant at which it became true, however late it is written
down, so that a day of power cut leaves the same journal as a day without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from engine.actors import CLOCK
from engine.events import Draft
from engine.instants import to_text
from engine.plan.model import Plan
from engine.reporting.ladder import Rung
from engine.reporting.turns import Turns
from engine.state import Incident, Pending, Slot

SYSTEM_ROLE = "system"


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that happens at `instant` unless an event comes before.

    `draft` makes its entry; most timers are passed over, so it is made only when asked.
    """

    instant: datetime
    draft: Callable[[], Draft]


def next_timer(plan: Plan, incident: Incident) -> Timer | None:
    """The earliest timer of the incident, None when nothing is to come."""
    return Agenda(plan, incident).next()


class Agenda:
    """What time will do to one incident, kept in order while entries are added to it."""

    def __init__(self, plan: Plan, incident: Incident) -> None:
        self._plan, self._incident = plan, incident
        self._turns = Turns(plan, incident)

    def move(self, after: Incident) -> None:
        """The incident is now as it is after one more entry."""
        self._turns.move(after)
        self._incident = after

    def next(self) -> Timer | None:
        """The earliest timer, None when nothing is to come; of several a reminder first."""
        turn = self._turns.first()
        first = turn and Timer(turn.instant, partial(_reminder, turn.slot, turn.rung))
        for timer in _others(self._plan, self._incident):
            if first is None or timer.instant < first.instant:
                first = timer
        return first

    def close(self) -> None:
        """No entry will be added any more."""
        self._turns.keep(self._incident.id)


def _others(plan: Plan, incident: Incident) -> Iterator[Timer]:
    pending = incident.pending
    minutes = plan.reminders.decision_minutes
    if pending is not None and pending.reminders < len(minutes):
        instant = pending.since + timedelta(minutes=minutes[pending.reminders])
        yield Timer(instant, partial(_awaited, plan, pending, instant))
    yield from _durations(plan, incident)
    if incident.watching and incident.watch_until is not None:
        yield Timer(incident.watch_until, partial(_watch_ended, plan, incident.watch_until))


def _durations(plan: Plan, incident: Incident) -> Iterator[Timer]:
    """The next duration of each place that the incident is at."""
    for place, since in incident.entered.items():
        reached = incident.lasted.get(place, 0)
        for hours in plan.durations.get(place, ()):
            if hours > reached:
                instant = since + timedelta(hours=hours)
                data = {"lasting": place, "hours": hours, "since": to_text(since)}
                yield Timer(instant, partial(_draft, "duration_reached", instant, None, data))
                break


def _reminder(slot: Slot, rung: Rung) -> Draft:
    """The reminder's entry carries the due instant itself, not the instant after it."""
    overdue_now = rung.event == "report_overdue" and rung.minutes == 0
    occurred_at = slot.due_at if overdue_now else max(rung.instant, slot.opens_at)
    data = {
        "slot": slot.id,
        "obligation": slot.obligation,
        "reporter": slot.reporter,
        "due_at": to_text(slot.due_at),
        "minutes": rung.minutes,
        "stage": slot.stage,
        "immediately": slot.immediately,
    }
    return _draft(rung.event, occurred_at, slot.clause, data)


def _awaited(plan: Plan, pending: Pending, instant: datetime) -> Draft:
    data = {
        "level": pending.level,
        "sub_state": pending.sub_state,
        "recommended_by": pending.recommended_by,
        "since": to_text(pending.since),
        "reminder": pending.reminders + 1,
    }
    return _draft("decision_awaited", instant, plan.reminders.citation, data)


def _watch_ended(plan: Plan, until: datetime) -> Draft:
    citation = plan.casualty_watch.citation if plan.casualty_watch else None
    return _draft("watch_ended", until, citation, {"watch_until": to_text(until)})


def _draft(type_: str, occurred_at: datetime, clause: str | None, data: Mapping[str, Any]) -> Draft:
    return Draft(type_, occurred_at, CLOCK.name, SYSTEM_ROLE, clause, data)
