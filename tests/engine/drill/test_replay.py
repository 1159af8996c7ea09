"""A recording plays again with its own hashes, whatever is done to the clock, and branches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from engine.clock import VirtualClock
from engine.drill.exercise import begun
from engine.drill.exercise_control import NEXT_DUE, Request
from engine.drill.exercise_memory import MemoryNamedIds, MemoryNotes
from engine.drill.recording import Recording, recording, stretches
from engine.drill.replay import ReplayConductor, ReplayService, sought
from engine.drill.replay_scenario import DESK, replay_scenario
from engine.errors import InvalidInput, NotFound, StateRefuses
from engine.incident.actors import Actor
from engine.incident.commands import AddLogEntry
from engine.incident.events import Event
from engine.memory import FixedPlans, MemoryJournal
from engine.plan.model import Plan
from engine.presentation.incident_view import incident_view
from tests.support.records import real_record, sealed, shipped_plans

BY = "controller"
MINUTE = timedelta(minutes=1)
OFFICER = Actor(DESK, frozenset({"duty_officer"}))


class Replay:
    """A replay in memory; `seconds` is real time, which the test lets pass."""

    def __init__(self, name: str = "coal_roof_fall") -> None:
        marked = {id_: plan.for_exercises() for id_, plan in shipped_plans().items()}
        self.library = FixedPlans(marked)
        self.recording = recording(real_record(name), self.library)
        self.scenario = replay_scenario(self.recording)
        self.seconds = 0.0
        self.journal = MemoryJournal()
        self.notes = MemoryNotes(begun(self.scenario.begins, "停止演练", replaying=True))
        self.restart()

    def restart(self) -> None:
        exercise = self.notes.exercise(self.journal)
        self.clock = VirtualClock(exercise.at, elapsed=lambda: self.seconds)
        self.service = ReplayService(
            self.library, self.clock, MemoryNamedIds(), self.scenario, self.notes, self.recording
        )
        self.conductor = ReplayConductor(self.service, self.clock)
        self.conductor.settle(exercise, exercise.at)

    def ask(self, action: Any, **how: Any) -> None:
        asked = Request(action, BY, **how)
        rest = (self.clock.now, lambda name: timedelta(), (BY,))
        if action in ("seek", "branch"):
            aim = self.conductor.aim(self.journal, asked, *rest)
            if aim.back:
                self.journal = MemoryJournal()
                self.notes.enter(self.journal, sought(aim))
            self.conductor.arrive(self.journal, aim)
        else:
            self.conductor.conduct(self.journal, asked, *rest)
        self.service.wake(self.journal)

    def passes(self, **real: float) -> None:
        self.seconds += timedelta(**real).total_seconds()
        self.service.wake(self.journal)

    @property
    def log(self) -> list[Event]:
        return self.journal.log


def test_it_plays_with_its_own_hashes_at_its_own_instants() -> None:
    replay = Replay()
    entries = replay.recording.entries
    assert replay.log == []
    replay.ask("start")
    assert [one.seq for one in replay.log] == [1]
    replay.ask("jump", target=NEXT_DUE)
    second = entries[len(replay.log) - 1].recorded_at
    assert replay.clock.now == second
    assert replay.service.next_at(replay.journal) == entries[len(replay.log)].recorded_at

    replay.ask("speed", speed=600)
    at = replay.clock.now
    replay.passes(seconds=3)
    assert replay.clock.now == at + timedelta(minutes=30)
    assert len(replay.log) == replay.recording.upto(replay.clock.now)

    replay.ask("pause")
    before = len(replay.log)
    replay.passes(hours=1)
    assert len(replay.log) == before
    replay.ask("resume")
    replay.passes(days=2)
    assert replay.log == list(entries)
    assert replay.service.next_at(replay.journal) is None


def test_what_it_shows_is_what_was_shown_but_for_the_mark_of_an_exercise() -> None:
    replay = Replay()
    replay.ask("start")
    replay.ask("speed", speed=3600)
    replay.passes(days=2)
    (one,) = replay.recording.journals.values()
    assert one.events[0].data["exercise"] is False
    found = replay.journal.load(one.incident)
    assert found is not None
    assert found.exercise
    assert found.hash == one.events[-1].hash
    view = incident_view(one.plan, found, one.events[-1].recorded_at)
    assert (view["exercise"], view["number"]) == (True, one.number)


def test_nobody_enters_anything_and_no_deadline_adds_an_entry() -> None:
    replay = Replay()
    replay.ask("start")
    incident = replay.log[0].incident
    with pytest.raises(StateRefuses) as refused:
        replay.service.execute(replay.journal, incident, AddLogEntry(text="补一条"), OFFICER)
    assert refused.value.code == "replay_refuses"
    with pytest.raises(StateRefuses):
        replay.service.record_answer(replay.journal, incident, "1", means="link", by="x")
    with pytest.raises(StateRefuses):
        replay.ask("inject", inject="any")
    replay.ask("seek", to=replay.recording.ends + timedelta(days=3))
    assert replay.log == list(replay.recording.entries)


@pytest.mark.parametrize("place", [1, 5, 20])
def test_back_is_built_anew_and_a_restart_loses_nothing(place: int) -> None:
    replay = Replay()
    replay.ask("start")
    replay.ask("seek", to=replay.recording.ends)
    assert replay.log == list(replay.recording.entries)
    wanted = replay.recording.entries[place]
    replay.ask("pause")
    replay.ask("seek", entry=wanted.id)
    assert replay.clock.now == wanted.recorded_at
    assert replay.log == list(replay.recording.entries[: replay.recording.upto(wanted.recorded_at)])
    replay.restart()
    assert replay.clock.now == wanted.recorded_at
    replay.ask("resume")
    replay.ask("speed", speed=3600)
    replay.passes(days=2)
    assert replay.log == list(replay.recording.entries)


@pytest.mark.parametrize("past", [False, True])
def test_a_drill_begins_from_any_entry_with_the_hashes_of_the_record(*, past: bool) -> None:
    replay = Replay()
    entries = replay.recording.entries
    replay.ask("start")
    replay.ask("speed", speed=600)
    if past:
        replay.ask("seek", to=replay.recording.ends)
    at = next(i for i, one in enumerate(entries) if one.type == "activation_recommended")
    replay.ask("branch", entry=entries[at].id)
    head = replay.log[: at + 1]
    assert [one.hash for one in head] == [one.hash for one in entries[: at + 1]]
    mark = replay.log[at + 1]
    assert (mark.type, mark.prev_hash) == ("log_entry_added", entries[at].hash)
    assert "以下是演练" in mark.data["text"]
    exercise = replay.notes.exercise(replay.journal)
    assert (exercise.state, exercise.speed, exercise.replaying) == ("paused", 1, False)

    replay.ask("resume")
    incident = mark.incident
    replay.service.execute(replay.journal, incident, AddLogEntry(text="改由我们决定"), OFFICER)
    replay.ask("step", minutes=12 * 60)
    types = [one.type for one in replay.log[at + 2 :]]
    assert types[0] == "log_entry_added"
    # Deadlines fall due as in every drill; what was done in the record is not done by itself.
    assert {"decision_awaited", "report_overdue"} & set(types)
    assert "response_activated" not in types
    found = replay.journal.load(incident)
    assert found is not None and found.exercise
    with pytest.raises(StateRefuses) as refused:
        replay.ask("seek", entry=entries[0].id)
    assert refused.value.code == "replay_is_over"


def test_time_goes_back_to_the_entry_that_a_drill_begins_from() -> None:
    replay = Replay()
    entries = replay.recording.entries
    gap = next(
        i for i in range(5, 40) if entries[i + 1].recorded_at - entries[i].recorded_at > MINUTE
    )
    replay.ask("start")
    replay.ask("seek", to=entries[gap].recorded_at + MINUTE)
    replay.ask("pause")
    replay.ask("branch", entry=entries[gap].id)
    assert replay.clock.now == entries[gap].recorded_at
    replay.restart()
    assert replay.clock.now == entries[gap].recorded_at


def test_where_the_clock_stands_is_a_place_to_branch_from() -> None:
    replay = Replay()
    replay.ask("start")
    replay.ask("seek", entry="3")
    replay.ask("pause")
    replay.ask("branch")
    kept = replay.recording.upto(replay.clock.now)
    assert [one.hash for one in replay.log[:kept]] == [
        one.hash for one in replay.recording.entries[:kept]
    ]
    assert len(replay.log) == kept + 1


def test_several_incidents_play_together_in_the_order_of_their_instants() -> None:
    replay = Replay("storm_two_incidents")
    assert len(replay.recording.journals) == 2
    instants = [one.recorded_at for one in replay.recording.entries]
    assert instants == sorted(instants)
    replay.ask("start")
    replay.ask("seek", to=replay.recording.ends)
    assert replay.log == list(replay.recording.entries)
    with pytest.raises(NotFound):
        replay.ask("seek", entry="3")
    last = list(replay.recording.journals.values())[1]
    replay.ask("seek", entry=f"{last.number}.2")
    assert replay.clock.now == last.events[1].recorded_at


def test_requests_that_lead_nowhere_change_nothing() -> None:
    replay = Replay()
    replay.ask("start")
    before = len(replay.notes.log)
    for how in ({}, {"to": replay.scenario.begins - timedelta(days=1)}):
        with pytest.raises(InvalidInput):
            replay.ask("seek", **how)
    with pytest.raises(NotFound) as unknown:
        replay.ask("branch", entry="9999")
    assert replay.recording.journals[replay.log[0].incident].number in unknown.value.sentence()
    assert len(replay.notes.log) == before


def broken(what: str) -> tuple[list[dict[str, Any]], Mapping[str, Plan]]:
    shapes, library = [dict(one) for one in real_record("coal_roof_fall")], shipped_plans()
    if what == "altered":
        shapes[6]["actor"] = "somebody else"
    elif what == "gap":
        del shapes[6]
    elif what == "cut":
        shapes = sealed(shapes[1:])
    elif what == "nothing":
        shapes = []
    elif what == "edition":
        library = {
            id_: plan.model_copy(update={"digest": "0" * 64})
            for id_, plan in shipped_plans().items()
        }
    elif what == "backwards":
        shapes[6]["recorded_at"] = "2020-01-01T00:00:00Z"
        shapes = sealed(shapes)
    elif what == "unreadable":
        shapes[6]["data"] = {}
        shapes[6]["type"] = "response_activated"
        shapes = sealed(shapes)
    return shapes, library


@pytest.mark.parametrize(
    ("what", "code", "named"),
    [
        ("altered", "replay_broken", "第 7 条被改过"),
        ("gap", "replay_broken", "第 7 条缺失"),
        ("cut", "replay_broken", "第 1 条缺失"),
        ("nothing", "replay_empty", "没有一条记录"),
        ("edition", "replay_no_edition", "ZHIBAN_PLANS_DIR"),
        ("backwards", "replay_unreadable", "第 7 条"),
        ("unreadable", "replay_unreadable", "读不下去"),
    ],
)
def test_a_journal_that_cannot_be_trusted_is_refused(what: str, code: str, named: str) -> None:
    shapes, library = broken(what)
    with pytest.raises(InvalidInput) as refused:
        recording(shapes, FixedPlans(library))
    assert refused.value.code == code
    assert named in refused.value.sentence()
    assert refused.value.sentence("en").isascii() or "“" in refused.value.sentence("en")


def test_entries_of_one_command_are_stored_together() -> None:
    entries = Replay().recording.entries
    found = list(stretches(entries))
    assert [event for one in found for event in one] == list(entries)
    assert all(len({(e.incident, e.recorded_at) for e in one}) == 1 for one in found)
    assert len(found) < len(entries)


def test_the_posts_of_the_plans_take_part_and_no_person_does() -> None:
    replay = Replay()
    assert isinstance(replay.recording, Recording)
    acted = {event.actor for event in replay.recording.entries}
    people = replay.scenario.people
    assert people[DESK].roles == ("duty_officer",)
    assert people["office_director"].roles == ("coal_mine:office_director",)
    assert {"commander"} <= set(people) and not (acted - set(people)) & set(people)
