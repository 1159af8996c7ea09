"""Calls with their entries, and what is due for them.

The same five entries stand in an incident's journal or, for a call that belongs to no incident,
in the server journal. The store keeps with each call the entries about it: `record_of` folds them,
so that a row says what the journals say, and `journal verify` compares both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from engine.calling.binding import Sink, binding
from engine.incident.calls import DESK, SINK, Attempt, Call, after_entry

OFFICE = "none"
"""In place of an incident's id where calls are asked for: those that belong to none."""

AGAIN = frozenset({"busy", "failed", "limited", "unknown"})
"""Results after which the same person is tried again by the same channel."""

OVER = frozenset({"answered", "cancelled"})
"""States in which no answer is taken any more; an exhausted call can still be answered."""

QUIET = frozenset({DESK, SINK})
"""Channels that ring nobody and ask for no answer by themselves."""


@dataclass(frozen=True, slots=True)
class CallEntry:
    """One entry about a call. `at` is when it was recorded."""

    type: str
    at: datetime
    clause: str | None
    data: Mapping[str, Any]

    @property
    def call(self) -> str:
        """The call's id."""
        return str(self.data["call"])


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A call with its entries. `incident` is an id, None for one that belongs to none."""

    call: Call
    incident: str | None
    entries: tuple[CallEntry, ...]

    @property
    def id(self) -> str:
        """The call's id."""
        return self.call.id

    def and_then(self, entry: CallEntry) -> CallRecord:
        """The record after one more entry."""
        call = _after(self.call, entry, exercise=self.call.exercise)
        return replace(self, call=call, entries=(*self.entries, entry))


def of_exercise(entry: CallEntry) -> bool:
    """Whether a `call_started` of the server journal is one of an exercise: it names the sink
    alone, as a server that takes exercises only enters it."""
    return all(step["channels"] == [SINK] for step in entry.data["steps"])


def record_of(entries: Sequence[CallEntry], incident: str | None, *, exercise: bool) -> CallRecord:
    """The record of a call's entries, of which the first is `call_started`."""
    first, *rest = entries
    record = CallRecord(_after(None, first, exercise=exercise), incident, (first,))
    for entry in rest:
        record = record.and_then(entry)
    return record


def _after(call: Call | None, entry: CallEntry, *, exercise: bool) -> Call:
    found = after_entry(
        call, entry.type, entry.data, entry.at, exercise=exercise, clause=entry.clause
    )
    if found is None:
        raise LookupError(f"no call {entry.call}")
    return found


@dataclass(frozen=True, slots=True)
class Due:
    """One message that is due: a step of a call by one of its channels.

    `kind` is `over` where it says that the reason of the call is over. `contact` is None where
    nobody in the address book answers for the post.
    """

    id: str
    call: str
    kind: Literal["call", "over"]
    step: int
    contact: str | None
    channel: str
    due_at: datetime


def due_messages(call: Call) -> Iterator[Due]:
    """What a call makes due when it starts. In an exercise nothing but the sink is ever named:
    there the binding holds no channel, whatever the entry says."""
    bound = binding(exercise=call.exercise)
    for number, step in enumerate(call.steps):
        channels = (SINK,) if isinstance(bound, Sink) else dict.fromkeys(step.channels)
        for channel in channels:
            id_ = f"{call.id}.{number}.{channel}"
            yield Due(id_, call.id, "call", number, step.contact, channel, step.at)


def over_messages(call: Call, at: datetime) -> Iterator[Due]:
    """What a cancelled call makes due: whoever was called hears that the reason is over.

    A desk has its list, which no longer holds the call; no telephone is rung for it.
    """
    for one in reached(call):
        if one.channel not in (DESK, SINK, "voice"):
            id_ = f"{call.id}.over.{one.contact}.{one.channel}"
            yield Due(id_, call.id, "over", one.step, one.contact, one.channel, at)


def reached(call: Call) -> Iterator[Attempt]:
    """The attempts, one a person and channel, that may have reached somebody."""
    found = [one for one in call.attempts if one.outcome in ("sent", "unknown")]
    yield from {(one.contact, one.channel): one for one in found}.values()
