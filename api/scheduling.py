"""Waking the engine: one job for the earliest instant at which something is due.

APScheduler only wakes the engine. What is due stands in the database, so nothing is lost
while the process is down: the next start, and every look, records everything that time has
made due. The job carries no deadline and has no grace time after which it would be dropped.
It is armed again after each commit that brings an earlier instant, and by a safety poll.

Several nodes may share one database. All wake at the same instant. The first to take the
writers' lock records what is due; the others find it recorded. A node that came second
waits some milliseconds longer the next time and usually hears of the commit before it asks.
So one node does the waking until it stops, and another takes over by itself.

On a virtual clock the real delay is the virtual one divided by the clock's speed. After a step
of the machine's clock somebody has to call `rearm`.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from api.fault_injection import reached
from api.monitoring.repetition import FaultLog
from engine.clock import Clock, VirtualClock, wall_now

log = structlog.get_logger("zhiban.wake")

JOB = "wake"
MOST_ROUNDS = 10_000
SECONDS_AFTER_FAILURE = 1.0
SECONDS_HELD_UP = 0.2
"""Seconds between looks at what is due while another transaction holds its row."""

SECONDS_BEFORE_READY = 3.0
"""Seconds for which a starting server records a gap before it takes commands."""

Wake = Callable[[], Awaitable[int]]
"""Records what is due for some incidents; returns their number."""

NextWake = Callable[[], Awaitable[datetime | None]]
"""The earliest instant at which an incident is due."""


class Scheduler:
    """Calls `wake` when something is due by `clock`, at the latest every `poll_s` seconds."""

    def __init__(
        self,
        clock: Clock,
        wake: Wake,
        next_wake: NextWake,
        poll_s: float,
        hold_back: Callable[[], float] = lambda: 0.0,
        patience_s: float = SECONDS_BEFORE_READY,
        wall: Callable[[], datetime] = wall_now,
    ) -> None:
        self._wall = wall
        self._hold_back = hold_back
        self._patience_s = patience_s
        self._lost = False
        self._held_up: datetime | None = None
        self._clock = clock
        self._wake = wake
        self._next_wake = next_wake
        self._poll_s = poll_s
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
        self._faults = FaultLog(log, "wake_failed")

    async def start(self) -> None:
        """Record what fell due while no server ran, then keep watch.

        After `patience_s` seconds the rest of a long gap is recorded while the server already
        answers: a command first records what is due on its own incident.
        """
        await self.catch_up(self._patience_s)
        self._scheduler.start()
        await self._arm()

    def stop(self) -> None:
        """Stop waking."""
        if self._look is not None:
            self._look.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def catch_up(self, patience_s: float = math.inf) -> int:
        """Record everything due now, or as much as fits into this many seconds.

        Returns the number of incidents that changed.
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
        """Seconds, by the incidents' clock, for which something due has not been recorded."""
        if self._armed_for is None:
            return 0.0
        return max(0.0, (self._clock.now - self._armed_for).total_seconds())

    def nudge(self, wakes: Iterable[datetime | None] | None = None) -> None:
        """After a commit: arm the job again if the earliest instant has changed.

        `wakes` are the next due instants of the commit's incidents, where they are known. If none
        is before the armed one, the armed one may at worst be too early: then the wake finds
        nothing. Many nudges during one look become one more look.
        """
        if self._look is not None and not self._look.done():
            self._once_more = True
        elif wakes is not None and self._armed and self._none_before(wakes):
            self._perhaps_early = True
        elif self._scheduler.running:
            self._look = asyncio.create_task(self._look_again())

    def rearm(self) -> None:
        """Set the timer again: a clock has been set.

        APScheduler's jobs stand at an instant of the machine's clock. If that is set back by a
        year, a job that was due in a second would ring in a year.
        """
        self._armed = False
        self.nudge()

    def _none_before(self, wakes: Iterable[datetime | None]) -> bool:
        armed = self._armed_for
        return all(wake is None or (armed is not None and armed <= wake) for wake in wakes)

    async def _look_again(self) -> None:
        self._once_more = True
        while self._once_more:
            self._once_more = False
            try:
                await self._arm()
            except Exception as error:
                # The job that is armed, at the latest the poll, will look again.
                self._faults.failed(error)

    async def _ring(self) -> None:
        self._armed = False
        self._ringing = True
        try:
            try:
                await self._record_due()
            finally:
                self._ringing = False
            await self._arm()
            self._faults.succeeded()
        except asyncio.CancelledError:
            # The server stops. Passed on, it would stand in the log as a job that failed.
            log.info("ring_cut_short")
        except Exception as error:
            # The store is away, say. Nothing is lost: what is due stays due.
            self._faults.failed(error)
            self._arm_in(SECONDS_AFTER_FAILURE)

    async def _record_due(self) -> None:
        """Record what is due; take the writers' lock only if something is."""
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
            run_date=self._wall() + timedelta(seconds=seconds),
            replace_existing=True,
        )
