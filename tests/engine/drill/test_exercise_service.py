"""A live drill gives the journal of the undisturbed run, whatever is done to its clock."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.clock import VirtualClock
from engine.drill.agenda import opening_request
from engine.drill.conduct import Conductor
from engine.drill.exercise import Action, begun
from engine.drill.exercise_control import NEXT_DUE, Request
from engine.drill.exercise_memory import MemoryNamedIds, MemoryNotes
from engine.drill.exercise_service import ExerciseService
from engine.drill.reporter_parts import part_of
from engine.drill.runner import run
from engine.drill.scenario import EVERYBODY, Scenario, load_scenario
from engine.errors import StateRefuses
from engine.incident.actors import Actor
from engine.incident.commands import AddLogEntry
from engine.memory import FixedPlans, MemoryJournal
from engine.plan.loader import load_plans
from engine.plan.model import Plan

PLANS = Path("plans")
EXAMPLES = int(os.environ.get("ZHIBAN_TEST_DRILL_SEQUENCES", "12"))
CONTROLLER = "chen"


@cache
def plans() -> Mapping[str, Plan]:
    return load_plans(PLANS)


@cache
def scenario(name: str) -> Scenario:
    return load_scenario(PLANS / "drills" / f"{name}.yaml", plans())


@cache
def undisturbed(name: str) -> tuple[str, ...]:
    every = run(scenario(name), plans()).every
    return tuple(sorted(event.hash for one in every for event in one.events))


class LiveDrill:
    """A live drill in memory; `seconds` is real time, which the test lets pass."""

    def __init__(self, script: Scenario, simulated: frozenset[str] | None = None) -> None:
        self.script, self.seconds = script, 0.0
        everybody = frozenset({*script.people, EVERYBODY})
        played = everybody if simulated is None else simulated
        self.journal = MemoryJournal()
        self.notes = MemoryNotes(begun(script.begins, "停止演练", played))
        self.ids = MemoryNamedIds()
        self.restart()

    def restart(self, lost: float = 0.0) -> None:
        """What a killed server does: everything in memory is new, time goes on from the log.

        Drill time is kept each second, so up to a second of real time is `lost`.
        """
        marked = None
        if hasattr(self, "clock"):
            pace = self.notes.exercise(self.journal).pace
            marked = self.clock.now - timedelta(seconds=lost * pace)
        exercise = self.notes.exercise(self.journal)
        self.clock = VirtualClock(exercise.at, elapsed=lambda: self.seconds)
        self.service = ExerciseService(
            FixedPlans(plans()), self.clock, self.ids, self.script, self.notes
        )
        self.conductor = Conductor(self.service, self.clock)
        self.conductor.settle(exercise, max(exercise.at, marked or exercise.at))

    def ask(self, action: Action, **how: object) -> None:
        asked = Request(action, CONTROLLER, **how)  # type: ignore[arg-type]
        self.conductor.conduct(
            self.journal, asked, self.clock.now, lambda name: timedelta(), (CONTROLLER,)
        )
        self.service.wake(self.journal)

    def wait(self, seconds: float) -> None:
        self.seconds += seconds
        self.service.wake(self.journal)

    def to_the_end(self) -> None:
        if self.notes.exercise(self.journal).state == "paused":
            self.ask("resume")
        self.ask("jump", to=self.conductor.ends)
        while self.service.wake(self.journal):
            pass

    @property
    def hashes(self) -> tuple[str, ...]:
        return tuple(sorted(event.hash for event in self.journal.log))


NAMES = ("coal_roof_fall", "ammonia_warning", "mine_fire_handed_up", "storm_two_incidents")
"""One of the first format, and with injects, simulated people and several incidents."""

MOVES = st.one_of(
    st.tuples(st.just("wait"), st.floats(0.01, 90)),
    st.tuples(st.just("pause"), st.none()),
    st.tuples(st.just("resume"), st.none()),
    st.tuples(st.just("speed"), st.integers(1, 3600)),
    st.tuples(st.just("step"), st.integers(1, 600)),
    st.tuples(st.just("jump"), st.none()),
    st.tuples(st.just("restart"), st.floats(0, 1)),
)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(st.sampled_from(NAMES), st.lists(MOVES, max_size=14))
def test_any_sequence_gives_the_journal_of_the_undisturbed_run(
    name: str, moves: list[tuple[str, float | None]]
) -> None:
    live = LiveDrill(scenario(name))
    live.ask("start")
    for move, how in moves:
        try:
            match move:
                case "wait":
                    live.wait(how or 0)
                case "restart":
                    live.restart(how or 0)
                case "speed":
                    live.ask("speed", speed=int(how or 1))
                case "step":
                    live.ask("step", minutes=int(how or 1))
                case "jump":
                    live.ask("jump", target=NEXT_DUE)
                case "pause" | "resume":
                    live.ask(move)
        except StateRefuses:
            continue
    live.to_the_end()
    assert live.hashes == undisturbed(name)


def test_a_pause_stops_all_time_and_nothing_is_entered_in_a_heap_after_it() -> None:
    live = LiveDrill(scenario("coal_roof_fall"))
    live.ask("start")
    live.ask("speed", speed=60)
    live.wait(30)
    live.ask("pause")
    stood, entered = live.clock.now, len(live.journal.log)
    live.wait(7200)
    assert (live.clock.now, len(live.journal.log)) == (stood, entered)
    live.ask("resume")
    live.wait(0)
    assert len(live.journal.log) == entered
    instants = [event.recorded_at for event in live.journal.log]
    assert instants == sorted(instants)


def test_what_a_jump_passes_over_is_entered_at_its_own_instants() -> None:
    live = LiveDrill(scenario("coal_roof_fall"))
    live.ask("start")
    live.ask("step", minutes=24 * 60)
    batch = run(scenario("coal_roof_fall"), plans()).events
    so_far = [event.hash for event in batch if event.recorded_at <= live.clock.now]
    assert len(so_far) > 20
    assert [event.hash for event in live.journal.log] == so_far


@pytest.mark.parametrize(
    ("before", "code"), [((), "drill_stands"), (("start", "end"), "drill_over")]
)
def test_nobody_enters_anything_while_time_stands(before: tuple[Action, ...], code: str) -> None:
    live = LiveDrill(scenario("coal_roof_fall"))
    for action in before:
        live.ask(action)
    entered = len(live.journal.log)
    command = AddLogEntry(text="在吗")
    with pytest.raises(StateRefuses) as refused:
        live.service.execute(
            live.journal, "coal-roof-fall-0001", command, Actor("duty", frozenset({"duty_officer"}))
        )
    assert refused.value.code == code
    assert len(live.journal.log) == entered


def test_the_part_of_a_person_is_left_to_that_person_until_the_program_takes_it() -> None:
    live = LiveDrill(scenario("coal_roof_fall"))
    live.ask("start")
    live.ask("step", minutes=5)
    live.ask("cast", part="duty", holder="person")
    taken = live.clock.now
    live.ask("step", minutes=180)
    given_back = live.clock.now
    live.ask("cast", part="duty", holder="simulated")
    live.ask("step", minutes=24 * 60)
    acted = [one.recorded_at for one in live.journal.log if one.actor == "duty"]
    assert [at for at in acted if at <= taken]
    assert not [at for at in acted if taken < at <= given_back]
    assert [at for at in acted if at > given_back]


def test_the_incident_that_a_participant_opens_is_the_one_of_the_scenario() -> None:
    script = scenario("coal_roof_fall")
    live = LiveDrill(script, frozenset({*script.people, EVERYBODY}) - {"duty"})
    live.ask("start")
    live.wait(5)
    assert live.notes.progress(live.journal).waiting == (script.first_incident,)
    assert not live.journal.log
    request = opening_request(script.openings[script.first_incident], live.clock.now)
    opened = live.service.open_incident(
        live.journal, request, Actor("duty", frozenset({"duty_officer"}))
    )
    live.ask("step", minutes=30)
    assert live.notes.progress(live.journal).incidents == {script.first_incident: opened.after.id}
    assert {one.incident for one in live.journal.log} == {opened.after.id}
    # The office director is played by the program and confirms nothing that nobody recorded.
    assert [one.actor for one in live.journal.log if one.type == "report_submitted"]


def test_the_program_opens_what_a_person_left_unopened_when_it_takes_the_part() -> None:
    script = scenario("coal_roof_fall")
    live = LiveDrill(script, frozenset({*script.people, EVERYBODY}) - {"duty"})
    live.ask("start")
    live.ask("step", minutes=10)
    assert not live.journal.log
    live.ask("cast", part="director", holder="simulated")
    assert not live.journal.log
    live.ask("cast", part="duty", holder="simulated")
    assert live.journal.log[0].recorded_at == live.clock.now
    assert not live.notes.progress(live.journal).waiting
    live.ask("cast", part="duty", holder="simulated")
    assert [one.type for one in live.journal.log].count("incident_opened") == 1


def test_an_ended_drill_enters_nothing_more() -> None:
    live = LiveDrill(scenario("coal_roof_fall"))
    live.ask("start")
    live.ask("step", minutes=30)
    live.ask("end", note="时间到")
    entered = live.hashes
    live.wait(86_400)
    assert live.hashes == entered
    assert live.clock.speed == 0


def reports_of(live: LiveDrill, kind: str = "regular") -> list[tuple[str, int]]:
    """Who reported, and the number of the entry; `correction` for corrections only."""
    sent = [one for one in live.journal.log if one.type == "report_submitted"]
    wanted = [one for one in sent if (one.data["kind"] == "correction") == (kind == "correction")]
    return [(one.actor, one.seq) for one in wanted]


@pytest.mark.parametrize("name", ["grain_silent_county", "storm_two_incidents"])
def test_a_restart_between_a_wrong_report_and_its_correction_loses_no_correction(
    name: str,
) -> None:
    batch = [event for one in run(scenario(name), plans()).every for event in one.events]
    corrections = [one for one in batch if one.data.get("kind") == "correction"]
    assert corrections
    wrong = {(one.incident, one.data["corrects"]): one.recorded_at for one in corrections}
    live = LiveDrill(scenario(name))
    live.ask("start")
    for at in sorted(one.recorded_at for one in batch if (one.incident, one.seq) in wrong):
        live.ask("jump", to=max(at, live.clock.now))
        live.restart()
    live.to_the_end()
    assert reports_of(live, "correction")
    assert live.hashes == undisturbed(name)


def test_one_reporter_is_left_to_a_person_while_the_program_reports_for_the_others() -> None:
    script = scenario("grain_silent_county")
    live = LiveDrill(script)
    everybody = {name for name, _ in reports_of(played_to_the_end(script))}
    taken = sorted(everybody - set(script.people))[0]
    live.ask("cast", part=part_of(taken), holder="person")
    live.ask("start")
    live.restart()
    live.to_the_end()
    assert {name for name, _ in reports_of(live)} == everybody - {taken}


def test_a_reporter_goes_back_to_the_program_alone_or_with_all_others() -> None:
    live = LiveDrill(scenario("grain_silent_county"))
    one, other = part_of("141021"), part_of("141022")
    stands = lambda: live.notes.exercise(live.journal)  # noqa: E731
    live.ask("cast", part=EVERYBODY, holder="person")
    live.ask("cast", part=one, holder="simulated")
    assert (stands().plays(one), stands().plays(other)) == (True, False)
    live.ask("cast", part=EVERYBODY, holder="simulated")
    live.ask("cast", part=other, holder="person")
    assert (stands().plays(one), stands().plays(other)) == (True, False)
    live.ask("cast", part=EVERYBODY, holder="simulated")
    assert stands().plays(other)


def test_reports_that_people_send_for_everybody_bring_no_corrections_by_the_program() -> None:
    live = LiveDrill(scenario("grain_silent_county"))
    live.ask("cast", part=EVERYBODY, holder="person")
    live.ask("start")
    live.to_the_end()
    assert not [name for name, _ in reports_of(live) if name not in live.script.people]


def played_to_the_end(script: Scenario) -> LiveDrill:
    live = LiveDrill(script)
    live.ask("start")
    live.to_the_end()
    return live
