"""Claims and results of the worker, each one transaction: `api.calling.outbox.Outbox`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Row, select, update
from starlette.concurrency import run_in_threadpool

from api.calling.call_record import OVER, CallRecord, Due
from api.calling.outbox import NO_CHANNEL, Claimed, DueCall, NextDue, OutboxFacts
from api.calling.ports import Outcome
from api.store.call_work import server_calls
from api.store.call_work.call_entries import Answer, CallEntries, record_in, records_in
from api.store.calling import claims
from api.store.calling.call_rows import OUTBOX
from api.store.contacts.contacts import contacts_in
from api.store.database.connections import Database
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from engine.contacts.contact import Contact
from engine.incident.calls import DESK, SINK

log = structlog.get_logger("zhiban.calls")

T = TypeVar("T")

TOLD_OVER = "told_over"
"""The word of the detail (`channel.detail`) of a message that takes a call back."""

NOTHING_WENT_OUT = frozenset({"failed", "limited", "refused"})
"""Results after which the person has got nothing, so that the next message need not wait."""


class CallOutbox:
    """The outbox of one node. For an event loop; all may raise `StoreUnavailable`.

    `gap` is the least time between two messages to one person by one channel, `channels` are
    those that this node can send by.
    """

    def __init__(
        self,
        database: Database,
        writer: Writer,
        entries: CallEntries,
        node: str,
        *,
        lease: timedelta,
        gap: timedelta,
        channels: Collection[str],
    ) -> None:
        self._database, self._writer, self._entries = database, writer, entries
        self._service, self._wall = entries.service, entries.wall
        self._node, self._lease, self._gap = node, lease, gap
        self._channels = tuple(sorted({*channels, SINK}))

    async def claim(self, most: int) -> Sequence[Claimed]:
        """Take what is due, at most so many rows, for this node alone."""
        return await self._writer.submit(partial(self._claim, most))

    async def hold(self, claimed: Sequence[Claimed]) -> None:
        """Make claims hold for another lease; one that was lost stays lost."""
        rows = [call.row for one in claimed for call in one.calls]
        terms = (self._node, self._wall.now + self._lease)
        await self._writer.submit(lambda journal: claims.hold(journal.connection, rows, *terms))

    async def settle(self, claimed: Claimed, outcome: Outcome, retry_s: float | None) -> None:
        """Enter an attempt; entering it again changes nothing."""
        await self._writer.submit(partial(self._settle, claimed, outcome, retry_s))

    async def next_due(self) -> NextDue:
        """When there is something to do."""
        return await self._asked(lambda connection: claims.next_due(connection, self._channels))

    async def facts(self) -> OutboxFacts:
        """How the outbox stands."""
        now = self._service.clock.now
        return await self._asked(lambda connection: claims.facts(connection, now))

    def _claim(self, most: int, journal: SqlJournal) -> list[Claimed]:
        now, wall = self._service.clock.now, self._wall.now
        server_calls.exhaust(journal, now, wall)
        for row in claims.lost(journal.connection, wall):
            self._give_back(journal, row)
        terms = claims.Terms(self._node, now, wall, self._lease, self._gap, most, self._channels)
        groups = claims.together(claims.take(journal.connection, terms))
        if not groups:
            return []
        connection = journal.connection
        records = records_in(connection, {row.call for rows in groups for row in rows})
        wanted = {rows[0].contact for rows in groups} - {None}
        contacts = contacts_in(connection, wanted)
        names = claims.name_all(connection, groups, wall)
        return [
            self._claimed(journal, rows, name, records, contacts.get(rows[0].contact))
            for rows, name in zip(groups, names, strict=True)
        ]

    def _give_back(self, journal: SqlJournal, row: Row[Any]) -> None:
        """Nobody knows what became of it: that is entered, and it is due again."""
        if row.settled < row.tries:
            record = record_in(journal.connection, row.call)
            self._entries.attempted(journal, record, row.step, row.channel, "unknown", "claim_lost")
        again = record_in(journal.connection, row.call).call.open or row.kind == "over"
        state = "queued" if again else "cancelled"
        _update(journal.connection, row.id, state=state, settled=row.tries, outcome="unknown")

    def _claimed(
        self,
        journal: SqlJournal,
        rows: Sequence[Row[Any]],
        name: claims.Named,
        records: Mapping[str, CallRecord],
        contact: Contact | None,
    ) -> Claimed:
        first = rows[0]
        calls = []
        for row in rows:
            record = records[row.call]
            incident = journal.load(record.incident) if record.incident else None
            calls.append(DueCall(row.id, row.tries, record, row.step, incident))
        exercise = first.exercise or any(map(_of_exercise, calls))
        return Claimed(
            key=name.key,
            contact=contact,
            channel=SINK if exercise else first.channel,
            exercise=exercise,
            over=first.kind == "over",
            calls=tuple(calls),
            tries=max(row.tries for row in rows),
            token=None if exercise else name.token,
            code=None if exercise else name.code,
        )

    def _settle(
        self, claimed: Claimed, outcome: Outcome, retry_s: float | None, journal: SqlJournal
    ) -> None:
        wanted = select(OUTBOX).where(OUTBOX.c.id.in_([one.row for one in claimed.calls]))
        rows = {row.id: row for row in journal.connection.execute(wanted)}
        for one in claimed.calls:
            row = rows.get(one.row)
            if row is None:
                # A standby that took over had not received it: nothing is left to settle.
                log.error("settled_message_gone", message=one.row, outcome=outcome.result)
            elif row.settled < one.tries:
                self._settle_row(journal, row, one, outcome, retry_s)

    def _settle_row(
        self,
        journal: SqlJournal,
        row: Row[Any],
        one: DueCall,
        outcome: Outcome,
        retry_s: float | None,
    ) -> None:
        detail = f"{TOLD_OVER} {outcome.detail}" if row.kind == "over" else outcome.detail
        channel = SINK if one.record.call.exercise else row.channel
        self._entries.attempted(journal, one.record, one.step, channel, outcome.result, detail)
        record = record_in(journal.connection, row.call)
        if outcome.result == "answered" and record.call.state not in OVER:
            step = record.call.steps[one.step]
            self._entries.answered(journal, record.id, Answer("key", step.person or step.post))
            record = record_in(journal.connection, row.call)
        next_at = None
        if retry_s is not None and (record.call.open or row.kind == "over"):
            next_at = self._service.clock.now + timedelta(seconds=retry_s)
            if next_at >= record.call.exhausts_at:
                next_at = None
        elif self._left_to_others(row, outcome) and record.call.open:
            next_at = row.next_at
        _update(
            journal.connection,
            row.id,
            state="done" if next_at is None else "queued",
            next_at=next_at or row.next_at,
            settled=one.tries,
            outcome=outcome.result,
            sent_at=None if outcome.result in NOTHING_WENT_OUT else row.sent_at,
        )
        if row.kind == "call" and record.call.state == "cancelled":
            self._tell_over(journal, record, row, outcome)

    def _left_to_others(self, row: Row[Any], outcome: Outcome) -> bool:
        """Whether another node may have the channel, and be away for longer than is waited."""
        return outcome == NO_CHANNEL and row.kind == "call" and row.channel not in self._channels

    def _tell_over(
        self, journal: SqlJournal, record: CallRecord, row: Row[Any], outcome: Outcome
    ) -> None:
        """The call was cancelled while its message was on its way: take the message back."""
        id_ = f"{record.id}.over.{row.contact}.{row.channel}"
        known = journal.connection.scalar(select(OUTBOX.c.id).where(OUTBOX.c.id == id_))
        may_have = outcome.result in ("sent", "unknown")
        if known is None and may_have and row.channel not in (DESK, SINK, "voice"):
            now = self._service.clock.now
            due = Due(id_, record.id, "over", row.step, row.contact, row.channel, now)
            journal.calls.add(due, exercise=record.call.exercise)

    async def _asked(self, question: Callable[[Connection], T]) -> T:
        def ask() -> T:
            with self._database.reading() as connection:
                return question(connection)

        return await run_in_threadpool(ask)


def _of_exercise(due: DueCall) -> bool:
    """Whether the call or its incident is one of an exercise, whatever the message's row says."""
    return due.record.call.exercise or (due.incident is not None and due.incident.exercise)


def _update(connection: Connection, row: str, **values: object) -> None:
    connection.execute(update(OUTBOX).where(OUTBOX.c.id == row).values(**values))
