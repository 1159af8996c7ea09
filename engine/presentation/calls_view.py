"""The calls of an incident, as clients see them: who is being called, and who answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from typing_extensions import TypedDict

from engine.incident.calls import OPEN_CALL_STATES, Attempt, Call, CallState, CallStep
from engine.incident.state import Incident
from engine.instants import to_text
from engine.memo import memoised_on
from engine.plan.model import Plan
from engine.presentation.call_text import post_words, reason_words, why_words
from engine.presentation.seen_by import ForViewers, seen_by
from engine.presentation.slot_view import instant_text

MOST = 60
"""Calls in a view: all open ones, then exhausted ones, then the newest others."""


class CallStepView(TypedDict):
    """One contact at one instant, by all its channels at once."""

    at: str
    round: int
    contact: str | None
    """Id of the contact; null where the address book has nobody for the post."""
    post: str
    channels: list[str]
    """`sink` alone in an exercise: nobody is reached."""


class CallAttemptView(TypedDict):
    """What one channel made of one step."""

    step: ForViewers[int]
    """Index in `steps`."""
    contact: ForViewers[str | None]
    channel: ForViewers[str]
    at: ForViewers[str]
    outcome: ForViewers[str]
    detail: Annotated[str, seen_by(instead="")]


class CallView(TypedDict):
    """Somebody who has to be reached. Instants are in UTC."""

    id: ForViewers[str]
    state: ForViewers[CallState]
    trigger: ForViewers[str]
    """What made it: a trigger of `calling.yaml`, or `by_hand`."""
    rule: ForViewers[str | None]
    """Id of the rule; null for a call by hand."""
    reason: ForViewers[str]
    """Why, in words."""
    subject: ForViewers[str | None]
    """What it is about: id of a slot, number of an entry, a level."""
    post: ForViewers[str]
    """The first post that is called, in words."""
    person: Annotated[str | None, seen_by(instead=None)]
    persons: Annotated[dict[str, str], seen_by(instead={})]
    """Names of the persons in `steps`, by id of the contact."""
    steps: ForViewers[list[CallStepView]]
    attempts: ForViewers[list[CallAttemptView]]
    started_at: ForViewers[str]
    due_at: ForViewers[str]
    """He has to answer by then."""
    exhausts_at: ForViewers[str]
    """Nobody is tried any more after this instant."""
    answered_at: ForViewers[str | None]
    answered_by: Annotated[str | None, seen_by(instead=None)]
    """Name of the account or of the contact."""
    means: ForViewers[str | None]
    note: Annotated[str, seen_by(instead="")]
    late: ForViewers[bool]
    """It was answered after `due_at`."""
    ended_at: ForViewers[str | None]
    """When it was exhausted or cancelled."""
    why: ForViewers[str | None]
    """Why it was cancelled, in words."""
    clause: ForViewers[str | None]


class CallCounts(TypedDict):
    """How many calls there are, by state."""

    open: int
    """Somebody is being called."""
    late: int
    """Those of `open` that have had an attempt without an answer."""
    exhausted: int
    answered: int
    cancelled: int


@memoised_on("calls")
def calls_view(plan: Plan, incident: Incident, language: str) -> list[CallView]:
    """At most `MOST` calls: open ones by deadline, exhausted ones, then the newest others."""
    return [call_view(plan, call, language) for call in listed(incident.calls.values())]


def listed(calls: Iterable[Call]) -> list[Call]:
    """The calls in the order in which they need somebody."""
    found = list(calls)
    open_now = sorted((c for c in found if c.open), key=lambda c: (c.answer_by, c.id))
    newest = sorted(
        (c for c in found if not c.open),
        key=lambda c: (c.state == "exhausted", c.started_at, c.id),
        reverse=True,
    )
    return [*open_now, *newest][: max(MOST, len(open_now))]


@memoised_on("calls")
def call_counts(plan: Plan, incident: Incident) -> CallCounts:
    """Numbers of the calls in the incident's state."""
    states = [call.state for call in incident.calls.values()]
    return {
        "open": sum(state in OPEN_CALL_STATES for state in states),
        "late": states.count("calling"),
        "exhausted": states.count("exhausted"),
        "answered": states.count("answered"),
        "cancelled": states.count("cancelled"),
    }


def call_view(plan: Plan | None, call: Call, language: str) -> CallView:
    """One call in words; `plan` is None for one that belongs to no incident."""
    return {
        "id": call.id,
        "state": call.state,
        "trigger": call.trigger,
        "rule": call.rule,
        "reason": reason_words(plan, call.reason, language),
        "subject": call.subject,
        "post": post_words(plan, call.post, language),
        "person": call.person,
        "persons": {s.contact: s.person for s in call.steps if s.contact and s.person},
        "steps": [_step(plan, step, language) for step in call.steps],
        "attempts": [attempt_view(one) for one in call.attempts],
        "started_at": to_text(call.started_at),
        "due_at": to_text(call.answer_by),
        "exhausts_at": to_text(call.exhausts_at),
        "answered_at": instant_text(call.answered_at),
        "answered_by": call.answered_by,
        "means": call.means,
        "note": call.note,
        "late": call.late,
        "ended_at": instant_text(call.cancelled_at or call.exhausted_at),
        "why": why_words(call.why, language) if call.why else None,
        "clause": call.clause,
    }


def _step(plan: Plan | None, step: CallStep, language: str) -> CallStepView:
    return {
        "at": to_text(step.at),
        "round": step.round,
        "contact": step.contact,
        "post": post_words(plan, step.post, language),
        "channels": list(step.channels),
    }


def attempt_view(one: Attempt) -> CallAttemptView:
    """One attempt, as it stands in the call."""
    return {
        "step": one.step,
        "contact": one.contact,
        "channel": one.channel,
        "at": to_text(one.at),
        "outcome": one.outcome,
        "detail": one.detail,
    }
