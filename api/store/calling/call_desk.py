"""Everything about calls that is a transaction: claims, results, answers, calls by hand.

Attempts and answers are entries: of the incident, by the engine's service, or of the server
journal where a call belongs to no incident. The rows of the outbox change in the same commit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Row, select, update
from starlette.concurrency import run_in_threadpool

from api.calling.call_record import OVER, CallRecord, Due
from api.calling.outbox import Claimed, DueCall, NextDue, OutboxFacts
from api.calling.ports import Outcome
from api.server_journal.changed_by import ChangedBy
from api.store.calling import claims, server_calls
from api.store.calling.call_rows import CALL, OUTBOX, call_of
from api.store.contacts.contacts import contact_in
from api.store.database.connections import Database
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from api.store.queries import call_pages
from api.store.queries.pagination import Page
from engine.calling.binding import binding
from engine.calling.chain import Chain, Resolver
from engine.clock import Clock
from engine.contacts.directory import parties_of
from engine.errors import InvalidInput, NotFound, StateRefuses
from engine.incident.call_commands import StartCall
from engine.incident.calls import DESK, SINK
from engine.plan.calling_rules import Who
from engine.ports import CallingBook
from engine.service import Service

T = TypeVar("T")

log = structlog.get_logger("zhiban.calls")

NOTHING_WENT_OUT = frozenset({"failed", "limited", "refused"})
"""Results after which the person has got nothing, so that the next message need not wait."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answered, and by what (`call.means` of the catalogues)."""

    means: str
    by: str
    note: str = ""


