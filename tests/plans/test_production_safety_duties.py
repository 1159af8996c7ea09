"""What the production safety plan makes people do: groups, measures, reports, the end.

The companion of `test_production_safety`; read off 临政办发〔2021〕19号 and the two orders.
"""

from typing import Any

import pytest

from engine.plan.cadences import Daily, Immediately, SameDay, Within
from engine.plan.expressions import Flag
from engine.plan.loader import load_plan
from engine.plan.model import Plan
from tests.plans.reading import PLANS, measures_at, reports_owed

LEVELS = ("IV", "III", "II", "I")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PLANS / "production_safety")


# ── groups (2.3.1 to 2.3.9) ─────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("clause", "name", "leader", "members"),
    [
        ("2.3.1", "综合组", "市应急局主要负责人", {"市应急局"}),
        ("2.3.2", "抢险救援组", "事故行业领域市级监管部门主要负责人", {"市应急局"}),
        ("2.3.3", "技术组", "事故行业领域市级监管部门分管负责人", set()),
        ("2.3.4", "医学救护组", "市卫健委主要负责人", {"市卫健委"}),
        (
            "2.3.5",
            "环境监测组",
            "市生态环境局主要负责人",
            {"市水利局", "市农业农村局", "市气象局"},
        ),
        ("2.3.6", "社会稳定组", "市公安局常务副局长", {"市公安局"}),
        ("2.3.7", "宣传报道组", "市委宣传部分管副部长", {"市委宣传部"}),
        (
            "2.3.8",
            "应急保障组",
            "事发地县（市、区）长",
            {"市交通局", "市能源局", "市工信局", "市气象局"},
        ),
        ("2.3.9", "善后工作组", "事发地县（市、区）长", set()),
    ],
)
def test_clause_2_3_has_nine_groups_with_these_leaders_and_member_units(
    plan: Plan, clause: str, name: str, leader: str, members: set[str]
) -> None:
    assert len(plan.groups) == 9
    (group,) = [group for group in plan.groups if group.citation == clause]
    assert group.name == name
    assert group.leader == (leader,)
    bureaus = {plan.name_of(m) for m in group.members if m.startswith("city_")}
    assert bureaus == members


def test_clause_2_3_5_does_not_list_the_leaders_own_bureau_among_the_members(plan: Plan) -> None:
    assert "city_ecology_bureau" not in plan.group_by_id["environment"].members


def test_clause_2_3_8_gives_communications_to_a_group_without_telecom_companies(plan: Plan) -> None:
    telecoms = {"china_unicom", "china_mobile", "china_telecom"}
    assert not telecoms & set(plan.group_by_id["support"].members)


# ── measures (4.2, 5.1, 5.2, 5.3, 7) ────────────────────────────────────────


def test_clause_5_3_1_sends_a_work_group_at_once_and_prepares_to_expand(plan: Plan) -> None:
    own = [m for m in plan.measures if m.at == ("IV",)]
    assert [(m.modality, m.immediately) for m in own] == [
        ("required", True),
        ("required", False),
        ("required", False),
        ("as_needed", False),
        ("required", False),
    ]
    assert {m.citation for m in own} == {"5.3.1"}


def test_clause_5_3_2_has_all_ten_items_at_level_iii(plan: Plan) -> None:
    items = {c for m in plan.measures if m.at == ("III",) for c in m.clause if "5.3.2(" in c}
    assert items == {f"5.3.2({n})" for n in range(1, 11)}


def test_clause_5_3_2_1_also_calls_the_commander_himself(plan: Plan) -> None:
    assert "指挥长、副指挥长" in plan.measure_by_id["iii_notify"].text
    assert plan.measure_by_id["iii_notify"].immediately


def test_clause_5_3_2_4_withdraws_rescuers_when_necessary(plan: Plan) -> None:
    assert plan.measure_by_id["iii_withdraw"].modality == "when_necessary"
    assert plan.measure_by_id["iii_remove_threat"].immediately


