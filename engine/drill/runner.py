"""Running a scenario: the same service as a real incident, on a virtual clock in memory.

The clock stops at every instant at which something happens by itself, so reminders and
overdue marks are entered when they become true. The same scenario, plan and seed give
the same journal to the byte: ids are counted, and everything that is drawn (the spread of
submissions, branches, simulated people) is drawn from a hash of the seed, not from chance.

At one instant the order is: what time makes, openings, injects, simulated people, steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from engine.drill.ground import Ground
from engine.drill.injects import InjectEntry, inject_states, opening_due, types_asked
from engine.drill.outcome import Mismatch, Refusal, Run
from engine.drill.scenario import Inject, Scenario
from engine.drill.simulation.people import People
from engine.drill.simulation.queue import ActQueue
from engine.drill.simulation.reporters import Reporters
from engine.drill.steps import Steps
from engine.errors import InvalidInput, NotFound
from engine.frozen import replace
from engine.incident.events import Event
from engine.plan.model import Plan

__all__ = ["Mismatch", "Refusal", "Run", "journal_lines", "run"]

RUNNER = "runner"
"""Who gives injects in a run without people."""


def run(
    scenario: Scenario,
    plans: Mapping[str, Plan],
    seed: int | None = None,
    reached: Callable[[datetime], None] = lambda instant: None,
    *,
    keep_states: bool = True,
) -> Run:
    """Run the scenario to the end of its last day; `reached` is told each instant on the way.

    Without `keep_states` the run has no `states`: it holds less in memory, and its
    evaluation folds the journal again.
    Raises `InvalidInput` for a plan or command that does not exist, and where no incident was
    opened.
    """
    seeded = scenario if seed is None else scenario.model_copy(update={"seed": seed})
    ground = Ground(seeded, plans, seeded.seed, keep_states=keep_states)
    return _Drill(ground, reached).play()


class _Drill:
    """One run in progress."""

    def __init__(self, ground: Ground, reached: Callable[[datetime], None]) -> None:
        self.scenario, self.ground, self.reached = ground.scenario, ground, reached
        self.steps = Steps(self.ground)
        self.queue = ActQueue()
        self.reporters = Reporters(self.ground, self.queue)
        self.people = People(self.ground, self.queue)
        self.asked = types_asked(self.scenario)
        self.seen: dict[str, list[Event]] = defaultdict(list)
        self.keys: dict[str, str] = {}
        self.due: list[tuple[datetime, Inject]] = []
        self.due_at: datetime | None = None
        self.stale = True

    def play(self) -> Run:
        """Run the clock to the end, and everything at its instant."""
        ground, zone = self.ground, self.ground.plan(self.scenario.first_incident).zone
        self._open()
        turns = self.steps.turns()
        for turn in turns:
            self._until(turn.instant)
            self.steps.take(turn)
            self._notice()
        self.steps.nobody_sent()
        self._until(self.scenario.ends(zone))
        for key in self.scenario.openings:
            if key not in ground.ids:
                facts = {"command": "open_incident", "incident": key}
                day = self.scenario.end_day
                ground.mismatches.append(Mismatch("not_opened", day, "24:00", facts))
        opened = [self._seen_from(key) for key in self.scenario.openings if key in ground.ids]
        if not opened:
            value = "、".join(self.scenario.openings)
            raise InvalidInput("nothing_opened", field="incidents", value=value)
        first, *others = opened
        first = replace(first, mismatches=tuple(ground.mismatches), others=tuple(others))
        return first

    def _until(self, until: datetime) -> None:
        """Run the clock up to `until`; it stops at each instant at which something happens."""
        clock = self.ground.clock
        while True:
            wake = self.ground.journal.next_wake()
            inject, act = self._next_due(), self.queue.next
            instants = [one for one in (wake, inject, act) if one is not None and one <= until]
            if not instants:
                break
            instant = min(instants)
            clock.jump_to(max(instant, clock.now))
            if wake == instant:
                self.ground.service.wake(self.ground.journal)
            elif inject == instant:
                self._open()
                self._give()
            else:
                self.queue.take()
            self._notice()
            self.reached(instant)
        clock.jump_to(max(until, clock.now))
        self.reached(clock.now)

    def _next_due(self) -> datetime | None:
        """When the next inject or opening is due, as far as it is known."""
        if not self._lively:
            return None
        if self.stale:
            self._look()
        return self.due_at

    @property
    def _lively(self) -> bool:
        return bool(self.scenario.injects) or len(self.ground.ids) < len(self.scenario.openings)

    def _look(self) -> None:
        """Ask anew where injects and openings stand."""
        now = self.ground.clock.now
        states = inject_states(self.scenario, self.ground.log, now, self.seen)
        self.due = []
        instants = []
        for state, inject in zip(states, self.scenario.injects, strict=True):
            if state.due_at is not None and state.status in ("waiting", "due"):
                instants.append(max(state.due_at, now))
                if state.status == "due":
                    self.due.append((state.due_at, inject))
        for key in self.scenario.openings:
            if key not in self.ground.ids:
                due = opening_due(self.scenario, key, self.ground.log, now, self.seen)
                instants += [] if due is None else [max(due, now)]
        self.due_at = min(instants, default=None)
        self.stale = False

    def _open(self) -> None:
        """Open the incidents whose instant has come."""
        now = self.ground.clock.now
        for key, opening in self.scenario.openings.items():
            if key in self.ground.ids:
                continue
            due = opening_due(self.scenario, key, self.ground.log, now, self.seen)
            if due is not None and due <= now:
                self.ground.open(key, opening)
                self.keys[self.ground.ids[key]] = key
                self.stale = True
        self._notice()

    def _give(self) -> None:
        """Give the injects that are due, the longest due first."""
        self._look()
        for _, inject in sorted(self.due, key=lambda pair: pair[0]):
            key = inject.incident or self.scenario.first_incident
            self.ground.log.append(InjectEntry(inject.id, "given", self.ground.clock.now, RUNNER))
            self.people.give(inject, key)
        self.stale = True

    def _notice(self) -> None:
        """Let simulated people and conditions see what was stored last."""
        fresh = self.ground.journal.fresh
        while fresh:
            id_, events, slots = fresh.pop(0)
            key = self.keys.get(id_)
            if key is None:
                continue
            if self.asked:
                asked = [event for event in events if event.type in self.asked]
                self.seen[key] += asked
                self.stale = self.stale or bool(asked)
            self.reporters.notice(key, slots, events)
            self.people.notice(key, events)

    def _seen_from(self, key: str) -> Run:
        ground, id_ = self.ground, self.ground.ids[key]
        incident = ground.journal.load(id_)
        if incident is None:
            raise NotFound("incident_not_found", id=id_)
        own = [slot for slot in ground.journal.slots.values() if slot.incident == id_]
        return Run(
            scenario=self.scenario,
            plan=ground.plan(key),
            seed=ground.seed,
            events=tuple(ground.journal.read(id_)),
            slots=tuple(sorted(own, key=lambda slot: (slot.due_at, slot.id))),
            refusals=tuple(one for one in ground.refusals if one.incident == key),
            mismatches=(),
            incident=incident,
            ended_at=ground.clock.now,
            states=tuple(ground.states.get(id_, ())),
            key=key,
            injects=tuple(ground.log),
        )


def journal_lines(run_: Run) -> Iterator[dict[str, Any]]:
    """The journal of a run's incident as JSON objects, in order."""
    for event in run_.events:
        yield event.to_json()
