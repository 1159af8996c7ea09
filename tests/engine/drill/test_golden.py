"""The three shipped scenarios as golden runs: every slot, every entry, to the byte.

The golden files are compared line by line. What they must show is also said here by
hand, date by date, so that a wrong golden file cannot pass as the truth.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from engine.drill.evaluation import evaluate, findings_in_words, ledger, timeline
from engine.drill.runner import Run
from engine.evolve.apply import fold
from engine.incident.events import first_bad_entry
from engine.instants import local_day
from tests.engine.drill.golden import GOLDEN, SCENARIOS, event_lines, ledger_lines, play

ZONE = "Asia/Shanghai"


@pytest.fixture(scope="module")
def runs() -> dict[str, Run]:
    return {name: play(name) for name in SCENARIOS}


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_ledger_is_the_golden_one_slot_by_slot(runs: dict[str, Run], name: str) -> None:
    golden = (GOLDEN / f"{name}.ledger.tsv").read_text(encoding="utf-8").splitlines()
    assert ledger_lines(runs[name]) == golden


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_journal_is_the_golden_one_entry_by_entry(runs: dict[str, Run], name: str) -> None:
    golden = (GOLDEN / f"{name}.events.tsv").read_text(encoding="utf-8").splitlines()
    assert event_lines(runs[name]) == golden


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_second_run_is_the_same_to_the_byte(runs: dict[str, Run], name: str) -> None:
    again = play(name)
    assert [event.hash for event in again.events] == [event.hash for event in runs[name].events]


def test_another_seed_sends_reports_at_other_minutes(runs: dict[str, Run]) -> None:
    other = play("grain_run", seed=8)
    assert other.events[-1].hash != runs["grain_run"].events[-1].hash
    assert Counter(s.due_at for s in other.slots) == Counter(
        s.due_at for s in runs["grain_run"].slots
    )


@pytest.mark.parametrize("name", SCENARIOS)
def test_everything_went_as_the_scenario_says(runs: dict[str, Run], name: str) -> None:
    assert runs[name].mismatches == ()


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_chain_holds_and_a_replay_gives_the_same_incident(
    runs: dict[str, Run], name: str
) -> None:
    drill = runs[name]
    shapes = [event.to_json() for event in drill.events]
    assert first_bad_entry(drill.incident.id, shapes) is None
    assert fold(drill.plan, drill.events).slots == drill.incident.slots


@pytest.mark.parametrize("name", SCENARIOS)
def test_timeline_ledger_and_findings_read_in_both_languages(
    runs: dict[str, Run], name: str
) -> None:
    drill = runs[name]
    for language in ("zh", "en"):
        assert len(list(timeline(drill, language))) == len(drill.events) + len(drill.refusals)
        assert len(list(ledger(drill, language))) == 1 + len(drill.slots)
        assert all(findings_in_words(drill, evaluate(drill), language))


# grain: which cadence owes on which day, written by hand from GR 4.3, 4.4 and A11–A16 ----

COUNTY = {
    # date of March 2026: {obligation: how many are owed and not superseded}
    2: {"county_two_day": 17},  # 4.4.4: opened 09:00, the activation day counts (A12)
    3: {},
    4: {"county_two_day": 17},
    5: {"county_daily": 17},  # 紧张 from 11:00: 15:00 is four hours away (A11)
    6: {"county_daily": 17},  # the two-day slot of this day is superseded (A13)
    7: {"county_daily": 17},  # 紧急 from 16:10: the same duty goes on (4.3.2(2))
    8: {"county_daily": 17},
    9: {"county_daily": 17},
    10: {"county_daily": 17},  # 特急 from 18:10
    11: {"county_half_day": 34, "member_daily": 16},
    12: {"county_half_day": 32, "member_daily": 16},  # Yonghe is exempt this day (A14)
    13: {"county_half_day": 34, "member_daily": 16},
    14: {"county_half_day": 34, "member_daily": 16},  # 紧急 again from 17:30
    15: {"county_daily": 17, "member_daily": 16},  # one last member report stays owed (A13)
    16: {"county_daily": 17},
    17: {"county_daily": 17},
    18: {"county_daily": 17},
    19: {"county_daily": 17},
    20: {"county_daily": 17},
    21: {},  # ended at 09:30: what was pending closes as ended (A17)
}

REGULAR = {"county_two_day", "county_daily", "county_half_day", "member_daily"}
OWED = {"submitted", "submitted_late", "overdue"}


def test_on_every_day_of_the_grain_run_exactly_the_reports_of_its_level_are_owed(
    runs: dict[str, Run],
) -> None:
    owed: dict[int, Counter[str]] = {day: Counter() for day in COUNTY}
    for slot in runs["grain_run"].slots:
        if slot.obligation in REGULAR and slot.state in OWED:
            owed[local_day(slot.due_at, ZONE).day][slot.obligation] += 1
    assert {day: dict(counted) for day, counted in owed.items()} == COUNTY


DIGEST_HOURS = {
    2: 17,
    4: 17,
    **dict.fromkeys(range(5, 11), 17),
    **dict.fromkeys(range(11, 15), 18),
    **dict.fromkeys(range(15, 21), 17),
}


def test_the_office_digest_follows_the_last_county_slot_by_two_hours(
    runs: dict[str, Run],
) -> None:
    """A16: 17:00 on daily and two-day days, 18:00 while the counties report twice."""
    hours = {
        local_day(slot.due_at, ZONE).day: (slot.due_at + timedelta(hours=8)).hour
        for slot in runs["grain_run"].slots
        if slot.series == "office_digest" and slot.state in OWED
    }
    assert hours == DIGEST_HOURS


def test_the_late_and_missing_county_reports_are_the_ones_of_the_story(
    runs: dict[str, Run],
) -> None:
    found = {
        (local_day(s.due_at, ZONE).day, s.reporter, s.state)
        for s in runs["grain_run"].slots
        if s.state in ("overdue", "submitted_late") and s.reporter.isdigit()
    }
    assert found == {
        (4, "141032", "overdue"),
        (5, "141030", "overdue"),
        (6, "141030", "submitted_late"),
        (7, "141030", "overdue"),
        (8, "141031", "overdue"),
        (9, "141031", "overdue"),
        (10, "141031", "overdue"),
        (11, "141032", "submitted_late"),
        (13, "141032", "overdue"),
        (14, "141032", "overdue"),
    }


def test_no_reminder_is_sent_twice_in_any_run(runs: dict[str, Run]) -> None:
    for drill in runs.values():
        sent = Counter(
            (event.data["slot"], event.data["stage"])
            for event in drill.events
            if event.type in ("report_due_soon", "report_overdue")
        )
        assert set(sent.values()) == {1}


# coal mine and production safety -------------------------------------------------------


def test_the_coal_mine_levels_go_four_three_two_and_back(runs: dict[str, Run]) -> None:
    levels = [
        event.data["level"]
        for event in runs["coal_roof_fall"].events
        if event.type in ("response_activated", "response_adjusted", "response_ended")
    ]
    assert levels == ["IV", "III", "II", "III", "IV", "IV"]


def test_the_province_is_owed_a_call_an_hour_after_the_third_death_became_known(
    runs: dict[str, Run],
) -> None:
    """Order 21 art. 8: the class was not known at the opening, so the hour runs from 06:20."""
    due = [s.due_at for s in runs["coal_roof_fall"].slots if s.obligation == "province_phone"]
    assert [(d + timedelta(hours=8)).strftime("%H:%M") for d in due] == ["07:20"]


def test_the_explosion_owes_its_calls_from_receipt_at_1532(runs: dict[str, Run]) -> None:
    """Order 21 art. 8 and 9: known at the opening, so the hours run from the receipt."""
    due = {
        s.obligation: (s.due_at + timedelta(hours=8)).strftime("%H:%M")
        for s in runs["chemical_explosion"].slots
        if s.obligation.startswith("province_")
    }
    assert due["province_phone"] == "16:32"
    assert due["province_written"] == "17:32"


def test_a_serious_accident_is_followed_up_at_ten_and_at_four(runs: dict[str, Run]) -> None:
    """Order 21 art. 11, A20: at least twice a day; the 16:00 of the opening was too near."""
    slots = [s for s in runs["chemical_explosion"].slots if s.obligation == "follow_up_twice_daily"]
    first, *rest = sorted(slots, key=lambda slot: slot.due_at)
    assert (first.state, first.reason) == ("not_owed", "too_near")
    assert {(s.due_at + timedelta(hours=8)).hour for s in rest} == {10, 16}


def test_the_casualty_watch_ends_thirty_days_after_the_accident_day(
    runs: dict[str, Run],
) -> None:
    """Order 493 art. 13, A19: 3 November + 30 days, at the end of the day."""
    last = runs["coal_roof_fall"].events[-1]
    assert last.type == "watch_ended"
    assert local_day(last.occurred_at - timedelta(seconds=1), ZONE) == date(2026, 12, 3)


def test_refusals_name_clause_and_reason(runs: dict[str, Run]) -> None:
    codes = [refusal.code for refusal in runs["chemical_explosion"].refusals]
    assert codes == [
        "approval_missing",
        "approval_missing",
        "role_required",
        "end_conditions_open",
    ]
    assert "5.3.3" in runs["chemical_explosion"].refusals[0].sentence
