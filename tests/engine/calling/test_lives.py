"""Whatever anybody does under whatever rules: an exercise reaches nobody, and the auditor agrees.

`ZHIBAN_MODEL_EXAMPLES` asks for a longer search than CI's.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import ZhibanError
from engine.incident.commands import COMMANDS
from engine.ledger_audit.calls import compare_rows
from tests.engine.calling.lives import CalledLife
from tests.engine.invariants import replayed
from tests.engine.stories import real_plans
from tests.model import requests

EXAMPLES = int(os.environ.get("ZHIBAN_MODEL_EXAMPLES", "6"))
SEARCH = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="ZHIBAN_MODEL_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
STEPS = 40


def lived(life: CalledLife) -> CalledLife:
    """A life to its end, in which everything agrees at every tenth step and at the end."""
    for step in range(STEPS):
        life.step()
        if step % 20 == 19:
            agrees(life)
    life.ends()
    agrees(life)
    return life


def agrees(life: CalledLife) -> None:
    """The auditor, the state, the journal folded again, and who an exercise reaches."""
    audit, incident = life.audit(), life.incident
    assert audit.differences == (), "\n".join(life.told)
    assert compare_rows(audit, incident.calls.values()) == []
    assert replayed(life.plan, life.journal, life.id).calls == incident.calls
    named = {name for c in incident.calls.values() for s in c.steps for name in s.channels}
    attempts = {one.channel for call in incident.calls.values() for one in call.attempts}
    if life.exercise:
        assert named | attempts <= {"sink"}
    else:
        assert "sink" not in named
    assert life.audited() == []


@pytest.mark.parametrize("plan", list(real_plans()))
@SEARCH
@given(data=st.data(), exercise=st.booleans())
def test_the_auditor_agrees_and_exercises_reach_nobody(
    plan: str, data: Any, exercise: bool
) -> None:
    def pick(choices: Any) -> Any:
        return data.draw(st.sampled_from(list(choices)))

    lived(CalledLife(real_plans()[plan], pick, exercise=exercise))


def test_lives_from_seeds_make_calls_of_every_trigger_and_end() -> None:
    """Otherwise the agreement above would say little."""
    made: Counter[str] = Counter()
    for plan in real_plans().values():
        for seed in range(EXAMPLES + 2):
            chance = Random(seed)  # noqa: S311
            life = lived(
                CalledLife(plan, lambda c, r=chance: r.choice(list(c)), exercise=seed % 2 > 0)
            )
            calls = life.incident.calls.values()
            made.update(call.trigger for call in calls)
            made.update(f"{call.trigger} {call.why or call.state}" for call in calls)
    wanted = {
        *("opened exhausted", "by_hand answered", "level_raised level_left"),
        *("report_due_in report_in", "reports_missing_at report_in", "report_overdue report_in"),
        *("reports_missing_at not_owed", "order_unsigned", "decision_waiting decided"),
    }
    assert made.keys() >= wanted, made


@pytest.mark.parametrize("plan", list(real_plans()))
@settings(SEARCH, max_examples=3)
@given(data=st.data())
def test_no_command_of_an_exercise_reaches_anybody(plan: str, data: Any) -> None:
    """Every command there is, sensible or not, by anybody, under any rules."""

    def pick(choices: Any) -> Any:
        return data.draw(st.sampled_from(list(choices)))

    life = CalledLife(real_plans()[plan], pick, exercise=True)
    everybody = requests.people(life.plan)
    for name in sorted(COMMANDS):
        command = requests.command(data.draw, life.plan, life.incident, life.clock.now, name)
        with contextlib.suppress(ZhibanError):
            life.service.execute(life.journal, life.id, command, pick(everybody))
        life.clock.jump_to(life.clock.now + timedelta(minutes=pick([0, 5, 300])))
        life.wake()
    agrees(life)
