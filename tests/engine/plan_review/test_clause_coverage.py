"""Coverage both ways: each clause with its rules, each rule with its clauses."""

from __future__ import annotations

import pytest

from engine.plan_review.clause_coverage import markdown, table, totals
from tests.engine.stories import real_plans

PLANS = real_plans()


@pytest.mark.parametrize("plan", PLANS)
def test_every_leaf_clause_is_encoded_or_excused(plan: str) -> None:
    summed = totals(PLANS[plan])
    assert summed.open == 0
    assert summed.encoded + summed.not_encoded == summed.leaves


def test_a_clause_is_found_from_its_rule_and_the_rule_from_its_clause() -> None:
    rows = {row.number: row for row in table(PLANS["grain"])}
    assert "reports.county_half_day" in rows["4.3.3(3)"].rules
    assert rows["1.1"].status == "not_encoded"
    assert rows["1.1"].why


def test_the_table_has_a_line_for_each_clause() -> None:
    plan = PLANS["coal_mine"]
    lines = list(markdown(plan))
    assert sum(line.startswith("| ") for line in lines) == len(plan.clauses) + 2
