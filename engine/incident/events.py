"""Events: frozen facts in the past tense, the only thing that is stored.

`decide` makes drafts; `seal` turns drafts into events by giving each its place in the
incident's journal (`seq` from 1 without gaps) and its place in the hash chain. The hash
covers everything else in the event, so an altered, removed or reordered entry shows.

`occurred_at` is when it became true, `recorded_at` when the engine wrote it down; both
are aware instants in UTC. `role` is the post or general role acted in; `clause` the
citation that decides, where a plan rule does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from engine.canonical_json import canonical
from engine.instants import from_text, to_text

GENESIS = "0" * 64
"""What stands in `prev_hash` of an incident's first event."""

EVENT_TYPES: tuple[str, ...] = (
    "incident_opened",
    "facts_recorded",
    "warning_issued",
    "warning_lifted",
    "activation_recommended",
    "activation_approved",
    "activation_refused",
    "activation_signed",
    "response_activated",
    "response_adjusted",
    "command_assumed",
    "command_handed_over",
    "command_returned",
    "group_formed",
    "group_changed",
    "measure_completed",
    "measure_waived",
    "report_submitted",
    "reporters_set",
    "cadence_reanchored",
    "end_condition_confirmed",
    "end_recommended",
    "end_approved",
    "end_refused",
    "response_ended",
    "incident_closed",
    "incident_voided",
    "entry_struck",
    "recorded_order_confirmed",
    "role_delegated",
    "absence_recorded",
    "incidents_linked",
    "incidents_unlinked",
    "log_entry_added",
    "document_edited",
    "document_signed",
    "attachment_added",
    "attachment_destroyed",
    "call_started",
    "call_attempted",
    "call_answered",
    "call_cancelled",
    "report_due_soon",
    "report_overdue",
    "measure_due_soon",
    "measure_overdue",
    "decision_awaited",
    "signature_overdue",
    "duration_reached",
    "date_reached",
    "watch_ended",
    "call_exhausted",
)
"""All types of events; those from `report_due_soon` on are made by time."""

MADE_BY_TIME = frozenset(EVENT_TYPES[EVENT_TYPES.index("report_due_soon") :])
"""What nobody does: the passing of time makes it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that has not been given its place in the journal yet."""

    type: str
    occurred_at: datetime
    actor: str
    role: str
    clause: str | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of an incident's journal."""

    seq: int
    id: str
    type: str
    incident: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    role: str
    clause: str | None
    data: Mapping[str, Any]
    prev_hash: str
    hash: str

    def to_json(self) -> dict[str, Any]:
        """The entry as clients get it (docs/reference/events.md)."""
        shape: dict[str, Any] = dict(zip(_FIELDS, _READ(self), strict=True))
        shape["occurred_at"] = to_text(self.occurred_at)
        shape["recorded_at"] = to_text(self.recorded_at)
        return shape

    @classmethod
    def from_json(cls, shape: Mapping[str, Any]) -> Event:
        """The event that `to_json` wrote; further keys (`cursor`) are left aside."""
        values = {name: shape[name] for name in _FIELDS}
        values["occurred_at"] = from_text(values["occurred_at"])
        values["recorded_at"] = from_text(values["recorded_at"])
        return cls(**values)


_FIELDS = tuple(field.name for field in fields(Event))
_READ = attrgetter(*_FIELDS)


def seal(draft: Draft, incident: str, seq: int, prev_hash: str, recorded_at: datetime) -> Event:
    """The draft as entry `seq` of the incident's journal, chained to `prev_hash`."""
    id_ = f"{incident}.{seq}"
    content = {
        "seq": seq,
        "id": id_,
        "type": draft.type,
        "incident": incident,
        "occurred_at": to_text(draft.occurred_at),
        "recorded_at": to_text(recorded_at),
        "actor": draft.actor,
        "role": draft.role,
        "clause": draft.clause,
        "data": draft.data,
        "prev_hash": prev_hash,
    }
    return Event(
        seq=seq,
        id=id_,
        type=draft.type,
        incident=incident,
        occurred_at=draft.occurred_at,
        recorded_at=recorded_at,
        actor=draft.actor,
        role=draft.role,
        clause=draft.clause,
        data=draft.data,
        prev_hash=prev_hash,
        hash=_sha256(content),
    )


def digest(content: Mapping[str, Any]) -> str:
    """sha256 over the canonical JSON of an event without its `hash`."""
    return _sha256({key: value for key, value in content.items() if key not in _OUTSIDE})


_OUTSIDE = frozenset({"hash", "cursor"})


def _sha256(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


@dataclass(frozen=True, slots=True)
class BadEntry:
    """Where a journal is broken and how."""

    incident: str
    seq: int
    why: str


def first_bad_entry(incident: str, shapes: Iterable[Mapping[str, Any]]) -> BadEntry | None:
    """The first entry of one incident's journal (in order) that does not fit, or None.

    `why` is `gap` (a number is missing or out of order), `chain` (does not continue
    the one before) or `altered` (its content does not match its hash).
    """
    expected, previous = 1, GENESIS
    for shape in shapes:
        seq = int(shape["seq"])
        if seq != expected:
            return BadEntry(incident, expected, "gap")
        if shape["prev_hash"] != previous:
            return BadEntry(incident, seq, "chain")
        if digest(shape) != shape["hash"]:
            return BadEntry(incident, seq, "altered")
        expected, previous = expected + 1, shape["hash"]
    return None
