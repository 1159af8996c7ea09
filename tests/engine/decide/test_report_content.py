"""What a report must say to settle its slot, and what it leaves to be verified."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import StateRefuses
from engine.incident.commands import SubmitReports
from engine.service import Outcome
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, YAODU, Story
from tests.support.report_content import answers, full

BUREAU = "city_emergency_bureau"
PHONE = "province_phone"
MARKET = {"市场供应": "正常", "出现的问题": "无", "采取的应对措施": "加强监测"}


@pytest.fixture
def grain(tell: Tell) -> Story:
    """A tense state; counties owe by 15:00."""
    story = tell("grain", "2021-11-08 09:00")
    story.desk.opens(price_rise_percent=35, division=QUWO)
    story.chief.activates("III", "tense")
    return story


@pytest.fixture
def accident(tell: Tell) -> Story:
    """Three dead: the province is owed a telephone report within the hour."""
    story = tell("production_safety", "2021-11-08 02:00")
    story.desk.opens(deaths=3, division=QUWO)
    return story


def slot_of(story: Story, obligation: str, reporter: str) -> str:
    return str(story.open_slots(obligation, reporter)[0].id)


def refused(story: Story, code: str, obligation: str, reporter: str, **fields: Any) -> Any:
    slot = slot_of(story, obligation, reporter)
    return story.desk.is_refused(code, "submit_report", slot=slot, **fields)


def several(story: Story, reporters: list[str], **fields: Any) -> Outcome:
    slot = story.open_slots("county_daily", YAODU)[0]
    command = SubmitReports(
        obligation="county_daily", due_at=slot.due_at, reporters=tuple(reporters), **fields
    )
    service, journal = story.service, story.journal
    return service.execute(journal, story.incident_id, command, story.desk.actor)


# ── blank, missing, unknown ─────────────────────────────────────────────────


@pytest.mark.parametrize("blank", [None, "", " ", "\u3000\n", "\u200b", [], {}, [" "], {"a": ""}])
def test_a_blank_field_is_no_answer_and_is_named(grain: Story, blank: Any) -> None:
    content = MARKET | {"出现的问题": blank}
    refusal = refused(grain, "content_missing", "county_daily", QUWO, content=content)
    assert refusal.field == "content.出现的问题"
    assert "还缺：出现的问题。" in refusal.sentence()
    assert "待核实" in refusal.sentence()
    assert "采取的应对措施" not in refusal.sentence()
    assert refusal.clause == "4.3.1(2)、4.3.2(2)"


@pytest.mark.parametrize("content", [None, {}, {"情况": "稳定"}, dict.fromkeys(MARKET, "")])
def test_every_missing_field_is_named_at_once(grain: Story, content: Any) -> None:
    refusal = refused(grain, "content_missing", "county_daily", QUWO, content=content)
    assert "、".join(MARKET) in refusal.sentence()


@pytest.mark.parametrize("answer", [0, False, "无", "0", ["无"]])
def test_whatever_can_be_seen_is_an_answer(grain: Story, answer: Any) -> None:
    content = MARKET | {"出现的问题": answer}
    grain.desk.reports("county_daily", QUWO, content=content)
    assert grain.series("county_market", QUWO)[0] == "08 15:00 submitted"


@pytest.mark.parametrize("content", ["一切正常", ["一切正常"], 3])
def test_a_text_does_where_the_plan_names_no_fields_and_only_there(
    grain: Story, content: Any
) -> None:
    refusal = refused(grain, "content_not_by_field", "county_daily", QUWO, content=content)
    assert "、".join(MARKET) in refusal.sentence()
    grain.desk.does("submit_report", kind="urgent", content=content)


# ── kinds and nil reports ───────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["urgent", "follow_up", "final"])
def test_another_kind_does_not_settle_a_first_report(accident: Story, kind: str) -> None:
    content = full(accident.plan, PHONE)
    refusal = refused(accident, "kind_settles_nothing", PHONE, BUREAU, kind=kind, content=content)
    assert refusal.field == "kind"
    assert "首报" in refusal.sentence()
    (event,) = accident.desk.reports(PHONE, BUREAU).events
    assert event.data["kind"] == "first"


def test_a_nil_report_settles_a_countys_daily_report_without_any_field(grain: Story) -> None:
    grain.desk.reports("county_daily", QUWO, kind="nil", content=None)
    assert grain.series("county_market", QUWO)[0] == "08 15:00 submitted"


def test_a_nil_report_is_no_first_report(accident: Story) -> None:
    refusal = refused(accident, "nil_not_allowed", PHONE, BUREAU, kind="nil")
    assert isinstance(refusal, StateRefuses)
    assert refusal.clause == "order_21:8、order_21:9、order_21:10、5.1"
    assert "事故时间和地点" in refusal.sentence()


# ── 待核实 ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("word", ["not_yet_known", "待核实", " 待核实 "])
def test_what_is_not_yet_known_never_holds_a_report_up_and_is_listed(
    accident: Story, word: str
) -> None:
    fields = accident.plan.report_by_id[PHONE].content
    (event,) = accident.desk.reports(PHONE, BUREAU, content=dict.fromkeys(fields, word)).events
    assert accident.ledger(PHONE, BUREAU) == ["08 03:00 submitted"]
    assert event.data["content"] == dict.fromkeys(fields, "待核实")
    assert event.data["to_verify"] == list(fields)
    assert accident.view["to_verify"] == [
        {
            "field": field,
            "obligation": PHONE,
            "obligation_name": "电话快报省应急厅",
            "reporter": BUREAU,
            "reporter_name": "市应急局",
            "since": "2021-11-07T18:00:00Z",
            "seq": event.seq,
        }
        for field in fields
    ]


def test_a_later_report_answers_the_fields_that_it_names(accident: Story) -> None:
    first, second, third = accident.plan.report_by_id[PHONE].content
    accident.desk.reports(PHONE, BUREAU, content=dict.fromkeys((first, second, third), "待核实"))
    accident.unit(BUREAU).does("submit_report", kind="follow_up", content={first: "某公司"})
    assert [one["field"] for one in accident.view["to_verify"]] == [second, third]
    again = {"kind": "follow_up", "content": {second: "待核实"}}
    (event,) = accident.unit(BUREAU).does("submit_report", **again).events
    assert [(o["field"], o["seq"]) for o in accident.view["to_verify"]][1] == (second, event.seq)
    accident.desk.does("submit_report", kind="follow_up", content={second: "02:00", third: "3人"})
    assert accident.view["to_verify"] == []


def test_one_countys_answer_is_not_anothers(grain: Story) -> None:
    unknown = MARKET | {"市场供应": "待核实"}
    grain.desk.reports("county_daily", QUWO, content=unknown)
    grain.desk.reports("county_daily", YAODU, content=MARKET)
    assert [one["reporter"] for one in grain.view["to_verify"]] == [QUWO]
    grain.clock.to("15:30")
    grain.reporter(QUWO).reports("county_daily", QUWO, content=MARKET)
    assert grain.view["to_verify"] == []


# ── who told it ─────────────────────────────────────────────────────────────


def test_the_entry_says_who_reported_by_telephone(grain: Story) -> None:
    told = {"name": "李四", "post": "县值班员", "phone": "8001"}
    (event,) = grain.desk.reports("county_daily", QUWO, told_by=told, note="来电").events
    assert (event.data["told_by"], event.data["note"]) == (told, "来电")


# ── one call for several ────────────────────────────────────────────────────


def test_one_call_reports_for_several_with_an_entry_for_each(grain: Story) -> None:
    told = {"name": "李四"}
    outcome = several(grain, [QUWO, YAODU], content=MARKET, told_by=told)
    assert [event.data["reporter"] for event in outcome.events] == [QUWO, YAODU]
    assert {event.data["told_by"]["name"] for event in outcome.events} == {"李四"}
    for reporter in (QUWO, YAODU):
        assert grain.series("county_market", reporter)[0] == "08 15:00 submitted"


def test_one_call_reports_for_all_of_them_or_for_none(grain: Story) -> None:
    grain.desk.reports("county_daily", QUWO)
    before, length = grain.incident, len(grain.journal.log)
    wrong: list[tuple[str, list[str], dict[str, Any]]] = [
        ("reporter_owes_nothing", [YAODU, QUWO], {"content": MARKET}),
        ("reporter_owes_nothing", [YAODU, "149999"], {"content": MARKET}),
        ("reporter_owes_nothing", [YAODU, YAODU], {"content": MARKET}),
        ("content_missing", [YAODU], {"content": answers(["市场供应"])}),
    ]
    for code, reporters, fields in wrong:
        with pytest.raises(Exception) as refusal:
            several(grain, reporters, **fields)
        assert getattr(refusal.value, "code", None) == code
        assert (grain.incident, len(grain.journal.log)) == (before, length)
