"""Events, incidents and slots ↔ rows. Nothing here talks to a database.

`data` is stored as JSON text by the same library that hashes it, so what is read back
hashes alike; lists come back where tuples went in, as everywhere in JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from api.store.database.tables import EventRow, IncidentRow, SlotRow, table
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.instants import to_text

EVENT = table(EventRow)
INCIDENT = table(IncidentRow)
SLOT = table(SlotRow)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def to_json(value: Any) -> str:
    """JSON text of a value; NaN and infinities raise `ValueError`."""
    return _ENCODER.encode(value)


def event_row(event: Event, cursor: int) -> dict[str, Any]:
    """The row of an event that is the server's number `cursor`."""
    return {
        "cursor": cursor,
        "incident": event.incident,
        "seq": event.seq,
        "id": event.id,
        "type": event.type,
        "occurred_at": event.occurred_at,
        "recorded_at": event.recorded_at,
        "actor": event.actor,
        "role": event.role,
        "clause": event.clause,
        "data": to_json(event.data),
        "prev_hash": event.prev_hash,
        "hash": event.hash,
    }


def event_of(row: Row[Any]) -> Event:
    """The event of a row of the table `event`."""
    return Event(
        seq=row.seq,
        id=row.id,
        type=row.type,
        incident=row.incident,
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        actor=row.actor,
        role=row.role,
        clause=row.clause,
        data=json.loads(row.data),
        prev_hash=row.prev_hash,
        hash=row.hash,
    )


def stored_shape(row: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON shape of a stored event, for checking its hash."""
    shape = {key: value for key, value in row.items() if key != "cursor"}
    shape["occurred_at"] = to_text(row["occurred_at"])
    shape["recorded_at"] = to_text(row["recorded_at"])
    shape["data"] = _as_stored(row["data"])
    return shape


def _as_stored(data: str) -> Any:
    """The value of JSON text; of damaged text the text itself, whose hash fits nothing."""
    try:
        return json.loads(data)
    except (ValueError, TypeError, RecursionError):
        return data


def incident_row(
    incident: Incident, next_wake: datetime | None, first_cursor: int, last_cursor: int
) -> dict[str, Any]:
    """The whole row of an incident that is new."""
    return {
        "id": incident.id,
        "number": incident.number,
        "plan": incident.plan,
        "plan_version": incident.plan_version,
        "plan_digest": incident.plan_digest,
        "title": incident.title,
        "exercise": incident.exercise,
        "division": incident.division,
        "occurred_at": incident.occurred_at,
        "received_at": incident.received_at,
        "opened_at": incident.opened_at,
        "first_cursor": first_cursor,
        **changing_part(incident, next_wake, last_cursor),
    }


def changing_part(
    incident: Incident, next_wake: datetime | None, last_cursor: int
) -> dict[str, Any]:
    """The columns of an incident's row that events change."""
    return {
        "stage": incident.stage,
        "level": incident.level,
        "sub_state": incident.sub_state,
        "seq": incident.seq,
        "voided": incident.voided is not None,
        "next_wake_at": next_wake,
        "last_cursor": last_cursor,
    }


def slot_row(slot: Slot) -> dict[str, Any]:
    """The row of a slot."""
    return {
        "incident": slot.incident,
        "obligation": slot.obligation,
        "reporter": slot.reporter,
        "due_at": slot.due_at,
        "id": slot.id,
        "series": slot.series,
        "recipients": to_json(slot.recipients),
        "opens_at": slot.opens_at,
        "state": slot.state,
        "clause": slot.clause,
        "immediately": slot.immediately,
        "stage": slot.stage,
        "submitted_at": slot.submitted_at,
        "report_seq": slot.report_seq,
        "reason": slot.reason,
    }


def slot_of(row: Row[Any]) -> Slot:
    """The slot of a row of the table `report_slot`."""
    return Slot(
        id=row.id,
        incident=row.incident,
        obligation=row.obligation,
        series=row.series,
        reporter=row.reporter,
        recipients=tuple(json.loads(row.recipients)),
        due_at=row.due_at,
        opens_at=row.opens_at,
        state=row.state,
        clause=row.clause,
        immediately=row.immediately,
        stage=row.stage,
        submitted_at=row.submitted_at,
        report_seq=row.report_seq,
        reason=row.reason,
    )
