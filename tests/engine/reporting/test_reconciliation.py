"""The ledger of reports owed: the first, by whom, handed in (A10, A11, A14, A15)."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, YAODU, YICHENG, Story

SERIES = "county_market"


@pytest.fixture
def grain(tell: Tell) -> Story:
    """A grain incident in Quwo, opened on Monday 8 November 2021 at 08:00, in assessment."""
    story = tell("grain", "2021-11-08 08:00")
    story.desk.opens(price_rise_percent=35, division=QUWO)
    return story


def open_states(story: Story, reporter: str = QUWO) -> list[str]:
    """What the county still has to send."""
    return story.series(SERIES, reporter, "owed", "overdue")


# ── the first slot (A11) ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("opened", "sub_state", "expected"),
    [
        ("09:00", "tense", ["08 15:00 owed"]),
        ("13:00", "tense", ["08 15:00 owed"]),
        ("14:00", "tense", ["08 15:00 owed"]),
        ("14:30", "tense", ["08 15:00 not_owed", "09 15:00 owed"]),
        ("14:50", "tense", ["08 15:00 not_owed", "09 15:00 owed"]),
        ("15:00", "tense", ["09 15:00 owed"]),
        ("15:30", "tense", ["09 15:00 owed"]),
        ("09:00", "critical", ["08 10:00 owed"]),
        ("09:30", "critical", ["08 10:00 not_owed", "08 16:00 owed"]),
        ("14:50", "critical", ["08 16:00 owed"]),
        ("15:30", "critical", ["08 16:00 not_owed", "09 10:00 owed"]),
    ],
)
def test_the_first_report_is_owed_unless_it_is_too_near(
    grain: Story, opened: str, sub_state: str, expected: list[str]
) -> None:
    grain.clock.to(opened)
    grain.chief.activates("III", sub_state)
    assert grain.series(SERIES, QUWO) == expected


def test_a_report_that_is_not_owed_says_why_and_cannot_be_handed_in(grain: Story) -> None:
    grain.clock.to("14:50")
    grain.chief.activates("III", "tense")
    (slot,) = [s for s in grain.incident.slots.values() if s.state == "not_owed"][:1]
    assert slot.reason == "too_near"
    grain.desk.is_refused("slot_settled", "submit_report", slot=slot.id)


def test_at_level_four_the_first_of_the_two_day_reports_is_today_or_tomorrow(tell: Tell) -> None:
    """A12."""
    for opened, expected in {
        "09:00": ["08 15:00 owed"],
        "14:50": ["08 15:00 not_owed", "09 15:00 owed"],
        "15:30": ["09 15:00 owed"],
    }.items():
        story = tell("grain", f"2021-11-08 {opened}")
        story.desk.opens(division=QUWO)
        story.county(QUWO).activates("IV")
        assert story.series(SERIES, QUWO) == expected


# ── who owes (A14, A15) ─────────────────────────────────────────────────────


def test_all_seventeen_counties_owe(grain: Story) -> None:
    grain.clock.to("09:00")
    grain.chief.activates("III", "tense")
    assert grain.reporters("county_daily") == set(grain.plan.division_by_code)
    assert len(grain.reporters("county_daily")) == 17


def test_member_units_owe_only_in_the_critical_state(grain: Story) -> None:
    grain.chief.activates("III", "urgent")
    assert grain.reporters("member_daily") == set()
    grain.chief.adjusts("III", "critical")
    members = {unit.id for unit in grain.plan.units if unit.member}
    assert grain.reporters("member_daily") == members
    grain.chief.adjusts("III", "tense")
    assert "member_daily" not in grain.incident.duties


def test_the_office_sums_up_two_hours_after_the_last_county_report(grain: Story) -> None:
    """A16."""
    grain.clock.to("09:00")
    grain.chief.activates("III", "tense")
    assert grain.series("office_digest", "headquarters_office") == ["08 17:00 owed"]
    grain.clock.to("14:50")
    grain.chief.adjusts("III", "critical")
    assert grain.series("office_digest", "headquarters_office", "owed") == ["08 18:00 owed"]


def test_the_office_sums_up_nothing_on_a_day_without_county_reports(grain: Story) -> None:
    grain.clock.to("14:30")
    grain.chief.activates("III", "tense")
    assert grain.series("office_digest", "headquarters_office") == ["09 17:00 owed"]


def test_the_office_may_limit_who_owes_and_lift_it_again(grain: Story) -> None:
    """A14."""
    grain.clock.to("09:00")
    grain.chief.activates("III", "tense")
    grain.director.does("set_reporters", reporters=[QUWO, YICHENG], reason="只有两县受影响")
    assert grain.reporters("county_daily") == {QUWO, YICHENG}
    assert grain.series(SERIES, YAODU) == ["08 15:00 not_owed"]
    grain.clock.to("11:00")
    grain.director.does("set_reporters", reporters=None, reason="恢复")
    assert len(grain.reporters("county_daily")) == 17
    assert grain.series(SERIES, YAODU) == ["08 15:00 owed"]


def test_a_limit_lifted_shortly_before_the_hour_owes_from_the_next_one(grain: Story) -> None:
    grain.clock.to("09:00")
    grain.chief.activates("III", "tense")
    grain.director.does("set_reporters", reporters=[QUWO], reason="范围缩小")
    grain.clock.to("14:30")
    grain.director.does("set_reporters", reporters=None, reason="恢复")
    assert grain.series(SERIES, YAODU) == ["08 15:00 not_owed", "09 15:00 owed"]


def test_a_limit_outlives_a_change_of_cadence_only_for_its_obligation(grain: Story) -> None:
    grain.clock.to("09:00")
    grain.chief.activates("III", "tense")
    grain.director.does("set_reporters", reporters=[QUWO], reason="范围缩小")
    grain.chief.adjusts("III", "critical")
    assert grain.reporters("county_half_day") == {QUWO}
    grain.director.does(
        "set_reporters", obligation="county_half_day", reporters=None, reason="恢复"
    )
    grain.chief.adjusts("III", "urgent")
    assert grain.reporters("county_daily") == {QUWO}


def test_an_exempted_county_keeps_what_is_overdue_and_may_still_hand_it_in(grain: Story) -> None:
    grain.clock.to("09:00")
    grain.chief.activates("III", "tense")
    grain.clock.to("16:30")
    grain.director.does("set_reporters", reporters=[QUWO], reason="范围缩小")
    assert grain.series(SERIES, YAODU) == ["08 15:00 overdue", "09 15:00 not_owed"]
    grain.desk.reports("county_daily", YAODU)
    assert grain.series(SERIES, YAODU) == ["08 15:00 submitted_late", "09 15:00 not_owed"]
    grain.clock.to("2021-11-10 16:00")
    assert open_states(grain, YAODU) == []


# ── handing in (A10) ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("15:00:00", "submitted"),
        ("14:59:59.999999", "submitted"),
        ("15:00:00.000001", "submitted_late"),
        ("17:10", "submitted_late"),
    ],
)
def test_on_time_is_at_or_before_the_due_instant(grain: Story, moment: str, state: str) -> None:
    grain.clock.to("09:00")
    grain.chief.activates("III", "tense")
    grain.clock.to(moment)
    grain.reporter(QUWO).reports("county_daily", QUWO)
    assert grain.series(SERIES, QUWO)[0] == f"08 15:00 {state}"


def test_a_report_entered_late_that_came_on_time_is_on_time(grain: Story) -> None:
    """The desk writes at 15:20 what came by telephone at 14:55."""
    grain.clock.to("09:00")
    grain.chief.activates("III", "tense")
    grain.clock.to("15:20")
    assert open_states(grain) == ["08 15:00 overdue", "09 15:00 owed"]
    grain.desk.reports("county_daily", QUWO, at="14:55")
    assert grain.series(SERIES, QUWO) == ["08 15:00 submitted", "09 15:00 owed"]


def test_an_early_report_opens_the_next_period_only_when_its_own_is_over(grain: Story) -> None:
    grain.clock.to("09:00")
    grain.chief.activates("III", "tense")
    grain.clock.to("11:00")
    grain.reporter(QUWO).reports("county_daily", QUWO)
    assert grain.series(SERIES, QUWO) == ["08 15:00 submitted", "09 15:00 upcoming"]
    ahead = grain.open_slots("county_daily", QUWO)[0]
    grain.reporter(QUWO).is_refused("slot_not_open", "submit_report", slot=ahead.id)
    grain.clock.to("15:00")
    assert grain.series(SERIES, QUWO) == ["08 15:00 submitted", "09 15:00 owed"]
    grain.reporter(QUWO).reports("county_daily", QUWO)


def test_a_report_handed_in_twice_is_refused_and_an_extra_one_settles_nothing(
    grain: Story,
) -> None:
    grain.clock.to("09:00")
    grain.chief.activates("III", "tense")
    slot = grain.open_slots("county_daily", QUWO)[0]
    grain.reporter(QUWO).does("submit_report", kind="urgent", content="抢购")
    assert open_states(grain) == ["08 15:00 owed"]
    grain.reporter(QUWO).does("submit_report", slot=slot.id, kind="nil")
    grain.reporter(QUWO).is_refused("slot_settled", "submit_report", slot=slot.id)
    grain.clock.to("17:00")
    grain.reporter(QUWO).is_refused("slot_settled", "submit_report", slot=slot.id)


def test_of_two_overdue_reports_each_is_handed_in_by_itself(grain: Story) -> None:
    grain.clock.to("09:00")
    grain.chief.activates("III", "tense")
    grain.clock.to("2021-11-09 16:00")
    assert open_states(grain) == ["08 15:00 overdue", "09 15:00 overdue", "10 15:00 owed"]
    grain.desk.reports("county_daily", QUWO)
    assert open_states(grain) == ["09 15:00 overdue", "10 15:00 owed"]
    grain.desk.reports("county_daily", QUWO)
    assert open_states(grain) == ["10 15:00 owed"]
