"""The session of a live drill: one clock, one log, one controller, and screens that follow.

Requests run in the writer's transactions, where they meet the same order as every command. The
clock is set inside, so that no command of the same batch sees a time that a pause has ended.
After the commit the screens are told at once, each of them, whatever it follows.

The drill time of a moment ago is kept each second while the drill runs. A server that was killed
goes on from there, to the second: the time without a server is no drill time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

from api.live.hub import Hub
from api.live.protocol import messages
from api.ports import DrillSign
from api.server_journal.changed_by import PROGRAM, Way
from api.store.drill.messages import DrillMessages
from api.store.drill.notes import (
    DrillNotes,
    log_of,
    mark_of,
    progress_of,
    put_mark,
    put_real,
    real_known,
)
from api.store.facade import Store
from api.store.journal.journal import SqlJournal
from engine.clock import Clock, VirtualClock
from engine.drill.conduct import Conductor
from engine.drill.exercise import ControlEntry, Exercise, begun
from engine.drill.exercise_control import Request
from engine.drill.exercise_service import ExerciseService, NamedIds, Progress
from engine.drill.scenario import Scenario
from engine.instants import to_text
from engine.memo import BoundedDict
from engine.ports import CallingBook

log = structlog.get_logger("zhiban.drill")

T = TypeVar("T")

MARK_S = 1.0
"""Real seconds between two marks of the drill's time."""

MOST_SEEN = 10_000
"""Accounts of which it is remembered when they were connected last."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a drill as of one snapshot."""

    exercise: Exercise
    progress: Progress
    log: list[Mapping[str, Any]]


