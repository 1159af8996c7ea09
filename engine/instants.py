"""Instants as text and as days of a zone. All instants are aware and in UTC."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1949, 2200
"""The years, in UTC, of the instants that are accepted from outside; our choice."""

JUST_AFTER = timedelta(microseconds=1)
"""The shortest time there is: what is due at an instant is late so long after it (A10)."""


@lru_cache(maxsize=4096)
def to_text(instant: datetime) -> str:
    """RFC 3339 in UTC, with microseconds only where there are any.

    Cached: many reports are due at one instant, and each is written several times.
    Raises `ValueError` for a naive instant.
    """
    if instant.tzinfo is None:
        raise ValueError("a naive instant has no place in the engine")
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def local_text(instant: datetime, zone: str) -> str:
    """The instant for a person: the clock of `zone` to the second, with its offset.

    In the first and last hours of the calendar, where `zone` has no date, in the given offset.
    """
    with suppress(OverflowError):
        instant = instant.astimezone(ZoneInfo(zone))
    return instant.isoformat(" ", "seconds")


@lru_cache(maxsize=4096)
def minute_text(instant: datetime, zone: str) -> str:
    """The instant as an officer writes it: the clock of `zone` to the minute, without offset.

    Cached: the entries and reports of one instant are many.
    """
    with suppress(OverflowError):
        instant = instant.astimezone(ZoneInfo(zone))
    return instant.replace(tzinfo=None).isoformat(" ", "minutes")


def from_text(words: str) -> datetime:
    """The instant that `to_text` wrote; any RFC 3339 instant with an offset.

    Raises `ValueError` for anything else, and for an instant that UTC has no date for.
    """
    instant = datetime.fromisoformat(words)
    if instant.tzinfo is None:
        raise ValueError(f"{words!r} has no offset")
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{words!r} is outside the calendar of UTC") from None


def within_calendar(instant: datetime) -> bool:
    """True if an aware instant lies in the years that are accepted, after conversion to UTC."""
    with suppress(OverflowError):
        return FIRST_YEAR <= instant.astimezone(UTC).year <= LAST_YEAR
    return False


def local_day(instant: datetime, zone: str) -> date:
    """The calendar day in `zone` that holds `instant`."""
    return instant.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=4096)
def at_clock(day: date, clock: str, zone: str) -> datetime:
    """The instant of clock time "HH:MM" on `day` in `zone`; "24:00" is the day's end."""
    hours, minutes = int(clock[:2]), int(clock[3:])
    if hours == 24:
        day, hours = day + timedelta(days=1), 0
    return datetime.combine(day, time(hours, minutes), ZoneInfo(zone)).astimezone(UTC)