@pytest.mark.parametrize("level", ["II", "I"])
def test_clause_5_3_3_adds_its_own_measures_to_those_of_level_iii(plan: Plan, level: str) -> None:
    assert measures_at(plan, level) - measures_at(plan, "III") == {
        "ii_i_to_scene",
        "ii_i_organise",
        "ii_i_superior",
    }
    assert measures_at(plan, "III") < measures_at(plan, level)


def test_that_levels_ii_and_i_include_iii_is_implied_only_and_marked_so(plan: Plan) -> None:
    (rule,) = plan.inheritance
    assert (rule.position, rule.of) == (("II", "I"), ("III",))
    assert rule.confidence == "M"
    assert rule.note


def test_level_iii_does_not_inherit_from_level_iv_because_no_clause_says_so(plan: Plan) -> None:
    assert not {"iv_work_group", "iv_prepare"} & measures_at(plan, "III")


def test_clause_5_1_informs_member_units_as_needed_not_always(plan: Plan) -> None:
    measure = plan.measure_by_id["inform_members"]
    assert (measure.modality, measure.citation) == ("as_needed", "5.1")


def test_clause_5_2_starts_the_enterprise_and_the_governments_at_once(plan: Plan) -> None:
    for id_ in ("enterprise_response", "government_response"):
        assert plan.measure_by_id[id_].immediately
        assert plan.measure_by_id[id_].citation == "5.2"
    assert "city_emergency_bureau" in plan.measure_by_id["government_response"].unit


def test_every_measure_belongs_to_a_unit_or_a_post_of_the_plan(plan: Plan) -> None:
    known = set(plan.unit_by_id) | set(plan.role_by_id)
    assert {unit for m in plan.measures for unit in m.unit} <= known


# ── reports (5.1, 5.3.3, orders 493 and 21) ─────────────────────────────────

ALWAYS = {"first_city_government", "casualty_change_city", "correction"}
PROVINCE = {"province_phone", "province_written", "casualty_change_province"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, set()),
        ({"deaths": 0}, set()),
        ({"deaths": 1}, {"follow_up_daily"}),
        ({"trapped": 3}, {"follow_up_daily"}),
        ({"at_risk": 9}, set()),
        ({"deaths": 3}, PROVINCE | {"follow_up_daily_province"}),
        ({"deaths": 9, "trapped": 20}, PROVINCE | {"follow_up_daily_province"}),
        ({"deaths": 10}, PROVINCE | {"follow_up_twice_daily"}),
        ({"deaths": 30, "evacuated": 600}, PROVINCE | {"follow_up_twice_daily"}),
    ],
)
@pytest.mark.parametrize("place", ["assessing", "warning", "IV", "III"])
def test_the_orders_ask_more_of_the_bureau_as_the_class_rises_and_never_twice(
    plan: Plan, place: str, facts: dict[str, Any], expected: set[str]
) -> None:
    if not any(report.startswith("follow_up") for report in expected) and place in ("IV", "III"):
        expected = expected | {"follow_up_unclassed"}
    assert reports_owed(plan, place, **facts) == ALWAYS | expected


def test_clause_5_1_owes_the_city_government_a_report_at_once_without_a_number(plan: Plan) -> None:
    report = plan.report_by_id["first_city_government"]
    assert isinstance(report.cadence, Immediately)
    assert report.recipients == ("city_government",)
    assert "5.1" in report.clause


def test_order_21_article_8_wants_a_call_within_60_minutes_of_receipt(plan: Plan) -> None:
    report = plan.report_by_id["province_phone"]
    assert isinstance(report.cadence, Within)
    assert (report.cadence.within_minutes, report.cadence.of) == (60, "received")
    assert (report.means, report.recipients) == ("phone", ("provincial_emergency_department",))
    assert report.due_soon_minutes == (15,)
    assert len(report.content) == 3  # art. 10: a call holds three items only
    assert "order_21:8" in report.clause


