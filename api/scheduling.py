"""Waking the engine: one job for the earliest instant at which something is due.

APScheduler only rings the bell. What is due stands in the database, so nothing is lost
when the process is down: at the next start, and at each look, everything that time has
made due is recorded. The job never carries a deadline of its own, has no grace time
after which it would be dropped, and is armed again after each commit that makes the
earliest instant an earlier one, and by a safety poll.

Several nodes may stand on one database. All are woken at the same instant; the first to
take the writers' lock records what is due, the others find it recorded. A node that lost
holds back some milliseconds the next time and is mostly told before it even asks, so one
node does the waking until it stops, and another takes over without being asked.

On a virtual clock the real delay is the virtual one divided by the clock's speed.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from api.faults import reached
from engine.clock import Clock, SystemClock, VirtualClock

log = structlog.get_logger("zhiban.wake")

JOB = "wake"
MOST_ROUNDS = 10_000
SECONDS_AFTER_FAILURE = 1.0
SECONDS_HELD_UP = 0.2
"""Between looks at what is due and cannot be had, because somebody holds its row."""

SECONDS_BEFORE_READY = 3.0
"""How long a server that starts records a gap before it takes commands."""

Wake = Callable[[], Awaitable[int]]
"""Records what is due for some incidents; how many it found."""

NextWake = Callable[[], Awaitable[datetime | None]]
"""The earliest instant at which an incident wants to be woken."""


class Waker:
    """Calls `wake` when something is due by `clock`, at the latest every `poll_s` seconds."""

    def __init__(
        self,
        clock: Clock,
        wake: Wake,
        next_wake: NextWake,
        poll_s: float,
        hold_back: Callable[[], float] = lambda: 0.0,
        patience_s: float = SECONDS_BEFORE_READY,
    ) -> None:
        self._hold_back = hold_back
        self._patience_s = patience_s
        self._lost = False
        self._held_up: datetime | None = None
        self._clock = clock
        self._wake = wake
        self._next_wake = next_wake
        self._poll_s = poll_s
        self._real = SystemClock()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            # A ring that comes while another is still at work must not be dropped: the lock
            # below lets one in after the other.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 100},
        )
        self._busy = asyncio.Lock()
        self._armed = False
        self._ringing = False
        self._armed_for: datetime | None = None
        self._look: asyncio.Task[None] | None = None
        self._once_more = False
        self._perhaps_early = False

    async def start(self) -> None:
        """Record what fell due while nobody was awake, then keep watch.

        After `patience_s` the rest of a long gap is recorded while the server is already
        there: a command first enters what is due on its own incident anyway.
        """
        await self.catch_up(self._patience_s)
        self._scheduler.start()
        await self._arm()

    def stop(self) -> None:
        """Ring no more."""
        if self._look is not None:
            self._look.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def catch_up(self, patience_s: float = math.inf) -> int:
        """Record everything that is due now, or what can be in so many seconds.

        Returns how many incidents were moved.
        """
        moved = 0
        loop = asyncio.get_running_loop()
        until = loop.time() + patience_s
        async with self._busy:
            for _ in range(MOST_ROUNDS):
                found = await self._wake()
                if not found:
                    break
                moved += found
                if loop.time() >= until:
                    break
                if not self._scheduler.running:
                    reached("in_catch_up")
        if moved:
            log.info("woken", incidents=moved)
        return moved

    def lag(self) -> float:
        """Seconds, by the incidents' clock, for which something has been due unrecorded."""
        if self._armed_for is None:
            return 0.0
        return max(0.0, (self._clock.now - self._armed_for).total_seconds())

    def nudge(self, wakes: Iterable[datetime | None] | None = None) -> None:
        """After a commit: arm afresh if the earliest instant is another one now.

        `wakes` are the instants at which the incidents of the commit want to be woken, where
        they are known. If none is before the one that is armed, that may be too early now,
        at the worst: then the ring finds nothing. Many nudges while one look is under way
        become one more look.
        """
        if self._look is not None and not self._look.done():
            self._once_more = True
        elif wakes is not None and self._armed and self._none_before(wakes):
            self._perhaps_early = True
        elif self._scheduler.running:
            self._look = asyncio.create_task(self._look_again())

    def _none_before(self, wakes: Iterable[datetime | None]) -> bool:
        armed = self._armed_for
        return all(wake is None or (armed is not None and armed <= wake) for wake in wakes)

    async def _look_again(self) -> None:
        self._once_more = True
        while self._once_more:
            self._once_more = False
            try:
                await self._arm()
            except Exception:
                # The job that is armed, at the latest the poll, will look again.
                log.exception("look_failed")

    async def _ring(self) -> None:
        self._armed = False
        self._ringing = True
        try:
            try:
                await self._record_due()
            finally:
                self._ringing = False
            await self._arm()
        except asyncio.CancelledError:
            # The server stops. Passed on, it would stand in the log as a job that failed.
            log.info("ring_cut_short")
        except Exception:
            # The store is away, say. Nothing is lost: what is due stays due.
            log.exception("wake_failed")
            self._arm_in(SECONDS_AFTER_FAILURE)

    async def _record_due(self) -> None:
        """Record what is due, without taking the writers' lock where nothing is."""
        now = self._clock.now
        awaited = self._armed_for is not None and self._armed_for <= now
        awaited = awaited and not self._perhaps_early
        earliest = await self._next_wake()
        moved = 0
        if earliest is not None and earliest <= self._clock.now:
            moved = await self.catch_up()
            self._held_up = None if moved else earliest
        if awaited or moved:
            self._lost = not moved

    async def _arm(self) -> None:
        earliest = await self._next_wake()
        if self._ringing:
            # It arms for what is earliest when it is done.
            return
        if not self._armed or earliest != self._armed_for:
            self._armed_for = earliest
            self._arm_in(self._real_delay(earliest))
        self._perhaps_early = False

    def _real_delay(self, earliest: datetime | None) -> float:
        """Real seconds until `earliest`, never more than the poll."""
        speed = self._clock.speed if isinstance(self._clock, VirtualClock) else 1.0
        if earliest is None:
            return self._poll_s
        ahead = max((earliest - self._clock.now).total_seconds(), 0.0)
        if speed == 0 and ahead:
            return self._poll_s
        seconds = ahead / speed if ahead else 0.0
        if earliest == self._held_up:
            seconds = max(seconds, SECONDS_HELD_UP)
        if self._lost:
            seconds += self._hold_back()
        return min(seconds, self._poll_s)

    def _arm_in(self, seconds: float) -> None:
        if not self._scheduler.running:
            return
        self._armed = True
        self._scheduler.add_job(
            self._ring,
            "date",
            id=JOB,
            run_date=self._real.now + timedelta(seconds=seconds),
            replace_existing=True,
        )
