"""Instants as text and as days of a zone."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.instants import at_clock, from_text, local_day, local_text, minute_text, to_text

BEIJING = "Asia/Shanghai"


def test_text_is_utc_with_a_z_and_without_needless_microseconds() -> None:
    assert to_text(datetime(2021, 11, 8, 1, tzinfo=UTC)) == "2021-11-08T01:00:00Z"
    assert to_text(datetime(2021, 11, 8, 1, 0, 0, 1, tzinfo=UTC)) == "2021-11-08T01:00:00.000001Z"


def test_text_of_another_offset_becomes_utc() -> None:
    beijing = timezone(timedelta(hours=8))
    assert to_text(datetime(2021, 11, 8, 9, tzinfo=beijing)) == "2021-11-08T01:00:00Z"


@pytest.mark.parametrize("words", ["2021-11-08T09:00:00+08:00", "2021-11-08T01:00:00Z"])
def test_any_rfc_3339_instant_is_read(words: str) -> None:
    assert from_text(words) == datetime(2021, 11, 8, 1, tzinfo=UTC)


def test_naive_instants_are_refused_both_ways() -> None:
    with pytest.raises(ValueError, match="naive"):
        to_text(datetime(2021, 11, 8, 9))  # noqa: DTZ001
    with pytest.raises(ValueError, match="offset"):
        from_text("2021-11-08T09:00:00")


@settings(deadline=None, max_examples=50)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_survives_its_text(instant: datetime) -> None:
    assert from_text(to_text(instant)) == instant


def test_a_day_begins_and_ends_at_midnight_of_the_zone() -> None:
    midnight = datetime(2021, 11, 7, 16, tzinfo=UTC)
    assert local_day(midnight, BEIJING) == date(2021, 11, 8)
    assert local_day(midnight - timedelta(microseconds=1), BEIJING) == date(2021, 11, 7)


@pytest.mark.parametrize(
    ("day", "clock", "instant"),
    [
        (date(2021, 11, 8), "15:00", "2021-11-08T07:00:00Z"),
        (date(2021, 11, 8), "00:00", "2021-11-07T16:00:00Z"),
        (date(2021, 11, 8), "24:00", "2021-11-08T16:00:00Z"),
        (date(2021, 12, 31), "24:00", "2021-12-31T16:00:00Z"),
        (date(2022, 1, 1), "00:30", "2021-12-31T16:30:00Z"),
        (date(2024, 2, 29), "24:00", "2024-02-29T16:00:00Z"),
    ],
)
def test_a_clock_time_on_a_day_is_an_instant(day: date, clock: str, instant: str) -> None:
    assert to_text(at_clock(day, clock, BEIJING)) == instant


def test_the_last_hours_of_the_calendar_are_shown_as_they_were_given() -> None:
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert local_text(last, BEIJING) == "9999-12-31 23:59:59+00:00"
    assert local_text(last - timedelta(days=1), BEIJING) == "9999-12-31 07:59:59+08:00"
    assert minute_text(last, BEIJING) == "9999-12-31 23:59"
    assert minute_text(last - timedelta(days=1), BEIJING) == "9999-12-31 07:59"


@pytest.mark.parametrize("words", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00"])
def test_an_instant_that_utc_has_no_date_for_is_a_wrong_value(words: str) -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        from_text(words)
