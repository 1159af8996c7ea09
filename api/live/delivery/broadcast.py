"""Delivery of frames: from the replay buffer to every subscriber, one write each.

A pass writes the frames after a subscriber's cursor, unless the subscriber is paused. It
serves some hundreds of subscribers per turn of the event loop, so that commands and health
checks go on. Subscribers at the same cursor form a cohort (`api.live.delivery.cohorts`).
A paused subscriber costs nothing. When it resumes it gets its frames; if they have left the
buffer, `fell_behind` fetches them; if it stays paused it is closed. So a slow subscriber
delays nobody, and no memory grows with it.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable

import structlog

from api.fault_injection import reached
from api.live.delivery.cohorts import Cohort, most_members
from api.live.delivery.frame_cache import FrameCache
from api.live.delivery.subscriber import Subscriber
from api.live.feed.replay_buffer import ReplayBuffer
from api.live.feed.subscription_filter import SubscriptionFilter
from api.live.protocol import messages
from api.live.protocol.encodings import Form
from api.live.protocol.message_shapes import ServerHealth
from engine.clock import Clock
from engine.instants import to_text
from engine.memo import BoundedDict

log = structlog.get_logger("zhiban.live")

WRITES_PER_TURN = 256
"""Subscribers per turn of the loop: about a millisecond of work."""

BYTES_PER_WRITE = 262_144
MOST_SPANS = 64
"""Joined spans kept during one pass: most subscribers have the same cursor."""

TICK_S = 1.0

Span = tuple[int, bytes]
"""The cursor after the span, and its frames."""


async def pause() -> None:
    """Let the event loop do other things."""
    await asyncio.sleep(0)


SECONDS_TO_COME_BACK = 120.0
"""Seconds for which frames are made after the last screen has gone; a later one is served from
the journal.
"""


class FanOut:
    """All signed-in clients of this process, and the replay buffer that serves them."""

    def __init__(
        self,
        ring: ReplayBuffer,
        clock: Clock,
        wall: Clock,
        heartbeat_s: float,
        slow_s: float,
        health: Callable[[], ServerHealth],
        come_back_s: float = SECONDS_TO_COME_BACK,
    ) -> None:
        self.ring = ring
        self.clients: dict[Subscriber, None] = {}
        self._alone: dict[Subscriber, None] = {}
        self._cohorts: dict[tuple[SubscriptionFilter, Form], Cohort] = {}
        self._most_members = most_members()
        self._written = 0
        self.behind = asyncio.Event()
        self.fell_behind: Callable[[Subscriber], None] = lambda client: None
        self.renderer = FrameCache()
        self._clock = clock
        self._wall = wall
        self._heartbeat_s = heartbeat_s
        self._slow_s = slow_s
        self._health = health
        self.closed_slow = 0
        self._come_back_s = come_back_s
        self._left_at = -math.inf
        self._spans = BoundedDict[tuple[int, int, SubscriptionFilter, Form], Span](MOST_SPANS)

    # Who is served -----------------------------------------------------------------------

    def join(self, client: Subscriber) -> None:
        """Start serving a client."""
        client.served_alone_by(self._serve_alone)
        client.sink.on_held = client.step_out
        client.sink.on_resume = lambda: self._resumed(client)
        self.clients[client] = None
        self._alone[client] = None
        if len(self.clients) > self._most_members:
            self._disband()

    def leave(self, client: Subscriber) -> None:
        """Stop serving a client."""
        client.step_out()
        client.sink.on_held = client.sink.on_resume = None
        if client in self.clients:
            self._left_at = asyncio.get_running_loop().time()
        self.clients.pop(client, None)
        self._alone.pop(client, None)

    def unheard(self, now: float) -> bool:
        """True if no client has been connected for a moment; `now` is the event loop's time."""
        return not self.clients and now - self._left_at > self._come_back_s

    def _serve_alone(self, client: Subscriber) -> None:
        if client in self.clients:
            self._alone[client] = None

    def _resumed(self, client: Subscriber) -> None:
        client.stuck_since = None
        self.behind.set()

    def _disband(self) -> None:
        """Close every duplicate that a cohort owns; all clients are served alone."""
        for cohort in self._cohorts.values():
            cohort.disband()

    def restart(self, head: int) -> None:
        """Start again after `head` of another epoch; every client has to subscribe again."""
        self.ring.restart(head)
        self.renderer.clear()
        self._spans.clear()
        for client in self.clients:
            client.cursor = None

    # A pass ------------------------------------------------------------------------------

    async def flush(self) -> None:
        """Serve the clients that are behind, until cancelled."""
        try:
            while True:
                await self.behind.wait()
                self.behind.clear()
                await self._pass()
        finally:
            self._disband()

    async def _pass(self) -> None:
        """Serve every client once."""
        self._spans.clear()
        # What is published from here on is for the next pass: so all end at one place.
        head = self.ring.head
        for (wish, form), cohort in tuple(self._cohorts.items()):
            await self._serve_cohort(cohort, wish, form, head)
        alone = tuple(self._alone)
        for start in range(0, len(alone), WRITES_PER_TURN):
            for client in alone[start : start + WRITES_PER_TURN]:
                self._serve(client, head)
            await pause()
        self._form_cohorts(head)

    async def _serve_cohort(
        self, cohort: Cohort, wish: SubscriptionFilter, form: Form, head: int
    ) -> None:
        """Write the frames that a cohort lacks, the same bytes to each member."""
        if not len(cohort) or cohort.cursor >= head:
            return
        if cohort.cursor < self.ring.base:
            cohort.disband()
            return
        upto, content = self._span(cohort.cursor, head, wish, form)
        cohort.begin(upto)
        while content and (wrote := cohort.write(content, WRITES_PER_TURN)):
            self._written += wrote
            if self._written >= WRITES_PER_TURN:
                self._written = 0
                await pause()
        cohort.end()
        if upto < head:
            self.behind.set()

    def _serve(self, client: Subscriber, head: int) -> None:
        """Write the frames that a single client lacks."""
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

    def _form_cohorts(self, head: int) -> None:
        """Form cohorts of clients at the head with nothing waiting."""
        for key in [key for key, cohort in self._cohorts.items() if not len(cohort)]:
            del self._cohorts[key]
        if len(self.clients) > self._most_members:
            return
        for client in tuple(self._alone):
            if client.sink.socket is None or client.cursor != head:
                continue
            cohort = self._cohorts.setdefault((client.wish, client.sink.form), Cohort(head))
            if cohort.cursor == head and cohort.enrol(client):
                del self._alone[client]

    def _span(self, cursor: int, head: int, wish: SubscriptionFilter, form: Form) -> Span:
        """The frames after a cursor up to `head`, joined once for all clients at that cursor."""
        key = (cursor, head, wish, form)
        found = self._spans.get(key)
        if found is None:
            reached("before_push")
            frames = self.ring.after(cursor, head, BYTES_PER_WRITE)
            heard = [frame for frame in frames if wish.hears(frame)]
            content = b"".join(self.renderer.render(frame, wish, form) for frame in heard)
            found = self._spans[key] = (frames[-1].cursor, content)
        return found

    async def beat(self) -> None:
        """Send heartbeats and close sockets that are stuck or expired, until cancelled.

        A change of the server's health sends a heartbeat early; a new entry alone does not.
        """
        loop = asyncio.get_running_loop()
        next_beat = loop.time() + self._heartbeat_s
        told = self._health()
        while True:
            await asyncio.sleep(min(TICK_S, self._heartbeat_s))
            now = loop.time()
            self._close_the_stuck(now)
            self._close_the_expired()
            state = self._health()
            if now >= next_beat or _urgent(state) != _urgent(told):
                next_beat = beat_after(next_beat, now, self._heartbeat_s)
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
                client.sink.close(messages.TOO_SLOW, "too slow")
                self.leave(client)

    def _close_the_expired(self) -> None:
        now = self._wall.now
        for client in tuple(self.clients):
            if client.expires_at is not None and client.expires_at <= now:
                client.sink.close(messages.NOT_SIGNED_IN, "the sign-in is over")

    async def _heartbeat(self, health: ServerHealth) -> None:
        """One heartbeat to every client that has all events; the others get events."""
        head = self.ring.head
        beat = messages.heartbeat(head, to_text(self._clock.now), health)
        for number, client in enumerate(tuple(self.clients), start=1):
            waits = client.cursor is None and not client.catching_up
            if (waits or client.cursor == head) and not client.sink.paused:
                client.say(beat)
            if number % WRITES_PER_TURN == 0:
                await pause()


def beat_after(due: float, now: float, period: float) -> float:
    """When the next heartbeat is due, after one at `now` that was due at `due`, in seconds.

    One period after an early one: clients take a longer silence for a lost connection. A late
    one does not shift those that follow.
    """
    return max(min(due, now) + period, now)


def _urgent(health: ServerHealth) -> dict[str, object]:
    """What clients have to learn at once."""
    return {name: part for name, part in health.items() if name != "journal"}
