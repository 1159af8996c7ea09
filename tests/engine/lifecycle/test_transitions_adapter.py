"""The adapter to `transitions`: one step at a time, nothing silent, nothing kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.errors import PlanProblem
from engine.lifecycle.transitions_adapter import Adapter

PLACES = ["a", "b", "c"]
STEPS = [("go", "a", "b"), ("go", "b", "c"), ("go", "a", "c"), ("back", "c", "a")]


@pytest.mark.parametrize(("command", "source", "target"), STEPS)
def test_a_step_of_the_table_leads_to_its_target(command: str, source: str, target: str) -> None:
    assert Adapter(PLACES, STEPS).fire(command, source, target) == target


@pytest.mark.parametrize(
    ("command", "source", "target"),
    [
        ("back", "a", "c"),
        ("back", "b", "a"),
        ("go", "c", "a"),
        ("go", "a", "a"),
        ("to_b", "a", "b"),
        ("", "a", "b"),
        ("go", "a", "nowhere"),
    ],
)
def test_any_other_step_is_refused_aloud_and_leaves_no_trace(
    command: str, source: str, target: str
) -> None:
    adapter = Adapter(PLACES, STEPS)
    with pytest.raises(PlanProblem) as refusal:
        adapter.fire(command, source, target)
    assert refusal.value.code == "no_such_step"
    assert refusal.value.facts["source"] == source
    for step in STEPS:
        assert adapter.fire(*step) == step[2]


def test_a_step_written_twice_is_one_step() -> None:
    assert Adapter(PLACES, [*STEPS, *STEPS]).fire("go", "a", "b") == "b"


def test_of_two_steps_from_one_place_the_asked_one_is_taken() -> None:
    adapter = Adapter(PLACES, STEPS)
    assert adapter.fire("go", "a", "c") == "c"
    assert adapter.fire("go", "a", "b") == "b"


def test_threads_may_share_a_machine() -> None:
    adapter = Adapter(PLACES, STEPS)
    with ThreadPoolExecutor(8) as pool:
        reached = list(pool.map(lambda step: adapter.fire(*step), STEPS * 500))
    assert reached == [target for _, _, target in STEPS * 500]
