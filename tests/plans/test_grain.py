"""The grain plan file against the text of the plan, clause by clause: identity and levels.

Each test names the clause it reads. What is asserted here was read off the plan itself,
not off the plan file; where the text is silent, the assumption (`A4`, `G1`, …) is named.
"""

from typing import Any

import pytest

from engine.lifecycle.table import Lifecycle
from engine.plan.loader import load_plan
from engine.plan.model import Plan
from tests.plans.grain import (
    COUNTIES,
    CRITICAL,
    CRITICAL_SIGNS,
    II,
    IV,
    NATIONAL,
    PLAN,
    TENSE,
    TENSE_SIGNS,
    URGENT,
    URGENT_SIGNS,
    YAODU,
    answer,
    criteria,
    met,
    rules,
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PLAN)


@pytest.fixture(scope="module")
def lifecycle(plan: Plan) -> Lifecycle:
    return Lifecycle(plan)


# ── identity and clauses ────────────────────────────────────────────────────


def test_the_plan_is_the_one_issued_on_3_july_2021_and_repeals_that_of_2017(plan: Plan) -> None:
    """GR 7.3."""
    assert (plan.id, plan.version, plan.number_prefix) == ("grain", "2021.5", "GR")
    assert plan.document.number == "临政办发〔2021〕24号"
    assert plan.document.issued == "2021-07-03"
    assert plan.document.replaces == "临政办发〔2017〕23号"
    assert plan.zone == "Asia/Shanghai"


def test_the_clause_index_names_every_clause_of_chapters_1_to_8(plan: Plan) -> None:
    """GR 1 to 8.5, the numbered items being clauses of their own."""
    numbers = [clause.number for clause in plan.clauses]
    assert len(numbers) == len(set(numbers)) == 124
    items = {
        "1.5.1": 3, "2.1": 6, "2.2": 8, "3.2": 3, "4.3.1": 6, "4.3.2": 10, "4.3.3": 7,
        "6.1.3": 4, "6.7.1": 4, "6.7.2": 5,
    }  # fmt: skip
    for clause, count in items.items():
        found = [n for n in numbers if n.startswith(f"{clause}(")]
        assert found == [f"{clause}({n})" for n in range(1, count + 1)]


def test_every_clause_with_a_text_has_its_hash(plan: Plan) -> None:
    """A changed text names the clause; a clause that only heads others has none."""
    headings = {"1", "1.4", "2", "3", "3.1", "4", "4.3", "4.4", "5", "5.1", "6", "6.7", "7", "8"}
    assert {c.number for c in plan.clauses if c.sha256 is None} == headings


def test_every_clause_is_cited_by_a_rule_or_says_why_not_and_never_both(plan: Plan) -> None:
    """GR 1 to 8.5."""
    index = {clause.number for clause in plan.clauses}
    cited = {c for rule in rules(plan) for c in rule.clause if ":" not in c}
    left_out = [c for entry in plan.not_encoded for c in entry.clause]
    assert len(left_out) == len(set(left_out))
    assert cited | set(left_out) == index
    assert cited & set(left_out) == set()


def test_articles_of_other_laws_are_cited_only_from_laws_that_are_listed(plan: Plan) -> None:
    laws = {law.id for law in plan.laws}
    outside = [c for rule in rules(plan) for c in rule.clause if ":" in c]
    outside += [c for a in plan.assumptions for c in a.clause if ":" in c]
    assert {c.partition(":")[0] for c in outside} == laws


def test_every_assumption_is_bilingual_and_used_and_every_used_one_exists(plan: Plan) -> None:
    used = {a for rule in rules(plan) for a in rule.assumption}
    assert used == {a.id for a in plan.assumptions}
    assert all(a.text_en for a in plan.assumptions)


