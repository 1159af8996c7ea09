"""Figures that meet a condition: found for every condition of the plans that figures can meet."""

from __future__ import annotations

import pytest

from engine.conditions.criteria import judged, recommended
from engine.conditions.evaluation import Situation, holds
from engine.drill.coverage.facts_for import figures_for, figures_recommending, raised
from engine.plan.model import Plan
from tests.engine.stories import real_plans

PLANS = dict(real_plans())


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.id)
def test_the_condition_of_every_report_and_measure_is_met(plan: Plan) -> None:
    place = plan.positions[0]
    for part in (*plan.reports, *plan.measures):
        if part.when is not None:
            figures = figures_for(plan, part.when, place)
            assert figures is not None, part.id
            assert holds(part.when, Situation(plan, figures, place))


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.id)
def test_each_level_that_figures_recommend_is_recommended_exactly(plan: Plan) -> None:
    without = []
    for position in plan.positions:
        figures = figures_recommending(plan, position)
        if figures is None:
            without.append(position)
        else:
            assert recommended(judged(Situation(plan, figures, position))) == position
    # Levels of the province and the state are found by them, not by figures of the city.
    assert without == (["II", "I"] if plan.id == "grain" else [])


def test_another_value_than_the_known_one() -> None:
    coal, grain = PLANS["coal_mine"], PLANS["grain"]
    assert raised(coal, "deaths", {"deaths": 3}) == 4
    assert raised(coal, "social_impact", {}) is True
    first = list(grain.division_by_code)[:2]
    assert raised(grain, "counties_in_emergency", {"counties_in_emergency": first[:1]}) == first
