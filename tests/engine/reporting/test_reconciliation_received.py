"""Deadlines count from when the office was told, not from when somebody typed it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engine.evolve.apply import fold
from engine.incident.events import Event
from engine.ledger_audit import differences
from engine.presentation.journal_text import sentence
from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of
from tests.engine.stories import QUWO, Story

BUREAU = "city_emergency_bureau"
ACCIDENTS = ("production_safety", "coal_mine")


def night_call(tell: Tell, plan: str = "production_safety") -> Story:
    """A call at two in the morning, opened at a quarter past, without figures."""
    story = tell(plan, "2021-11-30 02:15")
    story.desk.opens(received="02:00", division=QUWO)
    story.clock.to("02:40")
    return story


@pytest.mark.parametrize("plan", ACCIDENTS)
def test_deaths_of_the_first_call_that_are_typed_later_count_from_the_call(
    tell: Tell, plan: str
) -> None:
    story = night_call(tell, plan)
    story.desk.records(deaths=3, received="02:00")
    assert story.ledger("province_phone", BUREAU) == ["30 03:00 owed"]
    assert story.ledger("province_written", BUREAU) == ["30 04:00 owed"]
    story.clock.ticks()
    story.holds_together()


def test_without_a_word_they_were_received_when_they_were_typed(tell: Tell) -> None:
    story = night_call(tell)
    story.desk.records(deaths=3)
    assert story.ledger("province_phone", BUREAU) == ["30 03:40 owed"]


def test_what_is_past_when_it_is_typed_is_born_overdue_and_says_so(tell: Tell) -> None:
    story = night_call(tell)
    story.clock.to("03:30")
    story.desk.records(deaths=3, received="02:00")
    assert story.ledger("province_phone", BUREAU) == ["30 03:00 overdue"]
    (slot,) = story.open_slots("province_phone", BUREAU)
    assert slot.reason == "known_late"
    recorded = next(e for e in story.events if e.type == "facts_recorded")
    overdue = next(e for e in story.events if e.type == "report_overdue")
    assert overdue.seq == recorded.seq + 1
    assert "（录入时已过时限）" in sentence(story.plan, overdue)
    assert "already past" in sentence(story.plan, overdue, "en")
    words = sentence(story.plan, recorded)
    assert "接到时间 2021-11-30 02:00，录入时间 2021-11-30 03:30" in words
    story.desk.reports("province_phone", BUREAU)
    assert story.ledger("province_phone", BUREAU) == ["30 03:00 submitted_late"]
    story.holds_together()


def test_a_change_of_the_last_day_of_a_month_is_owed_on_that_day(tell: Tell) -> None:
    story = tell("production_safety", "2021-11-30 22:00")
    story.desk.opens(division=QUWO, deaths=1)
    story.clock.to("2021-12-01 00:10")
    story.desk.records(deaths=2, received="2021-11-30 23:55")
    assert story.ledger("casualty_change_city", BUREAU) == ["01 00:00 overdue"]
    story.desk.records(deaths=3)
    assert story.ledger("casualty_change_city", BUREAU)[1:] == ["02 00:00 owed"]
    story.holds_together()


def test_a_late_figure_asks_again_for_a_report_of_a_day_that_is_over(tell: Tell) -> None:
    """That day's report was sent, but this death was not in it."""
    story = tell("production_safety", "2021-11-30 22:00")
    story.desk.opens(division=QUWO, deaths=1)
    story.desk.records(deaths=2)
    story.clock.to("2021-12-01 00:05")
    story.desk.reports("casualty_change_city", BUREAU)
    assert story.ledger("casualty_change_city", BUREAU) == ["01 00:00 submitted_late"]
    story.clock.to("00:10")
    story.desk.records(deaths=3, received="2021-11-30 23:55")
    assert story.ledger("casualty_change_city", BUREAU) == ["01 00:00 overdue"]
    marks = [e.data["slot"] for e in story.events if e.data.get("minutes") == 0]
    assert len(marks) == len(set(marks))
    story.holds_together()


def test_a_journal_of_before_is_read_as_it_was_written(tell: Tell) -> None:
    """Its entries do not say when figures were received or what they correct."""
    story = night_call(tell)
    story.desk.records(deaths=3)
    story.clock.passes(hours=5)
    events = []
    for event in story.events:
        shape = json.loads(json.dumps(event.to_json()))
        if event.type == "facts_recorded":
            del shape["data"]["received_at"], shape["data"]["corrects"]
        shape["data"].pop("known_late", None)
        events.append(Event.from_json(shape))
        assert sentence(story.plan, events[-1])
    again = fold(story.plan, events)
    assert replace(again, touched=()) == replace(story.incident, touched=())
    rows = story.journal.slots.values()
    assert differences(story.plan, events, rows, story.clock.now) == []


@pytest.mark.parametrize(
    ("cadence", "rows"),
    [
        ("within_minutes: 60", ["30 03:40 owed"]),
        ("within_minutes: 60, of: received", ["30 03:05 owed"]),
        ("within_minutes: 60, of: occurred", ["30 03:05 owed"]),
        ("within_minutes: 60, on_change_of: [dead]", ["30 03:05 owed"]),
        ("immediately: true", ["30 02:40 owed"]),
    ],
)
def test_what_counts_from_the_receipt_is_the_plans_to_say(
    tell: Tell, cadence: str, rows: list[str]
) -> None:
    plan = plan_of(
        reports=f"""
            reports:
              - {{id: grave, name: 报告, reporters: {{units: bureau}}, recipients: town_hall,
                 at: assessing, when: {{fact: dead, at_least: 3}}, clause: "1",
                 cadence: {{{cadence}}}}}
        """
    )
    story = tell(plan, "2021-11-30 02:15")
    story.desk.opens(received="02:00")
    story.clock.to("02:40")
    story.desk.records(dead=3, received="02:05")
    assert story.ledger("grave", "bureau") == rows
