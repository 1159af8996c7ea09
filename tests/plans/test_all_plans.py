"""What holds for every plan that is shipped, whatever it says."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from engine.lifecycle.table import Lifecycle, expand
from engine.plan.loader import load_plan
from engine.plan.measures import effective
from engine.plan.model import Plan
from engine.plan_checks import check_folder, has_errors
from engine.plan_checks.conditions.regions import Flat
from tests.support.plan_files import OTHERS, PLANS, SHIPPED


@pytest.fixture(params=[*SHIPPED, *OTHERS], ids=lambda file: file.parent.name)
def plan(request: pytest.FixtureRequest) -> Plan:
    return load_plan(request.param)


def test_the_checker_has_nothing_against_the_shipped_plans() -> None:
    findings = check_folder(PLANS)
    assert not findings, "\n".join(finding.sentence() for finding in findings)


def test_the_checker_has_no_errors_in_the_plans_that_prove_the_format() -> None:
    findings = check_folder(OTHERS[0].parents[1])
    assert not has_errors(findings), "\n".join(finding.sentence() for finding in findings)


def test_three_plans_are_checked_in_less_than_a_second() -> None:
    took = []
    for _ in range(3):
        began = time.process_time()
        check_folder(PLANS)
        took.append(time.process_time() - began)
    assert min(took) < 1.0, "the best of three: a fifth of that on an idle machine"


def test_every_step_of_the_table_is_taken_by_the_machine(plan: Plan) -> None:
    lifecycle = Lifecycle(plan)
    for step in expand(plan):
        assert lifecycle.step(step.command, step.source, step.target) == step
        assert lifecycle.take(step.command, step.source, step.target) == step.target


def test_the_machine_knows_every_state_that_the_checker_walks(plan: Plan) -> None:
    states = Flat(plan).states()
    assert set(states) == set().union(*plan.places.values())
    for state in states:
        assert effective(plan, state) is not None
        assert Lifecycle(plan).rank(state) >= -1


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
def test_the_folder_is_the_plans_id(file: Path) -> None:
    assert load_plan(file).id == file.parent.name
