"""Simulated people and reporters in a live drill: the batch run's own, on the store's journals.

What they are about to do is kept in memory only, and follows from the seed and the journals. So it
is made again, from the beginning, whenever the journals are not where it left them: after a start,
or when a transaction was not committed. What lies behind by then has been done and is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from typing_extensions import override

from engine.clock import Clock, VirtualClock
from engine.drill.exercise import Exercise
from engine.drill.ground import CONTROLLER, Ground
from engine.drill.scenario import EVERYBODY, Inject, Scenario
from engine.drill.simulation.people import People
from engine.drill.simulation.queue import ActQueue
from engine.drill.simulation.reporters import Reporters
from engine.errors import ZhibanError
from engine.incident.actors import Actor
from engine.incident.command_parts import Command
from engine.incident.state import Incident
from engine.plan.model import Plan
from engine.ports import Journal

Execute = Callable[[Journal, str, Command, Actor], ZhibanError | None]
"""Carries out a command in a unit of work at the drill's present; the refusal, or None."""


class _Ground(Ground):
    """The ground of a live drill: acts go into the present unit of work."""

    def __init__(
        self, scenario: Scenario, plans: Mapping[str, Plan], clock: Clock, execute: Execute
    ) -> None:
        super().__init__(scenario, plans, scenario.seed)
        self._present, self._act = clock, execute
        self.at_work: Journal | None = None
        self.playing: Collection[str] = ()
        self.remembering = False

    @override
    def incident(self, key: str) -> Incident | None:
        id_ = self.ids.get(key)
        return None if id_ is None or self.at_work is None else self.at_work.load(id_)

    @override
    def execute(self, key: str, command: Command, actor: Actor) -> ZhibanError | None:
        part = actor.name if actor.name in self.scenario.people else EVERYBODY
        plays = actor is CONTROLLER or part in self.playing
        if self.at_work is None or self.remembering or not plays:
            return None
        return self._act(self.at_work, self.ids[key], command, actor)


class LiveSimulation:
    """What the program is about to do for the parts that it plays."""

    def __init__(
        self, scenario: Scenario, plans: Mapping[str, Plan], clock: Clock, execute: Execute
    ) -> None:
        self._scenario, self._clock = scenario, clock
        self.ground = _Ground(scenario, plans, clock, execute)
        self._begin()

    def _begin(self) -> None:
        self._queue = ActQueue()
        self.ground.clock = VirtualClock(self._scenario.begins)
        self._people = People(self.ground, self._queue)
        self._reporters = Reporters(self.ground, self._queue)
        self._seen: dict[str, int] = {}
        self._given = 0
        self._fresh = True

    @property
    def lively(self) -> bool:
        """Whether anybody of the scenario is simulated by a row."""
        return bool(self._scenario.simulated)

    def next_at(
        self, journal: Journal, incidents: Mapping[str, str], exercise: Exercise
    ) -> datetime | None:
        """The instant of the next act, None without one."""
        if not self.lively:
            return None
        self._follow(journal, incidents, exercise)
        return self._queue.next

    def take(self, at: datetime) -> None:
        """Do the next act, in the unit of work that `next_at` was asked in."""
        self._move(at)
        self._queue.take()

    def give(self, inject: Inject, key: str, at: datetime) -> None:
        """Record the figures of an inject that is given now, and plan what it should bring."""
        self._move(at)
        self._given += 1
        self._people.give(inject, key)

    def attach(self, journal: Journal, incidents: Mapping[str, str], exercise: Exercise) -> None:
        """Act in this unit of work from now on."""
        self.ground.at_work, self.ground.ids = journal, dict(incidents)
        self.ground.playing = exercise.simulated

    def _follow(self, journal: Journal, incidents: Mapping[str, str], exercise: Exercise) -> None:
        """Let the simulated see what the journals hold now."""
        self.attach(journal, incidents, exercise)
        given = [entry for entry in exercise.injects if entry.action == "given"]
        seqs = {key: found.seq for key in incidents if (found := self.ground.incident(key))}
        if len(given) < self._given or any(seqs.get(k, 0) < n for k, n in self._seen.items()):
            self._begin()
        again = self._fresh
        self.ground.remembering, self._fresh = again, False
        by_id = {one.id: one for one in self._scenario.injects}
        for entry in given[self._given :]:
            inject = by_id[entry.id]
            self.give(inject, inject.incident or self._scenario.first_incident, entry.at)
        for key, seq in seqs.items():
            if seq > self._seen.get(key, 0):
                self._see(journal, key, incidents[key])
        self.ground.remembering = False
        if again:
            self._drop_what_is_behind()

    def _see(self, journal: Journal, key: str, id_: str) -> None:
        """Reporters plan before people, as in a batch run: of one instant the first comes first."""
        events = journal.read(id_, after=self._seen.get(key, 0))
        incident = self.ground.incident(key)
        if incident is not None and events and not self.ground.remembering:
            self._move(events[-1].recorded_at)
            self._reporters.notice(key, incident.slots.values())
        for event in events:
            self._move(event.recorded_at)
            self._people.notice(key, (event,))
            self._seen[key] = event.seq
        if incident is not None and self.ground.remembering:
            self._reporters.notice(key, incident.slots.values())

    def _drop_what_is_behind(self) -> None:
        """After a start everything up to the present has been done."""
        while (at := self._queue.next) is not None and at <= self._clock.now:
            self.ground.remembering = True
            self._queue.take()
        self.ground.remembering = False

    def _move(self, at: datetime) -> None:
        if at > self.ground.clock.now:
            self.ground.clock.jump_to(at)
