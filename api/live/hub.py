"""The hub: committed events in, subscribers in and out.

`accept` takes commits in cursor order; `_publish` moves the board, appends the frames to
the ring and wakes the flush (`api.live.fanout`). A subscriber is a cursor into the ring;
how it gets there is `api.live.subscriptions`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence

import structlog

from api.live import protocol
from api.live.audience import Audience, audience_of
from api.live.board import Board, Commit
from api.live.client import Client
from api.live.fanout import FanOut, pause
from api.live.frames import frames_of
from api.live.ring import Framed
from api.live.subscriptions import EventsAfter, Subscriptions
from engine.actors import Actor
from engine.state import Incident

log = structlog.get_logger("zhiban.live")

COMMITS_PER_TURN = 4


async def _up_to_date() -> None:
    """There is nobody else whose events could be missing here."""


class Hub:
    """All live clients of this process. `epoch` tells one database's cursors from another's.

    `catch_up` fetches what other nodes have committed; it is called for a client that has
    seen, on another node, more than was published here.
    """

    def __init__(
        self,
        board: Board,
        fan_out: FanOut,
        events_after: EventsAfter,
        *,
        epoch: str,
        resume_limit: int,
    ) -> None:
        self._board = board
        self._fan_out = fan_out
        self._ring = fan_out.ring
        self._subscriptions = Subscriptions(
            board, fan_out, events_after, self._fetch, epoch=epoch, resume_limit=resume_limit
        )
        self._commits: deque[Commit] = deque()
        self._arrived = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.catch_up: Callable[[], Awaitable[None]] = _up_to_date

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
        await self._subscriptions.stop()

    @property
    def epoch(self) -> str:
        """Which database the cursors are of."""
        return self._subscriptions.epoch

    @property
    def head(self) -> int:
        """The cursor of the last published event."""
        return self._ring.head

    @property
    def clients(self) -> int:
        """How many are connected and signed in."""
        return len(self._fan_out.clients)

    @property
    def slow(self) -> int:
        """How many have not taken what was written to them."""
        return sum(client.sink.paused for client in self._fan_out.clients)

    @property
    def closed_slow(self) -> int:
        """How many were closed, since the start, because they took nothing for too long."""
        return self._fan_out.closed_slow

    # Events in -----------------------------------------------------------------------

    def accept(self, commits: Sequence[Commit]) -> None:
        """Take commits in cursor order; called inside the event loop."""
        self._commits.extend(commits)
        self._arrived.set()

    def restart(self, epoch: str, head: int, incidents: Iterable[Incident]) -> None:
        """Begin afresh with another epoch: the database has lost events that were sent."""
        self._commits.clear()
        self._board.clear()
        for incident in incidents:
            self._board.put(incident)
        self._subscriptions.restart(epoch)
        self._fan_out.restart(head)
        for client in self._fan_out.clients:
            client.say(protocol.resync("epoch_changed"))

    async def _publish(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._commits:
                for _ in range(min(COMMITS_PER_TURN, len(self._commits))):
                    self._put(self._commits.popleft(), loop.time())
                await pause()

    def _put(self, commit: Commit, now: float) -> None:
        """Into the ring, or past it while nobody would take it from there."""
        if self._fan_out.unheard(now):
            self._pass_by(commit)
            return
        for frame in self._frames(commit):
            if frame.cursor > self._ring.head:
                self._ring.append(frame)
        self._fan_out.behind.set()

    def _pass_by(self, commit: Commit) -> None:
        last = max((cursor for cursor, _ in commit.numbered()), default=0)
        if last <= self._ring.head:
            return
        self._ring.restart(last)
        try:
            self._board.note(commit)
        except Exception:
            log.exception("view_not_made", incident=commit.after and commit.after.id)

    def _frames(self, commit: Commit) -> list[Framed]:
        try:
            return self._board.publish(commit)
        except Exception:
            # A view that cannot be made is a defect, but no event may be missing.
            log.exception("view_not_made", incident=commit.after and commit.after.id)
            return frames_of(list(commit.numbered()), {})

    # Clients in and out ----------------------------------------------------------------

    def join(self, client: Client) -> None:
        """Count a client in; it hears heartbeats, and events once it has subscribed."""
        self._fan_out.join(client)

    def leave(self, client: Client) -> None:
        """Forget a client."""
        self._subscriptions.begin(client)
        self._fan_out.leave(client)

    @property
    def sessions(self) -> set[str]:
        """The sessions of all clients, by id."""
        return {client.session for client in self._fan_out.clients}

    def sign_out(self, *, session: str | None = None, account: str | None = None) -> None:
        """Close what an ended session, or all those of an account, left open."""
        for client in tuple(self._fan_out.clients):
            if client.session == session or client.account == account:
                client.sink.close(protocol.NOT_SIGNED_IN, "signed out")

    def recheck(self, asked: Collection[str], living: Mapping[str, Actor]) -> None:
        """Of these sessions only the `living` still hold, and for such accounts as they are now.

        A client that may see more or less than before has to subscribe afresh.
        """
        for client in tuple(self._fan_out.clients):
            actor = living.get(client.session)
            if actor is None and client.session in asked:
                client.sink.close(protocol.NOT_SIGNED_IN, "signed out")
            elif actor is not None:
                self.see_as(client, audience_of(actor))

    def see_as(self, client: Client, audience: Audience) -> None:
        """From here on the client sees what this audience sees; it has to subscribe afresh
        if that is another one."""
        if audience != client.audience:
            client.audience = audience
            self._subscriptions.end(client, self._subscriptions.begin(client))
            client.say(protocol.resync("access_changed"))

    async def subscribe(self, client: Client, wish: protocol.Subscribe) -> None:
        """Resume the client where it was, or send a snapshot, or tell it to start afresh."""
        await self._subscriptions.subscribe(client, wish)

    async def _fetch(self, cursor: int) -> None:
        """Publish what other nodes have committed, as far as it is needed."""
        await self.catch_up()
        while self._ring.head < cursor and self._commits:
            await pause()
