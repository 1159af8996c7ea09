"""The shape of a journal entry, as clients see it."""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from engine.incident.events import EVENT_TYPES
from engine.presentation.event_data import AnyEntryData
from engine.presentation.seen_by import ForAll, ForDesk, ForViewers, seen_by

EventType = Annotated[str, Field(json_schema_extra={"enum": list(EVENT_TYPES)})]


class EventView(TypedDict):
    """One entry of an incident's journal. Instants are RFC 3339 in UTC."""

    seq: ForAll[int]
    """Place in the incident's journal, from 1 without gaps."""
    id: ForAll[str]
    type: ForAll[EventType]
    incident: ForAll[str]
    occurred_at: ForAll[str]
    """It became true."""
    recorded_at: ForAll[str]
    """The engine wrote it down."""
    actor: ForDesk[str]
    """Name of the account, or `clock`, which every audience sees."""
    role: ForViewers[str]
    """The post or general role acted in."""
    clause: Annotated[str | None, seen_by("viewer", instead=None)]
    """Clause of the plan that the entry rests on; null where it needs none."""
    data: Annotated[AnyEntryData, seen_by("viewer", instead={})]
    """By `type`; an account gets the keys that its audience may see."""
    prev_hash: Annotated[str, seen_by(instead="")]
    hash: Annotated[str, seen_by(instead="")]
    """sha256 over the canonical JSON of all other fields but `cursor`."""
    cursor: NotRequired[ForAll[int]]
    """Server-wide place of the entry; on the live channel only."""


OPEN_TO_REPORTERS = frozenset(
    {"incident_opened", "response_activated", "response_adjusted", "response_ended"}
)
"""Types of entries whose role and clause every reporter sees."""
