"""Time makes events too: what the passing of time adds to a journal, and when.

`next_timer` gives the earliest thing that will happen by itself to an incident: a
reminder, a report falling overdue, a decision still awaited (A9), the end of the casualty
watch (A19). Each carries the instant at which it became true, however late it is written
down, so that a day of power cut leaves the same journal as a day without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.actors import CLOCK
from engine.events import Draft
from engine.instants import to_text
from engine.plan.model import Plan
from engine.reporting.ladder import next_rung
from engine.state import Incident, Slot

SYSTEM_ROLE = "system"


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that happens at `instant` unless an event comes before."""

    instant: datetime
    draft: Draft


def next_timer(plan: Plan, incident: Incident) -> Timer | None:
    """The earliest timer of the incident, None when nothing is to come."""
    return min(_timers(plan, incident), key=lambda timer: timer.instant, default=None)


def _timers(plan: Plan, incident: Incident) -> Iterator[Timer]:
    for slot in incident.slots.values():
        rung = next_rung(plan, slot)
        if rung is not None:
            yield Timer(rung.instant, _reminder(slot, rung.event, rung.minutes, rung.instant))
    pending = incident.pending
    minutes = plan.reminders.decision_minutes
    if pending is not None and pending.reminders < len(minutes):
        instant = pending.since + timedelta(minutes=minutes[pending.reminders])
        yield Timer(instant, _awaited(plan, incident, instant))
    yield from _durations(plan, incident)
    if incident.watching and incident.watch_until is not None:
        rule = plan.casualty_watch
        citation = rule.citation if rule else None
        data = {"watch_until": to_text(incident.watch_until)}
        draft = _draft("watch_ended", incident.watch_until, citation, data)
        yield Timer(incident.watch_until, draft)


def _durations(plan: Plan, incident: Incident) -> Iterator[Timer]:
    """The next duration of each place that the incident is at."""
    for place, since in incident.entered.items():
        reached = incident.lasted.get(place, 0)
        for hours in plan.durations.get(place, ()):
            if hours > reached:
                instant = since + timedelta(hours=hours)
                data = {"lasting": place, "hours": hours, "since": to_text(since)}
                yield Timer(instant, _draft("duration_reached", instant, None, data))
                break


def _reminder(slot: Slot, event: str, minutes: int, instant: datetime) -> Draft:
    """The reminder's entry carries the due instant itself, not the instant after it."""
    overdue_now = event == "report_overdue" and minutes == 0
    occurred_at = slot.due_at if overdue_now else max(instant, slot.opens_at)
    data = {
        "slot": slot.id,
        "obligation": slot.obligation,
        "reporter": slot.reporter,
        "due_at": to_text(slot.due_at),
        "minutes": minutes,
        "stage": slot.stage,
        "immediately": slot.immediately,
    }
    return _draft(event, occurred_at, slot.clause, data)


def _awaited(plan: Plan, incident: Incident, instant: datetime) -> Draft:
    pending = incident.pending
    if pending is None:
        raise ValueError("no decision is awaited")
    data = {
        "level": pending.level,
        "sub_state": pending.sub_state,
        "recommended_by": pending.recommended_by,
        "since": to_text(pending.since),
        "reminder": pending.reminders + 1,
    }
    return _draft("decision_awaited", instant, plan.reminders.citation, data)


def _draft(type_: str, occurred_at: datetime, clause: str | None, data: Mapping[str, Any]) -> Draft:
    return Draft(type_, occurred_at, CLOCK.name, SYSTEM_ROLE, clause, data)
