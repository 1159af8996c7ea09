"""What time adds to a journal: each thing once, with its own instant, however late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.evolve.apply import apply
from engine.timers import Agenda, Timer, next_timer
from tests.engine.conftest import Tell
from tests.engine.drill.golden import play
from tests.engine.made_up import plan_of
from tests.engine.stories import QUWO, Story

BUREAU = "city_emergency_bureau"


def reminders(story: Story) -> list[str]:
    """Every reminder as "HH:MM type minutes"."""
    return [
        f"{e.occurred_at.astimezone(story.zone):%H:%M} {e.type} {e.data['minutes']}"
        for e in story.events
        if e.type in ("report_due_soon", "report_overdue") and e.data["reporter"] == BUREAU
    ]


@pytest.fixture
def accident(tell: Tell) -> Story:
    """A relatively serious accident, received and opened at 09:00."""
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=3, division=QUWO)
    return story


def test_reminders_come_in_order_each_at_its_instant(accident: Story) -> None:
    accident.unit(BUREAU).reports("first_city_government", BUREAU)
    accident.clock.to("16:30")
    assert reminders(accident) == [
        "09:45 report_due_soon -15",  # telephone
        "10:00 report_overdue 0",
        "10:30 report_due_soon -30",  # in writing
        "11:00 report_overdue 60",
        "11:00 report_overdue 0",
        "12:00 report_overdue 60",
        "14:30 report_due_soon -30",  # follow-up
        "15:00 report_overdue 0",
        "16:00 report_overdue 60",
    ]


def test_what_is_owed_at_once_is_reminded_of_without_ever_falling_overdue(accident: Story) -> None:
    accident.clock.to("09:40")
    soon = [e for e in accident.events if e.type == "report_due_soon"]
    assert [(e.data["minutes"], e.data["immediately"]) for e in soon] == [(30, True)]


def test_a_report_handed_in_stops_its_reminders(accident: Story) -> None:
    for obligation in ("first_city_government", "province_phone", "province_written"):
        accident.unit(BUREAU).reports(obligation, BUREAU)
    accident.unit(BUREAU).reports("follow_up_daily_province", BUREAU)
    accident.clock.to("2021-11-09 14:29")
    assert reminders(accident) == []


def test_the_entry_of_an_overdue_report_carries_the_due_instant_itself(accident: Story) -> None:
    accident.clock.to("10:00:00")
    assert "report_overdue" not in accident.event_types()
    accident.clock.ticks()
    event = accident.events[-1]
    assert event.type == "report_overdue"
    assert event.occurred_at == accident.past("10:00")
    assert event.recorded_at == accident.past("10:00") + timedelta(microseconds=1)
    assert (event.actor, event.role) == ("clock", "system")
    assert event.clause == "order_21:8、order_21:9、order_21:10、5.1"


# ── decisions awaited (A9) ──────────────────────────────────────────────────


def test_a_recommendation_that_waits_is_reminded_of_three_times(accident: Story) -> None:
    accident.director.recommends("III")
    accident.clock.to("12:00")
    awaited = [e for e in accident.events if e.type == "decision_awaited"]
    times = [f"{e.occurred_at.astimezone(accident.zone):%H:%M}" for e in awaited]
    assert times == ["09:15", "09:30", "10:00"]
    assert [e.data["reminder"] for e in awaited] == [1, 2, 3]
    assert {(e.data["level"], e.data["recommended_by"]) for e in awaited} == {
        ("III", "office_director")
    }


@pytest.mark.parametrize("decision", ["activates", "declines"])
def test_a_decision_stops_the_reminders(accident: Story, decision: str) -> None:
    accident.director.recommends("III")
    accident.clock.to("09:20")
    if decision == "activates":
        accident.commander.activates("III")
    else:
        accident.commander.declines()
    accident.clock.to("12:00")
    assert accident.event_types("decision_awaited") == ["decision_awaited"]


def test_a_new_recommendation_begins_its_reminders_anew(accident: Story) -> None:
    accident.director.recommends("III")
    accident.clock.to("09:20")
    accident.commander.recommends("II")
    accident.clock.to("09:40")
    awaited = [e for e in accident.events if e.type == "decision_awaited"]
    assert [(e.data["level"], e.data["reminder"]) for e in awaited] == [("III", 1), ("II", 1)]


# ── the casualty watch (A19) ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "until"),
    [({}, "2021-12-09 00:00"), ({"road_traffic_or_fire": True}, "2021-11-16 00:00")],
)
def test_the_watch_ends_after_thirty_or_seven_whole_days(
    tell: Tell, facts: dict[str, Any], until: str
) -> None:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=1, division=QUWO, **facts)
    assert story.incident.watch_until == story.instant(until)
    story.clock.to(until.replace("00:00", "08:00"))
    ended = next(e for e in story.events if e.type == "watch_ended")
    assert ended.occurred_at == story.past(until)
    assert not story.incident.watching


def test_the_watch_counts_from_the_day_of_the_accident_and_not_of_the_report(tell: Tell) -> None:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=1, division=QUWO, occurred="2021-11-06 23:50", received="08:50")
    assert story.incident.watch_until == story.instant("2021-12-07 00:00")


def test_a_fire_found_later_shortens_the_watch_and_may_end_it_at_once(accident: Story) -> None:
    accident.clock.to("2021-11-20 10:00")
    accident.desk.records(road_traffic_or_fire=True)
    assert not accident.incident.watching
    assert accident.events[-1].type == "watch_ended"
    assert accident.events[-1].occurred_at == accident.instant("2021-11-16 00:00")


def test_a_watch_that_a_wrong_figure_has_ended_goes_on_when_it_is_struck(accident: Story) -> None:
    accident.clock.to("2021-11-20 10:00")
    wrong = accident.desk.records(road_traffic_or_fire=True).events[0]
    assert not accident.incident.watching
    accident.desk.strikes(wrong.seq)
    assert accident.incident.watching
    assert accident.incident.watch_until == accident.instant("2021-12-09 00:00")
    accident.clock.to("2021-12-09 01:00")
    assert not accident.incident.watching
    assert accident.event_types("watch_ended") == ["watch_ended"] * 2


def test_a_plan_without_a_watch_has_none(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(division=QUWO)
    story.clock.passes(days=60)
    assert story.incident.watch_until is None
    assert "watch_ended" not in story.event_types()


# ── durations ───────────────────────────────────────────────────────────────

LASTING = """
    levels:
      - id: low
        name: 低级
        clause: "1"
      - id: high
        name: 高级
        clause: "1"
        sub_states: [{id: calm, name: 平缓}, {id: wild, name: 剧烈}]
      - id: top
        name: 最高级
        clause: "1"
        criteria:
          - {id: long, text: 久, when: {lasting: high, hours: 48}, clause: "1"}
          - {id: longer, text: 更久, when: {lasting: high, hours: 72}, clause: "1"}
          - {id: slow, text: 久拖, when: {lasting: assessing, hours: 2}, clause: "1"}