class DrillSession:
    """One live drill on an open store; `wall` is real time."""

    REPLAYS = False
    """Whether it begins by playing finished journals."""

    @property
    def recorded(self) -> int:
        """How many entries of finished journals it plays."""
        return 0

    def __init__(
        self,
        store: Store,
        scenario: Scenario,
        wall: Clock,
        ids: NamedIds,
        *,
        word: str,
        simulated: Collection[str],
        watches: bool = False,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self.scenario, self.wall, self.watches = scenario, wall, watches
        self._store, self._ids = store, ids
        before = begun(scenario.begins, word, simulated, replaying=self.REPLAYS)
        self._notes = DrillNotes(scenario.id, before, wall)
        self.messages = DrillMessages(store.database, store.writer.write)
        self.clock = VirtualClock(scenario.begins, elapsed=elapsed)
        self.exercise = before
        self._service: ExerciseService | None = None
        self._conductor: Conductor | None = None
        self._seen: BoundedDict[str, datetime] = BoundedDict(MOST_SEEN)
        self._started = wall.now
        self._looking: asyncio.Task[None] | None = None
        self._changed = False
        """Whether something was committed since the last look began."""
        self._look = asyncio.Lock()
        self.screens: Hub | None = None
        self.moved: Callable[[], None] = lambda: None
        """Called when drill time has been moved: whoever waits for an instant of it looks again."""
        self.began_anew: Callable[[], None] = lambda: None
        """Called when the journals were begun anew: screens have to ask for everything."""
        self.beside: Callable[[], Coroutine[Any, Any, None]] | None = None
        """Watches the real server until cancelled."""
        self._progress = Progress()
        self._read()

    # Opening ---------------------------------------------------------------------------------

    def service(self, calling: CallingBook | None) -> ExerciseService:
        """The engine's use cases of this drill."""
        self._service, self._conductor = self._open(calling)
        return self._service

    def _open(self, calling: CallingBook | None) -> tuple[ExerciseService, Conductor]:
        plans, ids = self._store.plans, self._ids
        made = ExerciseService(plans, self.clock, ids, self.scenario, self._notes, calling=calling)
        return made, Conductor(made, self.clock)

    def _read(self) -> None:
        """Where log, mark and journals say that the drill stands; its time does not run yet.

        A mark is kept each second of real time: at 3600 times the speed an entry may be an hour
        of drill time later, and time never stands before what has happened.
        """
        with self._store.database.reading() as connection:
            seq, exercise = self._notes.read(connection)
            mark = mark_of(connection)
            self._progress = progress_of(connection)
        self._notes.committed(seq, exercise)
        self.exercise = exercise
        told = (exercise.at, mark, self._store.clocks.last_entry())
        self.clock.run_from(max(at for at in told if at is not None), 0)

    def begin(self) -> None:
        """The server is ready: time goes on where it stood."""
        self.clock.run_from(self.clock.now, self.exercise.pace)
        self.moved()

    # What people do ----------------------------------------------------------------------------

    async def control(self, asked: Request, way: Way, controllers: Collection[str]) -> None:
        """Carry out a controller's request. Raises what `engine.drill.exercise_control` raises."""
        conductor = self._conductor
        if conductor is None:
            raise RuntimeError("the drill has no service yet")

        came: list[datetime] = []

        def work(journal: SqlJournal) -> Exercise:
            # A job may run twice; the second time the clock has been set by the first.
            came.append(self.clock.now)
            self._notes.way = way
            return conductor.conduct(journal, asked, came[0], self.gone_for, controllers)

        await self._change(work)

    async def enter(self, entry: ControlEntry) -> None:
        """Enter what the program itself noticed."""
        conductor = self._conductor
        if conductor is not None:
            await self._change(lambda journal: conductor.note(journal, entry))

    async def real_known(self) -> frozenset[str] | None:
        """The real incidents that are known, over restarts; None before the first look."""

        def read() -> frozenset[str] | None:
            with self._store.database.reading() as connection:
                return real_known(connection)

        return await asyncio.to_thread(read)

    async def keep_real(self, known: Collection[str]) -> None:
        """Keep which real incidents are known."""
        await self._store.writer.submit(lambda journal: put_real(journal.connection, known))

    def noticed(self, action: Any, note: str) -> ControlEntry:
        """An entry of the program at the drill's present."""
        return ControlEntry(action, self.clock.now, PROGRAM, note=note)

    async def _change(self, work: Callable[[SqlJournal], Exercise]) -> None:
        try:
            await self._store.writer.submit(work)
        except BaseException:
            # The clock may have been set by what was then not committed.
            await asyncio.to_thread(self._settle)
            raise
        await self.look()
        self.moved()

    def _settle(self) -> None:
        with self._store.database.reading() as connection:
            _, exercise = self._notes.read(connection)
        self.clock.run_from(max(self.clock.now, exercise.at), exercise.pace)

    # What follows ------------------------------------------------------------------------------

    async def look(self) -> None:
        """Read what was committed; tell every screen if the drill has changed.

        One after another, so that no older snapshot takes the place of a newer one.
        """
        async with self._look:
            await self._take_in()

    async def _take_in(self) -> None:
        before = self.version

        def read() -> tuple[int, Exercise, Progress]:
            with self._store.database.reading() as connection:
                return *self._notes.read(connection), progress_of(connection)

        seq, exercise, progress = await asyncio.to_thread(read)
        if exercise.entries < self.exercise.entries:
            return
        self._notes.committed(seq, exercise)
        self.exercise, self._progress = exercise, progress
        if self.version != before:
            self.tell()

    @property
    def version(self) -> int:
        """A number that grows whenever people see something else of the drill."""
        known = self._progress
        return self.exercise.entries + len(known.waiting) + 2 * len(known.incidents)

    def heard(self) -> None:
        """Something was committed: injects whose time has come may be among it."""
        self._changed = True
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        """Look until nothing was committed since the look began."""
        while self._changed:
            self._changed = False
            await self.look()

    def tell(self) -> None:
        """Tell every screen how the drill stands."""
        if self.screens is not None:
            now = to_text(self.clock.now)
            self.screens.tell(messages.drill(now, self.clock.speed, self.sign()))

    def sign(self) -> DrillSign:
        """What every screen shows of the drill."""
        found, script = self.exercise, self.scenario
        return {
            "scenario": script.id,
            "title": script.title,
            "title_en": script.title_en,
            "state": found.state,
            "speed": found.speed,
            "controller": found.controller,
            "alarm": found.alarm,
            "watches": self.watches,
            "reached": found.reached,
            "note": found.note,
            "version": self.version,
            "replays": found.replaying,
            "recorded": self.recorded,
        }

    async def next_at(self) -> datetime | None:
        """The next instant of drill time at which something happens by itself."""
        service = self._service
        if service is None:
            return None
        return await self._store.writer.submit(service.next_at)

    async def kept(self) -> Kept:
        """What is kept of the drill, of one snapshot."""

        def read() -> Kept:
            with self._store.database.reading() as connection:
                exercise = self._notes.read(connection)[1]
                return Kept(exercise, progress_of(connection), log_of(connection))

        return await asyncio.to_thread(read)

    # Who is there ------------------------------------------------------------------------------

    @property
    def here(self) -> set[str]:
        """The accounts that are connected, by name."""
        return self.screens.accounts if self.screens is not None else set()

    def gone_for(self, account: str) -> timedelta:
        """How long an account has not been connected, in real time; none while it is."""
        if account in self.here:
            return timedelta()
        return self.wall.now - self._seen.get(account, self._started)

    def _notice(self) -> None:
        now = self.wall.now
        for account in self.here:
            self._seen[account] = now

    async def run(self) -> None:
        """Keep the drill's time each second while it runs, until cancelled."""
        while True:
            await asyncio.sleep(MARK_S)
            self._notice()
            if self.exercise.state != "running":
                continue
            now = self.clock.now
            try:
                await self._store.writer.submit(_marking(now))
            except Exception:
                log.exception("drill_mark_failed")


def _marking(now: datetime) -> Callable[[SqlJournal], None]:
    return lambda journal: put_mark(journal.connection, now)
