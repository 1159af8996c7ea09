"""Deadlines as calendars: read by the library, UIDs that stay, SEQUENCE that grows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from api.exchange.deadlines import Deadline, deadlines_calendar

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
ONE = Deadline(
    incident="inc1",
    number="CM-2026-0001",
    title="冒顶",
    exercise=False,
    key="county_daily",
    what="县区日报",
    due_at=datetime(2026, 11, 30, 10, tzinfo=UTC),
    total=17,
    missing=9,
    who=("尧都区", "曲沃县"),
    clause="4.3.1",
    sequence=7,
)


def events(*some: Deadline, language: str = "zh") -> list[Event]:
    calendar = Calendar.from_ical(deadlines_calendar(some, NOW, language))
    return [one for one in calendar.walk("VEVENT") if isinstance(one, Event)]


def test_a_deadline_is_an_event_with_an_alarm() -> None:
    (event,) = events(ONE)
    assert event["summary"] == "县区日报：冒顶（缺 9/17）"
    assert event.decoded("dtstart") == ONE.due_at
    assert "尧都区、曲沃县" in event["description"]
    assert event["status"] == "CONFIRMED"
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(minutes=-15)


def test_the_uid_stays_and_the_sequence_grows() -> None:
    (before,), (after,) = events(ONE), events(replace(ONE, missing=3, sequence=9))
    assert before["uid"] == after["uid"] == "inc1.county_daily.20261130T100000Z@zhiban"
    assert (before["sequence"], after["sequence"]) == (7, 9)
    (other,) = events(replace(ONE, due_at=ONE.due_at + timedelta(days=1)))
    assert other["uid"] != before["uid"]


def test_what_is_not_owed_any_more_is_cancelled_without_an_alarm() -> None:
    (event,) = events(replace(ONE, cancelled=True, sequence=10))
    assert event["status"] == "CANCELLED"
    assert event["sequence"] == 10
    assert not event.walk("VALARM")


def test_an_exercise_says_so() -> None:
    (event,) = events(replace(ONE, exercise=True))
    assert event["summary"].startswith("【演练】")
    (english,) = events(replace(ONE, exercise=True, total=1, missing=1), language="en")
    assert english["summary"] == "[EXERCISE] 县区日报: 冒顶"


def test_odd_texts_stay_in_their_line() -> None:
    (event,) = events(replace(ONE, title="a\r\nBEGIN:VEVENT\r\nx;,\\"))
    assert len(events(replace(ONE, title="a\nEND:VCALENDAR"))) == 1
    assert "BEGIN:VEVENT" in event["summary"]
