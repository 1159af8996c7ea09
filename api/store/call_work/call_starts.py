"""Calls that belong to no incident, started and ended: by hand, and by what a server notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from api.command_request import IdempotencyKey
from api.server_journal.changed_by import ChangedBy, by_program
from api.store.call_work import server_calls
from api.store.calling.call_rows import CALL, call_of
from api.store.journal.idempotency import made_before, note_made
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from engine.calling.binding import binding
from engine.calling.chain import Chain, Resolver
from engine.calling.standing import cancelling, starting
from engine.clock import Clock
from engine.contacts.directory import parties_of
from engine.errors import InvalidInput, NotFound, StateRefuses
from engine.frozen import replace
from engine.incident.call_commands import StartCall
from engine.incident.calls import OPEN_CALL_STATES, Call
from engine.plan.calling_rules import Trigger, Who
from engine.ports import CallingBook
from engine.service import Service

JUST_TOLD = timedelta(minutes=2)
"""Several nodes look at the same thing, each at its own time: what has been answered for so short
a time is what another node has told, and not something new."""


class CallStarts:
    """Starts calls. For an event loop; all may raise `StoreUnavailable`.

    `moved` hears that a notice has started or ended calls: whoever sends need not find out later.
    """

    def __init__(
        self, writer: Writer, service: Service, wall: Clock, moved: Callable[[], None]
    ) -> None:
        self._writer, self._service, self._wall, self._moved = writer, service, wall, moved

    async def by_hand(
        self, asked: StartCall, by: ChangedBy, once: IdempotencyKey | None = None
    ) -> str:
        """Call somebody for no incident; the call's id, for a repeated key that of the first.

        Raises `NotFound` for a contact that there is not, `InvalidInput`, `KeyReused`.
        """
        return await self._writer.submit(partial(self._by_hand, asked, by, once))

    async def notice(self, trigger: Trigger, subject: str, values: Mapping[str, Any]) -> list[str]:
        """Call by the rules of an alarm, a gap in the roster or an overdue hand-over.

        `subject` names it; a rule that has an open call about it starts none, and nothing starts
        one within `JUST_TOLD` of a call about it that was answered. The calls' ids.
        """
        started = await self._writer.submit(partial(self._notice, trigger, subject, values))
        if started:
            self._moved()
        return started

    async def over(self, trigger: Trigger, subject: str) -> int:
        """End the open calls about something that is over; how many."""
        ended = await self._writer.submit(partial(self._over, trigger, subject))
        if ended:
            self._moved()
        return ended

    async def subjects(self, trigger: Trigger) -> Mapping[str, bool]:
        """What the calls of a trigger have been about, and whether one of them is open."""
        return await self._writer.submit(partial(_subjects, trigger))

    def _by_hand(
        self, asked: StartCall, by: ChangedBy, once: IdempotencyKey | None, journal: SqlJournal
    ) -> str:
        first = made_before(journal.connection, by.actor, once)
        if first is not None:
            return first
        book = self._book
        if sum(one is not None for one in (asked.post, asked.contact, asked.on_duty)) != 1:
            raise InvalidInput("call_whom", field="post")
        bound = binding(exercise=self._service.exercises_only)
        chain = self._chain(book, Resolver(book, bound, self._service.clock.now), asked)
        call = server_calls.start_by_hand(journal, chain, asked.reason, by)
        note_made(journal.connection, by.actor, once, call, by.at)
        return call

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
        known = {one.id: one.kind for one in parties_of(plan)} if plan is not None else {}
        if plan is None or post not in known:
            accepted = ", ".join(f"{plan_id}:{one}" for one in known)
            accepted = accepted or ", ".join(self._service.plans.current())
            raise InvalidInput(
                "bad_value", field="post", value=(asked.post or "")[:80], accepted=accepted
            )
        who = Who.model_validate({known[post]: post})
        of_plan = replace(resolver, plan=plan)
        return of_plan.by_hand(of_plan.contacts(who), who)

    def _notice(
        self, trigger: Trigger, subject: str, values: Mapping[str, Any], journal: SqlJournal
    ) -> list[str]:
        exercise, now = self._service.exercises_only, self._service.clock.now
        if _just_answered(journal, trigger, subject, self._wall.now - JUST_TOLD):
            return []
        entries = starting(
            self._book,
            trigger,
            subject,
            values,
            now,
            server_calls.next_number(journal),
            _open(journal),
            exercise=exercise,
        )
        return server_calls.enter_all(journal, entries, by_program(self._wall.now))

    def _over(self, trigger: Trigger, subject: str, journal: SqlJournal) -> int:
        entries = cancelling(_open(journal), trigger, subject, self._service.clock.now)
        return len(server_calls.enter_all(journal, entries, by_program(self._wall.now)))

    @property
    def _book(self) -> CallingBook:
        book = self._service.calling
        if book is None:
            raise StateRefuses("calling_off")
        return book


def _open(journal: SqlJournal) -> list[Call]:
    """The open calls of no incident."""
    wanted = select(CALL).where(CALL.c.incident.is_(None), CALL.c.state.in_(OPEN_CALL_STATES))
    return [call_of(row).call for row in journal.connection.execute(wanted)]


def _just_answered(journal: SqlJournal, trigger: Trigger, subject: str, since: datetime) -> bool:
    wanted = select(CALL).where(CALL.c.incident.is_(None), CALL.c.started_at > since)
    rows = journal.connection.execute(wanted.where(CALL.c.state == "answered"))
    calls = (call_of(row).call for row in rows)
    return any((one.trigger, one.subject) == (trigger, subject) for one in calls)


def _subjects(trigger: Trigger, journal: SqlJournal) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for row in journal.connection.execute(select(CALL).where(CALL.c.incident.is_(None))):
        call = call_of(row).call
        if call.trigger == trigger and call.subject is not None:
            found[call.subject] = found.get(call.subject, False) or call.open
    return found
