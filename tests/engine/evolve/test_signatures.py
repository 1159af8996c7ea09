"""Recorded orders that wait for a signature, and when waiting is an alarm."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.evolve.apply import fold
from engine.ledger_audit.differences import differences
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story


@pytest.fixture
def accident(tell: Tell) -> Story:
    """A relatively serious accident, received and opened at 09:00."""
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=3, division=QUWO)
    return story


def alarms(story: Story) -> list[tuple[str, int]]:
    return [
        (f"{e.occurred_at.astimezone(story.zone):%d %H:%M}", e.data["seq"])
        for e in story.events
        if e.type == "signature_overdue"
    ]


def test_an_order_that_nobody_signs_is_an_alarm_after_twelve_hours(accident: Story) -> None:
    order = accident.desk.orders("office_director", "activate_response", level="IV").events[0]
    accident.clock.to("20:59:59")
    assert alarms(accident) == []
    accident.clock.to("2021-11-10 09:00")
    assert alarms(accident) == [("08 21:00", order.seq)]
    assert accident.view["unsigned"][0]["alarmed"] is True
    accident.director.does("confirm_recorded_order", seq=order.seq)
    assert accident.view["unsigned"] == []


def test_a_signature_in_time_is_no_alarm(accident: Story) -> None:
    order = accident.desk.orders("office_director", "activate_response", level="IV").events[0]
    accident.clock.to("20:00")
    accident.director.does("confirm_recorded_order", seq=order.seq)
    accident.clock.to("2021-11-10 09:00")
    assert alarms(accident) == []


def test_at_level_two_a_missing_signature_is_an_alarm_after_half_an_hour(accident: Story) -> None:
    """The order of level IV has waited for hours when level II leaves it half an hour too."""
    first = accident.desk.orders("office_director", "activate_response", level="IV").events[0]
    accident.clock.to("12:00")
    accident.commander.recommends("II")
    accident.chief.does("approve_activation")
    second = accident.desk.orders("commander", "adjust_response", level="II").events[0]
    assert accident.place == "II"
    accident.clock.to("12:30")
    accident.clock.ticks()
    assert alarms(accident) == [("08 12:30", first.seq), ("08 12:30", second.seq)]


def test_the_auditor_reads_an_alarm_of_an_order_that_it_does_not_follow(accident: Story) -> None:
    """The auditor takes reports by their data alone, so it does not know who has to sign them."""
    accident.director.activates("IV")
    order = accident.desk.orders("office_director", "submit_report", kind="urgent").events[-1]
    accident.clock.to("2021-11-10 09:00")
    assert [seq for _, seq in alarms(accident)] == [order.seq]
    slots = accident.journal.slots.values()
    assert list(differences(accident.plan, accident.events, slots, accident.clock.now)) == []


def test_the_wait_is_a_line_of_the_plan(accident: Story) -> None:
    waits = tuple(
        one.model_copy(update={"minutes": 5}) for one in accident.plan.reminders.unsigned_orders
    )
    reminders_ = accident.plan.reminders.model_copy(update={"unsigned_orders": waits})
    plan = accident.plan.model_copy(update={"reminders": reminders_})
    accident.desk.orders("office_director", "activate_response", level="IV")
    assert [one.minutes for one in accident.plan.reminders.unsigned_orders] == [720, 30]
    waiting = fold(plan, accident.events).unsigned.values()
    assert [one.alarm_at for one in waiting] == [accident.clock.now + timedelta(minutes=5)]
