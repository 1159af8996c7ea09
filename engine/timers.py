"""What the passing of time adds to a journal, and when.

`next_timer` gives the earliest event that time alone will make of an incident: a reminder,
a report or a measure falling overdue, a decision still awaited (A9), the end of the casualty
watch (A19).
Each carries the instant at which it became true, however late it is recorded, so a day
without power leaves the same journal as a day with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from engine.incident.actors import CLOCK
from engine.incident.calls import Call, exhaustion_data
from engine.incident.events import Draft
from engine.incident.state import Incident, Pending, Slot
from engine.instants import at_clock, to_text
from engine.measures.reminders import MeasureReminder, next_reminder
from engine.memo import memoised_on
from engine.plan.expressions import Duration
from engine.plan.model import Plan
from engine.plan.seasons import next_turn
from engine.reporting.reminder_queue import ReminderQueue
from engine.reporting.reminders import Rung

SYSTEM_ROLE = "system"


class Timer(NamedTuple):
    """An event at `instant`, unless another comes before. `draft` makes its entry on demand."""

    instant: datetime
    draft: Callable[[], Draft]


def next_timer(plan: Plan, incident: Incident) -> Timer | None:
    """The earliest timer of the incident, or None."""
    return Agenda(plan, incident).next()


class Agenda:
    """The timers of one incident, in order, while entries are added to it."""

    def __init__(self, plan: Plan, incident: Incident) -> None:
        self._plan, self._incident = plan, incident
        self._turns = ReminderQueue(plan, incident)

    def move(self, after: Incident) -> None:
        """Take the incident's state after one more entry."""
        self._turns.move(after)
        self._incident = after

    def next(self) -> Timer | None:
        """The earliest timer, or None; at one instant a reminder comes first."""
        turn = self._turns.first()
        other = _first_other(self._plan, self._incident)
        if turn is None or (other is not None and other.instant < turn.instant):
            return other
        return Timer(turn.instant, partial(_reminder, turn.slot, turn.rung))

    def close(self) -> None:
        """No entry will be added any more."""
        self._turns.keep(self._incident.id)


@memoised_on(
    *("place", "positions", "day", "entered", "lasted", "pending", "unsigned"),
    *("measures", "measure_clocks", "calls", "open_calls", "watch_until", "watch_over"),
)
def _first_other(plan: Plan, incident: Incident) -> Timer | None:
    """The earliest timer that is no reminder of a report; most entries leave it as it was."""
    return min(_others(plan, incident), key=lambda timer: timer.instant, default=None)


def _others(plan: Plan, incident: Incident) -> Iterator[Timer]:
    # First of all at its instant: what else comes at midnight finds the new day.
    yield from _dates(plan, incident)
    reminder = next_reminder(plan, incident)
    if reminder is not None:
        yield Timer(reminder.instant, partial(_measure_reminder, plan, reminder))
    pending = incident.pending
    minutes = plan.reminders.decision_minutes
    if pending is not None and pending.reminders < len(minutes):
        instant = pending.since + timedelta(minutes=minutes[pending.reminders])
        yield Timer(instant, partial(_awaited, plan, pending, instant))
    yield from _unsigned(plan, incident)
    yield from _durations(plan, incident)
    if incident.open_calls:
        yield from _exhausted(plan, incident)
    if incident.watching and incident.watch_until is not None:
        yield Timer(incident.watch_until, partial(_watch_ended, plan, incident.watch_until))


def _unsigned(plan: Plan, incident: Incident) -> Iterator[Timer]:
    """The alarm of each entry whose signature is still missing."""
    for seq, order in incident.unsigned.items():
        if order.alarm_at is not None and not order.alarmed:
            yield Timer(
                order.alarm_at, partial(_signature_overdue, plan, seq, order.role, order.alarm_at)
            )


@memoised_on("calls", "open_calls")
def _first_to_exhaust(plan: Plan, incident: Incident) -> Call | None:
    """The open call that is given up first."""
    open_now = (incident.calls[id_] for id_ in incident.open_calls)
    return min(open_now, key=lambda call: (call.exhausts_at, call.started_at), default=None)


def _exhausted(plan: Plan, incident: Incident) -> Iterator[Timer]:
    """The end of the call that is given up first."""
    call = _first_to_exhaust(plan, incident)
    if call is not None:
        data = exhaustion_data(call)
        yield Timer(
            call.exhausts_at,
            partial(_draft, "call_exhausted", call.exhausts_at, call.clause, data),
        )


def _dates(plan: Plan, incident: Incident) -> Iterator[Timer]:
    """The next midnight at which a condition about the date turns; none once all is over."""
    over = incident.stage == "closed" and not incident.watching
    if incident.day is None or over:
        return
    turn = next_turn(plan.seasons, incident.day)
    if turn is not None:
        instant = at_clock(turn, "00:00", plan.zone)
        data = {"date": turn.isoformat()}
        yield Timer(instant, partial(_draft, "date_reached", instant, None, data))


def _durations(plan: Plan, incident: Incident) -> Iterator[Timer]:
    """The next duration of each place that the incident is at."""
    for place, since in incident.entered.items():
        reached = incident.lasted.get(place, Duration())
        for duration in plan.durations.get(place, ()):
            if duration > reached:
                instant = since + duration.span
                more = {"more": True} if duration.more else {}
                hours = {"hours": duration.hours, **more}
                data = {"lasting": place, **hours, "since": to_text(since)}
                yield Timer(instant, partial(_draft, "duration_reached", instant, None, data))
                break


def _reminder(slot: Slot, rung: Rung) -> Draft:
    """The reminder's entry carries the due instant itself."""
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
        "known_late": slot.reason == "known_late",
    }
    return _draft(rung.event, occurred_at, slot.clause, data)


def _measure_reminder(plan: Plan, reminder: MeasureReminder) -> Draft:
    data = {
        "measure": reminder.measure,
        "due_at": to_text(reminder.due_at),
        "minutes": reminder.minutes,
        "stage": reminder.clock.stage,
        "known_late": reminder.clock.known_late,
    }
    clause = plan.measure_by_id[reminder.measure].citation
    return _draft(reminder.event, reminder.occurred_at, clause, data)


def _awaited(plan: Plan, pending: Pending, instant: datetime) -> Draft:
    data = {
        "level": pending.level,
        "sub_state": pending.sub_state,
        "recommended_by": pending.recommended_by,
        "since": to_text(pending.since),
        "reminder": pending.reminders + 1,
        **({"command": "end_response"} if pending.ends else {}),
    }
    return _draft("decision_awaited", instant, plan.reminders.citation, data)


def _signature_overdue(plan: Plan, seq: int, role: str, instant: datetime) -> Draft:
    data = {"seq": seq, "unsigned_role": role}
    return _draft("signature_overdue", instant, plan.reminders.citation, data)


def _watch_ended(plan: Plan, until: datetime) -> Draft:
    citation = plan.casualty_watch.citation if plan.casualty_watch else None
    return _draft("watch_ended", until, citation, {"watch_until": to_text(until)})


def _draft(type_: str, occurred_at: datetime, clause: str | None, data: Mapping[str, Any]) -> Draft:
    return Draft(type_, occurred_at, CLOCK.name, SYSTEM_ROLE, clause, data)
