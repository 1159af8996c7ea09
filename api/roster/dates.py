"""Days and hours as offices type them into a roster.

A date may be one for Excel, its serial number, or text: `2026-12-01`, `2026年12月1日`,
`12月1日`, `12.1`, or only the day where the title names the month. A weekday beside it is read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

SERIALS = range(36526, 73051)
"""Days of Excel from 2000 to 2099; smaller numbers are no dates."""

EXCEL_BEGINS = date(1899, 12, 30)
WEEKDAYS = "一二三四五六日"

_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)([一二三四五六日天])(?:\([^)]*\))?\)?")
_WHOLE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
_DIGITS = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})[日号]?")
_DAY = re.compile(r"(\d{1,2})[日号]?")
_MONTH = re.compile(r"(20\d{2})\s*[-/.年]\s*(?:(1[0-2]|0?[1-9])(?!\d))?")
_HOURS = re.compile(
    r"(\d{1,2})(?:[:时点](\d{2})?分?)?[-~至到]+"
    r"(?P<day>次日|第二天|翌日|当日|[\d年月日/.-]+?[ 日])?"
    r"(\d{1,2})(?:[:时点](\d{2})?分?)?"
)


@dataclass(frozen=True, slots=True)
class Month:
    """The year, and perhaps the month, that a sheet's title names."""

    year: int | None = None
    month: int | None = None


def month_in(words: str) -> Month:
    """The first year and month of a title such as 2026年12月值班表."""
    found = _MONTH.search(unicodedata.normalize("NFKC", words))
    if found is None:
        return Month()
    return Month(int(found[1]), int(found[2]) if found[2] else None)


def read_day(value: Any, month: Month) -> date | None:
    """The day of a cell; None if it is none, or names no year and the title does not either."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and int(value) in SERIALS:
        return EXCEL_BEGINS + timedelta(days=int(value))
    if isinstance(value, float) and not value.is_integer():
        return None  # 12.1 may be the first or the tenth
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(int(value))
    return _day_of(_plain(str(value)), month)


def read_weekday(value: Any) -> int | None:
    """The weekday that a cell names, Monday 0; None if it names none."""
    plain = _plain(str(value or ""))
    found = _WEEKDAY.search(plain)
    name = found[1] if found else plain
    return (
        WEEKDAYS.find(name.replace("天", "日"))
        if len(name) == 1 and name in "一二三四五六日天"
        else None
    )


def read_hours(value: Any, day: date, month: Month) -> tuple[datetime, datetime] | None:
    """When a shift of `day` begins and ends, by the clock on the wall; None if it does not say.

    An end that is not later than the begin is on the day after.
    """
    found = _HOURS.fullmatch(_spaced(str(value)))
    if found is None:
        return None
    begin = _at(day, found[1], found[2])
    named = (found["day"] or "").strip()
    if named in ("次日", "第二天", "翌日"):
        end_day: date | None = day + timedelta(days=1)
    else:
        end_day = _day_of(named, month) if named and named != "当日" else day
    end = _at(end_day, found[4], found[5]) if end_day else None
    if begin is None or end is None:
        return None
    if end <= begin and not named:
        end += timedelta(days=1)
    return begin, end


def written_hours(begin: datetime, end: datetime) -> str:
    """Hours so that `read_hours` reads them."""
    clock = f"{begin:%H:%M}-"
    if end.date() == begin.date():
        return f"{clock}{end:%H:%M}"
    if end.date() == begin.date() + timedelta(days=1):
        return f"{clock}次日{end:%H:%M}"
    return f"{clock}{end:%Y-%m-%d %H:%M}"


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


def _spaced(words: str) -> str:
    """Without spaces, but for the one between a date and a clock time."""
    plain = unicodedata.normalize("NFKC", words).translate(_DASHES).strip()
    plain = re.sub(r"\s*([-~至到:])\s*", r"\1", plain)
    return re.sub(r"(次日|第二天|翌日|当日)\s+", r"\1", plain)


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－～∼", "-"))


def _day_of(plain: str, month: Month) -> date | None:
    words = _WEEKDAY.sub("", plain)
    whole = _WHOLE.fullmatch(words) or _DIGITS.fullmatch(words)
    if whole:
        return _date(int(whole[1]), int(whole[2]), int(whole[3]))
    if words.isdecimal() and int(words) in SERIALS:
        return EXCEL_BEGINS + timedelta(days=int(words))
    short = _SHORT.fullmatch(words)
    if short and month.year:
        year = month.year
        if month.month == 12 and int(short[1]) == 1:
            year += 1  # the roster of December goes on into January
        return _date(year, int(short[1]), int(short[2]))
    only = _DAY.fullmatch(words)
    if only and month.year and month.month:
        return _date(month.year, month.month, int(only[1]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(day: date, hours: str, minutes: str | None) -> datetime | None:
    clock = int(hours) * 60 + int(minutes or 0)
    if clock > 24 * 60 or int(minutes or 0) > 59:
        return None
    return datetime.combine(day, time()) + timedelta(minutes=clock)
