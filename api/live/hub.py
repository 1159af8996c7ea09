"""The hub: committed events come in, subscribers get frames.

`accept` takes commits in cursor order. `_publish` updates the incident board, appends the
frames to the replay buffer and starts a pass (`api.live.delivery.broadcast`). A subscriber is
a cursor into the buffer; `api.live.delivery.resume` brings it there.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence

import structlog

from api.access.account_audience import Audiences
from api.access.audience import Audience
from api.live.delivery.broadcast import FanOut, pause
from api.live.delivery.resume import EventsAfter, Subscriptions
from api.live.delivery.subscriber import Subscriber
from api.live.feed.event_frames import frames_of
from api.live.feed.incident_board import Committed, IncidentBoard
from api.live.feed.replay_buffer import EventFrame
from api.live.protocol import messages
from engine.incident.actors import Actor
from engine.incident.state import Incident

log = structlog.get_logger("zhiban.live")

COMMITS_PER_TURN = 4


async def _up_to_date() -> None:
    """For one node: no other node's events can be missing."""


class Hub:
    """All live clients of this process. `epoch` tells one database's cursors from another's.

    `audiences` says who sees what. `catch_up` fetches what other nodes have committed, for a client
    that has seen more on another node than this one has published.
    """

    def __init__(
        self,
        board: IncidentBoard,
        fan_out: FanOut,
        events_after: EventsAfter,
        audiences: Audiences,
        *,
        epoch: str,
        resume_limit: int,
    ) -> None:
        self.audiences = audiences
        self._board = board
        self._fan_out = fan_out
        self._ring = fan_out.ring
        self._subscriptions = Subscriptions(
            board, fan_out, events_after, self._fetch, epoch=epoch, resume_limit=resume_limit
        )
        self._commits: deque[Committed] = deque()
        self._arrived = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.catch_up: Callable[[], Awaitable[None]] = _up_to_date

    # Life ------------------------------------------------------------------------

    def start(self) -> None:
        """Start publishing; called inside the event loop."""
        for work in (self._publish(), self._fan_out.flush(), self._fan_out.beat()):
            self._tasks.append(asyncio.create_task(work))

    async def stop(self) -> None:
        """Close every client as going away."""
        for client in tuple(self._fan_out.clients):
            client.sink.close(messages.GOING_AWAY, "going away")
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self._subscriptions.stop()

    @property
    def epoch(self) -> str:
        """The id of the database that the cursors belong to."""
        return self._subscriptions.epoch

    @property
    def head(self) -> int:
        """The cursor of the last published event."""
        return self._ring.head

    @property
    def clients(self) -> int:
        """The number of signed-in clients."""
        return len(self._fan_out.clients)

    @property
    def slow(self) -> int:
        """The number of clients with unsent frames."""
        return sum(client.sink.paused for client in self._fan_out.clients)

    @property
    def closed_slow(self) -> int:
        """The number of clients closed as too slow since the start."""
        return self._fan_out.closed_slow

    # Events in -----------------------------------------------------------------------

    def accept(self, commits: Sequence[Committed]) -> None:
        """Take commits in cursor order; called inside the event loop."""
        self._commits.extend(commits)
        self._arrived.set()

    def restart(self, epoch: str, head: int, incidents: Iterable[Incident]) -> None:
        """Start again with another epoch: the database has lost events that were sent."""
        self._commits.clear()
        self._board.clear()
        for incident in incidents:
            self._board.put(incident)
        self._subscriptions.restart(epoch)
        self._fan_out.restart(head)
        for client in self._fan_out.clients:
            client.say(messages.resync("epoch_changed"))

    async def _publish(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._commits:
                for _ in range(min(COMMITS_PER_TURN, len(self._commits))):
                    self._put(self._commits.popleft(), loop.time())
                await pause()

    def _put(self, commit: Committed, now: float) -> None:
        """Append to the replay buffer, or skip it while no client would read from it."""
        if self._fan_out.unheard(now):
            self._pass_by(commit)
            return
        for frame in self._frames(commit):
            if frame.cursor > self._ring.head:
                self._ring.append(frame)
        self._fan_out.behind.set()

    def _pass_by(self, commit: Committed) -> None:
        last = max((cursor for cursor, _ in commit.numbered()), default=0)
        if last <= self._ring.head:
            return
        self._ring.restart(last)
        try:
            self._board.note(commit)
        except Exception:
            log.exception("view_not_made", incident=commit.after and commit.after.id)

    def _frames(self, commit: Committed) -> list[EventFrame]:
        try:
            return self._board.publish(commit)
        except Exception:
            # A view that cannot be made is a defect, but no event may be missing.
            log.exception("view_not_made", incident=commit.after and commit.after.id)
            return frames_of(list(commit.numbered()), {})

    # Clients in and out ----------------------------------------------------------------

    def join(self, client: Subscriber) -> None:
        """Add a client; it gets heartbeats, and events once it has subscribed."""
        self._fan_out.join(client)

    def leave(self, client: Subscriber) -> None:
        """Remove a client."""
        self._subscriptions.begin(client)
        self._fan_out.leave(client)

    @property
    def sessions(self) -> set[str]:
        """The sessions of all clients, by id."""
        return {client.session for client in self._fan_out.clients}

    def sign_out(self, *, session: str | None = None, account: str | None = None) -> None:
        """Close the clients of an ended session, or of all sessions of an account."""
        for client in tuple(self._fan_out.clients):
            if client.session == session or client.account == account:
                client.sink.close(messages.NOT_SIGNED_IN, "signed out")

    def sign_out_all_but(self, account: str, session: str | None) -> None:
        """Close the clients of an account but for those of one session."""
        for client in tuple(self._fan_out.clients):
            if client.account == account and client.session != session:
                client.sink.close(messages.NOT_SIGNED_IN, "signed out")

    def see_again(self, actor: Actor) -> None:
        """Give the clients of an account the audience that it has now, without waiting."""
        for client in tuple(self._fan_out.clients):
            if client.account == actor.name:
                self.see_as(client, self.audiences.of(actor))

    def recheck(self, asked: Collection[str], living: Mapping[str, Actor]) -> None:
        """Close clients of these sessions unless `living`; apply the accounts' present audience.

        A client that may see more or less than before has to subscribe again.
        """
        for client in tuple(self._fan_out.clients):
            actor = living.get(client.session)
            if actor is None and client.session in asked:
                client.sink.close(messages.NOT_SIGNED_IN, "signed out")
            elif actor is not None:
                self.see_as(client, self.audiences.of(actor))

    def see_as(self, client: Subscriber, audience: Audience) -> None:
        """Give the client this audience; if it changed, the client has to subscribe again."""
        if audience != client.audience:
            client.audience = audience
            self._subscriptions.end(client, self._subscriptions.begin(client))
            client.say(messages.resync("access_changed"))

    def tell(self, payload: bytes, accounts: Collection[str] | None = None) -> None:
        """Write one frame at once to every client, or to those of `accounts`.

        Whatever they follow, and wherever they stand.
        """
        for client in tuple(self._fan_out.clients):
            if accounts is None or client.account in accounts:
                client.say(payload)

    @property
    def accounts(self) -> set[str]:
        """The accounts that sit at a screen, by name: not those that are only looked at."""
        return {client.account for client in self._fan_out.clients if not client.read_only}

    async def subscribe(self, client: Subscriber, wish: messages.Subscribe) -> None:
        """Resume the client, or send a snapshot, or ask it to subscribe again."""
        await self._subscriptions.subscribe(client, wish)

    async def _fetch(self, cursor: int) -> None:
        """Publish what other nodes have committed, as far as needed."""
        await self.catch_up()
        while self._ring.head < cursor and self._commits:
            await pause()
