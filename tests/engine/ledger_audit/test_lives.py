"""Whatever happens to an incident, the auditor and the ledger agree after every step.

`ZHIBAN_MODEL_EXAMPLES` asks for a longer search than CI's.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant
from hypothesis.stateful import run_state_machine_as_test as run

from engine.ledger_audit import differences
from engine.plan.loader import load_plans
from engine.plan.model import Plan
from tests.engine.ledger_audit.every_cadence import every_cadence
from tests.engine.ledger_audit.lives import Life
from tests.engine.stories import real_plans
from tests.model.test_invariants import PROFILE, Lives

OTHERS = Path(__file__).parents[2] / "plans" / "other"
PLANS: dict[str, Plan] = {
    **real_plans(),
    **load_plans(OTHERS),
    "every_cadence": every_cadence(),
}
STEPS = 25

SEARCH = settings(
    max_examples=int(os.environ.get("ZHIBAN_MODEL_EXAMPLES", "7")),
    deadline=None,
    derandomize="ZHIBAN_MODEL_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("plan", PLANS)
@SEARCH
@given(data=st.data())
def test_no_difference_in_any_life(plan: str, data: Any) -> None:
    life = Life(PLANS[plan], lambda choices: data.draw(st.sampled_from(list(choices))))
    for _ in range(STEPS):
        life.step()
        differing = [one.sentence(life.plan, "en") for one in life.audited()]
        assert differing == [], "\n".join(life.told)


class AuditedLives(Lives):
    """Anybody tries anything at any time, and an auditor looks over their shoulders."""

    @invariant()
    def the_auditor_agrees(self) -> None:
        if self.incident_id:
            events, ledger = self.journal.read(self.incident_id), self.journal.slots.values()
            rows = [slot for slot in ledger if slot.incident == self.incident_id]
            now = self.clock.now
            differing = differences(self.plan, events, rows, now)
            assert [one.sentence(self.plan, "en") for one in differing] == []


@pytest.mark.parametrize("plan", list(real_plans()))
def test_no_difference_when_anybody_tries_anything(plan: str) -> None:
    machine = type("AuditedLives", (AuditedLives,), {"plan_id": plan})
    run(machine, settings=PROFILE)
