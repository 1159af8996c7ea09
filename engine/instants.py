"""Instants as text and as days of a zone. All instants are aware and in UTC."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


def to_text(instant: datetime) -> str:
    """RFC 3339 in UTC, with microseconds only where there are any."""
    if instant.tzinfo is None:
        raise ValueError("a naive instant has no place in the engine")
    return _utc_text(instant.astimezone(UTC))


@lru_cache(maxsize=4096)
def _utc_text(instant: datetime) -> str:
    """At one instant many reports are due, and each is written down several times."""
    return instant.isoformat().replace("+00:00", "Z")


def local_text(instant: datetime, zone: str) -> str:
    """The instant for a person to read: the clock of `zone` to the second, with its offset.

    In the first and last hours of the calendar, where `zone` has no date, as it was given.
    """
    with suppress(OverflowError):
        instant = instant.astimezone(ZoneInfo(zone))
    return instant.isoformat(" ", "seconds")


def from_text(words: str) -> datetime:
    """The instant that `to_text` wrote; any RFC 3339 instant with an offset."""
    instant = datetime.fromisoformat(words)
    if instant.tzinfo is None:
        raise ValueError(f"{words!r} has no offset")
    return instant.astimezone(UTC)


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
