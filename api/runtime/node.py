"""This server as one node among several on a database: what the journal follower does here.

Commits of any node go to this node's hub and scheduler in cursor order. A sign-in that ends
on any node closes its sockets on this one. A database that lost commits restarts everything.
`api.app` provides the store.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from starlette.concurrency import run_in_threadpool

from api.live.feed.incident_board import Committed
from api.live.feed.journal_follower import JournalFollower, Mark, News, OwnCommit
from api.runtime.app_state import AppState
from api.store.facade import Store
from engine.incident.state import Incident

Nudge = Callable[[Sequence[Committed] | None], None]
"""Tells the scheduler what was committed; None if anything may have changed."""

Standing = tuple[str, Mark, Sequence[Incident]]
"""The epoch, the last event and the open incidents of one snapshot."""


Listener = Callable[[Sequence[OwnCommit]], None]
"""Gets this node's own commits."""


class Node:
    """What the journal follower calls, for one server on one store."""

    def __init__(self, desk: AppState, store: Store, nudge: Nudge) -> None:
        self._desk, self._store, self._nudge = desk, store, nudge

    def follower(self, mark: Mark, poll_s: float) -> JournalFollower:
        """A follower that starts at the mark."""
        hub = self._desk.hub
        follower = JournalFollower(
            hub.epoch, mark, self.look, self.publish, self.restart, self.check_access, poll_s
        )
        hub.catch_up = follower.catch_up
        return follower

    def listen(self, follower: JournalFollower, subscribe: Callable[[Listener], None]) -> None:
        """Hand own commits to the follower, the other nodes and the metrics, in the event loop.

        `subscribe` takes a function that the writer's thread calls after each commit.
        """
        loop, desk = asyncio.get_running_loop(), self._desk

        def accept(commits: Sequence[OwnCommit]) -> None:
            follower.accept(commits)
            desk.peers.tell(commits[-1].first_cursor)
            for commit in commits:
                exercise = commit.after is not None and commit.after.exercise
                events = [event for _, event in commit.numbered()]
                desk.metrics.committed(events, exercise=exercise)

        def on_the_writers_thread(commits: Sequence[OwnCommit]) -> None:
            # A loop that is closed has no listeners any more.
            if not loop.is_closed():
                loop.call_soon_threadsafe(accept, commits)

        subscribe(on_the_writers_thread)

    async def look(self, mark: Mark) -> News:
        """Read the store, in a thread."""
        return await run_in_threadpool(self._store.news, mark)

    def publish(self, commits: Sequence[Committed]) -> None:
        """Publish commits to the screens and check whether the next due instant has changed."""
        self._desk.hub.accept(commits)
        self._nudge(commits)
        self._desk.previews.forget(
            (event.incident, event.data["sha256"])
            for commit in commits
            for _, event in commit.numbered()
            if event.type == "attachment_destroyed"
        )

    async def restart(self, news: News) -> tuple[str, Mark]:
        """Restart where the database stands; every client has to subscribe again."""
        hub = self._desk.hub
        lost = news.went_back and news.epoch == hub.epoch
        await run_in_threadpool(self._store.went_back, hub.epoch if lost else None)
        epoch, mark, incidents = await run_in_threadpool(self._store.standing)
        hub.restart(epoch, mark[0], incidents)
        self._nudge(None)
        return epoch, mark

    async def check_access(self) -> None:
        """Close sockets whose sign-in has ended on any node; apply changed roles."""
        desk = self._desk
        asked = desk.hub.sessions
        if asked:
            living = await run_in_threadpool(self._store.sessions.living, asked, desk.wall.now)
            desk.hub.recheck(asked, living)
