"""更正: reports which say that an earlier report was wrong, and what both entries show."""

from __future__ import annotations

import pytest

from api.access.audience import VIEWER, Audience, event_for, view_for
from engine.presentation.journal_text import sentence
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, YAODU, Story

BUREAU = "city_emergency_bureau"

WRONG = {"市场供应": "正常", "出现的问题": "无", "采取的应对措施": "加强监测"}


@pytest.fixture
def grain(tell: Tell) -> Story:
    """A tense state; Quwo has reported at 09:00 what was wrong."""
    story = tell("grain", "2021-11-08 09:00")
    story.desk.opens(price_rise_percent=35, received="08:30", division=QUWO)
    story.chief.activates("III", "tense")
    story.reporter(QUWO).reports("county_daily", QUWO, content=WRONG)
    return story


def reported(story: Story) -> int:
    """The entry of the latest report that corrects none."""
    mine = (e for e in story.events if e.type == "report_submitted" and "corrects" not in e.data)
    return max(event.seq for event in mine)


def test_a_correction_names_the_report_that_was_wrong_and_settles_nothing(grain: Story) -> None:
    wrong, slots = reported(grain), grain.incident.slots
    content = {"出现的问题": "城关抢购"}
    (event,) = grain.desk.does(
        "submit_report", kind="correction", corrects=wrong, content=content
    ).events
    assert (event.data["kind"], event.data["corrects"]) == ("correction", wrong)
    assert (event.data["obligation"], event.data["reporter"]) == ("county_daily", QUWO)
    assert (event.data["slot"], event.data["due_at"], event.clause) == (None, None, None)
    assert event.data["content"] == content
    assert grain.incident.slots == slots


def test_both_entries_say_so_in_both_languages(grain: Story) -> None:
    wrong = reported(grain)
    first = grain.desk.does("submit_report", kind="correction", corrects=wrong).events[0]
    second = grain.desk.does("submit_report", kind="correction", corrects=wrong).events[0]
    assert grain.view["corrected"] == [{"seq": wrong, "by": [first.seq, second.seq]}]
    assert sentence(grain.plan, first).endswith(f"（更正），更正第 {wrong} 条报送")
    assert f"correcting the report of entry {wrong}" in sentence(grain.plan, first, "en")
    entry, by = grain.events[wrong - 1], grain.incident.corrections[wrong]
    assert sentence(grain.plan, entry, corrected_by=by).endswith(
        f"（已由第 {first.seq}、{second.seq} 条更正）"
    )
    assert f"(corrected by entry {first.seq}, {second.seq})" in sentence(
        grain.plan, entry, "en", by
    )


def test_the_settled_slot_is_found_by_the_entry_of_its_report(grain: Story) -> None:
    wrong = reported(grain)
    grain.desk.does("submit_report", kind="correction", corrects=wrong)
    (slot,) = (s for s in grain.incident.slots.values() if s.report_seq == wrong)
    assert slot.state == "submitted"
    assert [one["seq"] for one in grain.view["corrected"]] == [slot.report_seq]


def test_a_correction_can_be_corrected_and_is_possible_after_the_end(grain: Story) -> None:
    grain.director.confirms_all_end_conditions()
    grain.chief.ends()
    first = grain.desk.does("submit_report", kind="correction", corrects=reported(grain)).events[0]
    grain.desk.does("submit_report", kind="correction", corrects=first.seq)
    assert [one["seq"] for one in grain.view["corrected"]] == [reported(grain), first.seq]


def test_what_is_no_report_is_refused_with_the_reports_there_are(grain: Story) -> None:
    wrong = reported(grain)
    for seq in (1, wrong + 1, 999_999):
        refusal = grain.desk.is_refused(
            "corrects_no_report", "submit_report", kind="correction", corrects=seq
        )
        assert refusal.field == "corrects"
        assert f"处置记录编号：{wrong}" in refusal.sentence()
        assert f"by entry: {wrong}" in refusal.sentence("en")


def test_an_extra_correction_says_which_report_was_wrong(grain: Story) -> None:
    refusal = grain.desk.is_refused("correction_names_none", "submit_report", kind="correction")
    assert refusal.field == "corrects"
    assert f"处置记录编号：{reported(grain)}" in refusal.sentence()


def test_where_nothing_was_reported_a_correction_says_so(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(price_rise_percent=35, division=QUWO)
    refusal = story.desk.is_refused(
        "corrects_no_report", "submit_report", kind="correction", corrects=1
    )
    assert "编号：还没有" in refusal.sentence()
    assert "none yet" in refusal.sentence("en")


@pytest.mark.parametrize("kind", ["urgent", "follow_up", "first", "final", "nil"])
def test_only_a_correction_corrects(grain: Story, kind: str) -> None:
    refusal = grain.desk.is_refused(
        "corrects_as_another_kind", "submit_report", kind=kind, corrects=reported(grain)
    )
    assert refusal.field == "kind"


def test_a_scheduled_report_corrects_nothing_either(grain: Story) -> None:
    slot = grain.open_slots("county_daily", YAODU)[0].id
    grain.desk.is_refused(
        "corrects_as_another_kind",
        "submit_report",
        slot=slot,
        corrects=reported(grain),
        content=WRONG,
    )


def test_the_correction_that_a_wrong_figure_asks_for_may_name_the_report(tell: Tell) -> None:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=3, received="08:50", division=QUWO)
    told = story.desk.reports("province_written", BUREAU).events[0].seq
    story.desk.records(deaths=1, correction=True)
    (event,) = story.desk.reports("correction", BUREAU, corrects=told).events
    assert (event.data["kind"], event.data["corrects"]) == ("correction", told)
    assert event.data["obligation"] == "correction"
    assert story.view["corrected"] == [{"seq": told, "by": [event.seq]}]


def test_a_reporter_corrects_its_own_reports_only(grain: Story) -> None:
    own = reported(grain)
    grain.desk.reports("county_daily", YAODU, content=WRONG)
    others = reported(grain)
    refusal = grain.reporter(QUWO).is_refused(
        "not_own_report", "submit_report", kind="correction", corrects=others
    )
    assert "尧都区" in refusal.sentence()
    grain.desk.does("submit_report", kind="urgent", content="市里的情况")
    refusal = grain.reporter(QUWO).is_refused(
        "not_own_report", "submit_report", kind="correction", corrects=reported(grain)
    )
    assert "值班员" in refusal.sentence()
    assert grain.reporter(QUWO).does("submit_report", kind="correction", corrects=own).events


def test_a_viewer_sees_what_was_corrected_and_a_reporter_its_own(grain: Story) -> None:
    wrong = reported(grain)
    event = grain.desk.does("submit_report", kind="correction", corrects=wrong).events[0]
    for audience, sees in ((VIEWER, True), (Audience("reporter", frozenset({QUWO})), True)):
        assert ("corrects" in event_for(audience, event.to_json())["data"]) is sees
    other = Audience("reporter", frozenset({YAODU}))
    assert event_for(other, event.to_json())["data"] == {}
    assert view_for(VIEWER, grain.view, {})["corrected"] == grain.view["corrected"]
    assert view_for(other, grain.view, {})["corrected"] == []
