"""Use cases: read the clock once, load, decide, append.

The service holds no state of its own. Each call gets the journal of one unit of work and
either appends to it once or raises a refusal and appends nothing. What time has made due
is entered before a command is decided, so that the journal's order is the order in which
things became true.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from engine.calling.entries import answered, attempted
from engine.calling.triggers import Calling
from engine.clock import Clock
from engine.decide import decide, parts
from engine.decide.context import DecisionContext
from engine.decide.links import other_side
from engine.decide.opening import opening
from engine.decide.versions import check_version
from engine.errors import NotFound
from engine.evolve.apply import apply
from engine.frozen import replace
from engine.incident.actors import Actor
from engine.incident.command_parts import Command
from engine.incident.commands import LinkIncidents, OpenIncident, UnlinkIncidents
from engine.incident.events import GENESIS, Draft, Event, seal
from engine.incident.state import Incident, Slot
from engine.instants import local_day
from engine.plan.model import Plan
from engine.ports import CallingBook, IdSource, Journal, PlanLibrary
from engine.timers import Agenda, Timer

EXERCISE_SERIES = "YL"
"""演练: stands in the number of an exercise, so that it never looks like a real one."""


EVENTS_AT_ONCE = 2000
"""Events after which a wake leaves the rest to the next."""

EVENTS_OF_ONE = 200
"""Events that a wake makes of one incident; the incident stays due, and the rest is the next's."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a use case did to one incident."""

    plan: Plan
    before: Incident | None
    after: Incident
    events: tuple[Event, ...]


class Service:
    """The use cases of the engine on injected clock, ids and plans.

    `passed` is told the state after each entry that is stored; a drill keeps them.
    """

    def __init__(
        self,
        plans: PlanLibrary,
        clock: Clock,
        ids: IdSource,
        *,
        exercises_only: bool = False,
        calling: CallingBook | None = None,
        passed: Callable[[Sequence[Incident]], None] | None = None,
    ) -> None:
        self.plans, self.clock, self.ids = plans, clock, ids
        self.exercises_only = exercises_only
        self.calling = calling
        self.passed = passed

    def open_incident(self, journal: Journal, request: OpenIncident, actor: Actor) -> Outcome:
        """Open an incident; its report duties begin at once."""
        now = self.clock.now
        checked = opening(
            self.plans.current(), request, actor, now, exercises_only=self.exercises_only
        )
        plan = checked.plan
        series = self._series(plan, now, exercise=request.exercise)
        number = f"{series}-{journal.next_number(series):04d}"
        entry = self._entry(plan, None, now, self.ids.incident_id())
        entry.add(checked.draft(number, actor, now))
        entry.catch_up()
        return entry.append_to(journal)

    def execute(
        self,
        journal: Journal,
        incident_id: str,
        command: Command,
        actor: Actor,
        expected_version: int | None = None,
    ) -> Outcome:
        """Carry out one command, or raise the refusal.

        Linking incidents enters its other side in the same unit of work; the outcome is of
        the incident that was asked for.
        `expected_version` is the version the client has seen; what time has added since
        does not count as a change by somebody else.
        """
        now = self.clock.now
        plan, incident = self._load(journal, incident_id)
        check_version(plan, incident, command, expected_version, self._reader(journal, incident_id))
        entry = self._entry(plan, incident, now, incident_id)
        entry.catch_up()
        case = self._case(journal, entry, actor)
        first, *others = parts(case, command)
        given = entry.add(decide(case, first))
        for part in others:
            given = entry.add(decide(self._case(journal, entry, actor), part))
        entry.catch_up()
        # Before anything is appended: a refusal of the other side leaves this one alone.
        beside = self._beside(journal, entry, command, actor, given, now)
        outcome = entry.append_to(journal)
        if beside is not None:
            beside.append_to(journal)
        return outcome

    def _beside(
        self,
        journal: Journal,
        here: _Entry,
        command: Command,
        actor: Actor,
        given: Event,
        now: datetime,
    ) -> _Entry | None:
        """What the command enters on another incident; only links have another side (A25)."""
        if not isinstance(command, LinkIncidents | UnlinkIncidents):
            return None
        entry = self._entry(*self._load(journal, command.other), now, command.other)
        entry.catch_up()
        case = self._case(journal, entry, actor)
        draft = other_side(case, command, here.plan, here.incident, given.id)
        if draft is not None:
            entry.add(draft)
            entry.catch_up()
        return entry

    def _reader(self, journal: Journal, incident_id: str) -> Callable[[int], Event | None]:
        """Reads one entry of the incident's journal by `seq`; None where there is none."""

        def read(seq: int) -> Event | None:
            return next(iter(journal.read(incident_id, after=seq - 1, limit=1)), None)

        return read

    def _case(self, journal: Journal, entry: _Entry, actor: Actor) -> DecisionContext:
        def other(incident_id: str) -> tuple[Plan, Incident]:
            return self._load(journal, incident_id)

        read = self._reader(journal, entry.id)
        return DecisionContext(
            entry.plan, entry.incident, actor, entry.now, read, other, self.calling
        )

    def wake(self, journal: Journal, limit: int = 200) -> list[Outcome]:
        """Enter what time has made due on at most `limit` incidents, the longest due first.

        After `EVENTS_AT_ONCE` no further incident is begun, and no incident gets more than
        `EVENTS_OF_ONE`, so that after a long time without power a command waits for a part of
        the gap and not for all of it. What is left stays due for the next wake.
        """
        now = self.clock.now
        outcomes: list[Outcome] = []
        events = 0
        for incident_id in journal.due(now, limit):
            if events >= EVENTS_AT_ONCE:
                break
            plan, incident = self._load(journal, incident_id)
            entry = self._entry(plan, incident, now, incident_id)
            entry.catch_up(EVENTS_OF_ONE)
            outcomes.append(entry.append_to(journal))
            events += len(outcomes[-1].events)
        return outcomes

    def record_attempt(
        self,
        journal: Journal,
        incident_id: str,
        call: str,
        *,
        step: int,
        channel: str,
        outcome: str,
        detail: str = "",
    ) -> Outcome:
        """Enter what a channel made of one step of a call, whatever became of the call since.

        Raises `NotFound` for a call or a step that there is not.
        """
        return self._called(
            journal,
            incident_id,
            lambda incident, now: attempted(incident, call, step, channel, outcome, detail, now),
        )

    def record_answer(
        self, journal: Journal, incident_id: str, call: str, *, means: str, by: str, note: str = ""
    ) -> Outcome:
        """Enter an answer that came by a channel, such as a link or a key press.

        `means` is one of `call.means` of the catalogues, `by` the name of whoever answered.
        Raises `NotFound`, and `StateRefuses` for a call that is answered or cancelled.
        """
        return self._called(
            journal,
            incident_id,
            lambda incident, now: answered(incident, call, means, by, note, now),
        )

    def _called(
        self, journal: Journal, incident_id: str, draft: Callable[[Incident, datetime], Draft]
    ) -> Outcome:
        plan, incident = self._load(journal, incident_id)
        entry = self._entry(plan, incident, self.clock.now, incident_id)
        entry.catch_up()
        entry.add(draft(entry.incident, entry.now))
        entry.catch_up()
        return entry.append_to(journal)

    def _load(self, journal: Journal, incident_id: str) -> tuple[Plan, Incident]:
        incident = journal.load(incident_id)
        if incident is None:
            raise NotFound("incident_not_found", id=incident_id)
        return self.plans.pinned(incident.plan, incident.plan_digest), incident

    def _entry(self, plan: Plan, incident: Incident | None, now: datetime, id_: str) -> _Entry:
        return _Entry(plan, incident, now, id_, self.calling, self.passed)

    def _series(self, plan: Plan, now: datetime, *, exercise: bool) -> str:
        year = local_day(now, plan.zone).year
        parts = [plan.number_prefix, *([EXERCISE_SERIES] if exercise else []), str(year)]
        return "-".join(parts)


