"""The drafts of entries about calls: started, attempted, answered, cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.calling.chain import Chain
from engine.errors import NotFound, StateRefuses
from engine.incident.actors import CALLER
from engine.incident.calls import (
    Call,
    answer_data,
    attempt_data,
    call_id,
    cancellation_data,
    step_data,
)
from engine.incident.events import Draft
from engine.incident.state import Incident
from engine.instants import to_text
from engine.plan.calling_rules import CallingRule

SYSTEM_ROLE = "system"


def start_data(
    call: str,
    trigger: str,
    subject: str | None,
    values: Mapping[str, Any],
    chain: Chain,
    *,
    rule: CallingRule | None = None,
    digest: str | None = None,
    cause_seq: int | None = None,
) -> dict[str, Any]:
    """The data of `call_started`, in every journal; `values` are those of its reason."""
    return {
        "call": call,
        "trigger": trigger,
        "subject": subject,
        "rule": rule.id if rule is not None else None,
        "rules_digest": digest,
        "reason": {"key": trigger, "values": dict(values)},
        "cause_seq": cause_seq,
        "post": chain.post,
        "person": chain.person,
        "steps": [step_data(step) for step in chain.steps],
        "answer_by": to_text(chain.answer_by),
        "exhausts_at": to_text(chain.exhausts_at),
    }


def cancelled(call: Call, why: str, now: datetime) -> Draft:
    """The entry that ends a call whose reason is over."""
    data = cancellation_data(call, why)
    return Draft("call_cancelled", now, CALLER.name, SYSTEM_ROLE, call.clause, data)


def attempted(
    incident: Incident,
    call: str,
    step: int,
    channel: str,
    outcome: str,
    detail: str,
    now: datetime,
) -> Draft:
    """The entry of one attempt. Raises `NotFound` for a call or a step that there is not."""
    found = call_of(incident, call)
    if not 0 <= step < len(found.steps):
        raise NotFound("call_not_found", id=f"{call}/{step}")
    contact = found.steps[step].contact
    data = attempt_data(call, step, contact, channel, outcome, detail)
    return Draft("call_attempted", now, CALLER.name, SYSTEM_ROLE, found.clause, data)


def answered(incident: Incident, call: str, means: str, by: str, note: str, now: datetime) -> Draft:
    """The entry of an answer that came by a channel.

    Raises `NotFound`, and `StateRefuses` for a call that is answered or cancelled.
    """
    found = call_of(incident, call)
    check_answerable(found)
    data = answer_data(call, means, by, note, now)
    return Draft("call_answered", now, CALLER.name, SYSTEM_ROLE, found.clause, data)


def call_of(incident: Incident, call: str) -> Call:
    """The call with this id. Raises `NotFound`."""
    found = incident.calls.get(call)
    if found is None:
        raise NotFound("call_not_found", id=call)
    return found


def check_answerable(call: Call) -> None:
    """Refuse an answer to a call that is over; one that is exhausted can still be answered.

    Raises `StateRefuses` (`call_answered`, `call_cancelled`).
    """
    if call.state == "answered":
        raise StateRefuses("call_answered", clause=call.clause, by=call.answered_by or "—")
    if call.state == "cancelled":
        raise StateRefuses("call_cancelled", clause=call.clause)


def next_call_id(incident: Incident) -> str:
    """The id of a call that the next entry starts."""
    return call_id(incident.id, incident.seq + 1)
