"""The measures in effect at a place: its own and, transitively, those it inherits."""

from __future__ import annotations

import pytest

from engine.plan.measures import effective, lineage
from tests.engine.made_up import plan_of
from tests.engine.stories import real_plans


def ids(plan_id: str, place: str) -> list[str]:
    return [measure.id for measure in effective(real_plans()[plan_id], place)]


def test_inheritance_is_transitive_and_each_place_counts_once() -> None:
    plan = plan_of()
    assert lineage(plan, "low") == ("low",)
    assert lineage(plan, "high.wild") == ("high.wild", "low")
    assert set(lineage(plan, "top")) == {"top", "high.calm", "high.wild", "low"}
    assert len(lineage(plan, "top")) == 4


def test_measures_come_in_the_order_of_the_plan_file() -> None:
    plan = plan_of()
    assert [m.id for m in effective(plan, "top")] == ["call", "go", "all_in"]
    assert [m.id for m in effective(plan, "high.calm")] == ["call", "go"]
    assert effective(plan, "assessing") == ()


def test_places_that_inherit_each_other_come_to_an_end() -> None:
    plan = plan_of(
        inheritance="""
            inheritance:
              - {position: low, of: top, clause: "1"}
              - {position: top, of: low, clause: "1"}
        """
    )
    assert set(lineage(plan, "low")) == {"low", "top"}


def test_urgent_includes_tense_and_critical_includes_urgent() -> None:
    """GR 4.3.2(2), 4.3.3(2)."""
    tense, urgent, critical = (
        set(ids("grain", f"III.{s}")) for s in ("tense", "urgent", "critical")
    )
    assert tense < urgent < critical


@pytest.mark.parametrize("plan_id", ["production_safety", "coal_mine"])
def test_levels_two_and_one_include_level_three_and_not_four(plan_id: str) -> None:
    three = set(ids(plan_id, "III"))
    assert three < set(ids(plan_id, "II"))
    assert three < set(ids(plan_id, "I"))
    own = {m.id for m in real_plans()[plan_id].measures if m.at == ("IV",)}
    assert own
    assert not own & set(ids(plan_id, "II"))
