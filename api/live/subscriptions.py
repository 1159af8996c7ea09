"""Subscriptions: how a client gets from where it is to where the ring begins.

One that comes back with its last cursor is served from the journal up to there and from
the ring onwards; one that was away too long, or names no cursor, gets a snapshot; a slow
one that the ring has overtaken is served like one that comes back. While a subscription
is under way nothing else may write to its client, and a later one replaces it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from weakref import WeakKeyDictionary, ref

import structlog

from api.live import protocol
from api.live.board import Board
from api.live.client import Client, Wish
from api.live.fanout import FanOut
from api.live.forms import Form
from api.live.frames import Numbered
from api.live.rendering import once

log = structlog.get_logger("zhiban.live")

PAGE = 500
MOST_SNAPSHOTS = 8

EventsAfter = Callable[[int, int], Awaitable[Sequence[Numbered]]]
"""The stored events after a cursor, at most so many."""


class Subscriptions:
    """Puts clients where the ring can serve them.

    `fetch` publishes what other nodes have committed up to a cursor, as far as there is.
    """

    def __init__(
        self,
        board: Board,
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
        self._snapshots: WeakKeyDictionary[Wish, dict[Form, bytes]] = WeakKeyDictionary()
        self._snapshots_at = 0
        # Equal wishes are one object, so that a pass need not compare what is in them.
        self._wishes: WeakKeyDictionary[Wish, ref[Wish]] = WeakKeyDictionary()
        fan_out.fell_behind = self._fell_behind

    def restart(self, epoch: str) -> None:
        """Forget what was made for another epoch."""
        self.epoch = epoch
        self._snapshots.clear()

    async def stop(self) -> None:
        """End what is under way for slow clients."""
        fetching = tuple(self._fetching)
        for task in fetching:
            task.cancel()
        for task in fetching:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def subscribe(self, client: Client, wish: protocol.Subscribe) -> None:
        """Resume the client where it was, or send a snapshot, or tell it to start afresh."""
        tongue = self._board.tongues.asked(wish.language, self._ring.head)
        wanted = Wish(
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
                client.say(protocol.resync("epoch_changed"))
            elif wish.after > self._ring.head:
                client.say(protocol.resync("unknown_cursor"))
            else:
                await self._go_on(client, turn, wish.after)
        finally:
            self.end(client, turn)

    def _shared(self, wish: Wish) -> Wish:
        """The wish that others have who want the same, or this one."""
        known = self._wishes.get(wish)
        found = None if known is None else known()
        if found is None:
            self._wishes[wish] = ref(wish)
            return wish
        return found

    def begin(self, client: Client) -> int:
        """From here on nothing but this subscription may write to the client."""
        client.cursor, client.catching_up = None, True
        client.subscriptions += 1
        return client.subscriptions

    def end(self, client: Client, turn: int) -> None:
        """The subscription is over, unless a later one has begun."""
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
        turn = self.begin(client)

        async def fetch() -> None:
            try:
                await self._go_on(client, turn, after)
            except Exception:
                log.exception("not_fetched", account=client.account)
                client.say(protocol.resync("fell_behind"))
            finally:
                self.end(client, turn)

        task = asyncio.create_task(fetch())
        self._fetching.add(task)
        task.add_done_callback(self._fetching.discard)

    async def _snapshot(self, client: Client, turn: int) -> None:
        # A later subscription may change the client's wish while the views are made.
        wish, form = client.wish, client.sink.form
        content = self._known_snapshots().get(wish, {}).get(form)
        if content is None:
            views = await self._board.views(wish)
            # No pause between here and the end: the views are as of this head.
            head = self._ring.head
            content = form.wrap(protocol.snapshot(head, views), head)
            known = self._known_snapshots()
            if len(known) < MOST_SNAPSHOTS:
                known.setdefault(wish, {})[form] = content
        if client.subscriptions == turn:
            client.sink.write(content)
            client.cursor = self._ring.head

    def _known_snapshots(self) -> WeakKeyDictionary[Wish, dict[Form, bytes]]:
        """Those of this head: many who connect at once get the same."""
        if self._snapshots_at != self._ring.head:
            self._snapshots_at = self._ring.head
            self._snapshots.clear()
        return self._snapshots

    async def _resume(self, client: Client, turn: int, after: int) -> None:
        """From the journal up to where the ring begins, then live."""
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
