"""Regions: every case that a condition can tell apart has a representative."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.conditions.evaluation import Situation, holds
from engine.plan.expressions import AnyOf, Band, ScaleCurrent
from engine.plan_checks.conditions.counterexample import witness
from engine.plan_checks.conditions.regions import Flat
from engine.plan_checks.conditions.rewriting import branches, spelled_out
from engine.plan_checks.conditions.sample_values import figure_values
from tests.engine.stories import real_plans
from tests.support.plan_files import small_plan


def test_whole_figures_have_values_below_at_and_above_each_threshold() -> None:
    assert figure_values(small_plan(), "deaths", [1, 10]) == [0, 1, 2, 9, 10, 11]


def test_other_figures_have_a_value_between_each_two_thresholds() -> None:
    plan = small_plan(("kind: count, unit: 人", "kind: number, minimum: 0, maximum: 40"))
    assert figure_values(plan, "deaths", [10, 20]) == [0, 9, 10, 15, 20, 21, 40]


def test_a_count_goes_no_further_than_there_are_counties_to_count() -> None:
    plan = real_plans()["grain"]
    assert figure_values(plan, "counties_counted", [1, 9])[-1] == 16
    assert figure_values(plan, "divisions_reported", [1])[-1] == 17


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=4),
    st.integers(0, 14),
)
def test_every_whole_number_behaves_like_one_of_the_representatives(
    bounds: list[int], value: int
) -> None:
    plan = small_plan()
    bands = [Band(fact="deaths", at_least=b) for b in bounds]
    bands += [Band(fact="deaths", above=b) for b in bounds]
    values = figure_values(plan, "deaths", bounds)

    def seen(number: float) -> list[object]:
        return [holds(band, Situation(plan, {"deaths": number})) for band in bands]

    assert seen(value) in [seen(number) for number in values]


def test_the_alternatives_of_a_class_are_spelled_out_of_its_scale() -> None:
    plan = real_plans()["production_safety"]
    level = plan.level_by_id["II"].criteria[0].when
    assert len(branches(spelled_out(plan, level))) == 3


def test_what_is_spelled_out_means_the_same() -> None:
    plan = real_plans()["production_safety"]
    for chosen in itertools.combinations([c.id for c in plan.scale_by_id["severity"].classes], 2):
        condition = ScaleCurrent(scale="severity", current=chosen)
        spelled = spelled_out(plan, condition)
        for deaths, loss in itertools.product([0, 1, 3, 10, 30], [0, 1, 10**7, 10**8]):
            known = {"deaths": deaths, "direct_loss_yuan": loss, "serious_injuries": 0}
            situation = Situation(plan, known)
            assert holds(spelled, situation) == holds(condition, situation)


def test_freed_classes_take_every_value_by_themselves() -> None:
    plan = real_plans()["production_safety"]
    flat = Flat(plan, scales=True)
    condition = ScaleCurrent(scale="severity", current=("serious",))
    met = [case for case in flat.cases([condition]) if flat.met(condition, case)]
    assert len(met) == 4
    assert all("especially_serious" not in case["severity"] for case in met)


def test_a_witness_names_the_fewest_facts_and_no_sums() -> None:
    plan = real_plans()["production_safety"]
    danger = Band(fact="people_in_danger", at_least=30)
    found = witness(plan, [danger], "assessing")
    assert found is not None
    assert set(found) - {"·place"} == {"at_risk"}
    assert witness(plan, [danger, Band(fact="at_risk", below=1)], "assessing") == {
        "at_risk": 0,
        "trapped": 30,
        "·place": "assessing",
    }


def test_no_witness_is_found_for_what_cannot_be() -> None:
    plan = small_plan()
    never = [Band(fact="deaths", at_least=5), Band(fact="deaths", below=5)]
    assert witness(plan, never, "assessing") is None
    assert AnyOf(any=tuple(never)).any
