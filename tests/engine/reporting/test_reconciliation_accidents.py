"""Reports of accidents: at once, within, on the day of a change (5.1, Orders 493 and 21)."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story

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
