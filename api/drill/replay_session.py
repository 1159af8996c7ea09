"""The session of a replay: a live drill's, that goes to any place of a recording, and back.

Back means anew: what the journals hold is a copy of a record that stands elsewhere, so it leaves
this database and is entered again up to the place. The clock is set first, and the log says in
the same transaction where the replay stands, so that a server killed in between is there when it
starts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from typing_extensions import override

from api.drill.session import DrillSession
from api.server_journal.changed_by import PROGRAM, Way
from api.store.drill.notes import put_mark
from api.store.facade import Store
from api.store.journal.journal import SqlJournal
from api.store.replays.going_back import go_back
from engine.drill.conduct import Conductor
from engine.drill.exercise import ControlEntry, Exercise
from engine.drill.exercise_control import REPLAY_ACTIONS, Request
from engine.drill.exercise_service import ExerciseService
from engine.drill.recording import Recording
from engine.drill.replay import Aim, ReplayConductor, ReplayService, sought
from engine.ports import CallingBook


class ReplaySession(DrillSession):
    """A replay of `recording` on an open store; a drill once it has been branched."""

    REPLAYS = True

    def __init__(self, store: Store, recording: Recording, *args: Any, **kwargs: Any) -> None:
        self.recording = recording
        super().__init__(store, *args, **kwargs)

    @property
    @override
    def recorded(self) -> int:
        return len(self.recording.entries)

    @override
    def _open(self, calling: CallingBook | None) -> tuple[ExerciseService, Conductor]:
        plans, clock, ids = self._store.plans, self.clock, self._ids
        made = ReplayService(
            plans, clock, ids, self.scenario, self._notes, self.recording, calling=calling
        )
        self._replay = ReplayConductor(made, clock)
        return made, self._replay

    def set_speed(self, speed: int) -> None:
        """Begin at this speed. Blocks."""
        entry = ControlEntry("speed", self.clock.now, PROGRAM, speed=speed)
        self._store.writer.run(lambda journal: self._notes.enter(journal, entry))
        self._read()

    def set_up(self, asked: Request) -> None:
        """Go to a place before the server serves. Blocks. Raises what `aim` raises."""
        self.service(None)

        def work(journal: SqlJournal) -> Exercise:
            aim = self._aim(journal, asked, self.clock.now, (PROGRAM,))
            return self._arrive(journal, aim, seat=False)

        exercise = self._store.writer.run(work)
        self._read()
        self.clock.run_from(exercise.at, 0)

    @override
    async def control(self, asked: Request, way: Way, controllers: Collection[str]) -> None:
        if asked.action not in REPLAY_ACTIONS:
            await super().control(asked, way, controllers)
            return
        now = self.clock.now

        def look(journal: SqlJournal) -> Aim:
            self._notes.way = way
            return self._aim(journal, asked, now, controllers)

        aim = await self._store.writer.submit(look)
        if aim.back:
            try:
                await self._back(aim)
            except BaseException:
                self.clock.run_from(now, self.exercise.pace)
                raise

        def go(journal: SqlJournal) -> Exercise:
            self._notes.way = way
            return self._arrive(journal, aim)

        await self._change(go)

    def _arrive(self, journal: SqlJournal, aim: Aim, *, seat: bool = True) -> Exercise:
        exercise = self._replay.arrive(journal, aim, seat=seat)
        # A mark of a moment ago may lie after the place.
        put_mark(journal.connection, aim.at)
        return exercise

    def _aim(
        self, journal: SqlJournal, asked: Request, now: datetime, controllers: Collection[str]
    ) -> Aim:
        return self._replay.aim(journal, asked, now, self.gone_for, controllers)

    async def _back(self, aim: Aim) -> None:
        """Take the incidents out, to be entered again up to a place before."""
        # Whatever wakes meanwhile finds the time of that place, and enters no more than that.
        self.clock.run_from(aim.at, 0)
        store, entry = self._store, sought(aim)
        await asyncio.to_thread(go_back, store.database, self._notes, entry, store.key)
        self._store.states.forget()
        self.began_anew()

    @override
    def gone_for(self, account: str) -> timedelta:
        return timedelta() if account == PROGRAM else super().gone_for(account)
