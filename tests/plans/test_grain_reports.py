"""The grain plan file against the text of the plan, clause by clause: reports, words.

Each test names the clause it reads. What is asserted here was read off the plan itself,
not off the plan file; where the text is silent, the assumption (`A4`, `G1`, …) is named.
"""

import pytest

from engine.lifecycle.table import Lifecycle
from engine.plan.cadences import AfterLast, Daily, EveryDays, Immediately, Within
from engine.plan.loader import load_plan
from engine.plan.model import Plan
from tests.plans.grain import (
    CRITICAL,
    II,
    IV,
    NATIONAL,
    PLAN,
    TENSE,
    URGENT,
    criteria,
    reports_at,
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PLAN)


@pytest.fixture(scope="module")
def lifecycle(plan: Plan) -> Lifecycle:
    return Lifecycle(plan)


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
    assert report.at == ("assessing", "warning", "responding", "ended", "closed")
    assert report.until_sent
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