class _Entry:
    """Events being added to one incident, sealed and applied as they come.

    `now` is the clock's instant, but never before the incident's last entry: nodes' clocks
    differ by something, and a clock may be set back while nobody runs. A journal whose
    instants went backwards would lie.
    """

    def __init__(
        self,
        plan: Plan,
        incident: Incident | None,
        now: datetime,
        id_: str,
        calling: CallingBook | None,
        passed: Callable[[Sequence[Incident]], None] | None,
    ) -> None:
        self.plan, self.before, self.id = plan, incident, id_
        self.passed, self._states = passed, list[Incident]()
        self.calling = Calling(calling, plan) if calling is not None else None
        self.now = max(now, (incident and incident.recorded_at) or now)
        self._current = incident
        self._agenda = Agenda(plan, incident) if incident else None
        self._events: list[Event] = []
        self._slots: dict[str, Slot] = {}
        self._timer: Timer | None = None
        self._knows_timer = False

    @property
    def incident(self) -> Incident:
        """The incident as it is by now."""
        if self._current is None:
            raise ValueError("nothing has been added yet")
        return self._current

    def add(self, draft: Draft) -> Event:
        """Seal and apply one draft."""
        current = self._current
        seq, prev = (current.seq + 1, current.hash) if current else (1, GENESIS)
        event = seal(draft, self.id, seq, prev, self.now)
        after = self._current = apply(self.plan, current, event)
        self._knows_timer = False
        if self._agenda is None:
            self._agenda = Agenda(self.plan, after)
        else:
            self._agenda.move(after)
        self._events.append(event)
        if self.passed is not None:
            self._states.append(after)
        self._slots.update({slot.id: slot for slot in after.touched})
        if self.calling is not None:
            for call in self.calling.after(current, after, event, self.now):
                self.add(call)
        return event

    def catch_up(self, most: int | None = None) -> None:
        """Add everything that time has made true up to now, in order; at most so many entries."""
        limit = None if most is None else len(self._events) + most
        while (timer := self._next_timer()) and timer.instant <= self.now:
            if limit is not None and len(self._events) >= limit:
                return
            self.add(timer.draft())

    def _next_timer(self) -> Timer | None:
        """The earliest timer as of the last entry."""
        if not self._knows_timer:
            self._timer = self._agenda.next() if self._agenda else None
            if self.calling is not None and self._current is not None:
                lead = self.calling.lead(self._current)
                if lead is not None and (self._timer is None or lead[0] < self._timer.instant):
                    instant, rule, slot = lead
                    draft = partial(self.calling.early, self._current, rule, slot, self.now)
                    self._timer = Timer(instant, draft)
            self._knows_timer = True
        return self._timer

    def append_to(self, journal: Journal) -> Outcome:
        """Store what was added; nothing is stored when nothing was."""
        after = replace(self.incident, touched=())
        if self._events:
            timer = self._next_timer()
            wake = timer.instant if timer else None
            journal.append(after, self._events, tuple(self._slots.values()), wake)
            if self.passed is not None:
                self.passed(self._states)
            if self._agenda:
                self._agenda.close()
        return Outcome(self.plan, self.before, after, tuple(self._events))
