"""The way out: from the ring to every subscriber, in one write each.

A flush writes what the ring holds after a subscriber's cursor, if the subscriber is not
paused, some hundreds of them per turn of the loop, so that commands and health checks go
on. Those who stand at one place are served as one (`api.live.ranks`), the others alone. A
paused one costs nothing; it gets its span when it resumes, or, if it fell out of the ring,
what `fell_behind` fetches for it, or is closed when it stays stuck. So a slow client delays
nobody, and nothing grows with it.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from api.faults import reached
from api.live import protocol
from api.live.client import Client, Wish
from api.live.forms import Form
from api.live.ranks import Rank
from api.live.rendering import Renderer
from api.live.ring import Ring
from engine.clock import Clock
from engine.instants import to_text

log = structlog.get_logger("zhiban.live")

WRITES_PER_TURN = 256
"""About as many as a millisecond has room for."""

BYTES_PER_WRITE = 262_144
MOST_SPANS = 64
"""Joined spans kept during one pass: most subscribers stand at the same place."""

TICK_S = 1.0

Span = tuple[int, bytes]
"""The cursor after the span, and its frames."""


async def pause() -> None:
    """Let the event loop do other things."""
    await asyncio.sleep(0)


SECONDS_TO_COME_BACK = 120.0
"""How long frames are made for screens that have gone; who comes later is served from the
journal."""


class FanOut:
    """All signed-in clients of this process, and the ring that they are served from."""

    def __init__(
        self,
        ring: Ring,
        clock: Clock,
        wall: Clock,
        heartbeat_s: float,
        slow_s: float,
        watchdog: Callable[[], Mapping[str, Any]] = dict,
        come_back_s: float = SECONDS_TO_COME_BACK,
    ) -> None:
        self.ring = ring
        self.clients: dict[Client, None] = {}
        self._alone: dict[Client, None] = {}
        self._ranks: dict[tuple[Wish, Form], Rank] = {}
        self._written = 0
        self.behind = asyncio.Event()
        self.fell_behind: Callable[[Client], None] = lambda client: None
        self.renderer = Renderer()
        self._clock = clock
        self._wall = wall
        self._heartbeat_s = heartbeat_s
        self._slow_s = slow_s
        self._watchdog = watchdog
        self.closed_slow = 0
        self._come_back_s = come_back_s
        self._left_at = -math.inf
        self._spans: dict[tuple[int, int, Wish, Form], Span] = {}

    # Who is served -----------------------------------------------------------------------

    def join(self, client: Client) -> None:
        """Serve a client from now on."""
        client.served_alone_by(self._serve_alone)
        client.sink.on_held = client.step_out
        client.sink.on_resume = lambda: self._resumed(client)
        self.clients[client] = None
        self._alone[client] = None

    def leave(self, client: Client) -> None:
        """Serve it no longer."""
        client.step_out()
        client.sink.on_held = client.sink.on_resume = None
        if client in self.clients:
            self._left_at = asyncio.get_running_loop().time()
        self.clients.pop(client, None)
        self._alone.pop(client, None)

    def unheard(self, now: float) -> bool:
        """Whether nobody is served, nor was a moment ago; `now` is the event loop's time."""
        return not self.clients and now - self._left_at > self._come_back_s

    def _serve_alone(self, client: Client) -> None:
        if client in self.clients:
            self._alone[client] = None

    def _resumed(self, client: Client) -> None:
        client.stuck_since = None
        self.behind.set()

    def restart(self, head: int) -> None:
        """Begin afresh after `head` of another epoch; everybody has to subscribe again."""
        self.ring.restart(head)
        self.renderer.clear()
        self._spans.clear()
        for client in self.clients:
            client.cursor = None

    # A pass ------------------------------------------------------------------------------

    async def flush(self) -> None:
        """Serve whoever is behind, for ever."""
        while True:
            await self.behind.wait()
            self.behind.clear()
            self._spans.clear()
            # What is published from here on is for the next pass: so all end at one place.
            head = self.ring.head
            for (wish, form), rank in tuple(self._ranks.items()):
                await self._serve_rank(rank, wish, form, head)
            alone = tuple(self._alone)
            for start in range(0, len(alone), WRITES_PER_TURN):
                for client in alone[start : start + WRITES_PER_TURN]:
                    self._serve(client, head)
                await pause()
            self._form_ranks(head)

    async def _serve_rank(self, rank: Rank, wish: Wish, form: Form, head: int) -> None:
        """Write what those of one rank have not had, all of them the same."""
        if not len(rank) or rank.cursor >= head:
            return
        if rank.cursor < self.ring.base:
            rank.disband()
            return
        upto, content = self._span(rank.cursor, head, wish, form)
        rank.begin(upto)
        while content and (wrote := rank.write(content, WRITES_PER_TURN)):
            self._written += wrote
            if self._written >= WRITES_PER_TURN:
                self._written = 0
                await pause()
        rank.end()
        if upto < head:
            self.behind.set()

    def _serve(self, client: Client, head: int) -> None:
        """Write what one who stands alone has not had."""
        head = min(head, self.ring.head)
        cursor, sink = client.cursor, client.sink
        if cursor is None or cursor >= head or sink.paused or client.place is not None:
            return
        if cursor < self.ring.base:
            self.fell_behind(client)
            return
        upto, content = self._span(cursor, head, client.wish, sink.form)
        client.cursor = upto
        if content:
            sink.write(content)
        if upto < head:
            self.behind.set()

    def _form_ranks(self, head: int) -> None:
        """Those who stand at the head with nothing waiting are served as one."""
        for key in [key for key, rank in self._ranks.items() if not len(rank)]:
            del self._ranks[key]
        for client in tuple(self._alone):
            socket = client.sink.socket
            if socket is None or client.cursor != head or client.sink.paused:
                continue
            rank = self._ranks.setdefault((client.wish, client.sink.form), Rank(head))
            if rank.cursor == head:
                rank.enrol(client, socket)
                del self._alone[client]

    def _span(self, cursor: int, head: int, wish: Wish, form: Form) -> Span:
        """What comes after a cursor up to `head`, joined once for all who stand there."""
        key = (cursor, head, wish, form)
        found = self._spans.get(key)
        if found is None:
            reached("before_push")
            frames = self.ring.after(cursor, head, BYTES_PER_WRITE)
            heard = [frame for frame in frames if wish.hears(frame)]
            content = b"".join(self.renderer.render(frame, wish, form) for frame in heard)
            if len(self._spans) >= MOST_SPANS:
                self._spans.clear()
            found = self._spans[key] = (frames[-1].cursor, content)
        return found

    async def beat(self) -> None:
        """Heartbeats and the closing of sockets that are stuck or over, for ever.

        When the watchdog's state changes a heartbeat goes out before its time.
        """
        loop = asyncio.get_running_loop()
        next_beat = loop.time() + self._heartbeat_s
        told = self._watchdog()
        while True:
            await asyncio.sleep(min(TICK_S, self._heartbeat_s))
            now = loop.time()
            self._close_the_stuck(now)
            self._close_the_expired()
            state = self._watchdog()
            if now >= next_beat or state != told:
                next_beat = max(next_beat + self._heartbeat_s, now)
                told = state
                await self._heartbeat(state)

    def _close_the_stuck(self, now: float) -> None:
        for client in tuple(self.clients):
            if not client.sink.paused:
                client.stuck_since = None
            elif client.stuck_since is None:
                client.stuck_since = now
            elif now - client.stuck_since > self._slow_s:
                log.info("client_too_slow", account=client.account)
                self.closed_slow += 1
                client.sink.close(protocol.TOO_SLOW, "too slow")
                self.leave(client)

    def _close_the_expired(self) -> None:
        now = self._wall.now
        for client in tuple(self.clients):
            if client.expires_at is not None and client.expires_at <= now:
                client.sink.close(protocol.NOT_SIGNED_IN, "the sign-in is over")

    async def _heartbeat(self, watchdog: Mapping[str, Any]) -> None:
        """One heartbeat to everybody who has had all events; the others get events."""
        head = self.ring.head
        beat = protocol.heartbeat(head, to_text(self._clock.now), watchdog)
        for number, client in enumerate(tuple(self.clients), start=1):
            waits = client.cursor is None and not client.catching_up
            if (waits or client.cursor == head) and not client.sink.paused:
                client.say(beat)
            if number % WRITES_PER_TURN == 0:
                await pause()
