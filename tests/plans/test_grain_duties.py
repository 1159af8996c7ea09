"""The grain plan file against the text of the plan: units, groups, measures.

Each test names the clause it reads. What is asserted here was read off the plan itself,
not off the plan file; where the text is silent, the assumption (`A4`, `G1`, …) is named.
"""

import pytest

from engine.lifecycle.table import Lifecycle
from engine.plan.loader import load_plan
from engine.plan.model import Plan
from tests.plans.grain import (
    CRITICAL,
    II,
    IV,
    MEMBERS_OF_2_1,
    MUNICIPAL,
    NATIONAL,
    PLAN,
    TENSE,
    URGENT,
    measures_at,
    measures_of,
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PLAN)


@pytest.fixture(scope="module")
def lifecycle(plan: Plan) -> Lifecycle:
    return Lifecycle(plan)


# ── units and groups ────────────────────────────────────────────────────────


def test_the_sixteen_member_units_are_those_listed(plan: Plan) -> None:
    """GR 2.1."""
    assert {unit.name for unit in plan.units if unit.member} == MEMBERS_OF_2_1


@pytest.mark.parametrize(
    ("alias", "unit"),
    [
        ("市交通运输局", "transport_bureau"),
        ("市应急局", "emergency_management_bureau"),
        ("市指挥部", "city_headquarters"),
        ("临汾市粮食应急工作指挥部", "city_headquarters"),
        ("武警临汾支队", "armed_police"),
        ("市粮食和物资储备局", "city_development_and_reform"),
    ],
)
def test_other_names_of_the_text_lead_to_the_same_unit(plan: Plan, alias: str, unit: str) -> None:
    """GR 2.1, 4.3.2(5) and elsewhere use several names."""
    assert [u.id for u in plan.units if alias in (u.name, *u.aliases)] == [unit]


def test_there_are_six_groups_whose_leads_are_marked_as_assumed(plan: Plan) -> None:
    """GR 2.3; annex 4 (8.5) was not published, assumption A24."""
    assert [group.name for group in plan.groups] == [
        "监测预警组",
        "应急处置组",
        "应急保障组",
        "宣传报道组",
        "治安维护组",
        "善后处置组",
    ]
    assert [group.confidence for group in plan.groups] == ["L", "L", "L", "M", "M", "M"]
    for group in plan.groups:
        assert group.assumption == ("A24",)
        assert set(group.leader) | set(group.members) <= set(plan.unit_by_id)


# ── measures ────────────────────────────────────────────────────────────────


def test_urgent_holds_all_of_tense_and_critical_all_of_both(plan: Plan) -> None:
    """GR 4.3.2(2), 4.3.3(2): transitive."""
    tense, urgent, critical = (set(measures_at(plan, place)) for place in MUNICIPAL)
    assert tense < urgent < critical
    assert {"market_supervision", "round_the_clock_duty", "office_together"} <= critical
    assert {"full_processing", "green_channel"} <= critical - tense
    assert {"requisition", "rationing", "school_needs"} <= critical - urgent
    assert [(row.position, row.of, row.clause) for row in plan.inheritance] == [
        ((URGENT,), (TENSE,), ("4.3.2(2)",)),
        ((CRITICAL,), (URGENT,), ("4.3.3(2)",)),
    ]


