"""Entries about calls that belong to no incident: they stand in the server journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from api.calling.call_record import CallEntry
from api.server_journal.changed_by import ChangedBy, by_program
from api.server_journal.events import Change
from api.store.calling.call_rows import CALL, call_of
from api.store.journal.journal import SqlJournal
from api.store.server_journal.journal import LAST, record
from engine.calling.chain import Chain
from engine.calling.entries import start_data
from engine.calling.standing import (
    StandingEntry,
    answering,
    attempting,
    exhausting,
    standing_id,
)
from engine.incident.calls import OPEN_CALL_STATES, Call

MOST_AT_ONCE = 200


def next_number(journal: SqlJournal) -> int:
    """The number of the server journal's next entry, which is that of the call it starts."""
    last = journal.connection.execute(LAST).one_or_none()
    return (last.seq if last else 0) + 1


def enter_all(journal: SqlJournal, entries: Iterable[StandingEntry], by: ChangedBy) -> list[str]:
    """Append entries about calls, and bring their rows up; the calls' ids."""
    told = list(entries)
    if told:
        connection = journal.connection
        record(connection, by, *(Change(one.type, one.data) for one in told))
        for one in told:
            journal.calls.take_entry(CallEntry(one.type, by.at, None, one.data))
        journal.calls.flush()
    return [str(one.data["call"]) for one in told]


def start_by_hand(journal: SqlJournal, chain: Chain, reason: str, by: ChangedBy) -> str:
    """Start a call that somebody asks for; its id."""
    id_ = standing_id(next_number(journal))
    data = start_data(id_, "by_hand", None, {"reason": reason}, chain)
    (call,) = enter_all(journal, [StandingEntry("call_started", by.at, data)], by)
    return call


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
    entry = attempting(call, step, channel, outcome, detail, wall)
    enter_all(journal, [entry], by_program(wall))


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
    enter_all(journal, [answering(call, means, by, note, now)], by_program(wall))


def exhaust(journal: SqlJournal, now: datetime, wall: datetime) -> int:
    """End the calls that nobody has answered in time; how many."""
    wanted = select(CALL).where(CALL.c.incident.is_(None), CALL.c.exhausts_at <= now)
    wanted = wanted.where(CALL.c.state.in_(OPEN_CALL_STATES)).limit(MOST_AT_ONCE)
    calls = [call_of(row).call for row in journal.connection.execute(wanted)]
    return len(enter_all(journal, exhausting(calls, now), by_program(wall)))
