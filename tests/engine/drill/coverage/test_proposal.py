"""The search for the shortest scenario: what it proposes runs, and visits what was missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.drill.coverage.exclusions import NOTHING, load_exclusions
from engine.drill.coverage.items import KINDS, Kind, items_of, move
from engine.drill.coverage.proposal import propose
from engine.drill.coverage.table import coverage, missing_of
from engine.drill.runner import run
from engine.drill.scenario import load_scenario
from engine.drill.scenario.writing import to_yaml
from engine.plan.loader import load_plan
from engine.plan.model import Plan
from tests.engine.drill.golden import ROOT
from tests.engine.stories import real_plans
from tests.support.plan_files import OTHERS

PLANS = dict(real_plans())


def everything(plan: Plan) -> dict[Kind, frozenset[str]]:
    return {kind: frozenset(items) for kind, items in items_of(plan).items()}


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.id)
def test_from_nothing_it_visits_all_but_what_is_named_as_out_of_reach(
    plan: Plan, tmp_path: Path
) -> None:
    """So each item of `coverage.yaml` is one for which the search finds no way either."""
    found = propose(plan, everything(plan))
    file = tmp_path / "walk.yaml"
    file.write_text(to_yaml(found.scenario), encoding="utf-8")
    drill = run(load_scenario(file, PLANS), PLANS)
    assert drill.mismatches == ()
    excluded = load_exclusions(ROOT / "plans" / "coverage.yaml", PLANS)[plan.id]
    named = {kind: frozenset(getattr(excluded, kind)) for kind in KINDS}
    assert missing_of(coverage(plan, [drill], NOTHING)) == named
    assert {kind: frozenset(found.left[kind]) for kind in KINDS} == named


def test_a_move_that_is_refused_is_told_with_the_refusal_and_makes_no_scenario() -> None:
    grain = PLANS["grain"]
    wanted = move("closed", "III.tense")
    found = propose(grain, {"moves": frozenset({wanted})})
    refusal = found.left["moves"][wanted]
    assert refusal is not None and refusal.code == "closed"
    assert (found.incidents, found.steps) == (0, 0)


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.id)
def test_each_decision_is_found_when_it_alone_is_missing(plan: Plan) -> None:
    """So neither an approval nor an act is met only on the way to something else."""
    excluded = load_exclusions(ROOT / "plans" / "coverage.yaml", PLANS)[plan.id]
    decisions = [one for one in items_of(plan)["decisions"] if one not in excluded.decisions]
    found = {one: propose(plan, {"decisions": frozenset({one})}) for one in decisions}
    assert [one for one in decisions if found[one].left["decisions"]] == []
    assert {found[one].incidents for one in decisions} == {1}


@pytest.mark.parametrize(
    ("kind", "item", "most"),
    [
        ("moves", "III → IV", 4),
        ("measures", "ii_ask_province", 3),
        ("groups", "general", 3),
        ("decisions", "refuse II", 2),
        ("obligations", "province_phone_social_impact", 1),
    ],
)
def test_for_one_item_it_takes_one_incident_and_few_steps(kind: Kind, item: str, most: int) -> None:
    found = propose(PLANS["coal_mine"], {kind: frozenset({item})})
    assert found.left[kind] == {}
    assert found.incidents == 1
    assert found.steps <= most


def test_the_same_search_proposes_the_same_scenario() -> None:
    plan = PLANS["coal_mine"]
    first, second = (to_yaml(propose(plan, everything(plan)).scenario) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.parent.name)
def test_a_plan_that_is_not_shipped_is_searched_too(file: Path, tmp_path: Path) -> None:
    plan = load_plan(file.parent)
    found = propose(plan, everything(plan))
    path = tmp_path / "walk.yaml"
    path.write_text(to_yaml(found.scenario), encoding="utf-8")
    drill = run(load_scenario(path, {plan.id: plan}), {plan.id: plan})
    assert drill.mismatches == ()
    parts = {part.kind: part for part in coverage(plan, [drill])}
    assert parts["states"].missing == ()
    assert set(parts["moves"].missing) == set(found.left["moves"])