@pytest.mark.parametrize(
    ("clause", "place", "units"),
    [
        ("4.3.1(1)", TENSE, {"city_headquarters", "member_units"}),
        ("4.3.1(2)", TENSE, {"headquarters_office"}),
        ("4.3.1(3)", TENSE, {"market_regulation_bureau", "county_governments"}),
        ("4.3.1(4)", TENSE, {"commerce_bureau", "city_development_and_reform"}),
        ("4.3.1(5)", TENSE, {"city_development_and_reform"}),
        ("4.3.1(6)", TENSE, {"publicity_department"}),
        ("4.3.2(1)", URGENT, {"headquarters_office"}),
        ("4.3.2(3)", URGENT, {"city_development_and_reform"}),
        ("4.3.2(4)", URGENT, {"city_development_and_reform", "emergency_enterprises"}),
        ("4.3.2(5)", URGENT, {"transport_bureau", "public_security_bureau"}),
        ("4.3.2(6)", URGENT, {"public_security_bureau"}),
        ("4.3.2(7)", URGENT, {"urban_management_bureau"}),
        ("4.3.2(8)", URGENT, {"power_company"}),
        ("4.3.2(9)", URGENT, {"publicity_department"}),
        ("4.3.2(10)", URGENT, {"member_units"}),
        ("4.3.3(1)", CRITICAL, {"city_headquarters", "headquarters_office"}),
        ("4.3.3(4)", CRITICAL, {"education_bureau"}),
        ("4.3.3(5)", CRITICAL, {"emergency_management_bureau", "local_government"}),
        ("4.3.3(6)", CRITICAL, {"chief_commander", "city_headquarters"}),
        ("4.3.3(7)", CRITICAL, {"city_headquarters"}),
        ("6.1.3(1)", TENSE, {"city_development_and_reform"}),
        ("6.1.3(4)", TENSE, {"emergency_enterprises"}),
        ("6.2", TENSE, {"transport_bureau", "county_governments", "city_headquarters"}),
        ("4.4.2", IV, {"county_headquarters", "local_government"}),
        ("4.4.5", IV, {"headquarters_office"}),
        ("3.1.2", "warning", {"member_units"}),
        ("4.2", II, {"city_headquarters"}),
        ("4.2", NATIONAL, {"city_headquarters"}),
        ("5.2", "ended", {"city_headquarters"}),
    ],
)
def test_each_clause_lays_its_measures_on_the_units_it_names(
    plan: Plan, clause: str, place: str, units: set[str]
) -> None:
    """The clause is the parameter."""
    at = measures_at(plan, place)
    here = [at[id_] for id_ in measures_of(plan, clause) if id_ in at]
    assert here, clause
    assert {unit for measure in here for unit in measure.unit} == units


def test_the_county_level_still_obliges_the_city(plan: Plan) -> None:
    """GR 4.4.3, 4.4.5: round-the-clock work, watching, preparing, inspecting, consulting."""
    at_four = measures_at(plan, IV)
    required = {m.id for m in at_four.values() if m.modality == "required"}
    assert {"county_level_duty", "county_level_watch", "county_level_prepare"} <= required
    assert {"inspection_team", "consultation"} <= required
    assert at_four["working_team"].modality == "as_needed"
    assert set(at_four["county_level_watch"].unit) == {
        "headquarters_office",
        "city_development_and_reform",
        "market_regulation_bureau",
        "commerce_bureau",
        "emergency_management_bureau",
    }


def test_some_measures_need_the_city_government_although_the_response_is_open(plan: Plan) -> None:
    """GR 4.3.1(5), 4.3.2(4), 4.3.3(6), 4.3.3(7), 4.4.2, 6.2."""
    decided = {m.id for m in plan.measures if m.decided_by}
    assert decided == {
        "finished_grain_reserve",
        "city_reserve",
        "requisition",
        "unified_distribution",
        "rationing",
        "provincial_reserve",
        "county_asks_city_reserve",
        "enforce_transport_order",
    }
    assert all(m.decided_by == ("city_government",) for m in plan.measures if m.decided_by)


def test_at_once_stands_only_where_the_text_says_so(plan: Plan) -> None:
    """立即 in GR 3.2, 4.1, 4.5, 4.3.1(1), 4.3.2(3), 4.4.2; 迅速 and 及时 are not 立即."""
    assert {m.id for m in plan.measures if m.immediately} == {
        "county_verify",
        "county_stabilise",
        "office_assess",
        "headquarters_assess",
        "enter_emergency",
        "full_processing",
        "county_act",
    }


def test_when_necessary_and_as_needed_are_kept_apart(plan: Plan) -> None:
    """必要时 in GR 4.3.1(6), 4.3.3(6), 4.4.2, 5.2."""
    assert {m.id for m in plan.measures if m.modality == "when_necessary"} == {
        "unified_news",
        "unified_distribution",
        "rationing",
        "county_reserve",
        "county_asks_city_reserve",
        "special_investigation",
    }


def test_information_is_published_by_the_headquarters_alone(plan: Plan) -> None:
    """GR 4.6."""
    assert plan.measure_by_id["publish_information"].unit == ("city_headquarters",)
    assert plan.measure_by_id["verify_information"].unit == ("headquarters_office",)
    assert all("publish_information" in measures_at(plan, place) for place in plan.positions)


def test_after_the_end_costs_are_settled_capacity_restored_and_lessons_drawn(plan: Plan) -> None:
    """GR 5.1.1, 5.1.2, 5.2."""
    after = measures_at(plan, "ended")
    assert after["audit_costs"].unit == ("city_development_and_reform",)
    assert after["settle_costs"].unit == ("finance_bureau",)
    assert after["county_costs"].unit == ("local_government",)
    assert "一年内" in after["restore_capacity"].text
    assert after["special_investigation"].modality == "when_necessary"
    assert "summarise" in after
    assert "improve_plan" in after
