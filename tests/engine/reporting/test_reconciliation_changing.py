"""The ledger of reports when levels, anchors and stages change (A12, A13, A17)."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Tell
from tests.engine.invariants import each_duty_has_one_report_ahead
from tests.engine.stories import QUWO, Story
from tests.support.report_content import full

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
            content = full(grain.plan, slot.obligation)
            grain.desk.does("submit_report", slot=slot.id, content=content)
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
    """What A13 left owed; what was owed once at an earlier level is owed until it is sent."""
    grain.chief.activates("III", "urgent")
    grain.clock.to("14:30")
    grain.chief.adjusts("IV")
    assert open_states(grain) == ["08 15:00 owed", "09 15:00 owed"]
    assert grain.reporters("headquarters_to_province_urgent") == {"city_headquarters"}
    grain.county(QUWO).ends()
    owed = [s for s in grain.incident.slots.values() if s.state == "owed"]
    assert "headquarters_to_province_urgent" in {s.obligation for s in owed}
    assert all(grain.plan.report_by_id[s.obligation].until_sent for s in owed)


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
