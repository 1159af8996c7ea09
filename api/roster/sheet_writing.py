"""The roster as a spreadsheet, in the form in which offices hang it up."""

from __future__ import annotations

import io
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from api.roster.columns import COLUMNS
from api.roster.dates import WEEKDAYS, written_hours
from api.roster.holidays import Day, day_of
from api.roster.people import People
from engine.roster.shift import Shift

SHEET = "值班表"
TEXT = "@"
"""The number format of text: a spreadsheet must not turn a date or a number into another."""

_SIGNS = {"holiday": "休", "worked_in_lieu": "班"}


def write_sheet(shifts: Iterable[Shift], people: People, zone: ZoneInfo) -> bytes:
    """A workbook that `api.roster.sheet_reading` reads back as the same shifts."""
    book = Workbook()
    page = book.create_sheet(SHEET, 0)
    del book[book.sheetnames[1]]
    for at, column in enumerate(COLUMNS, start=1):
        page.cell(1, at, column.heading).font = Font(bold=True)
        letter = get_column_letter(at)
        page.column_dimensions[letter].width = column.width
        page.column_dimensions[letter].number_format = TEXT
    ordered = sorted(shifts, key=lambda one: (one.starts_at, one.ends_at, one.id))
    for row, shift in enumerate(ordered, start=2):
        for at, words in enumerate(_cells(shift, people, zone), start=1):
            if words:
                cell = page.cell(row, at, words)
                cell.data_type = "s"  # also what begins like a formula
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                cell.number_format = TEXT
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


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
