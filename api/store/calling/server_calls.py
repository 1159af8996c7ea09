"""Calls that belong to no incident: their entries stand in the server journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from api.calling.call_record import CallEntry
from api.server_journal.changed_by import ChangedBy, by_program
from api.server_journal.events import Change
from api.store.calling.call_rows import CALL, call_of
from api.store.journal.journal import SqlJournal
from api.store.server_journal.journal import LAST, record
from engine.calling.chain import Chain
from engine.calling.entries import check_answerable, start_data
from engine.incident.calls import (
    OPEN_CALL_STATES,
    Call,
    answer_data,
    attempt_data,
    cancellation_data,
    exhaustion_data,
)
from engine.plan.calling_rules import CallingRule

MOST_AT_ONCE = 200


def next_id(journal: SqlJournal) -> str:
    """The id of the call that the server journal's next entry starts."""
    last = journal.connection.execute(LAST).one_or_none()
    return f"s-c{(last.seq if last else 0) + 1}"


def enter(journal: SqlJournal, type_: str, data: Mapping[str, Any], by: ChangedBy) -> None:
    """Append one entry about a call, and bring its row up."""
    connection = journal.connection
    record(connection, by, Change(type_, data))
    journal.calls.take_entry(CallEntry(type_, by.at, None, data))
    journal.calls.flush()


def start(
    journal: SqlJournal,
    chain: Chain,
    trigger: str,
    subject: str | None,
    values: Mapping[str, Any],
    by: ChangedBy,
    *,
    rule: CallingRule | None = None,
    digest: str | None = None,
) -> str:
    """Start a call; its id. `values` are those of its reason."""
    id_ = next_id(journal)
    data = start_data(id_, trigger, subject, values, chain, rule=rule, digest=digest)
    enter(journal, "call_started", data, by)
    return id_


def attempted(
    journal: SqlJournal,
    call: Call,
    step: int,
    channel: str,
    outcome: str,
    detail: str,
    wall: datetime,
) -> None:
    """Enter what a channel made of one step."""
    data = attempt_data(call.id, step, call.steps[step].contact, channel, outcome, detail)
    enter(journal, "call_attempted", data, by_program(wall))


def answered(
    journal: SqlJournal,
    call: Call,
    means: str,
    by: str,
    note: str,
    now: datetime,
    wall: datetime,
) -> None:
    """Enter an answer. Raises `StateRefuses` for a call that is answered or cancelled."""
    check_answerable(call)
    enter(journal, "call_answered", answer_data(call.id, means, by, note, now), by_program(wall))


def cancel(journal: SqlJournal, call: Call, why: str, wall: datetime) -> None:
    """End a call whose reason is over."""
    enter(journal, "call_cancelled", cancellation_data(call, why), by_program(wall))


def exhaust(journal: SqlJournal, now: datetime, wall: datetime) -> int:
    """End the calls that nobody has answered in time; how many."""
    wanted = select(CALL).where(CALL.c.incident.is_(None), CALL.c.exhausts_at <= now)
    wanted = wanted.where(CALL.c.state.in_(OPEN_CALL_STATES)).limit(MOST_AT_ONCE)
    rows = journal.connection.execute(wanted).all()
    for row in rows:
        enter(journal, "call_exhausted", exhaustion_data(call_of(row).call), by_program(wall))
    return len(rows)
