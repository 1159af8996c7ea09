"""Who answered a call, by what; and calls as they are read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from api.calling.call_record import OVER, CallRecord
from api.store.call_work import call_pages
from api.store.call_work.call_entries import Answer, CallEntries, record_in
from api.store.calling import claims
from api.store.database.connections import Database
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from api.store.queries.pagination import Page
from engine.errors import NotFound, StateRefuses
from engine.incident.calls import Call

T = TypeVar("T")

CODES_KEPT = timedelta(days=1)
"""How long the code of a message answers; its link answers for longer."""

MEANS = {"sms_reply": "sms"}
"""What channels call the way of an answer → `call.means` of the catalogues."""


class CallAnswers:
    """Answers. For an event loop; all may raise `StoreUnavailable`."""

    def __init__(self, database: Database, writer: Writer, entries: CallEntries) -> None:
        self._database, self._writer, self._entries = database, writer, entries

    async def answered_by_message(self, key: str, means: str, note: str) -> None:
        """Take an answer that came by a channel: `api.calling.ports.Answers`.

        A message that is not known, or calls that are over, are left alone.
        """

        def work(journal: SqlJournal) -> None:
            found = claims.answerable(journal.connection, message=key)
            for call in found.calls if found else ():
                record = record_in(journal.connection, call)
                answer = Answer(MEANS.get(means, means), _name(record, found), note)
                self._take(journal, record, answer)

        await self._writer.submit(work)

    async def key_of(self, number: str, code: str) -> str | None:
        """The newest message with this code to this number whose calls still wait, or None."""
        since = self._entries.wall.now - CODES_KEPT
        return await self._asked(partial(claims.key_of, number=number, code=code, since=since))

    async def behind(self, token: str) -> tuple[str, Sequence[CallRecord]] | None:
        """Whose link it is, and the calls that it answers; None for a forged or forgotten one."""

        def ask(connection: Connection) -> tuple[str, Sequence[CallRecord]] | None:
            found = claims.answerable(connection, token=token)
            if found is None:
                return None
            records = [record_in(connection, call) for call in found.calls]
            return _name(records[0], found), records

        return await self._asked(ask)

    async def press(self, token: str) -> tuple[str, Sequence[CallRecord], bool] | None:
        """Answer by a link, once: whose it is, the calls after it, and whether it changed any."""

        def work(journal: SqlJournal) -> tuple[str, Sequence[CallRecord], bool] | None:
            found = claims.answerable(journal.connection, token=token)
            if found is None:
                return None
            before = [record_in(journal.connection, call) for call in found.calls]
            name = _name(before[0], found)
            taken = [self._take(journal, one, Answer("link", name)) for one in before]
            after = [record_in(journal.connection, call) for call in found.calls]
            return name, after, any(taken)

        # A stranger's forged link costs no turn of the one writer.
        return await self._writer.submit(work) if await self.behind(token) else None

    def _take(self, journal: SqlJournal, record: CallRecord, answer: Answer) -> bool:
        """Enter an answer; False where there is nothing to answer any more.

        What is over by now, though nobody has entered it yet, refuses the answer as well: one
        such call keeps back no answer to the others of its message.
        """
        if record.call.state in OVER:
            return False
        try:
            self._entries.answered(journal, record.id, answer)
        except (NotFound, StateRefuses):
            return False
        return True

    async def reached(self, call: str, means: str, by: str, note: str) -> None:
        """The desk has reached somebody for a call of no incident.

        Raises `NotFound`, and `StateRefuses` for a call that is answered or cancelled.
        """
        answer = Answer(means, by, note)
        await self._writer.submit(lambda journal: self._entries.answered(journal, call, answer))

    async def call(self, call: str) -> CallRecord:
        """A call. Raises `NotFound`."""
        return await self._asked(lambda connection: record_in(connection, call))

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

    def standing(self) -> list[Call]:
        """The calls of no incident that somebody still has to look after. Blocks."""
        with self._database.reading() as connection:
            return call_pages.standing(connection)

    async def _asked(self, question: Callable[[Connection], T]) -> T:
        def ask() -> T:
            with self._database.reading() as connection:
                return question(connection)

        return await run_in_threadpool(ask)


def _name(record: CallRecord, found: claims.Answerable | None) -> str:
    """The name that the chain gives the contact."""
    contact = found.contact if found else None
    for step in record.call.steps:
        if step.contact == contact:
            return step.person or step.post
    return record.call.post
