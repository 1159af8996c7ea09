"""Whatever anybody does under whatever rules: an exercise reaches nobody, and the auditor agrees.

`ZHIBAN_MODEL_EXAMPLES` asks for a longer search than CI's.
"""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from engine.calling.binding import REAL_CHANNELS
from engine.errors import ZhibanError
from engine.instants import JUST_AFTER
from engine.ledger_audit.calls import audit_calls, compare_rows
from engine.memory import MemoryCallingBook
from engine.plan.calling_rules import LEAD_TRIGGERS, OUTSIDE_TRIGGERS, CallingRules, Trigger
from engine.plan.model import Plan
from engine.service import Service
from tests.engine.calling.books import DUTY, PEOPLE, shipped
from tests.engine.stories import real_plans
from tests.model.test_invariants import Lives

PROFILE = settings(
    max_examples=int(os.environ.get("ZHIBAN_MODEL_EXAMPLES", "6")),
    stateful_step_count=int(os.environ.get("ZHIBAN_MODEL_STEPS", "20")),
    deadline=None,
    derandomize="ZHIBAN_MODEL_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
TRIGGERS = [one for one in get_args(Trigger) if one not in OUTSIDE_TRIGGERS]


def rules(draw: Any, plan: Plan) -> CallingRules:
    """The shipped rules, or some of every trigger with any steps and channels."""
    if draw(st.booleans()):
        return shipped()
    triggers = draw(st.lists(st.sampled_from(TRIGGERS), max_size=8))
    made = [_rule(draw, plan, trigger, number) for number, trigger in enumerate(triggers)]
    values = {"format": "1", "rules": tuple(made), "digest": str(hash(str(made)))}
    return CallingRules.model_validate(values)


def _rule(draw: Any, plan: Plan, trigger: str, number: int) -> dict[str, Any]:
    whos: list[dict[str, Any]] = [
        {"on_duty": draw(st.sampled_from(["leader", "duty_officers", "standby"]))},
        {"role": draw(st.sampled_from(list(plan.role_by_id)))},
        {"unit": draw(st.sampled_from(list(plan.unit_by_id)))},
        {"reporter": True},
    ]
    seconds = st.sampled_from([0, 0, 60, 120, 900])
    steps = tuple(
        {
            "who": draw(st.sampled_from(whos)),
            "channels": tuple(draw(st.lists(st.sampled_from(REAL_CHANNELS), min_size=1))),
            "after_s": draw(seconds),
            "deputy": draw(st.sampled_from([0, 0, 1])),
        }
        for _ in range(draw(st.integers(1, 3)))
    )
    each: tuple[dict[str, Any], ...] = ()
    if trigger not in LEAD_TRIGGERS and draw(st.booleans()):
        each, steps = tuple(whos[:2]), ({"who": {"each": True}, "channels": ("voice",)}, *steps)
    return {
        "id": f"r{number}",
        "name": "规则",
        "on": trigger,
        "assumption": ("Y1",),
        "minutes": draw(st.sampled_from([10, 45])) if trigger == "report_due_in" else None,
        "at": "14:45" if trigger == "reports_missing_at" else None,
        "levels": draw(st.sampled_from([(), (), (plan.levels[0].id,)])),
        "nth": draw(st.sampled_from([1, 2])),
        "real_only": draw(st.sampled_from([False, False, True])),
        "answer_within_s": draw(st.sampled_from([60, 600])),
        "each": each,
        "steps": steps,
        "rounds": draw(st.sampled_from([1, 2])),
    }


class CalledLives(Lives):
    """The lives of the model, with rules of calling that change, and channels that report."""

    def __init__(self) -> None:
        super().__init__()
        self.book = MemoryCallingBook(contacts=PEOPLE, duty=DUTY)
        self.service = Service(self.service.plans, self.clock, self.service.ids, calling=self.book)
        self.in_force = [(self.clock.now, self.book.rules())]

    @initialize(data=st.data())
    def begin(self, data: Any) -> None:
        self.change(rules(data.draw, self.plan))

    @rule(data=st.data())
    def the_rules_change(self, data: Any) -> None:
        self.change(rules(data.draw, self.plan))

    def change(self, other: CallingRules) -> None:
        """Other rules, from an instant at which nothing is entered yet."""
        self.clock.jump_to(self.clock.now + JUST_AFTER)
        self.in_force.append((self.clock.now, other))
        self.book.use(other)

    @rule(data=st.data(), answers=st.booleans())
    def a_channel_reports(self, data: Any, answers: bool) -> None:
        calls = list(self.incident.calls.values()) if self.incident_id else []
        if not calls:
            return
        call = data.draw(st.sampled_from(calls[-5:]))
        due = [n for n, step in enumerate(call.steps) if step.at <= self.clock.now]
        step = data.draw(st.sampled_from(due or [0]))
        channel = data.draw(st.sampled_from(call.steps[step].channels))
        if due:
            self.service.record_attempt(
                self.journal,
                call.id.rpartition("-")[0],
                call.id,
                step=step,
                channel=channel,
                outcome="sent",
            )
        if answers:
            try:
                self.service.record_answer(
                    self.journal, self.incident_id, call.id, means="link", by=str(call.person)
                )
            except ZhibanError as refusal:
                assert refusal.code in ("call_answered", "call_cancelled")

    def book_at(self, at: datetime) -> MemoryCallingBook:
        """The book as it was."""
        found = [one for since, one in self.in_force if since <= at] or [self.in_force[0][1]]
        return MemoryCallingBook(found[-1], PEOPLE, DUTY)

    @invariant()
    def an_exercise_reaches_nobody(self) -> None:
        for incident in self.journal.incidents():
            if incident.exercise:
                named = {step.channels for c in incident.calls.values() for step in c.steps}
                assert named <= {("sink",)}

    @invariant()
    def the_auditor_agrees(self) -> None:
        for incident in self.journal.incidents():
            audit = audit_calls(self.plan, self.journal.read(incident.id), self.book_at)
            assert audit.differences == ()
            assert compare_rows(audit, incident.calls.values()) == []


@pytest.mark.parametrize("plan", list(real_plans()))
def test_the_auditor_agrees_and_exercises_reach_nobody(plan: str) -> None:
    machine = type("CalledLives", (CalledLives,), {"plan_id": plan})
    run(machine, settings=PROFILE)
