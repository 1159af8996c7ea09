"""The reminders of measures with a time limit, recomputed from plan and journal alone."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.instants import at_clock, local_day
from engine.ledger_audit.measure_history import MeasureHistory, MeasureMoment, SentReminder
from engine.plan.model import Measure, Plan, TimeLimit

_OVERDUE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Running:
    """A span in which a measure's time ran; `ends` None while it runs."""

    begins: datetime
    ends: datetime | None
    due_at: datetime


def expected_reminders(history: MeasureHistory, now: datetime) -> Mapping[SentReminder, int]:
    """Every reminder of a measure that has to be in the journal at `now`, and how often."""
    found: Counter[SentReminder] = Counter()
    for measure in history.plan.limited_measures:
        found.update(_reminders(history, measure, now))
    return found


def next_measure_due(history: MeasureHistory, now: datetime) -> datetime | None:
    """When the next measure falls due whose time runs at `now`."""
    running = (
        span.due_at
        for measure in history.plan.limited_measures
        for span in _spans(history, measure)
        if span.ends is None and span.due_at > now
    )
    return min(running, default=None)


def _reminders(history: MeasureHistory, measure: Measure, now: datetime) -> Iterator[SentReminder]:
    """A reminder comes once for one due instant, as long as that stays the measure's."""
    due_at, behind = None, set[int]()
    for span in _spans(history, measure):
        if span.due_at != due_at:
            due_at, behind = span.due_at, set()
        end = now if span.ends is None else span.ends
        for minutes, instant, named in _planned(history.plan, span):
            if minutes not in behind and instant <= end:
                behind.add(minutes)
                yield SentReminder(measure.id, span.due_at, minutes, named)


def _planned(plan: Plan, span: Running) -> Iterator[tuple[int, datetime, datetime]]:
    """What would remind in a span without end: minutes, when, and the instant it names."""
    if span.due_at > span.begins:
        ahead = {m: span.due_at - timedelta(minutes=m) for m in plan.reminders.due_soon_minutes}
        past = {m: at for m, at in ahead.items() if at <= span.begins}
        for minutes, at in sorted(ahead.items(), reverse=True):
            if minutes not in past or minutes == min(past):
                instant = max(at, span.begins)
                yield -minutes, instant, instant
    yield 0, max(span.due_at + _OVERDUE, span.begins), span.due_at


def _spans(history: MeasureHistory, measure: Measure) -> Iterator[Running]:
    """When the measure applied and nobody had settled it, with its due instant then."""
    known = due_at = begins = None
    for moment in history.moments:
        known = (known or _origin(history, measure, moment)) if measure.id in moment.met else None
        if known is None or measure.id not in moment.here:
            due_at = None
        elif due_at is None:
            due_at = _due(history.plan, measure, moment.at, known)
        runs = due_at is not None and measure.id not in moment.settled
        if runs and begins is None:
            begins, due = moment.at, due_at
        elif not runs and begins is not None and due is not None:
            yield Running(begins, moment.made, due)
            begins = None
    if begins is not None and due is not None:
        yield Running(begins, None, due)


def _origin(history: MeasureHistory, measure: Measure, moment: MeasureMoment) -> datetime:
    """Since when it counts that the condition is met."""
    if moment is not history.moments[0]:
        return moment.received
    limit = measure.within
    first = history.occurred_at if limit and limit.of == "occurred" else history.received_at
    return first or moment.received


def _due(plan: Plan, measure: Measure, at: datetime, known: datetime) -> datetime | None:
    limit = measure.within
    if limit is None:
        return None
    return _counted(limit, at if limit.of == "arising" else known, plan.zone)


def _counted(limit: TimeLimit, start: datetime, zone: str) -> datetime:
    """Own arithmetic: the end of the last day is the start of the day after it."""
    if limit.minutes is not None:
        return start + timedelta(minutes=limit.minutes)
    day = local_day(start, zone)
    if limit.days is not None:
        return at_clock(day + timedelta(days=limit.days + 1), "00:00", zone)
    month = day.replace(day=1)
    for _ in range(limit.months or 0):
        month = (month + timedelta(days=31)).replace(day=1)
    longest = monthrange(month.year, month.month)[1]
    last = month + timedelta(days=min(day.day, longest) - 1)
    return at_clock(last + timedelta(days=1), "00:00", zone)
