"""The engine's use cases in a live drill: time passes one due instant after the other.

A jump of three hours, 3,600-fold speed and a server that was killed must give the journal of an
undisturbed run. So before anything is decided, and at every wake, whatever has become due since
the last time is entered in order, each thing at its own instant of drill time: what the plan
makes due, what the scenario does by itself, injects whose time has come. Nothing is entered in a
heap, and nothing at all while the drill is over.

`Notes` is what the drill knows beside the journals, kept in the same unit of work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from typing_extensions import override

from engine.clock import Clock
from engine.drill import agenda
from engine.drill.agenda import Item, Place
from engine.drill.exercise import ControlEntry, Exercise
from engine.drill.ground import Ground
from engine.drill.injects import InjectState, inject_states, opening_due
from engine.drill.live_simulation import Acted, LiveSimulation
from engine.drill.scenario import Inject, Scenario
from engine.drill.steps import reporting
from engine.errors import StateRefuses, ZhibanError
from engine.frozen import replace
from engine.incident.actors import Actor
from engine.incident.command_parts import Command
from engine.incident.commands import OpenIncident
from engine.incident.events import Event
from engine.memory import DryJournal
from engine.messages import MessageKey
from engine.ports import CallingBook, Journal, PlanLibrary
from engine.service import EVENTS_AT_ONCE, Outcome, Service

BY_TIME = "clock"
"""Who gives an inject whose instant has come."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the scenario has come. `incidents` are ids by the keys of the scenario."""

    passed: Place | None = None
    incidents: Mapping[str, str] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    """Keys of incidents that a participant has been told of and has not opened yet."""
    acted: Acted | None = None
    """The instant of the last act of the simulated, and how many there were at it."""


WAKE, OPENING, INJECT, ACT, STEP = range(5)
"""What happens by itself, in the order of one instant: what the plan makes due comes first."""


@dataclass(frozen=True, slots=True)
class _Coming:
    """Something that happens by itself at an instant of drill time."""

    at: datetime
    kind: int
    key: str | None = None
    inject: Inject | None = None
    item: Item | None = None


class Notes(Protocol):
    """What a drill keeps beside the journals, in the same unit of work."""

    def exercise(self, journal: Journal) -> Exercise:
        """The drill as of its last entry."""
        ...

    def enter(self, journal: Journal, entry: ControlEntry) -> None:
        """Append an entry to the control log."""
        ...

    def progress(self, journal: Journal) -> Progress:
        """How far the scenario has come."""
        ...

    def move(self, journal: Journal, progress: Progress) -> None:
        """Keep how far the scenario has come."""
        ...


class NamedIds(Protocol):
    """An id source that can be told the next id: incidents of a scenario have names."""

    def incident_id(self) -> str:
        """The id that was told, or a new one."""
        ...

    def tell(self, id_: str | None) -> None:
        """The next id; None for any."""
        ...