def test_a_plan_of_its_own_kind_governs_grain_markets(plan: Plan) -> None:
    """GR 1.3; the code is of the national platform's scheme, its standard unverified."""
    assert plan.coverage.special
    assert plan.coverage.event_code is not None
    assert plan.coverage.event_code.startswith("14D01 ")
    assert "35561" not in plan.coverage.event_code


# ── levels and thresholds ───────────────────────────────────────────────────


def test_the_city_has_two_levels_and_its_own_has_three_states(plan: Plan) -> None:
    """GR 1.5, 1.5.1, 1.5.2: IV county, III municipal, II provincial, I national."""
    assert plan.positions == (IV, TENSE, URGENT, CRITICAL, II, NATIONAL)
    tiers = [level.tier for level in plan.levels]
    assert tiers == ["county", "municipal", "provincial", "national"]
    assert [s.name for s in plan.level_by_id["III"].sub_states] == [
        "紧张状态",
        "紧急状态",
        "特急状态",
    ]


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        (-5, set()),
        (0, set()),
        (29.99, set()),
        (30, {"tense_price"}),
        (49.99, {"tense_price"}),
        (50, {"urgent_price"}),
        (99.99, {"urgent_price"}),
        (100, {"critical_price"}),
        (400, {"critical_price"}),
    ],
)
def test_price_bands_include_their_lower_and_exclude_their_upper_number(
    plan: Plan, percent: float, expected: set[str]
) -> None:
    """GR 1.5.1(1)-(3), 8.1: 以上 includes, 以下 excludes; below 30 % nothing."""
    assert met(plan, price_rise_percent=percent) == expected


def test_the_price_is_the_cumulative_city_wide_rise_of_seven_days(plan: Plan) -> None:
    """GR 1.5.1(1)-(3), assumption A5."""
    fact = plan.fact_by_id["price_rise_percent"]
    assert (fact.kind, fact.unit, fact.minimum) == ("percent", "%", -100)
    assert fact.assumption == ("A5",)
    assert fact.basis is not None
    assert "七天" in fact.basis


@pytest.mark.parametrize(
    ("count", "signs", "expected"),
    [
        (1, TENSE_SIGNS, "tense_counties"),
        (2, TENSE_SIGNS, "tense_counties"),
        (3, URGENT_SIGNS, "urgent_counties"),
        (8, URGENT_SIGNS, "urgent_counties"),
        (9, CRITICAL_SIGNS, "critical_counties"),
        (16, CRITICAL_SIGNS, "critical_counties"),
    ],
)
def test_county_numbers_are_1_to_2_then_3_to_8_then_9_and_more(
    plan: Plan, count: int, signs: list[str], expected: str
) -> None:
    """GR 1.5.1(1)-(3), 8.1: each number with all signs of its own state (A4)."""
    everything = TENSE_SIGNS + URGENT_SIGNS + CRITICAL_SIGNS
    listed = list(COUNTIES[:count])
    assert answer(plan, expected, counties_in_emergency=listed, symptoms=signs) is True
    with_all = met(plan, counties_in_emergency=listed, symptoms=everything)
    assert with_all == {"county_state", expected}


@pytest.mark.parametrize(
    ("criterion", "count", "signs"),
    [
        ("tense_counties", 2, TENSE_SIGNS),
        ("urgent_counties", 5, URGENT_SIGNS),
        ("critical_counties", 9, CRITICAL_SIGNS),
    ],
)
def test_the_county_number_alone_is_not_enough_without_every_sign(
    plan: Plan, criterion: str, count: int, signs: list[str]
) -> None:
    """GR 1.5.1(1)-(3), assumption A4: the number AND the signs."""
    listed = list(COUNTIES[:count])
    assert answer(plan, criterion, counties_in_emergency=listed) is None
    for missing in signs:
        others = [sign for sign in signs if sign != missing]
        assert answer(plan, criterion, counties_in_emergency=listed, symptoms=others) is False


