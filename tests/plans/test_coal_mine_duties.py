"""What the coal mine plan makes people do: groups, measures, reports, the end.

The companion of `test_coal_mine`; read off 临政办发〔2021〕27号 and the two orders.
"""

from typing import Any

import pytest

from engine.plan.cadences import Daily, Immediately, SameDay, Within
from engine.plan.loader import load_plan
from engine.plan.model import Plan
from tests.plans.reading import PLANS, measures_at, reports_owed

MINE_SAFETY = "provincial_mine_safety_administration"
PROVINCE = "provincial_emergency_department"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PLANS / "coal_mine")


# ── groups (2.3.1 to 2.3.9) ─────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("clause", "name", "leaders", "members"),
    [
        ("2.3.1", "综合组", ["市应急管理局主要负责人"], {"市应急管理局"}),
        (
            "2.3.2",
            "抢险救援组",
            ["市应急管理局主要负责人", "市能源局主要负责人"],
            {"市应急管理局", "市能源局", "市消防救援支队"},
        ),
        (
            "2.3.3",
            "技术组",
            ["山西煤监局临汾监察分局主要负责人"],
            {
                "市规划和自然资源局",
                "市能源局",
                "山西省煤炭地质144勘查院",
                "山西煤监局临汾监察分局",
            },
        ),
        (
            "2.3.4",
            "地面钻探组",
            ["山西省煤炭地质144勘查院主要负责人"],
            {"市规划和自然资源局", "山西省煤炭地质144勘查院"},
        ),
        ("2.3.5", "医学救护组", ["市卫健委主要负责人"], {"市卫健委"}),
        ("2.3.6", "社会稳定组", ["市公安局副局长"], {"市公安局"}),
        ("2.3.7", "宣传报道组", ["市委宣传部副部长"], {"市委宣传部"}),
        (
            "2.3.8",
            "应急保障组",
            ["事发地县（市、区）政府主要负责人"],
            {
                "市交通局",
                "市能源局",
                "市气象局",
                "移动临汾分公司",
                "联通临汾分公司",
                "电信临汾分公司",
            },
        ),
        ("2.3.9", "善后工作组", ["事发地县（市、区）政府主要负责人"], set()),
    ],
)
def test_clause_2_3_has_nine_groups_with_these_leaders_and_member_units(
    plan: Plan, clause: str, name: str, leaders: list[str], members: set[str]
) -> None:
    assert len(plan.groups) == 9
    (group,) = [group for group in plan.groups if group.citation == clause]
    assert group.name == name
    assert list(group.leader) == leaders
    found = [plan.unit_by_id[m] for m in group.members if m in plan.unit_by_id]
    assert {unit.name for unit in found if unit.member} == members


def test_clause_2_3_has_surface_drilling_where_the_general_plan_has_environment(plan: Plan) -> None:
    general = load_plan(PLANS / "production_safety")
    assert set(plan.group_by_id) - set(general.group_by_id) == {"drilling"}
    assert set(general.group_by_id) - set(plan.group_by_id) == {"environment"}


def test_clause_2_3_3_makes_the_chief_engineer_of_the_parent_company_head_the_experts(
    plan: Plan,
) -> None:
    assert any("总工程师" in member for member in plan.group_by_id["technical"].members)


# ── measures (5.1 to 5.3, 6.1) ──────────────────────────────────────────────


def test_clause_5_3_1_sends_a_work_group_as_needed_and_asks_nothing_else(plan: Plan) -> None:
    (measure,) = [m for m in plan.measures if m.at == ("IV",)]
    assert (measure.modality, measure.immediately) == ("as_needed", False)
    assert measure.citation == "5.3.1"


def test_clause_5_3_2_has_all_ten_items_at_level_iii(plan: Plan) -> None:
    items = {c for m in plan.measures if m.at == ("III",) for c in m.clause if "5.3.2(" in c}
    assert items == {f"5.3.2({n})" for n in range(1, 11)}


def test_clause_5_3_2_1_does_not_call_the_commander_who_knows_already(plan: Plan) -> None:
    text = plan.measure_by_id["iii_notify"].text
    assert text.startswith("通知副指挥长")
    assert "指挥长、" not in text


def test_clause_5_3_2_3_restores_the_six_systems_of_a_mine(plan: Plan) -> None:
    measure = plan.measure_by_id["iii_restore_systems"]
    for system in ("通风", "供电", "提升运输", "排水", "压风", "通信"):
        assert system in measure.text
    assert measure.citation == "5.3.2(3)"


def test_clause_5_3_2_10_names_the_mine_safety_administration(plan: Plan) -> None:
    assert "山西煤监局" in plan.measure_by_id["iii_instructions"].text


def test_clause_5_3_3_and_5_3_4_state_that_each_level_includes_the_one_below(plan: Plan) -> None:
    assert measures_at(plan, "III") < measures_at(plan, "II") < measures_at(plan, "I")
    assert {(r.position, r.of, r.citation, r.confidence) for r in plan.inheritance} == {
        (("II",), ("III",), "5.3.3", None),
        (("I",), ("II",), "5.3.4", None),
    }


def test_clause_5_3_3_and_5_3_4_ask_for_help_from_above_when_necessary(plan: Plan) -> None:
    asked = {m.id: m.citation for m in plan.measures if m.text.startswith("请求")}
    assert asked == {"ii_ask_province": "5.3.3", "i_ask_superior": "5.3.4"}
    assert all(plan.measure_by_id[id_].modality == "when_necessary" for id_ in asked)


