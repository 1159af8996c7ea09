"""A workbook of typed cells, in which nothing can be taken for a formula.

A text stays a text, whatever it begins with; a number is a number, an instant a date. The
same cells give the same bytes: openpyxl would write the time of saving into the file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import Cell as PageCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from api.documents.zip_bytes import rewritten
from engine.documents.document import printable

Cell = str | int | float | datetime | None
"""An instant is shown by the clock of its own zone, since a spreadsheet knows none."""

TEXT = "@"
"""The number format of text: a spreadsheet must not turn a long number into 1.38E+10."""

INSTANT = "yyyy-mm-dd hh:mm:ss"
NUMBER = "General"
LOOKS = {
    (form, wrapped): f"{name} {'wrapped' if wrapped else 'plain'}"
    for form, name in ((TEXT, "text"), (INSTANT, "instant"), (NUMBER, "number"))
    for wrapped in (True, False)
}
"""The named style of each number format, with or without wrapping: set by name, cells are quick."""

LONGEST = 32_000
"""Characters of a cell; a spreadsheet holds 32,767 and cuts the rest off without a word."""

CUT = "…"
MOST_DIGITS = 15
"""A spreadsheet keeps so many digits of a number; a longer one stays a text."""

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - the format knows no zones
_CORE = "docProps/core.xml"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")
_LONGEST_NAME = 31


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and the width of the column below it, in characters."""

    heading: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. `above` stands over it, the first line as its title; `below` under it."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    above: Sequence[str] = ()
    below: Sequence[str] = ()
    landscape: bool = True


def workbook_file(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as one file (.xlsx); the same bytes for the same cells."""
    book = Workbook()
    for unused in book.worksheets:
        book.remove(unused)
    for (form, wrapped), name in LOOKS.items():
        look = Alignment(vertical="top", wrap_text=wrapped)
        book.add_named_style(NamedStyle(name, number_format=form, alignment=look))
    for sheet in sheets:
        _write(book.create_sheet(sheet_name(sheet.name)), sheet)
    book.properties.creator = "值班"
    book.properties.created = _MADE
    out = io.BytesIO()
    book.save(out)
    book.properties.modified = _MADE
    return rewritten(out.getvalue(), {_CORE: lambda _: tostring(book.properties.to_tree())})


def sheet_name(words: str) -> str:
    """The words as the name of a sheet may be."""
    return _NOT_IN_NAMES.sub("_", printable(words))[:_LONGEST_NAME] or "1"


def _write(page: Worksheet, sheet: Sheet) -> None:
    for at, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(at)
        page.column_dimensions[letter].width = column.width
        page.column_dimensions[letter].number_format = TEXT
    row = 0
    for line in sheet.above:
        row += 1
        _put(page.cell(row, 1), line, wrapped=False)
        page.cell(row, 1).font = Font(bold=row == 1, size=14 if row == 1 else 11)
    head = row = row + 1
    for at, column in enumerate(sheet.columns, start=1):
        _put(page.cell(head, at), column.heading)
        page.cell(head, at).font = Font(bold=True)
    for cells in sheet.rows:
        row += 1
        for at, value in enumerate(cells, start=1):
            _put(page.cell(row, at), value)
    if sheet.above:
        last = get_column_letter(len(sheet.columns))
        page.auto_filter.ref = f"A{head}:{last}{max(row, head)}"
    for line in sheet.below:
        row += 1
        _put(page.cell(row, 1), line, wrapped=False)
    page.freeze_panes = f"A{head + 1}"
    page.print_title_rows = f"{head}:{head}"
    page.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0


def _put(cell: PageCell | MergedCell, value: Cell, *, wrapped: bool = True) -> None:
    if value is None or value == "" or isinstance(cell, MergedCell):
        return
    if isinstance(value, datetime):
        cell.value = value.replace(tzinfo=None, microsecond=0)
        cell.style = LOOKS[INSTANT, wrapped]
    elif isinstance(value, int | float):
        cell.value = value
        cell.style = LOOKS[NUMBER, wrapped]
    else:
        shown = printable(value)
        cell.value = shown if len(shown) <= LONGEST else shown[:LONGEST] + CUT
        cell.data_type = "s"  # also what begins like a formula
        cell.style = LOOKS[TEXT, wrapped]


def instant(told: str | datetime | None, zone: str) -> datetime | None:
    """An instant (RFC 3339, or aware) by the clock of a zone; None stays None."""
    if told is None:
        return None
    found = datetime.fromisoformat(told) if isinstance(told, str) else told
    return found.astimezone(ZoneInfo(zone))


def number_or_text(words: str) -> Cell:
    """A whole number as a number, unless it begins with a zero or is too long to be kept."""
    plain = words.strip()
    if re.fullmatch(rf"0|[1-9][0-9]{{0,{MOST_DIGITS - 1}}}", plain):
        return int(plain)
    return words
