"""The hub: committed events in, subscribers in and out.

`accept` takes commits in cursor order; `_publish` moves the board, appends the frames to
the ring and wakes the flush (`api.live.fanout`). A subscriber is a cursor into the ring.
One that comes back with its last cursor is served from the journal up to where the ring
begins and from the ring onwards; one that was away too long gets a snapshot.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from weakref import WeakValueDictionary

import structlog

from api.live import protocol
from api.live.audience import audience_of
from api.live.board import Board, Commit, Numbered, frames_of
from api.live.client import Client, Wish
from api.live.fanout import FanOut, pause
from api.live.forms import Form
from api.live.rendering import once
from api.live.ring import Framed
from engine.actors import Actor
from engine.state import Incident

log = structlog.get_logger("zhiban.live")

COMMITS_PER_TURN = 4
PAGE = 500
MOST_SNAPSHOTS = 8

EventsAfter = Callable[[int, int], Awaitable[Sequence[Numbered]]]
"""The stored events after a cursor, at most so many."""


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
        self.epoch = epoch
        self._board = board
        self._fan_out = fan_out
        self._ring = fan_out.ring
        self._events_after = events_after
        self._resume_limit = resume_limit
        self._commits: asyncio.Queue[Commit] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []
        self.catch_up: Callable[[], Awaitable[None]] = _up_to_date
        self._fetching: set[asyncio.Task[None]] = set()
        self._snapshots: dict[tuple[Wish, Form], bytes] = {}
        self._snapshots_at = 0
        # Equal wishes are one object, so that a pass need not compare what is in them.
        self._wishes: WeakValueDictionary[Wish, Wish] = WeakValueDictionary()
        fan_out.fell_behind = self._fell_behind

    # Life ------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to publish; called inside the event loop."""
        for work in (self._publish(), self._fan_out.flush(), self._fan_out.beat()):
            self._tasks.append(asyncio.create_task(work))

    async def stop(self) -> None:
        """Close every client as going away and end."""
        for client in tuple(self._fan_out.clients):
            client.sink.close(protocol.GOING_AWAY, "going away")
        tasks = [*self._tasks, *self._fetching]
        for task in tasks:
            task.cancel()
        for task in tasks:
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
        for commit in commits:
            self._commits.put_nowait(commit)

    def restart(self, epoch: str, head: int, incidents: Iterable[Incident]) -> None:
        """Begin afresh with another epoch: the database has lost events that were sent."""
        self.epoch = epoch
        while not self._commits.empty():
            self._commits.get_nowait()
        self._board.clear()
        for incident in incidents:
            self._board.put(incident)
        self._ring.restart(head)
        self._snapshots.clear()
        self._fan_out.renderer.clear()
        for client in self._fan_out.clients:
            client.cursor = None
            client.say(protocol.resync("epoch_changed"))

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
            log.exception("view_not_made", incident=commit.after and commit.after.id)
            return frames_of(list(commit.numbered()), {})

    # Clients in and out ----------------------------------------------------------------

    def join(self, client: Client) -> None:
        """Count a client in; it hears heartbeats, and events once it has subscribed."""
        client.sink.on_resume = lambda: self._resumed(client)
        self._fan_out.clients[client] = None

    def leave(self, client: Client) -> None:
        """Forget a client."""
        client.sink.on_resume = None
        self._begin(client)
        self._fan_out.clients.pop(client, None)

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
            elif actor is not None and audience_of(actor) != client.audience:
                client.audience = audience_of(actor)
                self._end(client, self._begin(client))
                client.say(protocol.resync("access_changed"))

    def _resumed(self, client: Client) -> None:
        client.stuck_since = None
        self._fan_out.behind.set()

    async def subscribe(self, client: Client, wish: protocol.Subscribe) -> None:
        """Resume the client where it was, or send a snapshot, or tell it to start afresh."""
        wanted = Wish(wish.everything, wish.incidents, wish.drills, wish.deltas, client.audience)
        client.wish = self._wishes.setdefault(wanted, wanted)
        turn = self._begin(client)
        try:
            if wish.after is not None and wish.after > self._ring.head:
                await self._fetch(wish.after)
            if wish.after is None:
                await self._snapshot(client, turn)
            elif wish.epoch is not None and wish.epoch != self.epoch:
                client.say(protocol.resync("epoch_changed"))
            elif wish.after > self._ring.head:
                client.say(protocol.resync("unknown_cursor"))
            else:
                await self._go_on(client, turn, wish.after)
        finally:
            self._end(client, turn)

    def _begin(self, client: Client) -> int:
        """From here on nothing but this subscription may write to the client."""
        client.cursor, client.catching_up = None, True
        client.subscriptions += 1
        return client.subscriptions

    def _end(self, client: Client, turn: int) -> None:
        if client.subscriptions == turn:
            client.catching_up = False

    async def _go_on(self, client: Client, turn: int, after: int) -> None:
        if self._ring.head - after > self._resume_limit:
            await self._snapshot(client, turn)
        else:
            await self._resume(client, turn, after)

    def _fell_behind(self, client: Client) -> None:
        """A slow one that the ring has overtaken is served from the journal."""
        after = client.cursor or 0
        turn = self._begin(client)

        async def fetch() -> None:
            try:
                await self._go_on(client, turn, after)
            except Exception:
                log.exception("not_fetched", account=client.account)
                client.say(protocol.resync("fell_behind"))
            finally:
                self._end(client, turn)

        task = asyncio.create_task(fetch())
        self._fetching.add(task)
        task.add_done_callback(self._fetching.discard)

    async def _fetch(self, cursor: int) -> None:
        """Publish what other nodes have committed, as far as it is needed."""
        await self.catch_up()
        while self._ring.head < cursor and not self._commits.empty():
            await pause()

    async def _snapshot(self, client: Client, turn: int) -> None:
        key = (client.wish, client.sink.form)
        content = self._known_snapshots().get(key)
        if content is None:
            views = await self._board.views(client.wish)
            # No pause between here and the end: the views are as of this head.
            head = self._ring.head
            content = client.sink.form.wrap(protocol.snapshot(head, views), head)
            known = self._known_snapshots()
            if len(known) < MOST_SNAPSHOTS:
                known[key] = content
        if client.subscriptions == turn:
            client.sink.write(content)
            client.cursor = self._ring.head

    def _known_snapshots(self) -> dict[tuple[Wish, Form], bytes]:
        """Those of this head: many who connect at once get the same."""
        if self._snapshots_at != self._ring.head:
            self._snapshots_at = self._ring.head
            self._snapshots.clear()
        return self._snapshots

    async def _resume(self, client: Client, turn: int, after: int) -> None:
        """From the journal up to where the ring begins, then live."""
        cursor, epoch = after, self.epoch
        while cursor < self._ring.base and not client.sink.closed:
            # A client that is behind takes what it has been sent before it gets more.
            await client.sink.drained()
            upto = self._ring.head
            page = [p for p in await self._events_after(cursor, PAGE) if p[0] <= upto]
            if not page:
                break
            frames = await self._board.missed(page)
            if client.subscriptions != turn:
                return
            form = client.sink.form
            for frame in frames:
                if client.wish.hears(frame):
                    client.sink.write(once(frame, client.wish, form))
            cursor = page[-1][0]
        if epoch == self.epoch and client.subscriptions == turn:
            client.cursor = max(cursor, self._ring.base)
        self._fan_out.behind.set()
