"""Random lives of incidents under the three plans: whatever happens, the invariants hold.

`ZHIBAN_MODEL_EXAMPLES` and `ZHIBAN_MODEL_STEPS` ask for a longer search than CI's:
`python -m tests.benchmarks.long_searches`.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from engine.clock import VirtualClock
from engine.decide.allowed_commands import allowed_commands
from engine.errors import ZhibanError
from engine.incident.actors import Actor
from engine.incident.commands import COMMANDS, OpenIncident
from engine.incident.state import Incident
from engine.instants import local_day
from engine.memory import CountedIds, FixedPlans, MemoryJournal
from engine.service import Outcome, Service
from tests.engine.invariants import holds_together, journal_reads_well
from tests.engine.stories import real_plans
from tests.model import requests
from tests.support.report_content import full

START = datetime(2021, 11, 8, 1, tzinfo=UTC)
CLOCK_TIMES = ["10:00", "14:30", "15:00", "16:00", "17:00", "24:00"]

PROFILE = settings(
    max_examples=int(os.environ.get("ZHIBAN_MODEL_EXAMPLES", "8")),
    stateful_step_count=int(os.environ.get("ZHIBAN_MODEL_STEPS", "25")),
    deadline=None,
    derandomize="ZHIBAN_MODEL_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


class Lives(RuleBasedStateMachine):
    """One incident in the hands of people who do anything at any time."""

    plan_id = ""
    longest_jump_days = 40

    def __init__(self) -> None:
        super().__init__()
        self.plan = real_plans()[self.plan_id]
        self.people = requests.people(self.plan)
        self.clock = VirtualClock(START, elapsed=lambda: 0.0)
        self.journal = MemoryJournal()
        self.service = Service(FixedPlans(real_plans()), self.clock, CountedIds("life"))
        self.incident_id = ""

    @property
    def incident(self) -> Incident:
        found = self.journal.load(self.incident_id)
        assert found is not None
        return found

    @initialize(data=st.data(), exercise=st.booleans(), minutes=st.sampled_from([0, 10, 90]))
    def open(self, data: Any, exercise: bool, minutes: int) -> None:
        received = START - timedelta(minutes=minutes)
        divisions = [self.plan.jurisdiction.code, *self.plan.division_by_code][:3]
        facts = data.draw(st.sampled_from([{}, {"no_such": 1}])) or requests.facts(
            data.draw, self.plan
        )
        request = OpenIncident(
            plan=self.plan.id,
            title="某事件",
            occurred_at=received,
            received_at=received,
            division=data.draw(st.sampled_from(divisions)),
            exercise=exercise,
            facts=facts,
        )
        desk = Actor("值班员", frozenset({"duty_officer"}))
        try:
            opened = self.service.open_incident(self.journal, request, desk)
        except ZhibanError as refusal:
            assert refusal.sentence("zh")
            assert not self.journal.log
            plain = request.model_copy(update={"facts": {}})
            opened = self.service.open_incident(self.journal, plain, desk)
        self.incident_id = opened.after.id
        for neighbour, exercise_too in zip(requests.NEIGHBOURS, (True, False), strict=True):
            quiet = request.model_copy(update={"facts": {}, "exercise": exercise_too})
            assert self.service.open_incident(self.journal, quiet, desk).after.id == neighbour

    @rule(data=st.data(), name=st.sampled_from(sorted(COMMANDS)))
    def anybody_tries_anything(self, data: Any, name: str) -> None:
        actor = data.draw(st.sampled_from(self.people), label="actor")
        command = requests.command(data.draw, self.plan, self.incident, self.clock.now, name)
        self.attempt(command, actor)

    @rule(data=st.data())
    @precondition(lambda self: allowed_commands(self.plan, self.incident))
    def somebody_does_what_is_possible(self, data: Any) -> None:
        """An option of the list, by one of the roles that it names."""
        option = data.draw(
            st.sampled_from(allowed_commands(self.plan, self.incident)), label="option"
        )
        role = data.draw(st.sampled_from([r["id"] for r in option["roles"]]), label="role")
        name = option["command"]
        command = requests.command(data.draw, self.plan, self.incident, self.clock.now, name)
        asked = {"on_behalf_of": None, "by_means": None, "ordered_at": None}
        if "level" in type(command).model_fields:
            asked |= {"level": option["level"], "sub_state": option.get("sub_state")}
        divisions = self.plan.division_by_code
        at = self.incident.division
        division = at if at in divisions else next(iter(divisions))
        actor = Actor(role, frozenset({f"{self.plan.id}:{role}"}), division)
        self.attempt(command.model_copy(update=asked), actor)

    @rule(data=st.data())
    @precondition(lambda self: self.incident.slots)
    def reports_come_in(self, data: Any) -> None:
        """The desk enters what some reporters have sent."""
        desk = Actor("值班员", frozenset({"duty_officer"}))
        # As they are now: what comes in may let settled ones go.
        known = self.incident.slots
        slots = sorted(known)
        for slot in data.draw(st.lists(st.sampled_from(slots), max_size=20, unique=True)):
            content = full(self.plan, known[slot].obligation)
            self.attempt(COMMANDS["submit_report"](slot=slot, content=content), desk)

    @rule(minutes=st.sampled_from([0.5, 1, 15, 59, 60, 61, 240]))
    def some_time_goes_by(self, minutes: float) -> None:
        self.clock.advance(timedelta(minutes=minutes))
        self.wake()

    @rule(clock_time=st.sampled_from(CLOCK_TIMES), microseconds=st.sampled_from([0, 1]))
    def it_becomes(self, clock_time: str, microseconds: int) -> None:
        at = requests.next_clock_time(self.plan, self.clock.now, clock_time)
        self.clock.jump_to(at + timedelta(microseconds=microseconds))
        self.wake()

    @rule(days=st.sampled_from([1, 2, 8, 40]), data=st.data())
    def nobody_wakes_the_service(self, days: int, data: Any) -> None:
        """A power cut; the first thing afterwards is a command."""
        self.clock.advance(timedelta(days=min(days, self.longest_jump_days)))
        self.anybody_tries_anything(data, data.draw(st.sampled_from(sorted(COMMANDS))))
        self.wake()

    def wake(self) -> None:
        for _ in range(100):
            if not self.service.wake(self.journal):
                return
        raise AssertionError("waking never comes to an end")

    def attempt(self, command: Any, actor: Actor) -> Outcome | None:
        before, log = self.incident, len(self.journal.log)
        ledger = dict(self.journal.slots)
        try:
            outcome = self.service.execute(self.journal, self.incident_id, command, actor)
        except ZhibanError as refusal:
            assert self.incident is before
            assert len(self.journal.log) == log
            assert self.journal.slots == ledger
            assert refusal.sentence("zh").strip()
            assert refusal.sentence("en").strip()
            return None
        assert outcome.before is before
        assert outcome.after.seq > before.seq
        assert not actor.roles <= {"admin"}
        return outcome

    def teardown(self) -> None:
        for incident in self.journal.incidents():
            journal_reads_well(self.plan, self.journal, incident.id)

    @invariant()
    def everything_holds_together(self) -> None:
        if self.incident_id:
            for incident in self.journal.incidents():
                holds_together(self.plan, self.journal, incident.id, self.clock.now)

    @invariant()
    def the_day_of_a_duty_has_no_two_reports_of_a_series(self) -> None:
        """What is still to be sent: at most one cadence a reporter, series and day."""
        if not self.incident_id:
            return
        awaited: dict[tuple[Any, ...], set[str]] = {}
        for slot in self.incident.slots.values():
            report = self.plan.report_by_id[slot.obligation]
            if slot.state == "owed" and report.series and slot.due_at > self.clock.now:
                day = local_day(slot.due_at - timedelta(microseconds=1), self.plan.zone)
                key = (slot.series, slot.reporter, day)
                awaited.setdefault(key, set()).add(slot.obligation)
        twice = {key: found for key, found in awaited.items() if len(found) > 1}
        assert not twice


class SafetyLives(Lives):
    plan_id = "production_safety"


class CoalLives(Lives):
    plan_id = "coal_mine"


class GrainLives(Lives):
    plan_id = "grain"
    longest_jump_days = 2


@pytest.mark.parametrize("lives", [SafetyLives, CoalLives, GrainLives])
def test_whatever_people_and_time_do_the_invariants_hold(lives: type[Lives]) -> None:
    run(lives, settings=PROFILE)
