"""The grain plan file against the text of the plan, clause by clause.

Each test names the clause it reads. What is asserted here was read off the plan itself,
not off the plan file; where the text is silent, the assumption (`A4`, `G1`, …) is named.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from engine.conditions import Situation, holds
from engine.machine.lifecycle import Lifecycle
from engine.plan.base import Rule
from engine.plan.cadences import AfterLast, Daily, EveryDays, Immediately, Within
from engine.plan.loader import load_plan
from engine.plan.model import Criterion, Measure, Plan, Report

PLAN = Path(__file__).parents[2] / "plans" / "grain"

IV, TENSE, URGENT, CRITICAL = "IV", "III.tense", "III.urgent", "III.critical"
II, NATIONAL = "II", "I"
MUNICIPAL = (TENSE, URGENT, CRITICAL)
OPENING = ("assessing", "warning", "ended", "closed")

YAODU = "141002"
COUNTIES = (*(f"1410{n}" for n in range(21, 35)), "141081", "141082")

TENSE_SIGNS = ["sales_up", "stock_down", "panic"]
URGENT_SIGNS = ["panic_buying_wide", "supply_tight", "local_sold_out", "public_quite_panicked"]
CRITICAL_SIGNS = [
    "mass_panic_buying",
    "supply_very_tight",
    "citywide_sold_out",
    "public_extreme_panic",
]

MEMBERS_OF_2_1 = {
    "市委宣传部",
    "市应急管理局",
    "市发展改革委（市粮食和物资储备局）",
    "市财政局",
    "市工信局",
    "市市场监督管理局",
    "市城市管理局",
    "市交通局",
    "市公安局",
    "市教育局",
    "市商务局",
    "市农业农村局",
    "临汾军分区",
    "武警临汾市支队",
    "中国农业发展银行临汾市分行",
    "国网临汾供电公司",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PLAN)


@pytest.fixture(scope="module")
def lifecycle(plan: Plan) -> Lifecycle:
    return Lifecycle(plan)


# ── reading the plan ────────────────────────────────────────────────────────


def rules(part: Any) -> Iterator[Rule]:
    """Every rule of a plan, however deep."""
    if isinstance(part, Rule):
        yield part
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from rules(getattr(part, name))
    elif isinstance(part, tuple):
        for entry in part:
            yield from rules(entry)


def criteria(plan: Plan) -> dict[str, Criterion]:
    found = [c for level in plan.levels for c in level.criteria]
    found += [c for level in plan.levels for sub in level.sub_states for c in sub.criteria]
    return {criterion.id: criterion for criterion in found}


def answer(plan: Plan, criterion: str, **facts: Any) -> bool | None:
    return holds(criteria(plan)[criterion].when, Situation(plan, facts))


def met(plan: Plan, **facts: Any) -> set[str]:
    return {name for name in criteria(plan) if answer(plan, name, **facts) is True}


def measures_at(plan: Plan, place: str) -> dict[str, Measure]:
    """The measures of a place with those it inherits, transitively."""
    places, added = {place}, True
    while added:
        more = {
            parent
            for row in plan.inheritance
            if set(row.position) & places
            for parent in row.of
            if parent not in places
        }
        places |= more
        added = bool(more)
    return {m.id: m for m in plan.measures if any(plan.covers(m.at, p) for p in places)}


def measures_of(plan: Plan, clause: str) -> set[str]:
    return {m.id for m in plan.measures if clause in m.clause}


def who_may(lifecycle: Lifecycle, command: str, source: str, target: str) -> tuple[str, ...]:
    step = lifecycle.step(command, source, target)
    return step.row.by if step else ()


def reports_at(plan: Plan, place: str) -> dict[str, Report]:
    return {r.id: r for r in plan.reports if plan.covers(r.at, place)}


# ── identity and clauses ────────────────────────────────────────────────────


def test_the_plan_is_the_one_issued_on_3_july_2021_and_repeals_that_of_2017(plan: Plan) -> None:
    """GR 7.3."""
    assert (plan.id, plan.version, plan.number_prefix) == ("grain", "2021.1", "GR")
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


# ── authority ───────────────────────────────────────────────────────────────


def test_the_posts_are_those_of_the_plan_and_their_holders(plan: Plan) -> None:
    """GR 2.1, 2.2, 2.4."""
    assert set(plan.role_by_id) == {
        "office_director",
        "chief_commander",
        "county_headquarters",
        "city_government",
        "province",
        "state",
    }
    assert plan.role_by_id["chief_commander"].holders == ("分管粮食工作的副市长",)
    assert plan.role_by_id["office_director"].holders == ("市发展改革委（市粮食和物资储备局）主任",)
    assert plan.role_by_id["county_headquarters"].scope == "division"
    assert {r.id for r in plan.roles if not r.signs_in} == {"province", "state"}


@pytest.mark.parametrize("source", OPENING)
@pytest.mark.parametrize(
    ("target", "role"),
    [
        (IV, "county_headquarters"),
        (TENSE, "chief_commander"),
        (URGENT, "chief_commander"),
        (CRITICAL, "chief_commander"),
        (II, "province"),
        (NATIONAL, "state"),
    ],
)
def test_any_level_and_state_opens_directly_by_its_own_authority(
    lifecycle: Lifecycle, source: str, target: str, role: str
) -> None:
    """GR 2.1(2), 3.2, 4.1 (III), 4.1, 4.4.1 (IV), 4.2 (II, I)."""
    assert who_may(lifecycle, "activate_response", source, target) == (role,)


def test_the_office_proposes_level_three_and_the_chief_may_act_without_waiting(
    plan: Plan, lifecycle: Lifecycle
) -> None:
    """GR 3.2(3), 4.1: the office 提请; 2.1(2): the headquarters decides."""
    for target in MUNICIPAL:
        step = lifecycle.step("activate_response", "assessing", target)
        assert step is not None
        assert step.row.recommended_by == ("office_director",)
        assert not step.row.recommendation_required
        assert step.row.approved_by == ()
        assert "G1" in step.row.assumption


def test_nobody_but_a_post_of_the_plan_changes_the_level(plan: Plan) -> None:
    """GR 2.1(2): a duty officer records orders and gives none."""
    assert not any(row.desk for row in plan.lifecycle)
    assert all(row.by for row in plan.lifecycle)


@pytest.mark.parametrize("command", ["activate_response", "adjust_response"])
def test_raising_is_for_the_activator_of_the_level_aimed_at(
    plan: Plan, lifecycle: Lifecycle, command: str
) -> None:
    """GR 2.1(2), 4.1, 4.2; assumption A7."""
    owner = dict.fromkeys(MUNICIPAL, "chief_commander") | {II: "province", NATIONAL: "state"}
    for low, source in enumerate(plan.positions):
        for target in plan.positions[low + 1 :]:
            assert who_may(lifecycle, command, source, target) == (owner[target],)


def test_lowering_is_for_the_activator_of_the_level_left_and_is_an_adjustment(
    plan: Plan, lifecycle: Lifecycle
) -> None:
    """The text is silent; assumption A7."""
    owner = dict.fromkeys(MUNICIPAL, "chief_commander") | {II: "province", NATIONAL: "state"}
    for high, source in enumerate(plan.positions):
        for target in plan.positions[:high]:
            assert who_may(lifecycle, "adjust_response", source, target) == (owner[source],)
            assert lifecycle.step("activate_response", source, target) is None


def test_a_warning_comes_before_any_level_and_is_lifted_by_the_same_posts(
    lifecycle: Lifecycle,
) -> None:
    """GR 3.1.2: the headquarters gives and lifts it; assumption G3."""
    for command, source, target in [
        ("issue_warning", "assessing", "warning"),
        ("lift_warning", "warning", "assessing"),
    ]:
        step = lifecycle.step(command, source, target)
        assert step is not None
        assert step.row.by == ("chief_commander", "office_director")
        assert step.row.clause[0] == "3.1.2"


def test_the_headquarters_ends_level_three_when_all_four_conditions_hold(
    plan: Plan, lifecycle: Lifecycle
) -> None:
    """GR 4.7, 2.1(2)."""
    assert [c.id for c in plan.end_conditions] == [
        "supply_stable",
        "prices_steady",
        "public_calm",
        "state_lifted",
    ]
    assert all(c.at == ("III",) and c.clause == ("4.7",) for c in plan.end_conditions)
    for source in MUNICIPAL:
        step = lifecycle.step("end_response", source, "ended")
        assert step is not None
        assert step.row.by == ("chief_commander",)
        assert step.row.requires_end_conditions
        assert "4.7" in step.row.clause


@pytest.mark.parametrize(
    ("source", "role"), [(IV, "county_headquarters"), (II, "province"), (NATIONAL, "state")]
)
def test_the_other_levels_are_ended_by_those_who_opened_them(
    lifecycle: Lifecycle, source: str, role: str
) -> None:
    """The text is silent; assumptions A17 and G2."""
    step = lifecycle.step("end_response", source, "ended")
    assert step is not None
    assert step.row.by == (role,)
    assert not step.row.requires_end_conditions


def test_the_office_closes_the_file(lifecycle: Lifecycle) -> None:
    """GR 2.2(5)."""
    for source in ("assessing", "ended"):
        assert who_may(lifecycle, "close_incident", source, "closed") == ("office_director",)
    assert lifecycle.step("close_incident", TENSE, "closed") is None


def test_under_a_superiors_lead_the_city_goes_on_and_nothing_is_blocked(plan: Plan) -> None:
    """GR 1.4.2, 4.2: the city works under the province and may still open this plan."""
    assert plan.command.initial == "county"
    assert {h.id for h in plan.command.holders if h.superior} == {"province", "state"}
    assert plan.command.blocked_while_superior_holds == ()


def test_the_acts_are_for_office_and_chief_and_the_desk_only_ticks_measures(plan: Plan) -> None:
    """GR 2.2(3), 2.3, 4.7; assumptions A12, A14."""
    by = {command: act for act in plan.acts for command in act.on}
    both = {"chief_commander", "office_director"}
    for command in ("form_group", "change_group", "complete_measure", "waive_measure"):
        assert set(by[command].by) == both
    assert set(by["confirm_end_condition"].by) == both
    assert by["set_reporters"].by == by["reanchor_cadence"].by == ("office_director",)
    assert [command for command, act in by.items() if act.desk] == ["complete_measure"]


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


# ── reports ─────────────────────────────────────────────────────────────────


def test_counties_report_daily_by_15_at_tense_and_urgent_as_one_obligation(plan: Plan) -> None:
    """GR 4.3.1(2), carried over by 4.3.2(2); all 17 (A14)."""
    report = plan.report_by_id["county_daily"]
    assert report.at == (TENSE, URGENT)
    assert report.cadence == Daily(daily=("15:00",))
    assert report.reporters.divisions == "all"
    assert report.recipients == ("local_government", "city_headquarters")
    assert report.content == ("市场供应", "出现的问题", "采取的应对措施")


def test_counties_report_by_10_and_16_at_critical_instead_of_daily(plan: Plan) -> None:
    """GR 4.3.3(3): the half-day report replaces the daily one."""
    report = plan.report_by_id["county_half_day"]
    assert report.at == (CRITICAL,)
    assert report.cadence == Daily(daily=("10:00", "16:00"))
    assert report.recipients == ("local_government", "city_headquarters")
    assert report.series == plan.report_by_id["county_daily"].series == "county_market"
    assert "county_daily" not in reports_at(plan, CRITICAL)


def test_counties_report_every_second_day_by_15_at_level_four(plan: Plan) -> None:
    """GR 4.4.4; anchor day A12."""
    report = plan.report_by_id["county_two_day"]
    assert report.at == (IV,)
    assert report.cadence == EveryDays(every_days=2, at="15:00")
    assert report.reporters.divisions == "all"
    assert report.recipients == ("local_government", "city_headquarters")
    assert report.series == "county_market"
    assert "A12" in report.assumption


def test_there_is_one_county_market_report_at_each_place(plan: Plan) -> None:
    """GR 4.3.1(2), 4.3.3(3), 4.4.4: one cadence at a time, none at II and I (4.2)."""
    for place in plan.positions:
        found = [r for r in reports_at(plan, place).values() if r.series == "county_market"]
        assert len(found) == (0 if place in (II, NATIONAL) else 1)


def test_member_units_report_daily_by_15_to_the_office_at_critical_only(plan: Plan) -> None:
    """GR 4.3.3(3); before that the text asks none (A15)."""
    report = plan.report_by_id["member_daily"]
    assert report.at == (CRITICAL,)
    assert report.cadence == Daily(daily=("15:00",))
    assert report.reporters.members
    assert report.recipients == ("headquarters_office",)
    assert [r.id for r in plan.reports if r.reporters.members] == ["member_daily"]


@pytest.mark.parametrize(
    ("place", "digest", "base", "recipients"),
    [
        (
            TENSE,
            "office_digest_daily",
            "county_daily",
            (
                "chief_commander",
                "deputy_chief_commanders",
                "provincial_headquarters_office",
                "member_units",
            ),
        ),
        (
            URGENT,
            "office_digest_daily",
            "county_daily",
            (
                "chief_commander",
                "deputy_chief_commanders",
                "provincial_headquarters_office",
                "member_units",
            ),
        ),
        (
            CRITICAL,
            "office_digest_critical",
            "county_half_day",
            ("chief_commander", "deputy_chief_commanders", "provincial_headquarters_office"),
        ),
        (IV, "office_digest_two_day", "county_two_day", ("city_headquarters",)),
    ],
)
def test_the_office_digest_goes_to_exactly_those_whom_the_clause_names(
    plan: Plan, place: str, digest: str, base: str, recipients: tuple[str, ...]
) -> None:
    """GR 4.3.1(2), 4.3.3(3), 4.4.4; two hours after the last county report (A16)."""
    found = [r for r in reports_at(plan, place).values() if r.series == "office_digest"]
    assert [r.id for r in found] == [digest]
    assert found[0].cadence == AfterLast(after_last=base, minutes=120)
    assert found[0].reporters.units == ("headquarters_office",)
    assert found[0].recipients == recipients


def test_county_and_departments_report_within_an_hour_of_being_told(plan: Plan) -> None:
    """GR 4.5: from 接到报告, to 市政府 and the government one level up."""
    report = plan.report_by_id["one_hour"]
    assert report.cadence == Within(within_minutes=60, of="received")
    assert report.at == ("assessing", "warning", "responding")
    assert report.reporters.divisions == "incident"
    assert report.reporters.units == ("city_development_and_reform",)
    assert report.recipients == ("city_government", "superior_government")
    assert report.content == ("时间", "地点", "原因", "范围", "造成的损失", "发展趋势")


def test_the_office_passes_a_countys_opening_on_at_once(plan: Plan) -> None:
    """GR 4.1 (county), 4.4.1 (office)."""
    county = plan.report_by_id["county_opening"]
    office = plan.report_by_id["office_county_opening"]
    assert county.at == office.at == (IV,)
    assert county.cadence == office.cadence == Immediately(immediately=True)
    assert county.recipients == ("local_government", "city_headquarters")
    assert office.reporters.units == ("headquarters_office",)
    assert office.recipients == ("city_headquarters", "member_units")


def test_a_countys_urgent_report_reaches_the_city_government_through_the_headquarters(
    plan: Plan,
) -> None:
    """GR 4.5: the headquarters judges it and reports 及时."""
    report = plan.report_by_id["headquarters_to_city_county"]
    assert report.at == (IV,)
    assert report.reporters.units == ("city_headquarters",)
    assert report.recipients == ("city_government",)
    assert report.cadence == Immediately(immediately=True)


def test_the_headquarters_reports_to_the_city_government_and_on_escalation_to_the_province(
    plan: Plan,
) -> None:
    """GR 2.1(5), 4.5: 及时, so no number is invented; assumption G6."""
    to_city = plan.report_by_id["headquarters_to_city"]
    assert to_city.at == ("III",)
    assert to_city.recipients == ("city_government",)
    to_province = [r for r in plan.reports if r.recipients == ("provincial_headquarters",)]
    assert {r.at for r in to_province} == {(URGENT,), (CRITICAL,), ("III",)}
    assert {type(r.cadence) for r in (to_city, *to_province)} == {Immediately}


def test_no_report_but_those_with_a_stated_time_can_be_late(plan: Plan) -> None:
    """GR 4.3.1(2), 4.3.3(3), 4.4.4, 4.5 state times; the digests are A16; the rest none."""
    timed = {r.id for r in plan.reports if not isinstance(r.cadence, Immediately)}
    assert timed == {
        "county_daily",
        "county_half_day",
        "county_two_day",
        "member_daily",
        "office_digest_daily",
        "office_digest_critical",
        "office_digest_two_day",
        "one_hour",
    }


def test_reminders_come_an_hour_before_for_counties_and_a_quarter_before_the_hour(
    plan: Plan,
) -> None:
    """Our choice (A9, A11): the text has no reminders."""
    counties = [r for r in plan.reports if r.series == "county_market"]
    assert {r.due_soon_minutes for r in counties} == {(60,)}
    assert plan.report_by_id["one_hour"].due_soon_minutes == (15,)
    assert plan.reminders.due_soon_minutes == (30,)
    assert plan.reminders.overdue_again_minutes == (60,)
    assert plan.reminders.decision_minutes == (15, 30, 60)
    assert plan.first_slot.minimum_notice_minutes == 60


def test_there_is_no_casualty_watch(plan: Plan) -> None:
    """The plan has no casualty figures."""
    assert plan.casualty_watch is None


# ── words ───────────────────────────────────────────────────────────────────


def test_whatever_users_see_has_an_english_name_too(plan: Plan) -> None:
    named = [
        *plan.roles, *plan.units, *plan.facts, *plan.derived, *plan.levels, *plan.groups,
        *plan.reports, *plan.level_by_id["III"].sub_states, *plan.fact_by_id["symptoms"].choices,
        *plan.command.holders, *plan.jurisdiction.divisions,
    ]  # fmt: skip
    assert [part for part in named if not part.name_en] == []
    measures = [m.id for m in plan.measures if not m.text_en]
    conditions = [c.id for c in plan.end_conditions if not c.text_en]
    tests = [c.id for c in criteria(plan).values() if not c.text_en]
    assert (measures, conditions, tests) == ([], [], [])


def test_every_party_named_in_a_measure_or_a_report_is_a_unit_or_a_post(plan: Plan) -> None:
    parties = {unit for m in plan.measures for unit in (*m.unit, *m.decided_by)}
    parties |= {unit for r in plan.reports for unit in (*r.recipients, *r.reporters.units)}
    assert parties <= set(plan.unit_by_id) | set(plan.role_by_id)
    assert set(plan.unit_by_id).isdisjoint(plan.role_by_id)