def test_the_signs_are_those_of_each_state_and_cite_it(plan: Plan) -> None:
    """GR 1.5.1(1), (2), (3)."""
    by_clause: dict[str, list[str]] = {}
    for choice in plan.fact_by_id["symptoms"].choices:
        by_clause.setdefault(choice.clause[0], []).append(choice.id)
    assert by_clause == {
        "1.5.1(1)": TENSE_SIGNS,
        "1.5.1(2)": URGENT_SIGNS,
        "1.5.1(3)": CRITICAL_SIGNS,
    }


def test_yaodu_alone_makes_the_third_state_and_is_never_one_of_the_counted(plan: Plan) -> None:
    """GR 1.5.1(3): 县(市) are counted, and Yaodu is a 区."""
    assert answer(plan, "critical_counties", counties_in_emergency=[YAODU], symptoms=CRITICAL_SIGNS)
    eight_and_yaodu = [*COUNTIES[:8], YAODU]
    assert answer(
        plan, "urgent_counties", counties_in_emergency=eight_and_yaodu, symptoms=URGENT_SIGNS
    )
    two_and_yaodu = [*COUNTIES[:2], YAODU]
    both = {"counties_in_emergency": two_and_yaodu, "symptoms": TENSE_SIGNS + URGENT_SIGNS}
    assert met(plan, **both) == {"county_state", "tense_counties"}
    assert (
        answer(plan, "tense_counties", counties_in_emergency=[YAODU], symptoms=TENSE_SIGNS) is False
    )


def test_the_tense_catch_all_needs_the_county_overwhelmed_and_the_city_of_that_opinion(
    plan: Plan,
) -> None:
    """GR 1.5.1(1): 以及 joins two conditions."""
    name = "tense_beyond_county"
    assert answer(plan, name, beyond_county_capacity=True, city_deems_municipal=True) is True
    assert answer(plan, name, beyond_county_capacity=True, city_deems_municipal=False) is False
    assert answer(plan, name, beyond_county_capacity=True) is None


def test_the_critical_catch_all_needs_both_and_is_not_level_two(plan: Plan) -> None:
    """GR 1.5.1(3): 和 joins two conditions; the city's opinion never makes level II."""
    both = {"beyond_city_capacity": True, "city_deems_provincial": True}
    assert met(plan, **both) == {"critical_beyond_city"}
    assert answer(plan, "critical_beyond_city", beyond_city_capacity=True) is None
    only_one = {"beyond_city_capacity": False, "city_deems_provincial": True}
    assert answer(plan, "critical_beyond_city", **only_one) is False


def test_the_urgent_state_has_no_catch_all(plan: Plan) -> None:
    """GR 1.5.1(2) names the price and the counties only."""
    urgent = plan.level_by_id["III"].sub_states[1]
    assert [c.id for c in urgent.criteria] == ["urgent_price", "urgent_counties"]


def test_level_four_is_each_countys_own_finding(plan: Plan) -> None:
    """GR 1.5.2: any county's report, Yaodu's included, or the county deems it necessary."""
    assert met(plan, counties_in_emergency=[COUNTIES[0]]) == {"county_state"}
    assert met(plan, counties_in_emergency=[YAODU]) == {"county_state"}
    assert met(plan, county_deems=True) == {"county_deems_needed"}
    assert met(plan, counties_in_emergency=[]) == set()


def test_levels_one_and_two_are_judged_by_state_and_province_never_computed(plan: Plan) -> None:
    """GR 1.5, 4.2."""
    facts: dict[str, Any] = {
        "price_rise_percent": 900,
        "counties_in_emergency": [*COUNTIES, YAODU],
        "symptoms": CRITICAL_SIGNS,
        "beyond_city_capacity": True,
        "city_deems_provincial": True,
    }
    assert answer(plan, "province_declares", **facts) is None
    assert answer(plan, "state_declares", **facts) is None


def test_what_is_not_known_leaves_every_criterion_open(plan: Plan) -> None:
    """Assumption A6: unknown is never false."""
    assert {answer(plan, name) for name in criteria(plan)} == {None}
