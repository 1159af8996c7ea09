"""This server as one node among several on a database: what the follower does here.

What any node has committed goes to this node's hub and scheduler in cursor order; a
sign-in that was ended on any node closes its sockets on this one; a database that lost
commits makes everything begin afresh. The store is given by `api.app`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from starlette.concurrency import run_in_threadpool

from api.desk import Desk
from api.live.board import Commit
from api.live.follower import Follower, Mark, News
from engine.actors import Actor
from engine.state import Incident

Nudge = Callable[[Sequence[Commit] | None], None]
"""Tells the scheduler what was committed; None if anything may be different."""

Standing = tuple[str, Mark, Sequence[Incident]]
"""The epoch, the last event and the open incidents as one snapshot has them."""


class Living(Protocol):
    """The sign-ins of all nodes."""

    def living(self, sessions: Collection[str], now: datetime) -> Mapping[str, Actor]:
        """Those of these that still hold, each with who it stands for."""
        ...


class SharedStore(Protocol):
    """The store as far as other nodes are concerned. Synchronous."""

    @property
    def sessions(self) -> Living:
        """The sign-ins."""
        ...

    def news(self, mark: Mark) -> News:
        """What the journal has after the mark."""
        ...

    def standing(self) -> Standing:
        """Where the database stands."""
        ...

    def went_back(self, epoch: str | None) -> None:
        """Forget what was cached and, unless it is another one by now, renew the epoch."""
        ...


class Node:
    """The four things a follower needs done, for one desk on one store."""

    def __init__(self, desk: Desk, store: SharedStore, nudge: Nudge) -> None:
        self._desk, self._store, self._nudge = desk, store, nudge

    def follower(self, mark: Mark, poll_s: float) -> Follower:
        """A follower that stands at the mark."""
        hub = self._desk.hub
        follower = Follower(
            hub.epoch, mark, self.look, self.publish, self.restart, self.check_access, poll_s
        )
        hub.catch_up = follower.catch_up
        return follower

    async def look(self, mark: Mark) -> News:
        """Ask the store, in a thread."""
        return await run_in_threadpool(self._store.news, mark)

    def publish(self, commits: Sequence[Commit]) -> None:
        """Show commits on the screens, and see whether the next due instant has moved."""
        self._desk.hub.accept(commits)
        self._nudge(commits)

    async def restart(self, news: News) -> tuple[str, Mark]:
        """Begin afresh where the database stands; every client has to do so, too."""
        hub = self._desk.hub
        lost = news.went_back and news.epoch == hub.epoch
        await run_in_threadpool(self._store.went_back, hub.epoch if lost else None)
        epoch, mark, incidents = await run_in_threadpool(self._store.standing)
        hub.restart(epoch, mark[0], incidents)
        self._nudge(None)
        return epoch, mark

    async def check_access(self) -> None:
        """Close sockets whose sign-in was ended, on whatever node; note changed roles."""
        desk = self._desk
        asked = desk.hub.sessions
        if asked:
            living = await run_in_threadpool(self._store.sessions.living, asked, desk.wall.now)
            desk.hub.recheck(asked, living)
