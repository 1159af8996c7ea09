"""Random lives of incidents under the other plans: whatever happens, the invariants hold.

The ledger is drawn up a second time, from plan and journal alone, and has to be the same.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis.stateful import run_state_machine_as_test as run
from typing_extensions import override

from engine.ledger_audit import differences
from engine.memory import CountedIds, FixedPlans
from engine.plan.loader import load_plans
from engine.plan.model import Plan
from engine.service import Service
from tests.model import requests
from tests.model.test_invariants import PROFILE, Lives


@cache
def other_plans() -> dict[str, Plan]:
    """The plans of this folder, loaded once."""
    return load_plans(Path(__file__).parent)


class OtherLives(Lives):
    """One incident under a plan of this folder."""

    plan_id = "grain"
    other = ""
    longest_jump_days = 3

    def __init__(self) -> None:
        super().__init__()
        self.plan = other_plans()[self.other]
        self.people = requests.people(self.plan)
        self.service = Service(FixedPlans(other_plans()), self.clock, CountedIds("life"))

    @override
    def teardown(self) -> None:
        super().teardown()
        if self.incident_id:
            self.wake()
            rows = [s for s in self.journal.slots.values() if s.incident == self.incident_id]
            events = self.journal.read(self.incident_id)
            assert differences(self.plan, events, rows, self.clock.now) == []


class ReliefLives(OtherLives):
    other = "natural_disaster_relief"


class FireLives(OtherLives):
    other = "enterprise_fire"


class FiveLives(OtherLives):
    other = "five_levels"


class StormLives(OtherLives):
    other = "rainstorm"


class FloodLives(OtherLives):
    other = "flood"


@pytest.mark.parametrize("lives", [ReliefLives, FireLives, FiveLives, StormLives, FloodLives])
def test_whatever_people_and_time_do_the_invariants_hold(lives: type[OtherLives]) -> None:
    run(lives, settings=PROFILE)
