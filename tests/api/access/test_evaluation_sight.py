"""Who writes evaluations of exercises, and of real incidents."""

from __future__ import annotations

import pytest

from api.access.evaluation_sight import may_assess
from engine.incident.actors import Actor


@pytest.mark.parametrize(
    ("roles", "division", "exercise", "real"),
    [
        ({"evaluator"}, None, True, False),
        ({"controller"}, None, True, False),
        ({"duty_officer"}, None, False, True),
        ({"coal_mine:commander"}, None, False, True),
        ({"grain:county_headquarters"}, "141021", False, False),
        ({"viewer"}, None, False, False),
        ({"admin", "auditor"}, None, False, False),
        ({"evaluator", "duty_officer"}, None, True, True),
    ],
)
def test_exercises_are_for_evaluators_and_incidents_for_the_desk(
    roles: set[str], division: str | None, exercise: bool, real: bool
) -> None:
    actor = Actor("somebody", frozenset(roles), division)
    assert (may_assess(actor, exercise=True), may_assess(actor, exercise=False)) == (exercise, real)
