"""Replay: finished journals play again by the drill's clock, and a drill can begin from any entry.

While it replays, the entries of the recording are appended one stretch after the other, each at
the instant at which it was written down, byte for byte, with its hash. Nothing else is: no due
instant of the plan adds an entry, since the journal already holds what was entered, and nobody
can enter anything. After the branch it is an ordinary live drill: the next entry follows the hash
of the one that was branched from.

How far it has come is what the journals hold: nothing else is kept of it, so nothing can differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from typing_extensions import override

from engine.clock import Clock, VirtualClock
from engine.drill.conduct import Conductor
from engine.drill.exercise import ControlEntry, Exercise
from engine.drill.exercise_control import Request, decide
from engine.drill.exercise_service import ExerciseService, NamedIds, Notes
from engine.drill.recording import Recording, stretches
from engine.drill.scenario import Scenario
from engine.errors import InvalidInput, StateRefuses
from engine.evolve.apply import apply
from engine.frozen import replace
from engine.incident.actors import Actor
from engine.incident.command_parts import Command
from engine.incident.commands import OpenIncident
from engine.incident.events import Draft, Event
from engine.incident.state import Incident, Slot
from engine.instants import local_text, minute_text
from engine.memory import DryJournal
from engine.messages import text
from engine.plan.model import Plan
from engine.ports import CallingBook, Journal, PlanLibrary
from engine.service import Outcome
from engine.timers import next_timer

CONTROLLER = "controller"


class ReplayService(ExerciseService):
    """`ExerciseService` that plays `recording` until a branch is made."""

    def __init__(
        self,
        plans: PlanLibrary,
        clock: Clock,
        ids: NamedIds,
        scenario: Scenario,
        notes: Notes,
        recording: Recording,
        *,
        calling: CallingBook | None = None,
    ) -> None:
        super().__init__(plans, clock, ids, scenario, notes, calling=calling)
        self.recording = recording

    # What people may do ----------------------------------------------------------------------

    @override
    def open_incident(self, journal: Journal, request: OpenIncident, actor: Actor) -> Outcome:
        self._refuse_in_replay(journal)
        return super().open_incident(journal, request, actor)

    @override
    def execute(
        self,
        journal: Journal,
        incident_id: str,
        command: Command,
        actor: Actor,
        expected_version: int | None = None,
    ) -> Outcome:
        self._refuse_in_replay(journal)
        return super().execute(journal, incident_id, command, actor, expected_version)

    @override
    def _called(
        self, journal: Journal, incident_id: str, draft: Callable[[Incident, datetime], Draft]
    ) -> Outcome:
        self._refuse_in_replay(journal)
        return super()._called(journal, incident_id, draft)

    def _refuse_in_replay(self, journal: Journal) -> None:
        if not isinstance(journal, DryJournal) and self.notes.exercise(journal).replaying:
            raise StateRefuses("replay_refuses")

    # Time ------------------------------------------------------------------------------------

    @override
    def let_time_pass(
        self, journal: Journal, until: datetime, most: int | None = None
    ) -> list[Outcome]:
        exercise = self.notes.exercise(journal)
        if not exercise.replaying:
            return super().let_time_pass(journal, until, most)
        if exercise.state == "ready":
            return []
        return self.feed(journal, self.recording.upto(until), most)

    @override
    def next_at(self, journal: Journal) -> datetime | None:
        exercise = self.notes.exercise(journal)
        if not exercise.replaying:
            return super().next_at(journal)
        place, entries = self.place(journal), self.recording.entries
        waits = exercise.over or exercise.state == "ready" or place >= len(entries)
        return None if waits else entries[place].recorded_at

    @override
    def _told(self, journal: Journal, closed: Collection[str]) -> Iterator[Any]:
        """Nothing is opened or injected by itself: a recording has no script beyond its entries."""
        return iter(())

    # The recording ---------------------------------------------------------------------------

    def place(self, journal: Journal) -> int:
        """How many entries of the recording the journals hold."""
        known = (journal.load(id_) for id_ in self.recording.journals)
        return sum(one.seq for one in known if one is not None)

    def feed(self, journal: Journal, upto: int, most: int | None = None) -> list[Outcome]:
        """Append the entries before place `upto` that are not there yet; about `most` at once."""
        outcomes: list[Outcome] = []
        made = 0
        for stretch in stretches(self.recording.entries[self.place(journal) : upto]):
            if most is not None and made >= most:
                break
            outcomes.append(self._append(journal, stretch))
            made += len(stretch)
        return outcomes

    def _append(self, journal: Journal, events: Sequence[Event]) -> Outcome:
        of = self.recording.journals[events[0].incident]
        before = journal.load(of.incident)
        if before is None:
            _take_number(journal, of.number)
        return _stored(journal, of.plan, before, events)

    # The branch ------------------------------------------------------------------------------

    def branch(self, journal: Journal, entry: ControlEntry) -> None:
        """End the replay where it stands: from here on it is a drill, and the journals say so."""
        progress = self.notes.progress(journal)
        known = {
            key: id_
            for key, id_ in zip(self.scenario.openings, self.recording.journals, strict=True)
            if journal.load(id_) is not None
        }
        self.notes.move(journal, replace(progress, incidents=known))
        self.notes.enter(journal, entry)
        for id_ in known.values():
            self._mark(journal, id_, entry)

    def _mark(self, journal: Journal, incident_id: str, entry: ControlEntry) -> None:
        """The first entry of the drill: readers of the journal see where it leaves the record."""
        plan, before = self._load(journal, incident_id)
        last = self.recording.journals[incident_id].events[before.seq - 1]
        words = text(
            "drill.replay.branched", at=minute_text(last.recorded_at, plan.zone), seq=last.seq
        )
        now = max(entry.at, last.recorded_at)
        made = self._entry(plan, before, now, incident_id)
        made.add(Draft("log_entry_added", now, entry.by, CONTROLLER, None, {"text": words}))
        made.append_to(journal)


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a replay is to go: its log entry, and how many entries are behind it then.

    `back` is whether the journals hold more than that, and have to be begun anew.
    """

    entry: ControlEntry
    place: int
    at: datetime
    back: bool


