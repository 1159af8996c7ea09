"""What the plans require a report to say, and where a nil report does."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, real_plans
from tests.plans.traps.marks import reading, trap
from tests.plans.traps.telling import ACCIDENTS, BUREAU, GRAIN, at, edited
from tests.support.report_content import full

FIRST = ("first_city_government", "province_phone", "province_written")
DAILY_NIL = 'nil: true\n    due_soon_minutes: [60]\n    clause: ["4.3.1(2)", "4.3.2(2)"]'
NIL = {"county_daily", "county_half_day", "county_two_day"}


@trap(42, clause=["PS order_21:10", "CM order_21:10", "PS order_493:12", "CM order_493:12"])
@pytest.mark.parametrize("obligation", FIRST)
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_five_blank_fields_are_no_first_report_and_each_field_is_asked_for(
    tell: Tell, plan_id: str, obligation: str
) -> None:
    story = tell(plan_id, "2021-11-30 23:30")
    story.desk.opens(division=QUWO, deaths=3)
    slot = story.open_slots(obligation, BUREAU)[0].id
    fields = story.plan.report_by_id[obligation].content
    assert len(fields) == {"province_phone": 3, "province_written": 6}.get(obligation, 5)
    blank = dict.fromkeys(fields, "")
    story.desk.is_refused("content_missing", "submit_report", slot=slot, content=blank)
    story.desk.is_refused("nil_not_allowed", "submit_report", slot=slot, kind="nil")
    for field in fields:
        content = full(story.plan, obligation) | {field: " "}
        refusal = story.desk.is_refused(
            "content_missing", "submit_report", slot=slot, content=content
        )
        assert refusal.field == f"content.{field}"
    story.desk.reports(obligation, BUREAU)
    assert story.ledger(obligation, BUREAU)[0].endswith("submitted")


@trap(42, clause=["PS order_21:11", "CM order_21:11"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_a_telephone_report_at_night_is_made_with_nothing_but_what_is_to_be_verified(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id, "2021-11-30 23:30")
    story.desk.opens(division=QUWO, deaths=3)
    fields = story.plan.report_by_id["province_phone"].content
    unknown = dict.fromkeys(fields, "待核实")
    story.desk.reports("province_phone", BUREAU, content=unknown)
    story.clock.to("2021-12-01 00:31")
    assert story.ledger("province_phone", BUREAU) == ["01 00:30 submitted"]
    assert [one["field"] for one in story.view["to_verify"]] == list(fields)


@reading("G8", clause=["GR 4.3.1(2)", "GR 4.3.3(3)", "GR 4.4.4"])
@pytest.mark.parametrize("position", ["III.tense", "III.critical", "IV"])
def test_a_county_with_nothing_new_sends_a_nil_report(tell: Tell, position: str) -> None:
    story = at(tell(GRAIN), position)
    slots = [s for s in story.incident.slots.values() if s.reporter == QUWO]
    slot = min((s for s in slots if s.series == "county_market"), key=lambda s: s.due_at)
    story.reporter(QUWO).does("submit_report", slot=slot.id, kind="nil")
    assert story.journal.slots[slot.id].state == "submitted"


@reading("G8", clause="GR 4.3.1(2)")
def test_nil_reports_are_the_plan_files_and_no_first_report_is_one() -> None:
    plans = real_plans()
    assert {r.id for r in plans[GRAIN].reports if r.allows_nil} == NIL
    for plan_id in ACCIDENTS:
        assert not any(r.allows_nil for r in plans[plan_id].reports)


@reading("G8", clause="GR 4.3.1(2)")
def test_without_the_line_in_the_file_a_county_sends_no_nil_report(tell: Tell) -> None:
    story = at(tell(edited(GRAIN, (DAILY_NIL, DAILY_NIL.replace("true", "false")))), "III.tense")
    slot = story.open_slots("county_daily", QUWO)[0]
    reporter = story.reporter(QUWO)
    reporter.is_refused("nil_not_allowed", "submit_report", slot=slot.id, kind="nil")


@trap(49, clause="GR 4.5")
def test_the_hours_report_says_what_the_clause_lists(tell: Tell) -> None:
    story = tell(GRAIN)
    story.desk.opens(division=QUWO)
    listed = ("时间", "地点", "原因", "范围", "造成的损失", "发展趋势")
    assert story.plan.report_by_id["one_hour"].required_fields == listed
    slot = story.open_slots("one_hour", QUWO)[0]
    refusal = story.reporter(QUWO).is_refused("content_missing", "submit_report", slot=slot.id)
    assert "、".join(listed) in refusal.sentence()
    assert refusal.clause == "4.5"
