"""Calls (叫应): somebody has to be reached, and the journal proves whether he was.

A call is owed like a report: it has a deadline, and is answered, exhausted or cancelled. Its
chain, who is tried when and by what, is resolved when it starts and frozen in that entry.
The same data stand in the journal of an incident and, for calls that belong to no incident,
in the server journal; `after_entry` folds either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from engine.frozen import replace
from engine.instants import from_text, to_text

CallState = Literal["queued", "calling", "answered", "exhausted", "cancelled"]
OPEN_CALL_STATES: frozenset[str] = frozenset({"queued", "calling"})
"""Somebody is still being called; `queued` until the first attempt was made."""

CALL_TYPES = frozenset(
    {"call_started", "call_attempted", "call_answered", "call_cancelled", "call_exhausted"}
)
"""The types of entries about calls, in every journal."""

SINK: Literal["sink"] = "sink"
"""The channel that reaches nobody: the only one of an exercise."""

DESK: Literal["desk"] = "desk"
"""The list of whom the duty officer has to reach himself; it needs no address."""


@dataclass(frozen=True, slots=True)
class CallReason:
    """Why somebody is called: `call.reason.KEY` of the catalogues, and its values.

    Instants among the values are RFC 3339, ids those of the plan.
    """

    key: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CallStep:
    """One contact at one instant, by all its channels at once.

    `contact` is None where nobody in the address book answers for the post: then the desk has
    to find somebody. `round` counts from 1.
    """

    at: datetime
    round: int
    contact: str | None
    post: str
    person: str | None
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one channel made of one step (`step` is the index in `Call.steps`).

    `outcome` is a result of a channel: sent, answered, refused, busy, no_answer, failed,
    limited or unknown; `detail` what is known besides, without secrets.
    """

    step: int
    contact: str | None
    channel: str
    at: datetime
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call, as of the last entry about it.

    `trigger` is what made it (`engine.plan.calling_rules.Trigger`, or `by_hand`), `subject`
    what it is about: the id of a slot, the number of an entry, a place; None for the incident
    as a whole. `rule` and `rules_digest` are None for a call by hand. `cause_seq` is the
    entry that triggered it; None where time or something outside of the incident did.
    `answer_by` is the deadline of the rule, `exhausts_at` when nobody is tried any more.
    """

    id: str
    trigger: str
    subject: str | None
    rule: str | None
    rules_digest: str | None
    reason: CallReason
    cause_seq: int | None
    post: str
    person: str | None
    steps: tuple[CallStep, ...]
    started_at: datetime
    answer_by: datetime
    exhausts_at: datetime
    clause: str | None
    exercise: bool
    state: CallState = "queued"
    attempts: tuple[Attempt, ...] = ()
    answered_at: datetime | None = None
    answered_by: str | None = None
    means: str | None = None
    note: str = ""
    exhausted_at: datetime | None = None
    cancelled_at: datetime | None = None
    why: str | None = None

    @property
    def open(self) -> bool:
        """Whether somebody is still being called."""
        return self.state in OPEN_CALL_STATES

    @property
    def late(self) -> bool:
        """Whether it was answered after its deadline."""
        return self.answered_at is not None and self.answered_at > self.answer_by


def call_id(incident: str, seq: int) -> str:
    """The id of the call that entry `seq` of the incident starts."""
    return f"{incident}-c{seq}"


def after_entry(
    call: Call | None,
    type_: str,
    data: Mapping[str, Any],
    at: datetime,
    *,
    exercise: bool,
    clause: str | None = None,
) -> Call | None:
    """The call after an entry of `CALL_TYPES` about it, written down at `at`.

    None for an entry about a call that was never started. Nothing here refuses anything.
    """
    if type_ == "call_started":
        return _started(data, at, exercise, clause)
    if call is None:
        return None
    if type_ == "call_attempted":
        attempt = Attempt(
            data["step"], data["contact"], data["channel"], at, data["outcome"], data["detail"]
        )
        state: CallState = "calling" if call.state == "queued" else call.state
        return replace(call, attempts=(*call.attempts, attempt), state=state)
    if type_ == "call_answered":
        return replace(
            call,
            state="answered",
            answered_at=from_text(data["answered_at"]),
            answered_by=data["by"],
            means=data["means"],
            note=data["note"],
        )
    if type_ == "call_exhausted":
        return replace(call, state="exhausted", exhausted_at=from_text(data["exhausts_at"]))
    return replace(call, state="cancelled", cancelled_at=at, why=data["why"])


def _started(data: Mapping[str, Any], at: datetime, exercise: bool, clause: str | None) -> Call:
    return Call(
        id=data["call"],
        trigger=data["trigger"],
        subject=data["subject"],
        rule=data["rule"],
        rules_digest=data["rules_digest"],
        reason=CallReason(data["reason"]["key"], data["reason"]["values"]),
        cause_seq=data["cause_seq"],
        post=data["post"],
        person=data["person"],
        steps=tuple(map(step_from, data["steps"])),
        started_at=at,
        answer_by=from_text(data["answer_by"]),
        exhausts_at=from_text(data["exhausts_at"]),
        clause=clause,
        exercise=exercise,
    )


def step_from(shape: Mapping[str, Any]) -> CallStep:
    """The step that `step_data` wrote."""
    return CallStep(
        at=from_text(shape["at"]),
        round=shape["round"],
        contact=shape["contact"],
        post=shape["post"],
        person=shape["person"],
        channels=tuple(shape["channels"]),
    )


def step_data(step: CallStep) -> dict[str, Any]:
    """A step as the data of `call_started` hold it."""
    return {
        "at": to_text(step.at),
        "round": step.round,
        "contact": step.contact,
        "post": step.post,
        "person": step.person,
        "channels": list(step.channels),
    }


def attempt_data(
    call: str, step: int, contact: str | None, channel: str, outcome: str, detail: str
) -> dict[str, Any]:
    """The data of `call_attempted`."""
    return {
        "call": call,
        "step": step,
        "contact": contact,
        "channel": channel,
        "outcome": outcome,
        "detail": detail,
    }


def answer_data(call: str, means: str, by: str, note: str, at: datetime) -> dict[str, Any]:
    """The data of `call_answered`."""
    return {"call": call, "means": means, "by": by, "note": note, "answered_at": to_text(at)}


def exhaustion_data(call: Call) -> dict[str, Any]:
    """The data of `call_exhausted`."""
    return {"call": call.id, "exhausts_at": to_text(call.exhausts_at), "post": call.post}


def cancellation_data(call: Call, why: str) -> dict[str, Any]:
    """The data of `call_cancelled`; `why` is `call.cancelled.WHY` of the catalogues."""
    return {"call": call.id, "why": why, "post": call.post}


MOST_SETTLED = 200
"""Answered and cancelled calls that the state of an incident keeps; the journal keeps all."""


def with_call(
    calls: Mapping[str, Call], call: Call, awaited: Sequence[str] = ()
) -> dict[str, Call]:
    """The calls with this one, without the oldest settled ones where there are too many.

    A settled call about one of `awaited` (ids of slots) is kept: it says that this slot needs
    no further call by its rule.
    """
    found = {**calls, call.id: call}
    if len(found) <= 2 * MOST_SETTLED:
        return found
    settled = [
        one.id
        for one in found.values()
        if one.state in ("answered", "cancelled") and one.subject not in awaited
    ]
    for id_ in settled[: max(0, len(settled) - MOST_SETTLED)]:
        del found[id_]
    return found