class ReplayConductor(Conductor):
    """`Conductor` that knows what is done to a replay alone."""

    def __init__(self, service: ReplayService, clock: VirtualClock) -> None:
        super().__init__(service, clock)
        self.replay = service

    def aim(
        self,
        journal: Journal,
        asked: Request,
        present: datetime,
        gone_for: Callable[[str], timedelta],
        controllers: Collection[str],
    ) -> Aim:
        """Where a request wants the replay to go. Raises what `decide` raises; changes nothing."""
        present = min(present, self.ends)
        exercise = self.replay.notes.exercise(journal)
        entry = decide(exercise, asked, self._around(journal, present, gone_for, controllers))
        recording, here = self.replay.recording, self.replay.place(journal)
        if asked.entry is not None:
            place = recording.place(asked.entry)
            named = recording.entries[place]
            at, upto = named.recorded_at, place + 1
        else:
            at = self._within(asked.to or (present if asked.action == "branch" else None))
            upto = recording.upto(at)
        aimed = replace(entry, to=at, entry=self._last(upto))
        if asked.action == "branch":
            aimed = replace(aimed, at=at)
        return Aim(aimed, upto, at, back=upto < here)

    def _last(self, upto: int) -> str | None:
        return self.replay.recording.entries[upto - 1].id if upto else None

    def _within(self, at: datetime | None) -> datetime:
        first, last = self.scenario.begins, self.ends
        if at is None:
            raise InvalidInput("drill_jump_where", field="to")
        if not first <= at <= last:
            words = (local_text(one, self.zone) for one in (first, last))
            raise InvalidInput(
                "drill_jump_outside", field="to", **dict(zip(("first", "last"), words, strict=True))
            )
        return at

    def arrive(self, journal: Journal, aim: Aim, *, seat: bool = True) -> Exercise:
        """Take the replay there. With `aim.back` the journals are empty, and the log says why."""
        notes = self.replay.notes
        if seat and notes.exercise(journal).controller is None:
            taken = ControlEntry("take_over", aim.at, aim.entry.by, account=aim.entry.by)
            notes.enter(journal, replace(taken, at=notes.exercise(journal).at))
        self.replay.feed(journal, aim.place)
        if aim.entry.action == "branch":
            self.replay.branch(journal, aim.entry)
        elif not aim.back:
            notes.enter(journal, aim.entry)
        return self.settle(notes.exercise(journal), aim.at)


def sought(aim: Aim) -> ControlEntry:
    """What the log says as the journals are begun anew: from then on that place is meant."""
    return replace(aim.entry, action="seek")


def _take_number(journal: Journal, number: str) -> None:
    """Count a number's series on, so that an incident opened later gets another."""
    series, _, last = number.rpartition("-")
    if last.isdigit():
        while journal.next_number(series) < int(last):
            pass


def _stored(
    journal: Journal, plan: Plan, before: Incident | None, events: Sequence[Event]
) -> Outcome:
    """Apply entries as they are and store them, with what follows from them."""
    state, slots = before, dict[str, Slot]()
    for event in events:
        state = apply(plan, state, event)
        slots |= {slot.id: slot for slot in state.touched}
    if state is None:
        raise ValueError("nothing to store")
    timer = next_timer(plan, state)
    after = replace(state, touched=())
    journal.append(after, events, tuple(slots.values()), timer.instant if timer else None)
    return Outcome(plan, before, after, tuple(events))
