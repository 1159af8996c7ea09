"""The way out: from the ring to every subscriber, in one write each.

A flush writes what the ring holds after a subscriber's cursor, if the subscriber is not
paused, some dozens of them per turn of the loop, so that commands and health checks go
on. A paused one costs nothing; it gets its span when it resumes, or, if it fell out of the
ring, what `fell_behind` fetches for it, or is closed when it stays stuck. So a slow client
delays nobody, and nothing grows with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog

from api.faults import reached
from api.live import protocol
from api.live.client import Client, Wish
from api.live.forms import Form
from api.live.rendering import Renderer
from api.live.ring import Ring
from engine.clock import Clock
from engine.instants import to_text

log = structlog.get_logger("zhiban.live")

CLIENTS_PER_TURN = 64
BYTES_PER_WRITE = 262_144
MOST_SPANS = 64
"""Joined spans kept during one pass: most subscribers stand at the same place."""

TICK_S = 1.0

Span = tuple[int, bytes]
"""The cursor after the span, and its frames."""


async def pause() -> None:
    """Let the event loop do other things."""
    await asyncio.sleep(0)


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
    ) -> None:
        self.ring = ring
        # In the order of joining, which is that of their memory: a pass is faster so.
        self.clients: dict[Client, None] = {}
        self.behind = asyncio.Event()
        self.fell_behind: Callable[[Client], None] = lambda client: None
        self.renderer = Renderer()
        self._clock = clock
        self._wall = wall
        self._heartbeat_s = heartbeat_s
        self._slow_s = slow_s
        self._watchdog = watchdog
        self.closed_slow = 0
        self._spans: dict[tuple[int, int, Wish, Form], Span] = {}

    async def flush(self) -> None:
        """Serve whoever is behind, for ever."""
        while True:
            await self.behind.wait()
            self.behind.clear()
            self._spans.clear()
            everybody = tuple(self.clients)
            for start in range(0, len(everybody), CLIENTS_PER_TURN):
                self._serve(everybody[start : start + CLIENTS_PER_TURN])
                await pause()

    def _serve(self, clients: Sequence[Client]) -> None:
        """Write what each of them has not had.

        Most stand at the same place, and what they have not had is looked up for the first
        of them; a screen costs little more than its own write.
        """
        head, base = self.ring.head, self.ring.base
        at, wish, form = None, None, None
        upto, content = head, b""
        for client in clients:
            cursor, sink = client.cursor, client.sink
            if cursor is None or cursor >= head or sink.paused:
                continue
            if cursor < base:
                self.fell_behind(client)
                continue
            if cursor != at or client.wish is not wish or sink.form is not form:
                at, wish, form = cursor, client.wish, sink.form
                upto, content = self._span(at, wish, form)
            client.cursor = upto
            if content:
                sink.write(content)
            if upto < head:
                self.behind.set()

    def _span(self, cursor: int, wish: Wish, form: Form) -> Span:
        """What comes after a cursor, joined once for all who stand there."""
        key = (cursor, self.ring.head, wish, form)
        found = self._spans.get(key)
        if found is None:
            reached("before_push")
            frames = self.ring.after(cursor, BYTES_PER_WRITE)
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
                self.clients.pop(client, None)

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
            if number % CLIENTS_PER_TURN == 0:
                await pause()
