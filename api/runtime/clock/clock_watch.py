"""Watches a server's clock: looks each second, tells what happened, keeps the signs of life.

A round has the clock compared, stores what was noted and, once a minute, a sign of life. As
long as the clock is not trusted it looks for people's words, and asks the system whether the
clock is synchronised. A store that is away delays marks and words and stops nothing: the
time that counts needs no store.

A server on a virtual clock is watched for its sign-ins and timers only: no alarm, no signs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog
from starlette.concurrency import run_in_threadpool

from api.ports import ClockState
from api.runtime.clock.time_sources import Synchronised
from api.runtime.clock.trusted_clock import Note, TrustedClock
from api.store.clocks.node_clocks import ClockMark, NodeClock, NodeClocks
from engine.instants import to_text
from engine.trusted_time import LastSeen

log = structlog.get_logger("zhiban.clock")

TICK_S = 1.0
SECONDS_BETWEEN_SIGNS = 60.0
SECONDS_OF_SLEEP = 2.0
MOST_PENDING = 1000
DOUBT = frozenset({"jumped", "distrusted", "waiting"})


class ClockWatch:
    """The clock of one node, told and kept. `moved` is called when timers have to be set again."""

    def __init__(
        self,
        clock: TrustedClock,
        node: str,
        clocks: NodeClocks,
        synchronised: Synchronised,
        count: Callable[[str], object] = lambda kind: None,
        *,
        virtual: bool = False,
    ) -> None:
        self.clock, self.node = clock, node
        self.moved: Callable[[], None] = lambda: None
        self.clocks, self.virtual = clocks, virtual
        self._synchronised, self._count = synchronised, count
        self._busy = asyncio.Lock()
        self._pending: list[ClockMark] = []
        self._back = False
        self._doubted = False
        self._after = 0
        self._next_sign = 0.0
        self._failed = False
        self._looked: tuple[float, float] | None = None

    # What it says ------------------------------------------------------------------------

    def part(self) -> ClockState:
        """The state for frames and health; reads the clocks."""
        if self.virtual:
            return {"state": "virtual", "node": self.node, "ahead_s": 0.0, "since": None}
        line = self.clock.look()
        return {
            "state": line.condition,
            "node": self.node,
            "ahead_s": 0.0 if line.trusted else round(line.ahead.total_seconds(), 1),
            "since": None if line.since is None else to_text(line.since),
        }

    @property
    def well(self) -> bool:
        """Whether there is no alarm about this node's clock."""
        return self.virtual or self.clock.look().trusted

    def sign(self) -> NodeClock:
        """This node's sign of life at this moment."""
        line = self.clock.look()
        return NodeClock(self.node, line.now, line.reading.wall, line.condition, line.since)

    # What it does ------------------------------------------------------------------------

    async def start(self) -> None:
        """Judge the clock by what the store knows, and keep the first sign of life.

        Raises `StoreUnavailable`.
        """
        if self.virtual:
            return
        self.clock.begin(await run_in_threadpool(last_seen, self.clocks, self.node))
        self._after = await run_in_threadpool(self.clocks.last_mark)
        await self.look()

    async def run(self) -> None:
        """Look each second until cancelled."""
        while True:
            await asyncio.sleep(TICK_S)
            await self.look()

    async def look(self) -> None:
        """One round. A failure is logged once, until a round succeeds again."""
        async with self._busy:
            self._notice_sleep()
            try:
                self._recover()
                await self._keep()
                if not self.well and await self._hear():
                    await self._keep()
                self._failed = False
            except Exception:
                if not self._failed:
                    log.exception("clock_watch_failed")
                self._failed = True

    def _notice_sleep(self) -> None:
        """Set the timers again after the machine has slept: the event loop's stood still."""
        loop_time = asyncio.get_running_loop().time()
        elapsed = self.clock.look().reading.elapsed
        if self._looked is not None:
            slept = elapsed - self._looked[0] - (loop_time - self._looked[1])
            if slept > SECONDS_OF_SLEEP:
                log.warning("machine_slept", seconds=round(slept, 1))
                self.moved()
        self._looked = elapsed, loop_time

    def _recover(self) -> None:
        if self.clock.steady() and self._synchronised():
            self.clock.recover()

    async def _keep(self) -> None:
        """Tell what was noted; store it, or a sign of life if that is due."""
        notes = self.clock.take_notes()
        if notes:
            self._tell(notes)
        if self.virtual:
            return
        now = asyncio.get_running_loop().time()
        if not self._pending and now < self._next_sign:
            return
        marks, back = tuple(self._pending), self._back
        number = await run_in_threadpool(self.clocks.put, self.sign(), marks, back=back)
        del self._pending[: len(marks)]
        self._next_sign, self._back = now + SECONDS_BETWEEN_SIGNS, False
        if self._doubted:
            # An older word was about a clock that has moved since.
            self._after, self._doubted = number, False

    async def _hear(self) -> bool:
        """Take people's words on this clock; whether one was heeded."""
        heeded = False
        for word in await run_in_threadpool(self.clocks.words, self.node, self._after):
            self._after = word.id
            if self.clock.trust(word.moved, word.account or "", word.reason):
                heeded = True
            else:
                log.warning("clock_moved_after_word", account=word.account)
        return heeded

    def _tell(self, notes: Sequence[Note]) -> None:
        for note in notes:
            log.warning(
                f"clock_{note.kind}",
                node=self.node,
                step_s=round(note.step.total_seconds(), 3),
                server_time=to_text(note.at),
                wall=to_text(note.wall),
                account=note.account,
                reason=note.reason,
            )
            self._count(note.kind)
            self._doubted = self._doubted or note.kind in DOUBT
            self._back = self._back or (note.kind == "trusted" and note.step < timedelta())
            if not self.virtual:
                self._pending.append(_mark(self.node, note))
        del self._pending[:-MOST_PENDING]
        self.moved()


def _mark(node: str, note: Note) -> ClockMark:
    return ClockMark(node, note.kind, note.at, note.wall, note.step, note.account, note.reason)


def last_seen(clocks: NodeClocks, node: str) -> LastSeen:
    """What the store knows of the time before a start. Blocks; raises `StoreUnavailable`."""
    signs = clocks.signs()
    # A node that was given another name goes on from the latest sign of any.
    latest = max(signs, key=lambda sign: sign.at, default=None)
    own = next((sign for sign in signs if sign.node == node), latest)
    newest = max(
        (sign.at for sign in signs if sign.condition in ("trusted", "jumped")), default=None
    )
    return LastSeen(
        own=None if own is None else own.at,
        newest=newest,
        entry=clocks.last_entry(),
        doubted=own is not None and own.condition in ("distrusted", "waiting"),
    )