def test_clause_5_2_starts_the_mine_and_the_county_at_once_but_not_the_city(plan: Plan) -> None:
    assert plan.measure_by_id["mine_response"].immediately
    county = plan.measure_by_id["county_response"]
    assert county.immediately
    assert set(county.unit) == {"county_government", "county_departments"}


def test_every_measure_belongs_to_a_unit_or_a_post_of_the_plan(plan: Plan) -> None:
    known = set(plan.unit_by_id) | set(plan.role_by_id)
    assert {unit for m in plan.measures for unit in m.unit} <= known


# ── reports (5.1, orders 493 and 21) ────────────────────────────────────────

ALWAYS = {"first_city_government", "casualty_change_city", "correction"}
UPWARD = {"province_phone", "province_written", "casualty_change_province", "mine_safety_phone"}
UNCLASSED = {
    "IV": {"follow_up_unclassed"},
    "III": {"follow_up_unclassed"},
    "II": {"follow_up_unclassed_twice_daily"},
    "I": {"follow_up_unclassed_twice_daily"},
}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, set()),
        ({"deaths": 0, "trapped": 2}, set()),
        ({"deaths": 1}, {"mine_safety_written", "follow_up_daily"}),
        ({"trapped": 3}, {"mine_safety_written", "follow_up_daily"}),
        ({"deaths": 3}, UPWARD | {"mine_safety_written", "follow_up_daily_province"}),
        ({"deaths": 10}, UPWARD | {"mine_safety_written", "follow_up_twice_daily"}),
    ],
)
@pytest.mark.parametrize("place", ["assessing", "warning", "IV", "III", "II", "I"])
def test_order_21_article_7_adds_the_mine_safety_body_to_every_coal_mine_accident(
    plan: Plan, place: str, facts: dict[str, Any], expected: set[str]
) -> None:
    if not any(report.startswith("follow_up") for report in expected):
        expected = expected | UNCLASSED.get(place, set())
    assert reports_owed(plan, place, **facts) == ALWAYS | expected


@pytest.mark.parametrize(
    ("id_", "minutes", "means", "recipient"),
    [
        ("province_phone", 60, "phone", PROVINCE),
        ("province_written", 120, "written", PROVINCE),
        ("mine_safety_phone", 60, "phone", MINE_SAFETY),
        ("mine_safety_written", 120, "written", MINE_SAFETY),
    ],
)
def test_orders_493_and_21_count_first_reports_from_the_receipt(
    plan: Plan, id_: str, minutes: int, means: str, recipient: str
) -> None:
    report = plan.report_by_id[id_]
    assert isinstance(report.cadence, Within)
    assert (report.cadence.within_minutes, report.cadence.of) == (minutes, "received")
    assert (report.means, report.recipients) == (means, (recipient,))
    assert len(report.content) == (3 if means == "phone" else 6)
    assert report.due_soon_minutes == ((15,) if means == "phone" else None)


def test_clause_5_1_owes_the_city_government_a_report_at_once_without_a_number(plan: Plan) -> None:
    report = plan.report_by_id["first_city_government"]
    assert isinstance(report.cadence, Immediately)
    assert report.recipients == ("city_government",)


def test_no_report_to_the_provincial_government_for_5_3_3_does_not_ask_for_one(plan: Plan) -> None:
    assert "province_level_opened" not in plan.report_by_id


@pytest.mark.parametrize(
    ("id_", "times", "recipients"),
    [
        ("follow_up_daily", ("15:00",), {"city_government", MINE_SAFETY}),
        ("follow_up_daily_province", ("15:00",), {"city_government", PROVINCE, MINE_SAFETY}),
        ("follow_up_twice_daily", ("10:00", "16:00"), {"city_government", PROVINCE, MINE_SAFETY}),
    ],
)
def test_order_21_article_11_follow_ups_have_the_hours_of_a20(
    plan: Plan, id_: str, times: tuple[str, ...], recipients: set[str]
) -> None:
    report = plan.report_by_id[id_]
    assert isinstance(report.cadence, Daily)
    assert report.cadence.daily == times
    assert set(report.recipients) == recipients
    assert (report.series, report.kind) == ("follow_up", "follow_up")


@pytest.mark.parametrize("id_", ["casualty_change_city", "casualty_change_province"])
def test_order_21_article_11_reports_a_changed_casualty_figure_the_same_day(
    plan: Plan, id_: str
) -> None:
    cadence = plan.report_by_id[id_].cadence
    assert isinstance(cadence, SameDay)
    assert cadence.same_day == "24:00"
    assert set(cadence.on_change_of) == {"deaths", "missing", "serious_injuries"}


def test_the_reporter_is_always_the_city_bureau(plan: Plan) -> None:
    assert {report.reporters.units for report in plan.reports} == {("city_emergency_bureau",)}


# ── the end (5.3.6, order 493 art. 13) ──────────────────────────────────────


def test_clause_5_3_6_wants_everyone_out_and_the_threat_gone_and_no_experts(plan: Plan) -> None:
    assert [c.id for c in plan.end_conditions] == ["all_found", "threat_removed"]
    assert {c.citation for c in plan.end_conditions} == {"5.3.6"}


def test_order_493_article_13_watches_casualties_for_30_days(plan: Plan) -> None:
    assert plan.casualty_watch is not None
    assert (plan.casualty_watch.days, plan.casualty_watch.shorter_days) == (30, 7)
