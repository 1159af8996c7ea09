"""Attempts and answers as entries: of an incident's journal, or of the server journal.

Which of both follows from the call. The rows of calls change in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection, select

from api.calling.call_record import CallRecord
from api.store.call_work import server_calls
from api.store.calling.call_rows import CALL, call_of
from api.store.journal.journal import SqlJournal
from engine.clock import Clock
from engine.errors import NotFound
from engine.service import Service

log = structlog.get_logger("zhiban.calls")


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answered, and by what (`call.means` of the catalogues)."""

    means: str
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CallEntries:
    """Enters what became of calls. By `wall` the server journal is dated."""

    service: Service
    wall: Clock

    def attempted(
        self,
        journal: SqlJournal,
        record: CallRecord,
        step: int,
        channel: str,
        outcome: str,
        detail: str,
    ) -> None:
        """Enter what a channel made of one step of a call."""
        if record.incident is None:
            server_calls.attempted(
                journal, record.call, step, channel, outcome, detail, self.wall.now
            )
            return
        # An incident forgets calls that are long over; their late results are in the log alone.
        try:
            self.service.record_attempt(
                journal,
                record.incident,
                record.id,
                step=step,
                channel=channel,
                outcome=outcome,
                detail=detail,
            )
        except NotFound:
            log.warning("late_result", call=record.id, channel=channel, outcome=outcome)

    def answered(self, journal: SqlJournal, call: str, answer: Answer) -> None:
        """Enter an answer.

        Raises `NotFound`, and `StateRefuses` for a call that is answered or cancelled.
        """
        record = record_in(journal.connection, call)
        if record.incident is None:
            now, wall = self.service.clock.now, self.wall.now
            server_calls.answered(
                journal, record.call, answer.means, answer.by, answer.note, now, wall
            )
            return
        self.service.record_answer(
            journal, record.incident, call, means=answer.means, by=answer.by, note=answer.note
        )


def record_in(connection: Connection, call: str) -> CallRecord:
    """A call as this transaction sees it. Raises `NotFound`."""
    row = connection.execute(select(CALL).where(CALL.c.id == call)).one_or_none()
    if row is None:
        raise NotFound("call_not_found", id=call)
    return call_of(row)


def records_in(connection: Connection, calls: Iterable[str]) -> dict[str, CallRecord]:
    """Some calls as this transaction sees them, by id."""
    rows = connection.execute(select(CALL).where(CALL.c.id.in_([*calls])))
    return {row.id: call_of(row) for row in rows}
