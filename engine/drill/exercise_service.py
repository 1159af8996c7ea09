"""The engine's use cases in a live drill: time passes one due instant after the other.

A jump of three hours, 3,600-fold speed and a server that was killed must give the journal of an
undisturbed run. So before anything is decided, and at every wake, whatever has become due since
the last time is entered in order, each thing at its own instant of drill time: what the plan
makes due, what the scenario does by itself, injects whose time has come. Nothing is entered in a
heap, and nothing at all while the drill is over.

`Notes` is what the drill knows beside the journals, kept in the same unit of work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from typing_extensions import override

from engine.clock import Clock
from engine.drill import agenda
from engine.drill.agenda import Item, Place
from engine.drill.exercise import ControlEntry, Exercise
from engine.drill.injects import InjectState, inject_states
from engine.drill.scenario import Inject, Scenario
from engine.errors import StateRefuses, ZhibanError
from engine.frozen import replace
from engine.incident.actors import Actor
from engine.incident.command_parts import Command
from engine.incident.commands import OpenIncident, RecordFacts
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.memory import DryJournal
from engine.messages import MessageKey
from engine.plan.model import Plan
from engine.ports import CallingBook, Journal, PlanLibrary
from engine.service import EVENTS_AT_ONCE, Outcome, Service

BY_TIME = "clock"
"""Who gives an inject whose instant has come."""

CONTROL = Actor("exercise-control", frozenset({"controller"}))
"""Who records the figures of an inject."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the scenario has come. `incidents` are ids by the keys of the scenario."""

    passed: Place | None = None
    incidents: Mapping[str, str] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    """Keys of incidents that a participant has been told of and has not opened yet."""


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
        self._names = ids
        self._agenda = agenda.agenda(scenario, plans.current(), scenario.seed)

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
        return self.let_time_pass(journal, self.drill_clock.now, EVENTS_AT_ONCE)

    @contextmanager
    def _present(self, journal: Journal) -> Iterator[None]:
        """The drill's present for something that a person does; refused unless the drill runs."""
        exercise = self.notes.exercise(journal)
        if exercise.state != "running":
            code = "drill_over" if exercise.over else "drill_stands"
            raise StateRefuses(code, state=MessageKey(f"drill_live.state.{exercise.state}"))
        now = self.drill_clock.now
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
            found = self._next(journal)
            if found is None or found[0] > until:
                break
            at, item, inject = found
            at = last = max(at, last or at)
            with self._moment.standing(at):
                if inject is not None:
                    new = self._give(journal, inject, BY_TIME)
                elif item is not None:
                    new = self._take(journal, item)
                else:
                    new = super().wake(journal)
            outcomes += new
            made += 1 + sum(len(one.events) for one in new)
            if not new and item is None and inject is None:
                # Another node holds its row; the next wake finds it.
                break
        return outcomes

    def next_at(self, journal: Journal) -> datetime | None:
        """The next instant at which something happens by itself, None without one."""
        exercise = self.notes.exercise(journal)
        if exercise.over or exercise.state == "ready":
            return None
        found = self._next(journal)
        return found[0] if found else None

    def _next(self, journal: Journal) -> tuple[datetime, Item | None, Inject | None] | None:
        """What comes next: what the plan makes due before a step, a step before an inject."""
        progress = self.notes.progress(journal)
        wake, item = journal.next_wake(), self.item_after(progress.passed)
        found: list[tuple[datetime, int, Item | None, Inject | None]] = []
        if wake is not None:
            found.append((wake, 0, None, None))
        if item is not None:
            found.append((item.at, 1, item, None))
        if self.scenario.injects:
            coming = self._coming_inject(journal, progress)
            if coming is not None:
                found.append((*coming[:1], 2, None, coming[1]))
        first = min(found, key=lambda one: one[:2], default=None)
        return None if first is None else (first[0], first[2], first[3])

    def item_after(self, passed: Place | None) -> Item | None:
        """The next thing that the scenario does by itself."""
        return next((one for one in self._agenda if passed is None or one.place > passed), None)

    def _coming_inject(
        self, journal: Journal, progress: Progress
    ) -> tuple[datetime, Inject] | None:
        states = self.inject_states(journal, self._moment.now)
        due = [(one.due_at, one.id) for one in states if one.status in ("waiting", "due")]
        known = [(at, id_) for at, id_ in due if at is not None]
        if not known:
            return None
        at, id_ = min(known)
        return at, next(one for one in self.scenario.injects if one.id == id_)

    def inject_states(self, journal: Journal, now: datetime) -> tuple[InjectState, ...]:
        """Where every inject stands at an instant of drill time."""
        progress = self.notes.progress(journal)
        journals: dict[str, Sequence[Event]] = {
            key: journal.read(id_) for key, id_ in progress.incidents.items()
        }
        log = self.notes.exercise(journal).injects
        return inject_states(self.scenario, log, now, journals)

    # What the scenario does -----------------------------------------------------------------

    def _take(self, journal: Journal, item: Item) -> list[Outcome]:
        """Do one thing of the agenda, unless a person has the part; it is behind us then."""
        progress = self.notes.progress(journal)
        moved = replace(progress, passed=item.place)
        played = item.part in self.notes.exercise(journal).simulated
        if item.opening is not None:
            if not played:
                self.notes.move(journal, replace(moved, waiting=(*moved.waiting, item.incident)))
                return []
            self._names.tell(self._name_of(item.incident))
            request = agenda.opening_request(item.opening, item.at)
            actor = agenda.person(self.scenario, item.opening.by)
            outcome = super().open_incident(journal, request, actor)
            known = {**moved.incidents, item.incident: outcome.after.id}
            self.notes.move(journal, replace(moved, incidents=known))
            return [outcome]
        self.notes.move(journal, moved)
        incident_id = moved.incidents.get(item.incident)
        if not played or incident_id is None:
            return []
        return self._played(journal, item, incident_id)

    def _played(self, journal: Journal, item: Item, incident_id: str) -> list[Outcome]:
        """A step by the program; a refusal of it is part of the drill and stops nothing."""
        plan, incident = self._known(journal, incident_id)
        command: Command | None
        if item.reporter is not None:
            actor = agenda.reporter_of(plan, item.reporter)
            now = self.clock.now
            command = agenda.report_of(self.scenario, plan, incident, item, now)
        else:
            actor = agenda.person(self.scenario, item.part)
            command = agenda.command_of((item.step.do if item.step else None) or {})
        return [] if command is None else self._done(journal, incident_id, command, actor)

    def _done(
        self, journal: Journal, incident_id: str, command: Command, actor: Actor
    ) -> list[Outcome]:
        try:
            return [super().execute(journal, incident_id, command, actor)]
        except ZhibanError:
            return []

    def _known(self, journal: Journal, incident_id: str) -> tuple[Plan, Incident]:
        return self._load(journal, incident_id)

    def _name_of(self, key: str) -> str:
        """The id of an incident of the scenario, as a batch run counts them."""
        number = list(self.scenario.openings).index(key) + 1
        return f"{self.scenario.id.replace('_', '-')}-{number:04d}"

    def _bind(self, journal: Journal, outcome: Outcome) -> None:
        """A participant opened an incident: the one that was told of under this plan is his."""
        progress = self.notes.progress(journal)
        for key in progress.waiting:
            if self.scenario.openings[key].plan == outcome.plan.id:
                rest = tuple(one for one in progress.waiting if one != key)
                known = {**progress.incidents, key: outcome.after.id}
                self.notes.move(journal, replace(progress, waiting=rest, incidents=known))
                return

    # Injects ---------------------------------------------------------------------------------

    def give(self, journal: Journal, inject_id: str, by: str, now: datetime) -> list[Outcome]:
        """Give an inject at an instant of drill time; its figures are recorded."""
        with self._moment.standing(now):
            inject = next(one for one in self.scenario.injects if one.id == inject_id)
            return self._give(journal, inject, by)

    def _give(self, journal: Journal, inject: Inject, by: str) -> list[Outcome]:
        at = self.clock.now
        self.notes.enter(journal, ControlEntry("inject", at, by, inject=inject.id))
        key = inject.incident or self.scenario.first_incident
        incident_id = self.notes.progress(journal).incidents.get(key)
        if not inject.facts or incident_id is None:
            return []
        body: dict[str, Any] = {
            "command": "record_facts",
            "facts": dict(inject.facts),
            "source": inject.source or inject.from_,
        }
        return self._done(journal, incident_id, RecordFacts.model_validate(body), CONTROL)
