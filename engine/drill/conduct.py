"""Conducting a live drill: requests of the controllers become entries, and set the clock.

Everything here happens inside one unit of work. `present` is drill time as the request came; it
is given, since a unit of work may run twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from engine.clock import VirtualClock
from engine.drill.exercise import ControlEntry, Exercise
from engine.drill.exercise_control import Request, Surroundings, decide
from engine.drill.exercise_service import ExerciseService
from engine.drill.reporter_parts import part_of, reporters_of
from engine.drill.scenario import EVERYBODY
from engine.ports import Journal

OPEN = ("waiting", "due", "in_pool")
"""Injects that can still be given."""


class Conductor:
    """What the controllers' requests go through. `service` has the clock that is set here."""

    def __init__(self, service: ExerciseService, clock: VirtualClock) -> None:
        self.service, self.clock = service, clock
        self.scenario = service.scenario
        zone = service.plans.current()[next(iter(self.scenario.openings.values())).plan].zone
        self.zone, self.ends = zone, service.ends
        reporters = reporters_of(self.scenario, service.plans.current())
        self.parts = (*self.scenario.people, EVERYBODY, *map(part_of, reporters))

    def conduct(
        self,
        journal: Journal,
        asked: Request,
        present: datetime,
        gone_for: Callable[[str], timedelta],
        controllers: Collection[str],
    ) -> Exercise:
        """Carry out a request; returns the drill after it, to which the clock is set.

        Raises what `decide` raises; nothing has changed then but what time had made due.
        """
        notes, present = self.service.notes, min(present, self.ends)
        self.service.let_time_pass(journal, present)
        exercise = notes.exercise(journal)
        around = self._around(journal, present, gone_for, controllers)
        entry = decide(exercise, asked, around)
        if exercise.controller is None and asked.action != "abort":
            notes.enter(journal, ControlEntry("take_over", present, asked.by, account=asked.by))
        if entry.action == "inject" and entry.inject is not None:
            self.service.give(journal, entry.inject, entry.by, present)
        elif entry.action != "take_over" or exercise.controller is not None:
            notes.enter(journal, entry)
        if entry.action == "cast":
            self.service.open_waiting(journal, present)
        return self.settle(notes.exercise(journal), present)

    def note(self, journal: Journal, entry: ControlEntry) -> Exercise:
        """Enter what the program itself noticed, such as a real incident."""
        self.service.let_time_pass(journal, entry.at)
        self.service.notes.enter(journal, entry)
        return self.settle(self.service.notes.exercise(journal), entry.at)

    def settle(self, exercise: Exercise, present: datetime) -> Exercise:
        """Set the clock to what the log says."""
        self.clock.run_from(min(max(exercise.at, present), self.ends), exercise.pace)
        return exercise

    def _around(
        self,
        journal: Journal,
        now: datetime,
        gone_for: Callable[[str], timedelta],
        controllers: Collection[str],
    ) -> Surroundings:
        states = self.service.inject_states(journal, now)
        ahead = [one.due_at for one in states if one.status == "waiting" and one.due_at]
        return Surroundings(
            now=now,
            ends=self.ends,
            zone=self.zone,
            gone_for=gone_for,
            controllers=controllers,
            parts=self.parts,
            open_injects={one.id: one.due_at for one in states if one.status in OPEN},
            known_injects={one.id for one in states},
            next_inject=min(ahead, default=None),
            next_due=self.service.next_at(journal),
        )
