"""The roster as a spreadsheet, in the form in which offices hang it up."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from api.roster.columns import COLUMNS
from api.roster.dates import WEEKDAYS, written_hours
from api.roster.holidays import Day, day_of
from api.roster.people import People
from api.spreadsheets.workbook import Column, Sheet, workbook_file
from engine.roster.shift import Shift

SHEET = "值班表"
_SIGNS = {"holiday": "休", "worked_in_lieu": "班"}


def write_sheet(shifts: Iterable[Shift], people: People, zone: ZoneInfo) -> bytes:
    """A workbook that `api.roster.sheet_reading` reads back as the same shifts."""
    ordered = sorted(shifts, key=lambda one: (one.starts_at, one.ends_at, one.id))
    rows = [_cells(shift, people, zone) for shift in ordered]
    columns = [Column(one.heading, one.width) for one in COLUMNS]
    return workbook_file([Sheet(SHEET, columns, rows)])


def weekday_text(day: Day) -> str:
    """The weekday, with the sign of a day off or worked in lieu."""
    words = f"星期{WEEKDAYS[day.day.weekday()]}"
    return f"{words}（{day.name}{_SIGNS[day.kind]}）" if day.kind in _SIGNS else words


def _cells(shift: Shift, people: People, zone: ZoneInfo) -> list[str]:
    begin = shift.starts_at.astimezone(zone).replace(tzinfo=None)
    end = shift.ends_at.astimezone(zone).replace(tzinfo=None)
    single = {
        "day": begin.date().isoformat(),
        "weekday": weekday_text(day_of(begin.date())),
        "name": shift.name or "",
        "hours": written_hours(begin, end),
        "note": shift.note or "",
        "id": shift.id,
    }
    return [
        single[column.meaning]
        if column.post is None
        else "、".join(people.written(one) for one in shift.of(column.post))
        for column in COLUMNS
    ]
