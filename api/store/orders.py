"""Orders: work on incidents for whoever is signed in, done once, answered by a reply.

Who asks may have been found some time ago. The transaction that does the work sees what
has become of the sign-in by then, and under the writers' lock nothing of it can change any
more: an account that was disabled before the commit gives no order.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from api.gate import SignedIn, not_signed_in
from api.replies import Reply, reply_again
from api.store.answers import Answer
from api.store.journal import SqlJournal
from api.store.sessions import Sessions
from api.store.writer import Writer
from engine.actors import Actor
from engine.clock import SystemClock

Work = Callable[[SqlJournal, Actor], Reply]
Once = tuple[str, str]
"""An Idempotency-Key, and a digest of the request that it came with."""


class Orders:
    """Puts work into the writer's queue."""

    def __init__(self, writer: Writer, sessions: Sessions) -> None:
        self._writer, self._sessions = writer, sessions
        self._wall = SystemClock()

    def __call__(self, work: Work, who: SignedIn, once: Once | None) -> asyncio.Future[Reply]:
        """Do the work in the next commit; the reply is there when it is on the disk.

        Raises 401 if the sign-in does not hold any more, and what the work raises.
        """

        def job(journal: SqlJournal) -> Reply:
            actor = self._actor(journal, who)
            return work(journal, actor) if once is None else self._once(journal, work, actor, once)

        return self._writer.submit(job)

    def _actor(self, journal: SqlJournal, who: SignedIn) -> Actor:
        now = self._wall.now
        if who.expires_at is not None and who.expires_at <= now:
            raise not_signed_in()
        if who.access == journal.access:
            return who.actor
        found = journal.session(self._sessions, who.session, now)
        if found is None:
            raise not_signed_in()
        return found.account.actor

    def _once(self, journal: SqlJournal, work: Work, actor: Actor, once: Once) -> Reply:
        """The first reply is stored in the same commit."""
        key, request = once
        found = journal.recall(actor.name, key, request)
        if found is not None:
            return reply_again(found.status, found.response.encode())
        reply = work(journal, actor)
        content = reply.content.decode()
        journal.remember(Answer(actor.name, key, request, reply.status, content, self._wall.now))
        return reply
