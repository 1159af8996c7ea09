"""The command runner: decides, evolves and appends in one transaction, then replies.

The sign-in may have been looked up some time ago, so the transaction checks it again. Under
the writers' lock no sign-in changes: a command of an account that was disabled before the
commit is refused.

The reply is rendered after the commit, outside the lock. With an Idempotency-Key it is
rendered inside: its text is stored in the same commit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from api.access.account_audience import Audiences
from api.access.delegates import check_delegate
from api.access.identity import SignedIn, not_signed_in
from api.access.visibility import Visibility
from api.command_reply import Reply, reply_again
from api.command_request import CommandRequest, IdempotencyKey
from api.store.accounts.accounts import Accounts
from api.store.accounts.sessions import Sessions
from api.store.journal.idempotency import Answer
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from engine.clock import Clock
from engine.errors import NotFound
from engine.incident.actors import Actor
from engine.incident.commands import DelegateRole, LinkIncidents, OpenIncident
from engine.incident.state import Incident
from engine.service import Outcome, Service

Render = Callable[[CommandRequest, Actor, Outcome], Reply]
"""Makes the reply that shows an outcome to the account that caused it."""

Narrowed = Callable[[CommandRequest, Actor, Incident, Reply], Reply]
"""Makes of a reply that was given before what the account may see of it now."""


class CommandRunner:
    """Runs commands through the writer's queue; `run` is for an event loop.

    `audiences` says for whom an incident exists. By `wall` sign-ins expire; it is the real time
    also where the incidents' clock is virtual.
    """

    def __init__(
        self,
        writer: Writer,
        sessions: Sessions,
        accounts: Accounts,
        service: Service,
        render: Render,
        narrowed: Narrowed,
        audiences: Audiences,
        wall: Clock,
    ) -> None:
        self._audiences = audiences
        self._writer, self._sessions, self._accounts = writer, sessions, accounts
        self._service, self._render, self._narrowed = service, render, narrowed
        self._wall = wall

    async def run(self, request: CommandRequest, by: SignedIn) -> Reply:
        """Run a command in the next commit; the reply exists once the commit is on the disk.

        Raises 401 if the sign-in does not hold any more, `KeyReused`, `StoreUnavailable`,
        and the engine's refusals.
        """
        if request.once is not None:
            return await self._writer.submit(partial(self._once, request, request.once, by))
        actor, outcome = await self._writer.submit(partial(self._decide, request, by))
        return self._render(request, actor, outcome)

    def _decide(
        self, request: CommandRequest, by: SignedIn, journal: SqlJournal
    ) -> tuple[Actor, Outcome]:
        actor = self._actor(journal, by)
        return actor, self._outcome(request, actor, journal)

    def _once(
        self, request: CommandRequest, once: IdempotencyKey, by: SignedIn, journal: SqlJournal
    ) -> Reply:
        """The stored reply to this key, or a new one that is stored in this commit."""
        actor = self._actor(journal, by)
        found = journal.recall(actor.name, once.key, once.digest)
        if found is not None:
            return self._again(request, actor, found, journal)
        outcome = self._outcome(request, actor, journal)
        reply = self._render(request, actor, outcome)
        content = reply.content.decode()
        seen_by = self._sight(actor).audience(outcome.plan, outcome.after).key
        journal.remember(Answer(actor.name, *once, reply.status, content, self._wall.now, seen_by))
        return reply

    def _again(
        self, request: CommandRequest, actor: Actor, found: Answer, journal: SqlJournal
    ) -> Reply:
        """The first reply; cut to what the account may see now, if that has become less.

        Raises `NotFound` if the incident does not exist for the account any more.
        """
        first = reply_again(found.status, found.response.encode())
        incident = journal.load(self._visible(request.incident or first.incident, actor, journal))
        if incident is None:
            raise NotFound("incident_not_found", id=request.incident or first.incident)
        sight = self._sight(actor)
        plan = self._service.plans.pinned(incident.plan, incident.plan_digest)
        audience = sight.audience(plan, incident)
        if audience.kind == "desk" or audience.key == found.audience:
            return first
        return self._narrowed(request, actor, incident, first)

    def _sight(self, actor: Actor) -> Visibility:
        return Visibility(self._audiences, actor, self._service.clock.now)

    def _actor(self, journal: SqlJournal, by: SignedIn) -> Actor:
        now = self._wall.now
        if by.expires_at is not None and by.expires_at <= now:
            raise not_signed_in()
        if by.access == journal.access:
            return by.actor
        found = journal.session(self._sessions, by.session, now)
        if found is None:
            raise not_signed_in()
        return found.account.actor

    def _outcome(self, request: CommandRequest, actor: Actor, journal: SqlJournal) -> Outcome:
        command = request.command
        if isinstance(command, OpenIncident):
            return self._service.open_incident(journal, command, actor)
        incident = self._visible(request.incident, actor, journal)
        if isinstance(command, LinkIncidents):
            self._visible(command.other, actor, journal)
        outcome = self._service.execute(journal, incident, command, actor, request.version)
        if isinstance(command, DelegateRole):
            # After the command: only an account that may delegate learns which accounts exist.
            check_delegate(self._accounts.find, command)
        return outcome

    def _visible(self, asked: str, actor: Actor, journal: SqlJournal) -> str:
        """The id for an id or a number; `NotFound` if it does not exist for this account."""
        found = journal.load(asked)
        if found is None:
            numbered = journal.numbered(asked)
            found = journal.load(numbered) if numbered is not None else None
        if found is None:
            raise NotFound("incident_not_found", id=asked)
        if self._audiences.of(actor).narrow:
            plan = self._service.plans.pinned(found.plan, found.plan_digest)
            self._sight(actor).check(plan, found, asked)
        return found.id
