"""The ledger of reports owed (A11–A15, A17), told as stories of the grain plan."""

from __future__ import annotations

import pytest

from engine.state import Slot
from tests.engine.conftest import Tell
from tests.engine.invariants import each_duty_has_one_report_ahead
from tests.engine.made_up import plan_of
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


# ── changes of level (A13) ──────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("09:00", ["08 10:00 owed"]),
        ("13:00", ["08 16:00 owed"]),
        ("14:30", ["08 16:00 owed"]),
        ("14:50", ["08 16:00 owed"]),
        ("15:30", ["08 15:00 overdue", "09 10:00 owed"]),
    ],
)
def test_from_daily_to_half_daily(grain: Story, changed: str, expected: list[str]) -> None:
    """The old report is superseded where the new cadence owes one the same day."""
    grain.chief.activates("III", "tense")
    grain.clock.to(changed)
    grain.chief.adjusts("III", "critical")
    assert open_states(grain) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("09:00", ["08 15:00 owed"]),
        ("13:00", ["08 10:00 overdue", "08 15:00 owed"]),
        ("14:30", ["08 10:00 overdue", "08 16:00 owed", "09 15:00 owed"]),
        ("14:50", ["08 10:00 overdue", "08 16:00 owed", "09 15:00 owed"]),
        ("15:30", ["08 10:00 overdue", "08 16:00 owed", "09 15:00 owed"]),
        ("16:30", ["08 10:00 overdue", "08 16:00 overdue", "09 15:00 owed"]),
    ],
)
def test_from_half_daily_to_daily(grain: Story, changed: str, expected: list[str]) -> None:
    """Overdue stays overdue; the old one stays owed where the new owes none the same day."""
    grain.chief.activates("III", "critical")
    grain.clock.to(changed)
    grain.chief.adjusts("III", "tense")
    assert open_states(grain) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("2021-11-08 13:00", ["08 15:00 owed"]),
        ("2021-11-08 14:30", ["08 15:00 owed", "09 15:00 owed"]),
        ("2021-11-08 15:30", ["08 15:00 overdue", "09 15:00 owed"]),
        ("2021-11-09 09:00", ["08 15:00 overdue", "09 15:00 owed"]),
        ("2021-11-10 14:30", ["08 15:00 overdue", "10 15:00 owed", "11 15:00 owed"]),
    ],
)
def test_from_every_second_day_to_daily(tell: Tell, changed: str, expected: list[str]) -> None:
    """Never two reports for one day, also where the old one is due two days later."""
    story = tell("grain", "2021-11-08 08:00")
    story.desk.opens(division=QUWO)
    story.county(QUWO).activates("IV")
    story.clock.to(changed)
    story.chief.adjusts("III", "tense")
    assert open_states(story) == expected
    story.clock.to("2021-11-12 16:00")
    due = [row.split(" ")[0] for row in open_states(story)]
    assert len(due) == len(set(due))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("13:00", ["08 15:00 owed"]),
        ("14:30", ["08 15:00 owed", "09 15:00 owed"]),
        ("15:30", ["08 15:00 overdue", "09 15:00 owed"]),
    ],
)
def test_from_daily_to_every_second_day(grain: Story, changed: str, expected: list[str]) -> None:
    grain.chief.activates("III", "tense")
    grain.clock.to(changed)
    grain.chief.adjusts("IV")
    assert open_states(grain) == expected


