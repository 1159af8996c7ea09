"""Resuming: how a client gets from its cursor to where the replay buffer begins.

A client that returns with its last cursor is served from the journal up to the buffer, then
from the buffer. One that was away too long, or names no cursor, gets a snapshot. A slow one
that the buffer has overtaken is served like one that returns. During a subscription nothing
else may write to its client, and a later subscription replaces it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from weakref import WeakKeyDictionary, ref

import structlog

from api.live.delivery.broadcast import FanOut, pause
from api.live.delivery.frame_cache import once
from api.live.delivery.sink import Content
from api.live.delivery.subscriber import Subscriber
from api.live.feed.event_frames import Numbered
from api.live.feed.incident_board import IncidentBoard
from api.live.feed.subscription_filter import SubscriptionFilter
from api.live.protocol import messages
from api.live.protocol.encodings import Form
from api.live.protocol.snapshot_pages import pages_of

log = structlog.get_logger("zhiban.live")

PAGE = 500
MOST_SNAPSHOTS = 8

EventsAfter = Callable[[int, int], Awaitable[Sequence[Numbered]]]
"""Reads the stored events after a cursor, at most this many."""


Snapshot = tuple[int, Sequence[Content]]
"""The cursor of a snapshot, and its frames as the client's encoding has them."""


class Subscriptions:
    """Brings clients to a cursor that the replay buffer can serve.

    `fetch` publishes what other nodes have committed up to a cursor.
    """

    def __init__(
        self,
        board: IncidentBoard,
        fan_out: FanOut,
        events_after: EventsAfter,
        fetch: Callable[[int], Awaitable[None]],
        *,
        epoch: str,
        resume_limit: int,
    ) -> None:
        self.epoch = epoch
        self._board = board
        self._fan_out = fan_out
        self._ring = fan_out.ring
        self._events_after = events_after
        self._fetch = fetch
        self._resume_limit = resume_limit
        self._fetching: set[asyncio.Task[None]] = set()
        # Kept for those who are connected only: a wish says what is read (`Tongues`).
        self._snapshots: WeakKeyDictionary[SubscriptionFilter, dict[Form, Snapshot]] = (
            WeakKeyDictionary()
        )
        self._snapshots_at = 0
        # Equal wishes are one object, so that a pass need not compare what is in them.
        self._wishes: WeakKeyDictionary[SubscriptionFilter, ref[SubscriptionFilter]] = (
            WeakKeyDictionary()
        )
        fan_out.fell_behind = self._fell_behind

    def restart(self, epoch: str) -> None:
        """Drop the snapshots of another epoch."""
        self.epoch = epoch
        self._snapshots.clear()

    async def stop(self) -> None:
        """Cancel the resumes of slow clients."""
        fetching = tuple(self._fetching)
        for task in fetching:
            task.cancel()
        for task in fetching:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def subscribe(self, client: Subscriber, wish: messages.Subscribe) -> None:
        """Resume the client, or send a snapshot, or ask it to subscribe again."""
        tongue = self._board.tongues.asked(wish.language, self._ring.head)
        wanted = SubscriptionFilter(
            wish.everything, wish.incidents, wish.drills, wish.deltas, client.audience, tongue
        )
        client.wish = self._shared(wanted)
        turn = self.begin(client)
        try:
            if wish.after is not None and wish.after > self._ring.head:
                await self._fetch(wish.after)
            if wish.after is None:
                await self._snapshot(client, turn)
            elif wish.epoch is not None and wish.epoch != self.epoch:
                client.say(messages.resync("epoch_changed"))
            elif wish.after > self._ring.head:
                client.say(messages.resync("unknown_cursor"))
            else:
                await self._go_on(client, turn, wish.after)
        finally:
            self.end(client, turn)

    def _shared(self, wish: SubscriptionFilter) -> SubscriptionFilter:
        """An equal filter that another client already uses, or this one."""
        known = self._wishes.get(wish)
        found = None if known is None else known()
        if found is None:
            self._wishes[wish] = ref(wish)
            return wish
        return found

    def begin(self, client: Subscriber) -> int:
        """Reserve the client: only this subscription may write to it."""
        client.cursor, client.catching_up = None, True
        client.subscriptions += 1
        return client.subscriptions

    def end(self, client: Subscriber, turn: int) -> None:
        """Release the client, unless a later subscription has begun."""
        if client.subscriptions == turn:
            client.catching_up = False

    async def _go_on(self, client: Subscriber, turn: int, after: int) -> None:
        if self._ring.head - after > self._resume_limit:
            await self._snapshot(client, turn)
        else:
            await self._resume(client, turn, after)

    def _fell_behind(self, client: Subscriber) -> None:
        """Serve a client that the buffer has overtaken from the journal."""
        after = client.cursor or 0
        turn = self.begin(client)

        async def fetch() -> None:
            try:
                await self._go_on(client, turn, after)
            except Exception:
                log.exception("not_fetched", account=client.account)
                client.say(messages.resync("fell_behind"))
            finally:
                self.end(client, turn)

        task = asyncio.create_task(fetch())
        self._fetching.add(task)
        task.add_done_callback(self._fetching.discard)

    async def _snapshot(self, client: Subscriber, turn: int) -> None:
        # A later subscription may change the client's wish while the views are made.
        wish, form = client.wish, client.sink.form
        content = self._known_snapshots().get(wish, {}).get(form)
        if content is None:
            views = await self._board.views(wish)
            # No pause between here and the end: the views are as of this head.
            head = self._ring.head
            *pages, last = pages_of(head, views)
            content = head, [*(form.wrap(page) for page in pages), form.wrap(last, head)]
            known = self._known_snapshots()
            if len(known) < MOST_SNAPSHOTS:
                known.setdefault(wish, {})[form] = content
        await self._send(client, turn, *content)

    async def _send(
        self, client: Subscriber, turn: int, head: int, pages: Sequence[Content]
    ) -> None:
        """Write a snapshot page by page, as fast as the client takes them."""
        for number, page in enumerate(pages):
            if number:
                await client.sink.drained()
                await pause()
            if client.subscriptions != turn or client.sink.closed:
                return
            client.sink.write(page)
        client.cursor = head
        if head < self._ring.head:
            self._fan_out.behind.set()

    def _known_snapshots(self) -> WeakKeyDictionary[SubscriptionFilter, dict[Form, Snapshot]]:
        """The snapshots at this head: clients that connect together share them."""
        if self._snapshots_at != self._ring.head:
            self._snapshots_at = self._ring.head
            self._snapshots.clear()
        return self._snapshots

    async def _resume(self, client: Subscriber, turn: int, after: int) -> None:
        """Send the journal up to where the buffer begins, then the buffer."""
        cursor, epoch = after, self.epoch
        since = client.wish.tongue.since
        while cursor < max(self._ring.base, since) and not client.sink.closed:
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
            client.cursor = max(cursor, self._ring.base, since)
        self._fan_out.behind.set()