"""


def criteria_met(story: Story) -> list[str]:
    listed = story.view["recommendation"]["criteria"]
    return [criterion["id"] for criterion in listed if criterion["met"]]


def test_what_has_lasted_long_enough_is_entered_and_counts(tell: Tell) -> None:
    story = tell(plan_of(levels=LASTING))
    story.desk.opens()
    story.commander.activates("high", "calm")
    story.clock.passes(hours=24)
    story.commander.adjusts("high", "wild")
    story.clock.passes(hours=23)
    assert criteria_met(story) == []
    story.clock.passes(hours=1)
    assert criteria_met(story) == ["long"]
    assert story.events[-1].data["hours"] == 48
    story.clock.passes(hours=24)
    assert criteria_met(story) == ["long", "longer"]


def test_leaving_the_place_begins_the_hours_anew(tell: Tell) -> None:
    story = tell(plan_of(levels=LASTING))
    story.desk.opens()
    story.commander.activates("high", "calm")
    story.clock.passes(hours=50)
    story.commander.adjusts("low")
    assert criteria_met(story) == []
    story.commander.adjusts("high", "calm")
    story.clock.passes(hours=47)
    assert criteria_met(story) == []
    story.clock.passes(hours=1)
    assert criteria_met(story) == ["long"]


def test_the_hours_of_the_first_place_count_from_the_opening(tell: Tell) -> None:
    story = tell(plan_of(levels=LASTING))
    story.desk.opens()
    story.clock.passes(hours=2)
    assert criteria_met(story) == ["slow"]


@pytest.mark.parametrize(("bound", "at_once"), [("hours", True), ("more_than_hours", False)])
def test_the_hours_themselves_are_enough_or_are_not(tell: Tell, bound: str, at_once: bool) -> None:
    levels = LASTING.replace("{lasting: high, hours: 48}", f"{{lasting: high, {bound}: 48}}")
    story = tell(plan_of(levels=levels))
    story.desk.opens()
    story.commander.activates("high", "calm")
    story.clock.to("2021-11-10 09:00")
    assert criteria_met(story) == (["long"] if at_once else [])
    story.clock.ticks()
    assert criteria_met(story) == ["long"]
    late = timedelta() if at_once else timedelta(microseconds=1)
    assert story.events[-1].occurred_at == story.past("2021-11-10 09:00") + late
    assert story.events[-1].data.get("more") is (None if at_once else True)


def test_both_bounds_of_one_length_are_reached_one_after_the_other(tell: Tell) -> None:
    levels = LASTING.replace("{lasting: high, hours: 72}", "{lasting: high, more_than_hours: 48}")
    story = tell(plan_of(levels=levels))
    story.desk.opens()
    story.commander.activates("high", "calm")
    story.clock.to("2021-11-10 09:00")
    assert criteria_met(story) == ["long"]
    story.clock.ticks()
    assert criteria_met(story) == ["long", "longer"]
    assert story.event_types("duration_reached") == ["duration_reached"] * 2
    story.clock.passes(days=9)
    assert story.event_types("duration_reached") == ["duration_reached"] * 2


# ── a crash is no crash ─────────────────────────────────────────────────────


def told(story: Story) -> list[tuple[Any, ...]]:
    """The journal without what depends on when it was written down."""
    return [(e.seq, e.type, e.occurred_at, e.actor, e.role, e.clause, e.data) for e in story.events]


@pytest.mark.parametrize("plan_id", ["production_safety", "coal_mine", "grain"])
def test_thirty_days_without_power_leave_the_same_journal_as_thirty_days_with_it(
    tell: Tell, plan_id: str
) -> None:
    stories = [tell(plan_id), tell(plan_id)]
    for story in stories:
        if plan_id == "grain":
            story.desk.opens(division=QUWO)
            story.county(QUWO).activates("IV")
        else:
            story.desk.opens(deaths=10, missing=2, division=QUWO)
            story.commander.recommends("II")
    awake, dark = stories
    awake.clock.to("2021-12-08 09:00")
    dark.clock.sleeps_to("2021-12-08 09:00")
    assert told(awake) == told(dark)
    assert awake.journal.slots == dark.journal.slots
    # The hash covers when an entry was written down, which is all that may differ.
    strip = {"hash": "", "slots": None, "recorded_at": None}
    assert replace(awake.incident, **strip) == replace(dark.incident, **strip)  # type: ignore[arg-type]
    awake.clock.to("2021-12-20 09:00")
    dark.clock.to("2021-12-20 09:00")
    assert told(awake) == told(dark)
    assert awake.journal.slots == dark.journal.slots


def test_after_thirty_days_each_slot_is_there_with_its_own_due_instant(accident: Story) -> None:
    accident.clock.sleeps_to("2021-12-07 16:00")
    overdue = [
        e
        for e in accident.events
        if e.type == "report_overdue"
        and e.data["obligation"] == "follow_up_daily_province"
        and e.data["minutes"] == 0
    ]
    assert len(overdue) == 30
    days = [e.occurred_at for e in overdue]
    assert days == [accident.past("2021-11-08 15:00") + timedelta(days=n) for n in range(30)]
    assert {e.recorded_at for e in overdue} == {accident.clock.now}


def test_the_next_timer_is_never_in_the_past_after_a_wake(accident: Story) -> None:
    for hours in (1, 5, 30, 700, 3000):
        accident.clock.sleeps_to(
            f"{accident.clock.now + timedelta(hours=hours + 8):%Y-%m-%d %H:%M}"
        )
        timer = next_timer(accident.plan, accident.incident)
        assert timer is None or timer.instant > accident.clock.now
        wake = accident.journal.next_wake()
        assert wake == (timer.instant if timer else None)


def test_an_agenda_that_was_moved_entry_by_entry_says_what_a_new_one_says() -> None:
    drill = play("grain_run")
    incident = apply(drill.plan, None, drill.events[0])
    moved = Agenda(drill.plan, incident)
    for event in drill.events[1:]:
        incident = apply(drill.plan, incident, event)
        moved.move(incident)
        assert as_value(moved.next()) == as_value(next_timer(drill.plan, incident))


def as_value(timer: Timer | None) -> Any:
    """A timer as a value that can be compared."""
    return timer and (timer.instant, timer.draft())