def test_a_change_within_one_cadence_changes_nothing(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    before = dict(grain.incident.slots)
    grain.clock.to("13:00")
    grain.chief.adjusts("III", "urgent")
    daily = [s for s in before.values() if s.series == SERIES]
    assert [grain.incident.slots[slot.id] for slot in daily] == daily


def test_at_the_due_instant_itself_the_old_report_is_due_and_not_superseded(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    grain.clock.to("15:00")
    grain.chief.adjusts("III", "critical")
    grain.clock.ticks()
    assert open_states(grain) == ["08 15:00 overdue", "08 16:00 owed"]


def test_a_cadence_that_comes_back_the_same_day_owes_no_second_report(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    grain.clock.to("11:00")
    grain.reporter(QUWO).reports("county_daily", QUWO)
    grain.clock.to("13:00")
    grain.chief.adjusts("III", "critical")
    assert open_states(grain) == ["08 16:00 owed"]
    grain.clock.to("13:30")
    grain.chief.adjusts("III", "tense")
    assert grain.series(SERIES, QUWO) == [
        "08 15:00 submitted",
        "08 16:00 superseded",
        "09 15:00 upcoming",
    ]
    grain.clock.to("2021-11-09 16:00")
    assert open_states(grain) == ["09 15:00 overdue", "10 15:00 owed"]


def test_a_cadence_that_comes_back_too_late_for_its_slot_keeps_the_others_report(
    grain: Story,
) -> None:
    grain.chief.activates("III", "tense")
    grain.clock.to("13:00")
    grain.chief.adjusts("III", "critical")
    grain.clock.to("14:30")
    grain.chief.adjusts("III", "tense")
    assert open_states(grain) == ["08 16:00 owed", "09 15:00 owed"]


def test_an_old_report_that_stayed_owed_is_superseded_when_a_later_cadence_owes_that_day(
    tell: Tell,
) -> None:
    """IV leaves 15:00 owed at 14:30; the half-day report of 16:00 then takes its place."""
    story = tell("grain", "2021-11-08 08:00")
    story.desk.opens(division=QUWO)
    story.county(QUWO).activates("IV")
    story.clock.to("14:30")
    story.chief.adjusts("III", "tense")
    assert open_states(story) == ["08 15:00 owed", "09 15:00 owed"]
    story.clock.to("14:40")
    story.chief.adjusts("III", "critical")
    assert open_states(story) == ["08 16:00 owed"]


def test_a_cadence_that_comes_back_finds_its_own_old_report_and_makes_no_second(
    grain: Story,
) -> None:
    grain.chief.activates("III", "tense")
    grain.clock.to("14:30")
    grain.chief.adjusts("IV")
    assert open_states(grain) == ["08 15:00 owed", "09 15:00 owed"]
    grain.clock.to("14:40")
    grain.chief.adjusts("III", "tense")
    assert open_states(grain) == ["08 15:00 owed"]
    grain.clock.to("15:30")
    assert open_states(grain) == ["08 15:00 overdue", "09 15:00 owed"]


def test_each_change_at_any_hour_leaves_one_report_ahead(grain: Story) -> None:
    """To and fro every forty minutes for a day and a half."""
    places = [("III", "tense"), ("III", "critical"), ("IV", None), ("III", "urgent")]
    grain.chief.activates("III", "tense")
    for round_ in range(54):
        grain.clock.passes(minutes=40)
        level, sub_state = places[(round_ * 7 + round_ // 4) % 4]
        if (grain.incident.level, grain.incident.sub_state) != (level, sub_state):
            grain.chief.adjusts(level, sub_state)
        slots = grain.incident.slots.values()
        mine = [s for s in slots if (s.series, s.reporter) == (SERIES, QUWO)]
        open_now = [s for s in mine if s.state in ("owed", "overdue")]
        slot = min(open_now, key=lambda s: s.due_at)
        if round_ % 5 == 0 and slot.opens_at <= grain.clock.now:
            grain.desk.does("submit_report", slot=slot.id)
        each_duty_has_one_report_ahead(grain.plan, grain.incident, grain.clock.now)


def test_levels_of_the_province_and_the_state_owe_no_new_county_reports(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    grain.clock.to("13:00")
    grain.desk.orders("province", "adjust_response", level="II")
    assert open_states(grain) == ["08 15:00 owed"]
    grain.clock.to("16:00")
    assert open_states(grain) == ["08 15:00 overdue"]
    assert "county_daily" not in grain.incident.duties


# ── another anchor day (A12) ────────────────────────────────────────────────


def test_the_office_may_count_the_two_days_from_another_day(tell: Tell) -> None:
    story = tell("grain", "2021-11-08 08:00")
    story.desk.opens(division=QUWO)
    story.county(QUWO).activates("IV")
    story.clock.to("16:00")
    story.director.does("reanchor_cadence", anchor="2021-11-09", reason="错开周末")
    assert open_states(story) == ["08 15:00 overdue", "09 15:00 owed"]
    assert story.series("office_digest", "headquarters_office", "owed") == ["09 17:00 owed"]
    story.clock.to("2021-11-12 16:00")
    assert open_states(story)[1:] == ["09 15:00 overdue", "11 15:00 overdue", "13 15:00 owed"]


def test_an_anchor_too_near_begins_with_the_next_turn(tell: Tell) -> None:
    story = tell("grain", "2021-11-08 08:00")
    story.desk.opens(division=QUWO)
    story.county(QUWO).activates("IV")
    story.clock.to("2021-11-09 14:30")
    story.director.does("reanchor_cadence", anchor="2021-11-09", reason="改期")
    assert story.series(SERIES, QUWO) == [
        "08 15:00 overdue",
        "09 15:00 not_owed",
        "10 15:00 superseded",
        "11 15:00 owed",
    ]


def test_an_anchor_on_a_day_already_reported_goes_on_from_there(tell: Tell) -> None:
    story = tell("grain", "2021-11-08 08:00")
    story.desk.opens(division=QUWO)
    story.county(QUWO).activates("IV")
    story.clock.to("10:00")
    story.reporter(QUWO).reports("county_two_day", QUWO)
    story.director.does("reanchor_cadence", anchor="2021-11-08", reason="重申")
    assert story.series(SERIES, QUWO) == ["08 15:00 submitted", "10 15:00 upcoming"]


# ── the end (A17) ───────────────────────────────────────────────────────────


def test_with_the_end_pending_reports_end_and_overdue_ones_stay(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    grain.clock.to("16:00")
    grain.chief.confirms_all_end_conditions()
    ended = grain.chief.ends()
    assert grain.series(SERIES, QUWO) == ["08 15:00 overdue", "09 15:00 ended"]
    late = [slot for slot in ended.events[-1].data["overdue"] if ".county_daily." in slot]
    assert len(late) == 17
    grain.clock.to("2021-11-12 16:00")
    assert open_states(grain) == ["08 15:00 overdue"]
    grain.desk.reports("county_daily", QUWO)
    assert grain.series(SERIES, QUWO) == ["08 15:00 submitted_late", "09 15:00 ended"]


def test_with_the_end_reports_of_an_older_cadence_end_too(grain: Story) -> None:
    """What A13 left owed, and what was owed at once at an earlier level."""
    grain.chief.activates("III", "urgent")
    grain.clock.to("14:30")
    grain.chief.adjusts("IV")
    assert open_states(grain) == ["08 15:00 owed", "09 15:00 owed"]
    assert grain.reporters("headquarters_to_province_urgent") == {"city_headquarters"}
    grain.county(QUWO).ends()
    assert [s for s in grain.incident.slots.values() if s.state == "owed"] == []


def test_a_response_opened_again_owes_from_then_on(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    grain.chief.confirms_all_end_conditions()
    grain.chief.ends()
    assert grain.series(SERIES, QUWO) == ["08 15:00 ended"]
    grain.clock.to("10:00")
    grain.chief.activates("III", "critical")
    assert grain.series(SERIES, QUWO) == ["08 15:00 ended", "08 16:00 owed"]
    grain.chief.adjusts("III", "tense")
    assert open_states(grain) == ["08 15:00 owed"]


# ── at once, within, on the day ─────────────────────────────────────────────


@pytest.fixture
def accident(tell: Tell) -> Story:
    """An ordinary accident, received at 08:30 and opened at 09:00."""
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=2, received="08:30", division=QUWO)
    return story


BUREAU = "city_emergency_bureau"


def test_what_is_owed_at_once_has_no_number_and_never_falls_overdue(accident: Story) -> None:
    assert accident.ledger("first_city_government", BUREAU) == ["08 09:00 owed"]
    accident.clock.passes(days=2)
    assert accident.ledger("first_city_government", BUREAU) == ["08 09:00 owed"]
    accident.unit(BUREAU).reports("first_city_government", BUREAU)
    assert accident.ledger("first_city_government", BUREAU) == ["08 09:00 submitted"]


def test_the_province_is_owed_its_hour_from_receipt_when_the_class_is_known_at_the_opening(
    tell: Tell,
) -> None:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=3, received="08:30", division=QUWO)
    assert story.ledger("province_phone", BUREAU) == ["08 09:30 owed"]
    assert story.ledger("province_written", BUREAU) == ["08 10:30 owed"]


def test_a_class_that_rises_later_counts_from_then(accident: Story) -> None:
    assert accident.ledger("province_phone", BUREAU) == []
    accident.clock.to("12:00")
    accident.desk.records(deaths=3)
    assert accident.ledger("province_phone", BUREAU) == ["08 13:00 owed"]
    assert accident.ledger("province_written", BUREAU) == ["08 14:00 owed"]


def test_an_incident_opened_hours_after_its_receipt_is_late_at_once(tell: Tell) -> None:
    story = tell("production_safety", "2021-11-08 12:00")
    story.desk.opens(deaths=3, received="08:30", division=QUWO)
    assert story.ledger("province_phone", BUREAU) == ["08 09:30 overdue"]
    overdue = next(e for e in story.events if e.type == "report_overdue")
    assert overdue.occurred_at == story.past("09:30")
    assert "report_due_soon" not in story.event_types()[:2]


def test_what_was_true_is_reported_though_it_is_over(accident: Story) -> None:
    """Order 21 art. 7: the accident has happened, whatever the figures say by now."""
    accident.desk.records(deaths=3)
    accident.clock.passes(minutes=5)
    accident.desk.records(deaths=2)
    assert accident.ledger("province_phone", BUREAU) == ["08 10:00 owed"]
    accident.clock.passes(minutes=5)
    accident.desk.records(deaths=4)
    assert accident.ledger("province_phone", BUREAU) == ["08 10:00 owed"]


def test_what_was_never_true_is_not_owed_once_its_entry_is_struck(accident: Story) -> None:
    wrong = accident.desk.records(deaths=3).events[-1]
    accident.clock.passes(minutes=5)
    accident.desk.strikes(wrong.seq)
    assert accident.ledger("province_phone", BUREAU) == ["08 10:00 superseded"]
    accident.clock.passes(minutes=5)
    accident.desk.records(deaths=4)
    assert accident.ledger("province_phone", BUREAU) == ["08 10:00 superseded", "08 10:10 owed"]


def test_a_report_to_the_province_already_sent_is_not_owed_again_by_a_second_change(
    accident: Story,
) -> None:
    accident.desk.records(deaths=3)
    accident.desk.reports("province_phone", BUREAU)
    accident.clock.passes(minutes=5)
    accident.desk.records(deaths=4)
    assert accident.ledger("province_phone", BUREAU) == ["08 10:00 submitted"]


def test_follow_ups_change_with_the_class_and_never_double(accident: Story) -> None:
    assert accident.series("follow_up", BUREAU, "owed") == ["08 15:00 owed"]
    accident.clock.to("11:00")
    accident.desk.records(deaths=10)
    assert accident.series("follow_up", BUREAU, "owed") == ["08 16:00 owed"]
    accident.clock.to("12:00")
    accident.desk.records(deaths=3)
    assert accident.series("follow_up", BUREAU, "owed") == ["08 15:00 owed"]


def test_a_change_of_casualties_is_owed_by_the_end_of_its_day(accident: Story) -> None:
    """A19."""
    assert accident.ledger("casualty_change_city", BUREAU) == []
    accident.clock.to("2021-11-10 22:00")
    accident.desk.records(deaths=2, missing=0)
    assert accident.ledger("casualty_change_city", BUREAU) == []
    accident.desk.records(serious_injuries=1)
    assert accident.ledger("casualty_change_city", BUREAU) == ["11 00:00 owed"]
    accident.clock.to("2021-11-11 00:00")
    assert accident.ledger("casualty_change_city", BUREAU) == ["11 00:00 owed"]
    accident.clock.ticks()
    assert accident.ledger("casualty_change_city", BUREAU) == ["11 00:00 overdue"]


def test_a_second_change_on_the_same_day_is_owed_again(accident: Story) -> None:
    accident.desk.records(missing=1)
    accident.desk.reports("casualty_change_city", BUREAU)
    assert accident.ledger("casualty_change_city", BUREAU) == ["09 00:00 submitted"]
    accident.clock.to("20:00")
    accident.desk.records(missing=2)
    assert accident.ledger("casualty_change_city", BUREAU) == ["09 00:00 owed"]
    accident.desk.records(missing=3)
    assert accident.ledger("casualty_change_city", BUREAU) == ["09 00:00 owed"]
    accident.desk.reports("casualty_change_city", BUREAU)
    assert accident.ledger("casualty_change_city", BUREAU) == ["09 00:00 submitted"]


def test_the_end_does_not_end_what_casualties_owe(accident: Story) -> None:
    accident.director.activates("IV")
    accident.desk.records(missing=1)
    accident.director.confirms_all_end_conditions()
    accident.director.ends()
    assert accident.ledger("casualty_change_city", BUREAU) == ["09 00:00 owed"]
    assert accident.series("follow_up", BUREAU) == ["08 15:00 ended"]


def test_a_change_on_the_last_day_of_the_watch_is_overdue_when_it_is_not_reported(
    accident: Story,
) -> None:
    """The watch ends at the very instant at which the report is due."""
    accident.director.activates("IV")
    accident.director.confirms_all_end_conditions()
    accident.director.ends()
    accident.clock.to("2021-12-08 10:00")
    accident.desk.records(deaths=3)
    assert accident.ledger("casualty_change_city", BUREAU) == ["09 00:00 owed"]
    accident.clock.to("2021-12-09 00:10")
    assert not accident.incident.watching
    assert accident.ledger("casualty_change_city", BUREAU) == ["09 00:00 overdue"]


# ── mechanics, on made-up plans ─────────────────────────────────────────────


def reports(*rows: str) -> str:
    """The reports section of a made-up plan; each row lacks clause and recipients."""
    lines = [f'- {{{row}, recipients: town_hall, clause: "1"}}' for row in rows]
    return "\n".join(["reports:", *(f"  {line}" for line in lines)])


def test_a_report_every_few_hours_keeps_its_grid_when_a_county_comes_back(tell: Tell) -> None:
    plan = plan_of(
        reports=reports(
            "id: it, name: 报告, reporters: {divisions: all}, at: low, cadence: {every_hours: 6}"
        )
    )
    story = tell(plan, "2021-11-08 09:00")
    story.desk.opens()
    story.commander.activates("low")
    assert story.ledger("it", "990001") == ["08 15:00 owed"]
    story.director.does("set_reporters", reporters=["990002"], obligation="it", reason="范围缩小")
    story.clock.to("12:00")
    story.director.does("set_reporters", reporters=None, obligation="it", reason="恢复")
    assert story.ledger("it", "990001") == ["08 15:00 owed"]
    story.clock.to("16:00")
    assert story.ledger("it", "990001") == ["08 15:00 overdue", "08 21:00 owed"]


def test_a_reminder_never_comes_before_its_period_has_begun(tell: Tell) -> None:
    """An early report makes the next slot long before anybody needs to be reminded of it."""
    plan = plan_of(
        reports=reports(
            "id: it, name: 报告, reporters: {units: office}, at: low, cadence: {every_hours: 1}, "
            "due_soon_minutes: [90]"
        )
    )
    story = tell(plan, "2021-11-08 09:00")
    story.desk.opens()
    story.commander.activates("low")
    story.clock.to("09:10")
    story.unit("office").reports("it", "office")
    assert story.event_types("report_due_soon") == ["report_due_soon"]
    story.clock.to("09:59")
    assert story.event_types("report_due_soon") == ["report_due_soon"]
    story.clock.to("10:00")
    assert story.event_types("report_due_soon") == ["report_due_soon"] * 2
    assert all(event.occurred_at <= event.recorded_at for event in story.events)


def test_an_immediate_duty_that_comes_back_is_owed_again_once(tell: Tell) -> None:
    plan = plan_of(
        reports=reports(
            "id: it, name: 报告, reporters: {units: office}, at: high, cadence: {immediately: true}"
        )
    )
    story = tell(plan, "2021-11-08 09:00")
    story.desk.opens()
    story.commander.activates("high", "calm")
    story.unit("office").reports("it", "office")
    story.clock.to("10:00")
    story.commander.adjusts("high", "wild")
    assert story.ledger("it", "office") == ["08 09:00 submitted"]
    story.commander.adjusts("low")
    story.clock.to("11:00")
    story.commander.adjusts("high", "calm")
    assert story.ledger("it", "office") == ["08 09:00 submitted", "08 11:00 owed"]


def test_an_immediate_report_still_unsent_when_its_level_comes_back_is_owed_once(
    tell: Tell,
) -> None:
    """One report will do for both openings; two open rows for one thing would be noise."""
    plan = plan_of(
        reports=reports(
            "id: it, name: 报告, reporters: {units: office}, at: high, cadence: {immediately: true}"
        )
    )
    story = tell(plan, "2021-11-08 09:00")
    story.desk.opens()
    story.commander.activates("high", "calm")
    story.commander.adjusts("low")
    assert story.ledger("it", "office") == ["08 09:00 owed"]
    story.clock.to("11:00")
    story.commander.adjusts("high", "calm")
    assert story.ledger("it", "office") == ["08 09:00 owed"]


def test_a_report_owed_on_escalation_is_owed_only_when_raised(tell: Tell) -> None:
    plan = plan_of(
        reports=reports(
            "id: it, name: 报告, reporters: {units: office}, at: high.calm, "
            "cadence: {immediately: true}, only_when_raised: true"
        )
    )
    story = tell(plan, "2021-11-08 09:00")
    story.desk.opens()
    story.commander.activates("high", "wild")
    story.commander.adjusts("high", "calm")
    assert story.ledger("it", "office") == []
    story.commander.adjusts("low")
    story.commander.adjusts("high", "calm")
    assert story.ledger("it", "office") == ["08 09:00 owed"]


def test_after_each_change_of_a_figure_so_many_minutes(tell: Tell) -> None:
    plan = plan_of(
        reports=reports(
            "id: it, name: 报告, reporters: {units: office}, at: low, "
            "cadence: {within_minutes: 30, on_change_of: dead}"
        )
    )
    story = tell(plan, "2021-11-08 09:00")
    story.desk.opens(dead=1)
    story.commander.activates("low")
    assert story.ledger("it", "office") == []
    story.desk.records(dead=1)
    assert story.ledger("it", "office") == []
    story.desk.records(dead=2)
    story.clock.to("09:10")
    story.desk.records(dead=3)
    assert story.ledger("it", "office") == ["08 09:30 owed", "08 09:40 owed"]


def test_a_slot_reads_as_upcoming_until_its_period_begins(tell: Tell) -> None:
    story = tell("grain", "2021-11-08 09:00")
    story.desk.opens(division=QUWO)
    story.chief.activates("III", "tense")
    slot: Slot = story.open_slots("county_daily", QUWO)[0]
    assert slot.state_at(story.clock.now) == "owed"
    assert slot.opens_at == story.clock.now