class CallDesk:
    """`api.calling.outbox.Outbox`, and the answers. For an event loop; all may raise
    `StoreUnavailable`.

    `gap` is the least time between two messages to one person by one channel.
    """

    def __init__(
        self,
        database: Database,
        writer: Writer,
        service: Service,
        wall: Clock,
        node: str,
        *,
        lease: timedelta,
        gap: timedelta,
    ) -> None:
        self._database, self._writer, self._service = database, writer, service
        self._wall, self._node, self._lease, self._gap = wall, node, lease, gap

    # the worker -----------------------------------------------------------------------

    async def claim(self, most: int) -> Sequence[Claimed]:
        """Take what is due, at most so many rows, for this node alone."""
        return await self._writer.submit(partial(self._claim, most))

    async def settle(self, claimed: Claimed, outcome: Outcome, retry_s: float | None) -> None:
        """Enter an attempt; entering it again changes nothing."""
        await self._writer.submit(partial(self._settle, claimed, outcome, retry_s))

    async def next_due(self) -> NextDue:
        """When there is something to do."""
        return await self._asked(claims.next_due)

    async def facts(self) -> OutboxFacts:
        """How the outbox stands."""
        now = self._service.clock.now
        return await self._asked(lambda connection: claims.facts(connection, now))

    def _claim(self, most: int, journal: SqlJournal) -> list[Claimed]:
        now, wall = self._service.clock.now, self._wall.now
        server_calls.exhaust(journal, now, wall)
        for row in claims.lost(journal.connection, wall):
            self._give_back(journal, row)
        terms = claims.Terms(self._node, now, wall, self._lease, self._gap, most)
        groups = claims.together(claims.take(journal.connection, terms))
        return [self._claimed(journal, rows) for rows in groups]

    def _give_back(self, journal: SqlJournal, row: Row[Any]) -> None:
        """Nobody knows what became of it: that is entered, and it is due again."""
        if row.settled < row.tries:
            record = _record(journal.connection, row.call)
            self._enter(journal, record, row.step, row.channel, "unknown", "claim_lost")
        again = _record(journal.connection, row.call).call.open or row.kind == "over"
        state = "queued" if again else "cancelled"
        _update(journal.connection, row.id, state=state, settled=row.tries, outcome="unknown")

    def _claimed(self, journal: SqlJournal, rows: Sequence[Row[Any]]) -> Claimed:
        first = rows[0]
        name = claims.named(journal.connection, rows, self._wall.now)
        calls = []
        for row in rows:
            record = _record(journal.connection, row.call)
            incident = journal.load(record.incident) if record.incident else None
            calls.append(DueCall(row.id, row.tries, record, row.step, incident))
        return Claimed(
            key=name.key,
            contact=contact_in(journal.connection, first.contact) if first.contact else None,
            channel=first.channel,
            exercise=first.exercise,
            over=first.kind == "over",
            calls=tuple(calls),
            tries=max(row.tries for row in rows),
            token=name.token,
            code=name.code,
        )

    def _settle(
        self, claimed: Claimed, outcome: Outcome, retry_s: float | None, journal: SqlJournal
    ) -> None:
        for one in claimed.calls:
            row = journal.connection.execute(select(OUTBOX).where(OUTBOX.c.id == one.row)).one()
            if row.settled < one.tries:
                self._settle_row(journal, row, one, outcome, retry_s)

    def _settle_row(
        self,
        journal: SqlJournal,
        row: Row[Any],
        one: DueCall,
        outcome: Outcome,
        retry_s: float | None,
    ) -> None:
        detail = f"told_over {outcome.detail}" if row.kind == "over" else outcome.detail
        self._enter(journal, one.record, one.step, row.channel, outcome.result, detail)
        record = _record(journal.connection, row.call)
        if outcome.result == "answered" and record.call.state not in OVER:
            step = record.call.steps[one.step]
            self._answered(journal, record.id, Answer("key", step.person or step.post))
            record = _record(journal.connection, row.call)
        next_at = None
        if retry_s is not None and (record.call.open or row.kind == "over"):
            next_at = self._service.clock.now + timedelta(seconds=retry_s)
            if next_at >= record.call.exhausts_at:
                next_at = None
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

    def _enter(
        self,
        journal: SqlJournal,
        record: CallRecord,
        step: int,
        channel: str,
        outcome: str,
        detail: str,
    ) -> None:
        if record.incident is None:
            server_calls.attempted(
                journal, record.call, step, channel, outcome, detail, self._wall.now
            )
            return
        # An incident forgets calls that are long over; their late results are in the log alone.
        try:
            self._service.record_attempt(
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

    # answers --------------------------------------------------------------------------

    async def answered_by_message(self, key: str, means: str, note: str) -> None:
        """Take an answer that came by a channel: `api.calling.ports.Answers`.

        A message that is not known, or calls that are over, are left alone.
        """

        def work(journal: SqlJournal) -> None:
            found = claims.answerable(journal.connection, message=key)
            for call in found.calls if found else ():
                record = _record(journal.connection, call)
                if record.call.state not in OVER:
                    self._answered(journal, call, Answer(means, _name(record, found), note))

        await self._writer.submit(work)

    async def key_of(self, number: str, code: str) -> str | None:
        """The newest message with this code to this number whose calls still wait, or None."""
        return await self._asked(partial(claims.key_of, number=number, code=code))

    async def behind(self, token: str) -> tuple[str, Sequence[CallRecord]] | None:
        """Whose link it is, and the calls that it answers; None for a forged or forgotten one."""

        def ask(connection: Connection) -> tuple[str, Sequence[CallRecord]] | None:
            found = claims.answerable(connection, token=token)
            if found is None:
                return None
            records = [_record(connection, call) for call in found.calls]
            return _name(records[0], found), records

        return await self._asked(ask)

    async def press(self, token: str) -> tuple[str, Sequence[CallRecord], bool] | None:
        """Answer by a link, once: whose it is, the calls after it, and whether it changed any."""

        def work(journal: SqlJournal) -> tuple[str, Sequence[CallRecord], bool] | None:
            found = claims.answerable(journal.connection, token=token)
            if found is None:
                return None
            before = [_record(journal.connection, call) for call in found.calls]
            name = _name(before[0], found)
            waiting = [one for one in before if one.call.state not in OVER]
            for one in waiting:
                self._answered(journal, one.id, Answer("link", name))
            after = [_record(journal.connection, call) for call in found.calls]
            return name, after, bool(waiting)

        return await self._writer.submit(work)

    async def start(self, asked: StartCall, by: ChangedBy) -> str:
        """Call somebody for no incident; the call's id.

        Raises `NotFound` for a contact that there is not, `InvalidInput`.
        """
        return await self._writer.submit(partial(self._start, asked, by))

    def _start(self, asked: StartCall, by: ChangedBy, journal: SqlJournal) -> str:
        book = self._service.calling
        if book is None:
            raise StateRefuses("calling_off")
        now, exercise = self._service.clock.now, self._service.exercises_only
        resolver = Resolver(book, binding(exercise=exercise), now)
        if sum(one is not None for one in (asked.post, asked.contact, asked.on_duty)) != 1:
            raise InvalidInput("call_whom", field="post")
        values = {"reason": asked.reason}
        chain = self._chain(book, resolver, asked)
        return server_calls.start(journal, chain, "by_hand", None, values, by)

    def _chain(self, book: CallingBook, resolver: Resolver, asked: StartCall) -> Chain:
        if asked.contact is not None:
            contact = book.contact(asked.contact)
            if contact is None:
                raise NotFound("contact_not_found", id=asked.contact)
            return resolver.by_hand([contact])
        if asked.on_duty is not None:
            who = Who(on_duty=asked.on_duty)
            return resolver.by_hand(resolver.contacts(who), who)
        plan_id, _, post = (asked.post or "").partition(":")
        plan = self._service.plans.current().get(plan_id)
        known = [one.id for one in parties_of(plan)] if plan is not None else []
        if plan is None or post not in known:
            accepted = ", ".join(f"{plan_id}:{one}" for one in known)
            accepted = accepted or ", ".join(self._service.plans.current())
            raise InvalidInput(
                "bad_value", field="post", value=(asked.post or "")[:80], accepted=accepted
            )
        found = book.reachable(plan, post, None)
        who = Who(role=post) if post in plan.role_by_id else Who(unit=post)
        return replace(resolver, plan=plan).by_hand(found, who)

    async def reached(self, call: str, means: str, by: str, note: str) -> None:
        """The desk has reached somebody for a call of no incident.

        Raises `NotFound`, and `StateRefuses` for a call that is answered or cancelled.
        """
        answer = Answer(means, by, note)
        await self._writer.submit(lambda journal: self._answered(journal, call, answer))

    def _answered(self, journal: SqlJournal, call: str, answer: Answer) -> None:
        record = _record(journal.connection, call)
        if record.incident is None:
            now, wall = self._service.clock.now, self._wall.now
            server_calls.answered(
                journal, record.call, answer.means, answer.by, answer.note, now, wall
            )
            return
        self._service.record_answer(
            journal, record.incident, call, means=answer.means, by=answer.by, note=answer.note
        )

    # reading --------------------------------------------------------------------------

    async def call(self, call: str) -> CallRecord:
        """A call. Raises `NotFound`."""
        return await self._asked(lambda connection: _record(connection, call))

    async def page(
        self,
        *,
        incident: str | None,
        states: Collection[str],
        exercise: bool | None,
        after: str | None,
        limit: int,
    ) -> Page[CallRecord]:
        """Calls in some states (none named: in any), the newest first."""

        def ask(connection: Connection) -> Page[CallRecord]:
            return call_pages.calls(
                connection,
                incident=incident,
                states=states,
                exercise=exercise,
                after=after,
                limit=limit,
            )

        return await self._asked(ask)

    async def _asked(self, question: Callable[[Connection], T]) -> T:
        def ask() -> T:
            with self._database.reading() as connection:
                return question(connection)

        return await run_in_threadpool(ask)


def _record(connection: Connection, call: str) -> CallRecord:
    row = connection.execute(select(CALL).where(CALL.c.id == call)).one_or_none()
    if row is None:
        raise NotFound("call_not_found", id=call)
    return call_of(row)


def _update(connection: Connection, row: str, **values: object) -> None:
    connection.execute(update(OUTBOX).where(OUTBOX.c.id == row).values(**values))


def _name(record: CallRecord, found: claims.Answerable | None) -> str:
    """The name that the chain gives the contact."""
    contact = found.contact if found else None
    for step in record.call.steps:
        if step.contact == contact:
            return step.person or step.post
    return record.call.post
