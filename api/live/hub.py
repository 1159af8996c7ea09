"""The hub: committed events out to every subscriber, each framed once.

Theory of operation. `accept` takes commits in order. `run` moves the board, appends the
frames to the ring and wakes the flush. A subscriber is a cursor: a flush writes what
the ring holds after it to each subscriber that is not paused, as one write, some dozens
of subscribers per turn of the loop. A paused one costs nothing; it gets its span when
it resumes, or `resync` if it fell out of the ring, or is closed when it stays stuck.
So a slow client delays nobody and the memory is bounded.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

import structlog

from api.live import protocol
from api.live.board import Board, Commit, Numbered, frames_of
from api.live.ring import Framed, Ring
from api.live.wire import Sink, pause
from engine.clock import Clock
from engine.instants import to_text

log = structlog.get_logger("zhiban.live")

CLIENTS_PER_TURN = 64
COMMITS_PER_TURN = 4
BYTES_PER_WRITE = 262_144
PAGE = 500
TICK_S = 1.0

EventsAfter = Callable[[int, int], Awaitable[Sequence[Numbered]]]
"""The stored events after a cursor, at most so many."""


class Client:
    """One signed-in socket. `cursor` is None until it has subscribed."""

    def __init__(self, sink: Sink, account: str, session: str) -> None:
        self.sink = sink
        self.account = account
        self.session = session
        self.everything = False
        self.incidents: frozenset[str] = frozenset()
        self.cursor: int | None = None
        self.catching_up = False
        self.stuck_since: float | None = None

    def hears(self, frame: Framed) -> bool:
        """Whether the frame is of a topic that the client follows."""
        return self.everything or frame.incident in self.incidents


class Hub:
    """All live clients of this process."""

    def __init__(
        self,
        board: Board,
        clock: Clock,
        events_after: EventsAfter,
        *,
        epoch: str,
        head: int,
        ring_size: int,
        resume_limit: int,
        heartbeat_s: float,
        slow_s: float,
    ) -> None:
        self.epoch = epoch
        self.heartbeat_s = heartbeat_s
        self._board = board
        self._clock = clock
        self._events_after = events_after
        self._ring = Ring(ring_size, head)
        self._resume_limit = resume_limit
        self._slow_s = slow_s
        self._clients: set[Client] = set()
        self._commits: asyncio.Queue[Commit] = asyncio.Queue()
        self._behind = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._spans: dict[tuple[int, int, bool, frozenset[str]], tuple[int, bytes]] = {}

    # Life ------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to publish; called inside the event loop."""
        for work in (self._publish(), self._flush(), self._beat()):
            self._tasks.append(asyncio.create_task(work))

    async def stop(self) -> None:
        """Close every client as going away and end."""
        for client in tuple(self._clients):
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
        return len(self._clients)

    # In ----------------------------------------------------------------------------

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
            self._behind.set()
            if self._commits.qsize() % COMMITS_PER_TURN == 0:
                await pause()

    def _frames(self, commit: Commit) -> list[Framed]:
        try:
            return self._board.publish(commit)
        except Exception:
            # A view that cannot be made is a defect, but no event may be missing.
            log.exception("view_not_made", incident=commit.after.id)
            return frames_of(list(commit.numbered()), {})

    # Clients -------------------------------------------------------------------------

    def join(self, client: Client) -> None:
        """Count a client in; it hears heartbeats, and events once it has subscribed."""
        client.sink.on_resume = lambda: self._resumed(client)
        self._clients.add(client)

    def leave(self, client: Client) -> None:
        """Forget a client."""
        client.sink.on_resume = None
        self._clients.discard(client)

    def sign_out(self, *, session: str | None = None, account: str | None = None) -> None:
        """Close what an ended session, or all those of an account, left open."""
        for client in tuple(self._clients):
            if client.session == session or client.account == account:
                client.sink.close(protocol.NOT_SIGNED_IN, "signed out")

    def _resumed(self, client: Client) -> None:
        client.stuck_since = None
        self._behind.set()

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
        self._behind.set()

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
        self._behind.set()

    # Out -----------------------------------------------------------------------------

    async def _flush(self) -> None:
        while True:
            await self._behind.wait()
            self._behind.clear()
            self._spans.clear()
            for number, client in enumerate(tuple(self._clients), start=1):
                if client in self._clients:
                    self._deliver(client)
                if number % CLIENTS_PER_TURN == 0:
                    await pause()
            await pause()

    def _deliver(self, client: Client) -> None:
        cursor = client.cursor
        if cursor is None or cursor >= self._ring.head or client.sink.paused:
            return
        if cursor < self._ring.base:
            client.cursor = None
            client.sink.write(protocol.resync("fell_behind"))
            return
        upto, content = self._span(client, cursor)
        client.cursor = upto
        if content:
            client.sink.write(content)
        if upto < self._ring.head:
            self._behind.set()

    def _span(self, client: Client, cursor: int) -> tuple[int, bytes]:
        """What the client has not had, joined once for all in the same place."""
        key = (cursor, self._ring.head, client.everything, client.incidents)
        found = self._spans.get(key)
        if found is None:
            frames = self._ring.after(cursor, BYTES_PER_WRITE)
            content = b"".join(frame.content for frame in frames if client.hears(frame))
            found = self._spans[key] = (frames[-1].cursor, content)
        return found

    async def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        next_beat = loop.time() + self.heartbeat_s
        while True:
            await asyncio.sleep(min(TICK_S, self.heartbeat_s))
            now = loop.time()
            self._close_the_stuck(now)
            if now >= next_beat:
                next_beat = max(next_beat + self.heartbeat_s, now)
                await self._heartbeat()

    def _close_the_stuck(self, now: float) -> None:
        for client in tuple(self._clients):
            if not client.sink.paused:
                client.stuck_since = None
            elif client.stuck_since is None:
                client.stuck_since = now
            elif now - client.stuck_since > self._slow_s:
                log.info("client_too_slow", account=client.account)
                client.sink.close(protocol.TOO_SLOW, "too slow")
                self.leave(client)

    async def _heartbeat(self) -> None:
        """One heartbeat to everybody who has had all events; the others get events."""
        head = self._ring.head
        beat = protocol.heartbeat(head, to_text(self._clock.now))
        for number, client in enumerate(tuple(self._clients), start=1):
            waits = client.cursor is None and not client.catching_up
            if (waits or client.cursor == head) and not client.sink.paused:
                client.sink.write(beat)
            if number % CLIENTS_PER_TURN == 0:
                await pause()
