"""Simulated people and reporters in a live drill: the batch run's own, on the store's journals.

What they are about to do is kept in memory only, and follows from the seed and the journals. So it
is made again, from the beginning, whenever the journals are not where it left them: after a start,
or when a transaction was not committed. What lies behind by then has been done and is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from typing_extensions import override

from engine.clock import Clock, VirtualClock
from engine.drill.exercise import Exercise
from engine.drill.ground import CONTROLLER, Ground
from engine.drill.injects import InjectEntry
from engine.drill.reporter_parts import part_of
from engine.drill.scenario import Inject, Scenario
from engine.drill.simulation.people import People
from engine.drill.simulation.queue import ActQueue
from engine.drill.simulation.reporters import Reporters
from engine.errors import ZhibanError
from engine.evolve.apply import apply
from engine.incident.actors import Actor
from engine.incident.command_parts import Command
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.plan.model import Plan
from engine.ports import Journal

Acted = tuple[datetime, int]
"""The instant of the last act, and how many there were at it."""

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
        self.exercise: Exercise | None = None
        self.remembering = False
        self.past: dict[str, Incident] = {}
        """The incidents as they were, while what was planned is planned again."""

    @override
    def incident(self, key: str) -> Incident | None:
        if self.remembering:
            return self.past.get(key)
        id_ = self.ids.get(key)
        return None if id_ is None or self.at_work is None else self.at_work.load(id_)

    @override
    def execute(self, key: str, command: Command, actor: Actor) -> ZhibanError | None:
        part = actor.name if actor.name in self.scenario.people else part_of(actor.name)
        plays = actor is CONTROLLER or (self.exercise is not None and self.exercise.plays(part))
        if self.at_work is None or self.remembering or not plays:
            return None
        return self._act(self.at_work, self.ids[key], command, actor)


class LiveSimulation:
    """What the program is about to do for the parts that it plays."""

    def __init__(
        self, scenario: Scenario, plans: Mapping[str, Plan], clock: Clock, execute: Execute
    ) -> None:
        self._scenario = scenario
        self._by_id = {one.id: one for one in scenario.injects}
        self.ground = _Ground(scenario, plans, clock, execute)
        self._begin()

    def _begin(self) -> None:
        self._queue = ActQueue()
        self.ground.clock = VirtualClock(self._scenario.begins)
        self.ground.past = {}
        self._people = People(self.ground, self._queue)
        self._reporters = Reporters(self.ground, self._queue)
        self._seen: dict[str, int] = {}
        self._given = 0
        self._acted: Acted | None = None

    @property
    def lively(self) -> bool:
        """Whether anybody of the scenario is simulated by a row."""
        return bool(self._scenario.simulated)

    def next_at(
        self,
        journal: Journal,
        incidents: Mapping[str, str],
        exercise: Exercise,
        acted: Acted | None,
    ) -> datetime | None:
        """The instant of the next act, None without one; `acted` is the last one that was done."""
        self.attach(journal, incidents, exercise)
        if not self.lively:
            return None
        given = [entry for entry in exercise.injects if entry.action == "given"]
        seqs = {key: found.seq for key in incidents if (found := self.ground.incident(key))}
        lost = any(seqs.get(key, 0) < seq for key, seq in self._seen.items())
        if lost or len(given) != self._given or acted != self._acted or (seqs and not self._seen):
            self._remember(journal, given, incidents, acted)
        for key, seq in seqs.items():
            if seq > self._seen.get(key, 0):
                self._see(key, journal.read(incidents[key], after=self._seen.get(key, 0)))
        return self._queue.next

    def take(self, acted: Acted) -> None:
        """Do the next act, in the unit of work that `next_at` was asked in."""
        self._move(acted[0])
        self._acted = acted
        self._queue.take()

    def give(self, inject: Inject, key: str, at: datetime) -> None:
        """Record the figures of an inject that is given now, and plan what it should bring."""
        self._move(at)
        self._given += 1
        self._people.give(inject, key)

    def attach(self, journal: Journal, incidents: Mapping[str, str], exercise: Exercise) -> None:
        """Act in this unit of work from now on."""
        self.ground.at_work, self.ground.ids = journal, dict(incidents)
        self.ground.exercise = exercise

    def _see(self, key: str, events: Sequence[Event]) -> None:
        """Reporters plan before people, as in a batch run: of one instant the first comes first."""
        incident = self.ground.incident(key)
        if incident is None:
            return
        self._move(events[-1].recorded_at)
        self._reporters.notice(key, incident.slots.values(), events)
        self._people.notice(key, events)
        self._seen[key] = events[-1].seq

    def _remember(
        self,
        journal: Journal,
        given: Sequence[InjectEntry],
        incidents: Mapping[str, str],
        acted: Acted | None,
    ) -> None:
        """Plan again what was planned, as the incidents were then; drop what has been done."""
        self._begin()
        self.ground.remembering = True
        told: list[tuple[datetime, int, InjectEntry | tuple[str, list[Event]]]] = [
            (entry.at, 0, entry) for entry in given
        ]
        for key, id_ in incidents.items():
            for at, group in groupby(journal.read(id_), key=lambda event: event.recorded_at):
                told.append((at, 1, (key, list(group))))
        for at, _, what in sorted(told, key=lambda one: one[:2]):
            if isinstance(what, InjectEntry):
                inject = self._by_id[what.id]
                self.give(inject, inject.incident or self._scenario.first_incident, at)
            else:
                self._fold(*what)
        self._drop(acted)
        self.ground.remembering = False

    def _drop(self, acted: Acted | None) -> None:
        """Drop what lies before the last act, and what was done at its instant."""
        self._acted = acted
        at, count = acted or (self._scenario.begins, 0)
        while self._queue.next is not None and (self._queue.next < at or count > 0):
            count -= self._queue.next == at
            if self._queue.next > at:
                break
            self._queue.take()

    def _fold(self, key: str, events: list[Event]) -> None:
        state = self.ground.past.get(key)
        for event in events:
            state = apply(self.ground.plan(key), state, event)
        if state is not None:
            self.ground.past[key] = state
        self._see(key, events)

    def _move(self, at: datetime) -> None:
        if at > self.ground.clock.now:
            self.ground.clock.jump_to(at)