class _Moment:
    """The instant that the present unit of work stands at, or the drill's clock outside of one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at: ContextVar[datetime | None] = ContextVar("moment", default=None)

    @property
    def now(self) -> datetime:
        return self._at.get() or self._clock.now

    @contextmanager
    def standing(self, at: datetime) -> Iterator[None]:
        token = self._at.set(at)
        try:
            yield
        finally:
            self._at.reset(token)


class ExerciseService(Service):
    """`Service` for one live drill on `clock`, which the drill's session sets."""

    def __init__(
        self,
        plans: PlanLibrary,
        clock: Clock,
        ids: NamedIds,
        scenario: Scenario,
        notes: Notes,
        *,
        calling: CallingBook | None = None,
    ) -> None:
        self._moment = _Moment(clock)
        super().__init__(plans, self._moment, ids, exercises_only=True, calling=calling)
        self.drill_clock, self.scenario, self.notes = clock, scenario, notes
        zone = plans.current()[next(iter(scenario.openings.values())).plan].zone
        self.ends = scenario.ends(zone)
        """The scenario's last instant: drill time goes no further."""
        self._names = ids
        self._ground = Ground(scenario, plans.current(), scenario.seed)
        self._agenda = agenda.agenda(self._ground)
        self._outcomes: list[Outcome] = []
        self._simulation = LiveSimulation(scenario, plans.current(), self._moment, self._act)

    # The use cases -------------------------------------------------------------------------

    @override
    def open_incident(self, journal: Journal, request: OpenIncident, actor: Actor) -> Outcome:
        if isinstance(journal, DryJournal):
            return super().open_incident(journal, request, actor)
        with self._present(journal):
            outcome = super().open_incident(journal, request, actor)
            self._bind(journal, outcome)
        return outcome

    @override
    def execute(
        self,
        journal: Journal,
        incident_id: str,
        command: Command,
        actor: Actor,
        expected_version: int | None = None,
    ) -> Outcome:
        if isinstance(journal, DryJournal):
            return super().execute(journal, incident_id, command, actor, expected_version)
        with self._present(journal):
            return super().execute(journal, incident_id, command, actor, expected_version)

    @override
    def wake(self, journal: Journal, limit: int = 200) -> list[Outcome]:
        if self.notes.exercise(journal).over:
            return []
        return self.let_time_pass(journal, self.present, EVENTS_AT_ONCE)

    @property
    def present(self) -> datetime:
        """Drill time now, at most the scenario's end."""
        return min(self.drill_clock.now, self.ends)

    @contextmanager
    def _present(self, journal: Journal) -> Iterator[None]:
        """The drill's present for something that a person does; refused unless the drill runs."""
        exercise = self.notes.exercise(journal)
        if exercise.state != "running":
            code = "drill_over" if exercise.over else "drill_stands"
            raise StateRefuses(code, state=MessageKey(f"drill.live.state.{exercise.state}"))
        now = self.present
        self.let_time_pass(journal, now)
        with self._moment.standing(now):
            yield

    # Time ----------------------------------------------------------------------------------

    def let_time_pass(
        self, journal: Journal, until: datetime, most: int | None = None
    ) -> list[Outcome]:
        """Enter everything that is due up to `until`, in order; about `most` entries at once."""
        outcomes: list[Outcome] = []
        if self.notes.exercise(journal).state == "ready":
            return outcomes
        made, last = 0, None
        while most is None or made < most:
            coming = self._next(journal)
            if coming is None or coming.at > until:
                break
            last = max(coming.at, last or coming.at)
            with self._moment.standing(last):
                new = self._happen(journal, coming)
            outcomes += new
            made += 1 + sum(len(one.events) for one in new)
            if not new and coming.kind == WAKE:
                # Another transaction holds its row; the next wake finds it.
                break
        return outcomes

    def next_at(self, journal: Journal) -> datetime | None:
        """The next instant at which something happens by itself, None without one."""
        exercise = self.notes.exercise(journal)
        if exercise.over or exercise.state == "ready":
            return None
        coming = self._next(journal)
        return coming.at if coming else None

    def _next(self, journal: Journal) -> _Coming | None:
        """What comes next; at one instant in the order of the kinds, as in a batch run."""
        progress = self.notes.progress(journal)
        found: list[_Coming] = []
        wake, item = journal.next_wake(), self._item_after(progress.passed)
        if wake is not None:
            found.append(_Coming(wake, WAKE))
        if item is not None:
            found.append(_Coming(item.at, STEP, item=item))
        exercise = self.notes.exercise(journal)
        act = self._simulation.next_at(journal, progress.incidents, exercise, progress.acted)
        if act is not None:
            found.append(_Coming(act, ACT))
        closed = set(self.scenario.openings) - {*progress.incidents, *progress.waiting}
        if closed or self.scenario.injects:
            found += self._told(journal, closed)
        return min(found, key=lambda one: (one.at, one.kind), default=None)

    def _item_after(self, passed: Place | None) -> Item | None:
        """The next step that the scenario takes by itself."""
        return next((one for one in self._agenda if passed is None or one.place > passed), None)

    def _told(self, journal: Journal, closed: Collection[str]) -> Iterator[_Coming]:
        """The openings and injects whose instants are known."""
        now, journals = self.clock.now, self._journals(journal)
        log = self.notes.exercise(journal).injects
        for key in self.scenario.openings:
            due = opening_due(self.scenario, key, log, now, journals) if key in closed else None
            if due is not None:
                yield _Coming(due, OPENING, key=key)
        states = inject_states(self.scenario, log, now, journals)
        for state, inject in zip(states, self.scenario.injects, strict=True):
            if state.status in ("waiting", "due") and state.due_at is not None:
                yield _Coming(state.due_at, INJECT, inject=inject)

    def inject_states(self, journal: Journal, now: datetime) -> tuple[InjectState, ...]:
        """Where every inject stands at an instant of drill time."""
        log = self.notes.exercise(journal).injects
        return inject_states(self.scenario, log, now, self._journals(journal))

    def _journals(self, journal: Journal) -> Mapping[str, Sequence[Event]]:
        ids = self.notes.progress(journal).incidents
        return {key: journal.read(id_) for key, id_ in ids.items()}

    # What the scenario does -----------------------------------------------------------------

    def _happen(self, journal: Journal, coming: _Coming) -> list[Outcome]:
        if coming.inject is not None:
            return self._give(journal, coming.inject, BY_TIME)
        if coming.item is not None:
            return self._take(journal, coming.item)
        if coming.key is not None:
            return self._open(journal, coming.key)
        if coming.kind == ACT:
            progress = self.notes.progress(journal)
            before, now = progress.acted, self.clock.now
            so_far = before[1] if before is not None and before[0] == now else 0
            acted = (now, so_far + 1)
            self.notes.move(journal, replace(progress, acted=acted))
            self._simulation.take(acted)
            return self._acted()
        return super().wake(journal)

    def _open(self, journal: Journal, key: str) -> list[Outcome]:
        """Open an incident, or let the person who has the part be told of it."""
        progress, opening = self.notes.progress(journal), self.scenario.openings[key]
        if not self._plays(journal, opening.by):
            self.notes.move(journal, replace(progress, waiting=(*progress.waiting, key)))
            return []
        self._names.tell(f"{self.scenario.id.replace('_', '-')}-{len(progress.incidents) + 1:04d}")
        request = agenda.opening_request(opening, self.clock.now)
        outcome = super().open_incident(journal, request, self._ground.person(opening.by))
        known = {**progress.incidents, key: outcome.after.id}
        self.notes.move(journal, replace(progress, incidents=known))
        return [outcome]

    def _plays(self, journal: Journal, part: str) -> bool:
        """Whether the program has this part."""
        return self.notes.exercise(journal).plays(part)

    def _take(self, journal: Journal, item: Item) -> list[Outcome]:
        """Take a turn, unless a person has the part; it is behind us then.

        A refusal is part of the drill and stops nothing.
        """
        progress = self.notes.progress(journal)
        self.notes.move(journal, replace(progress, passed=item.place))
        incident_id = progress.incidents.get(item.incident)
        if incident_id is None or not self._plays(journal, item.part):
            return []
        turn = item.turn
        command: Command | None = None
        if turn.reporter is not None:
            plan, incident = self._load(journal, incident_id)
            actor = reporting(plan, turn.reporter)
            command = agenda.report_of(self.scenario, plan, incident, turn, self.clock.now)
        elif turn.step.do is not None:
            actor = self._ground.person(item.part)
            self._ground.ids = dict(progress.incidents)
            command = self._ground.command(turn.step.do)
        return [] if command is None else self._done(journal, incident_id, command, actor)

    def _done(
        self, journal: Journal, incident_id: str, command: Command, actor: Actor
    ) -> list[Outcome]:
        try:
            return [super().execute(journal, incident_id, command, actor)]
        except ZhibanError:
            return []

    def _bind(self, journal: Journal, outcome: Outcome) -> None:
        """A participant opened an incident: the one that was told of under this plan is his."""
        progress = self.notes.progress(journal)
        for key in progress.waiting:
            if self.scenario.openings[key].plan == outcome.plan.id:
                rest = tuple(one for one in progress.waiting if one != key)
                known = {**progress.incidents, key: outcome.after.id}
                self.notes.move(journal, replace(progress, waiting=rest, incidents=known))
                return

    def open_waiting(self, journal: Journal, now: datetime) -> None:
        """Open what a person was told of and did not open, where the program has the part now."""
        with self._moment.standing(now):
            for key in self.notes.progress(journal).waiting:
                if self._plays(journal, self.scenario.openings[key].by):
                    progress = self.notes.progress(journal)
                    rest = tuple(one for one in progress.waiting if one != key)
                    self.notes.move(journal, replace(progress, waiting=rest))
                    self._open(journal, key)

    # Injects ---------------------------------------------------------------------------------

    def give(self, journal: Journal, inject_id: str, by: str, now: datetime) -> list[Outcome]:
        """Give an inject at an instant of drill time."""
        with self._moment.standing(now):
            inject = next(one for one in self.scenario.injects if one.id == inject_id)
            return self._give(journal, inject, by)

    def _give(self, journal: Journal, inject: Inject, by: str) -> list[Outcome]:
        """Its figures are recorded, unless it goes to a person, whose exercise that is."""
        progress, key = (
            self.notes.progress(journal),
            inject.incident or self.scenario.first_incident,
        )
        exercise = self.notes.exercise(journal)
        self._simulation.next_at(journal, progress.incidents, exercise, progress.acted)
        self.notes.enter(journal, ControlEntry("inject", self.clock.now, by, inject=inject.id))
        theirs = inject.to in self.scenario.people and not self._plays(journal, inject.to)
        told = inject.model_copy(update={"facts": {}}) if theirs else inject
        self._simulation.attach(journal, progress.incidents, self.notes.exercise(journal))
        self._simulation.give(told, key, self.clock.now)
        return self._acted()

    def _act(
        self, journal: Journal, incident_id: str, command: Command, actor: Actor
    ) -> ZhibanError | None:
        """A command of somebody whom the program plays."""
        try:
            self._outcomes.append(super().execute(journal, incident_id, command, actor))
        except ZhibanError as refusal:
            return refusal
        return None

    def _acted(self) -> list[Outcome]:
        """What was done by `_act` since the last time."""
        outcomes, self._outcomes = self._outcomes, []
        return outcomes
