"""Calls and due messages ↔ rows. Nothing here talks to a database."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Row

from api.calling.call_record import CallEntry, CallRecord, Due, record_of
from api.store.database.rows import to_json
from api.store.database.tables import AnswerTokenRow, CallRow, OutboxRow, table
from engine.instants import from_text, to_text

CALL = table(CallRow)
OUTBOX = table(OutboxRow)
ANSWER_TOKEN = table(AnswerTokenRow)


def call_row(record: CallRecord) -> dict[str, Any]:
    """The row of a call."""
    call = record.call
    entries = [[one.type, to_text(one.at), one.clause, one.data] for one in record.entries]
    return {
        "id": call.id,
        "incident": record.incident,
        "exercise": call.exercise,
        "state": call.state,
        "started_at": call.started_at,
        "answer_by": call.answer_by,
        "exhausts_at": call.exhausts_at,
        "entries": to_json(entries),
    }


def call_of(row: Row[Any]) -> CallRecord:
    """The call of a row of the table `calls`."""
    entries = [
        CallEntry(type_, from_text(at), clause, data)
        for type_, at, clause, data in json.loads(row.entries)
    ]
    return record_of(entries, row.incident, exercise=row.exercise)


def outbox_row(due: Due, *, exercise: bool) -> dict[str, Any]:
    """The row of a message that nobody has sent."""
    return {
        "id": due.id,
        "call": due.call,
        "kind": due.kind,
        "exercise": exercise,
        "step": due.step,
        "contact": due.contact,
        "channel": due.channel,
        "due_at": due.due_at,
        "next_at": due.due_at,
        "state": "queued",
        "tries": 0,
        "settled": 0,
    }