def test_order_493_article_11_wants_the_written_report_within_120_minutes(plan: Plan) -> None:
    report = plan.report_by_id["province_written"]
    assert isinstance(report.cadence, Within)
    assert (report.cadence.within_minutes, report.cadence.of) == (120, "received")
    assert report.means == "written"
    assert len(report.content) == 6  # art. 12 of order 493
    assert {"order_493:11", "order_493:12"} <= set(report.clause)


def test_clause_5_3_3_reports_to_the_provincial_government_when_ii_or_i_opens(plan: Plan) -> None:
    report = plan.report_by_id["province_level_opened"]
    assert isinstance(report.cadence, Immediately)
    assert report.at == ("II", "I")
    assert "provincial_government" in report.recipients
    for level, owed in (("IV", False), ("III", False), ("II", True), ("I", True)):
        assert ("province_level_opened" in reports_owed(plan, level)) is owed


@pytest.mark.parametrize(
    ("id_", "times", "recipients"),
    [
        ("follow_up_daily", ("15:00",), {"city_government"}),
        (
            "follow_up_daily_province",
            ("15:00",),
            {"city_government", "provincial_emergency_department"},
        ),
        (
            "follow_up_twice_daily",
            ("10:00", "16:00"),
            {"city_government", "provincial_emergency_department"},
        ),
    ],
)
def test_order_21_article_11_follow_ups_have_the_hours_of_a20(
    plan: Plan, id_: str, times: tuple[str, ...], recipients: set[str]
) -> None:
    report = plan.report_by_id[id_]
    assert isinstance(report.cadence, Daily)
    assert report.cadence.daily == times
    assert set(report.recipients) == recipients
    assert report.series == "follow_up"
    assert "order_21:11" in report.clause
    assert {"A11", "A13", "A20"} <= set(report.assumption)


@pytest.mark.parametrize("id_", ["casualty_change_city", "casualty_change_province"])
def test_order_21_article_11_reports_a_changed_casualty_figure_the_same_day(
    plan: Plan, id_: str
) -> None:
    report = plan.report_by_id[id_]
    assert isinstance(report.cadence, SameDay)
    assert report.cadence.same_day == "24:00"
    assert set(report.cadence.on_change_of) == {"deaths", "missing", "serious_injuries"}
    assert all(plan.covers(report.at, place) for place in ("assessing", "II", "ended", "closed"))


@pytest.mark.parametrize("place", ["ended", "closed"])
def test_order_493_article_13_leaves_no_follow_up_after_the_end(plan: Plan, place: str) -> None:
    owed = reports_owed(plan, place, deaths=12)
    assert owed == ALWAYS | PROVINCE


def test_the_reporter_is_always_the_city_bureau(plan: Plan) -> None:
    for report in plan.reports:
        assert report.reporters.units == ("city_emergency_bureau",)
        assert report.reporters.divisions is None
        assert not report.reporters.members
        assert set(report.recipients) <= set(plan.unit_by_id)


def test_reminders_and_first_slots_are_those_of_a9_and_a11(plan: Plan) -> None:
    assert plan.reminders.due_soon_minutes == (30,)
    assert plan.reminders.overdue_again_minutes == (60,)
    assert plan.reminders.decision_minutes == (15, 30, 60)
    assert plan.first_slot.minimum_notice_minutes == 60


# ── the end (5.3.5, order 493 art. 13) ──────────────────────────────────────


def test_clause_5_3_5_has_four_end_conditions_with_experts_among_them(plan: Plan) -> None:
    assert [condition.id for condition in plan.end_conditions] == [
        "site_controlled",
        "threat_removed",
        "experts_agree",
        "headquarters_confirms",
    ]
    assert all(
        plan.covers(condition.at, level) for condition in plan.end_conditions for level in LEVELS
    )


def test_order_493_article_13_watches_casualties_30_days_and_7_on_roads_and_in_fires(
    plan: Plan,
) -> None:
    watch = plan.casualty_watch
    assert watch is not None
    assert (watch.days, watch.shorter_days, watch.citation) == (30, 7, "order_493:13")
    assert isinstance(watch.shorter_when, Flag)
    assert (watch.shorter_when.fact, watch.shorter_when.is_) == ("road_traffic_or_fire", True)
