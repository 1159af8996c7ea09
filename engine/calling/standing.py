"""Calls that belong to no incident: alarms, gaps in the roster, overdue hand-overs.

Their entries stand in the server journal, with the types and data of an incident's journal, and
are folded by the same function. A rule of these triggers may only call who is on duty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.calling.binding import binding
from engine.calling.chain import Resolver
from engine.calling.entries import check_answerable, start_data
from engine.errors import NotFound
from engine.incident.calls import (
    Call,
    answer_data,
    attempt_data,
    cancellation_data,
    exhaustion_data,
)
from engine.plan.calling_rules import OUTSIDE_TRIGGERS, Trigger
from engine.ports import CallingBook


@dataclass(frozen=True, slots=True)
class StandingEntry:
    """What is to be entered in the server journal, true at `at`."""

    type: str
    at: datetime
    data: Mapping[str, Any]


def standing_id(number: int) -> str:
    """The id of the call with this number, from 1."""
    return f"s-c{number}"


def starting(
    book: CallingBook,
    trigger: Trigger,
    subject: str,
    values: Mapping[str, Any],
    now: datetime,
    first_number: int,
    open_calls: Iterable[Call] = (),
    *,
    exercise: bool,
) -> Iterator[StandingEntry]:
    """The calls that the rules of a trigger start, one number after the other.

    `subject` names the alarm, the gap or the hand-over; `values` are those of the reason in
    `call.reason.TRIGGER`. A rule that already has an open call about it starts none. Raises
    `ValueError` for a trigger that belongs to incidents.
    """
    if trigger not in OUTSIDE_TRIGGERS:
        raise ValueError(trigger)
    rules = book.rules()
    known = {(call.rule, call.subject) for call in open_calls if call.open}
    resolver = Resolver(book, binding(exercise=exercise), now)
    number = first_number
    for rule in rules.by_trigger[trigger]:
        if (rule.id, subject) in known:
            continue
        for each in rule.each or (None,):
            chain = resolver.chain(rule, each)
            id_ = standing_id(number)
            data = start_data(id_, trigger, subject, values, chain, rule=rule, digest=rules.digest)
            yield StandingEntry("call_started", now, data)
            number += 1


def attempting(
    call: Call, step: int, channel: str, outcome: str, detail: str, now: datetime
) -> StandingEntry:
    """One attempt, whatever became of the call since. Raises `NotFound` for no such step."""
    if not 0 <= step < len(call.steps):
        raise NotFound("call_not_found", id=f"{call.id}/{step}")
    contact = call.steps[step].contact
    data = attempt_data(call.id, step, contact, channel, outcome, detail)
    return StandingEntry("call_attempted", now, data)


def answering(call: Call, means: str, by: str, note: str, now: datetime) -> StandingEntry:
    """An answer. Raises `StateRefuses` for a call that is answered or cancelled."""
    check_answerable(call)
    return StandingEntry("call_answered", now, answer_data(call.id, means, by, note, now))


def exhausting(calls: Iterable[Call], now: datetime) -> Iterator[StandingEntry]:
    """The calls that time has exhausted by now, the first first."""
    due = [call for call in calls if call.open and call.exhausts_at <= now]
    for call in sorted(due, key=lambda call: (call.exhausts_at, call.id)):
        yield StandingEntry("call_exhausted", call.exhausts_at, exhaustion_data(call))


def cancelling(
    calls: Iterable[Call], trigger: Trigger, subject: str, now: datetime
) -> Iterator[StandingEntry]:
    """The end of the open calls about something that is over."""
    for call in calls:
        if call.open and (call.trigger, call.subject) == (trigger, subject):
            yield StandingEntry("call_cancelled", now, cancellation_data(call, "over"))
