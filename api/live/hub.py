"""The hub: committed events in, subscribers in and out.

`accept` takes commits in cursor order; `_publish` moves the board, appends the frames to
the ring and wakes the flush (`api.live.fanout`). A subscriber is a cursor into the ring.
One that comes back with its last cursor is served from the journal up to where the ring
begins and from the ring onwards; one that was away too long gets a snapshot.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

import structlog

from api.live import protocol
from api.live.board import Board, Commit, Numbered, frames_of
from api.live.client import Client
from api.live.fanout import FanOut
from api.live.ring import Framed
from api.live.wire import pause

log = structlog.get_logger("zhiban.live")

COMMITS_PER_TURN = 4
PAGE = 500

EventsAfter = Callable[[int, int], Awaitable[Sequence[Numbered]]]
"""The stored events after a cursor, at most so many."""


class Hub:
    """All live clients of this process. `epoch` tells one database's cursors from another's."""

    def __init__(
        self,
        board: Board,
        fan_out: FanOut,
        events_after: EventsAfter,
        *,
        epoch: str,
        resume_limit: int,
    ) -> None:
        self.epoch = epoch
        self._board = board
        self._fan_out = fan_out
        self._ring = fan_out.ring
        self._events_after = events_after
        self._resume_limit = resume_limit
        self._commits: asyncio.Queue[Commit] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    # Life ------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to publish; called inside the event loop."""
        for work in (self._publish(), self._fan_out.flush(), self._fan_out.beat()):
            self._tasks.append(asyncio.create_task(work))

    async def stop(self) -> None:
        """Close every client as going away and end."""
        for client in tuple(self._fan_out.clients):
            client.sink.close(protocol.GOING_AWAY, "going away")
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    @property
    def head(self) -> int:
        """The cursor of the last published event."""
        return self._ring.head

    @property
    def clients(self) -> int:
        """How many are connected and signed in."""
        return len(self._fan_out.clients)

    # Events in -----------------------------------------------------------------------

    def accept(self, commits: Sequence[Commit]) -> None:
        """Take commits in cursor order; called inside the event loop."""
        for commit in commits:
            self._commits.put_nowait(commit)

    async def _publish(self) -> None:
        while True:
            commit = await self._commits.get()
            for frame in self._frames(commit):
                if frame.cursor > self._ring.head:
                    self._ring.append(frame)
            self._fan_out.behind.set()
            if self._commits.qsize() % COMMITS_PER_TURN == 0:
                await pause()

    def _frames(self, commit: Commit) -> list[Framed]:
        try:
            return self._board.publish(commit)
        except Exception:
            # A view that cannot be made is a defect, but no event may be missing.
            log.exception("view_not_made", incident=commit.after.id)
            return frames_of(list(commit.numbered()), {})

    # Clients in and out ----------------------------------------------------------------

    def join(self, client: Client) -> None:
        """Count a client in; it hears heartbeats, and events once it has subscribed."""
        client.sink.on_resume = lambda: self._resumed(client)
        self._fan_out.clients.add(client)

    def leave(self, client: Client) -> None:
        """Forget a client."""
        client.sink.on_resume = None
        self._fan_out.clients.discard(client)

    def sign_out(self, *, session: str | None = None, account: str | None = None) -> None:
        """Close what an ended session, or all those of an account, left open."""
        for client in tuple(self._fan_out.clients):
            if client.session == session or client.account == account:
                client.sink.close(protocol.NOT_SIGNED_IN, "signed out")

    def _resumed(self, client: Client) -> None:
        client.stuck_since = None
        self._fan_out.behind.set()

    async def subscribe(self, client: Client, wish: protocol.Subscribe) -> None:
        """Resume the client where it was, or send a snapshot, or tell it to start afresh."""
        client.cursor, client.catching_up = None, True
        client.everything, client.incidents = wish.everything, wish.incidents
        try:
            if wish.after is None:
                await self._snapshot(client)
            elif wish.epoch is not None and wish.epoch != self.epoch:
                client.sink.write(protocol.resync("epoch_changed"))
            elif wish.after > self._ring.head:
                client.sink.write(protocol.resync("unknown_cursor"))
            elif self._ring.head - wish.after > self._resume_limit:
                await self._snapshot(client)
            else:
                await self._resume(client, wish.after)
        finally:
            client.catching_up = False

    async def _snapshot(self, client: Client) -> None:
        views = await self._board.views(client.everything, client.incidents)
        # No pause between here and the end: the views are as of this head.
        client.sink.write(protocol.snapshot(self._ring.head, views))
        client.cursor = self._ring.head

    async def _resume(self, client: Client, after: int) -> None:
        """From the journal up to where the ring begins, then live."""
        cursor = after
        while cursor < self._ring.base and not client.sink.closed:
            upto = self._ring.head
            page = [p for p in await self._events_after(cursor, PAGE) if p[0] <= upto]
            if not page:
                break
            for frame in await self._board.missed(page):
                if client.hears(frame):
                    client.sink.write(frame.content)
            cursor = page[-1][0]
            await client.sink.drained()
        client.cursor = max(cursor, self._ring.base)
        self._fan_out.behind.set()
