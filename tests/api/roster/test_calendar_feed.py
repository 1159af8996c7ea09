"""One's own shifts for a calendar program."""

from __future__ import annotations

from datetime import UTC, datetime

from icalendar import Calendar

from api.roster.calendar_feed import feed
from engine.roster.shift import Member, Shift

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
ZHANG, LI = Member("z", "张三"), Member("l", "李四")
NIGHT = Shift(
    "s1", datetime(2026, 12, 1, 10, tzinfo=UTC), datetime(2026, 12, 2, 0, tzinfo=UTC),
    "夜班", (LI,), (ZHANG,), (), "三楼",
)  # fmt: skip


def test_one_event_a_shift_with_its_duty_and_who_else_is_there() -> None:
    other = Shift("s2", NIGHT.ends_at, NIGHT.ends_at.replace(hour=10), None, (), (LI,))
    calendar = Calendar.from_ical(feed([NIGHT, other], frozenset({"z"}), NOW))
    (event,) = calendar.walk("VEVENT")
    assert event["uid"] == "s1@zhiban"
    assert event.decoded("dtstart") == NIGHT.starts_at
    assert event.decoded("dtend") == NIGHT.ends_at
    assert event["summary"] == "值班员 夜班"
    assert event["description"] == "带班领导：李四\n值班员：张三\n三楼"


def test_nobody_has_an_empty_calendar() -> None:
    calendar = Calendar.from_ical(feed([NIGHT], frozenset(), NOW, "en"))
    assert calendar.walk("VEVENT") == []
    assert calendar["x-wr-calname"] == "Duty roster"
