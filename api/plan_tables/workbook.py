"""The workbook of a plan: the same bytes for the same plan, and nothing in it is a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from api.contacts.workbook import NoWorkbook, whole_book
from api.documents.zip_bytes import rewritten
from engine.documents.document import printable
from engine.plan.model import Plan
from engine.plan_tables.cells import Cell, Table, sheet_word, tables_of
from engine.plan_tables.comparing import ReadRow, ReadTable

TEXT = "@"
"""The number format of text: a spreadsheet must not turn 15:00 into a time or 1-2 into a day."""

GREY = PatternFill("solid", start_color="FFE7E7E7")
_SIDE = Side(style="thin", color="FFBBBBBB")
FRAME = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
LINE = 15.0
"""The height of a line in points. Without one, programs differ in what they show of a list."""

WIDEST = 48
"""Of a column, in letters."""

_MADE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
MOST_ROWS, MOST_COLUMNS = 5000, 60


def plan_workbook(plan: Plan) -> bytes:
    """The workbook: a sheet that says how to use it, and one for each table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _guide(book.create_sheet(sheet_word("sheet.guide")), plan)
    for table in tables_of(plan):
        _sheet(book.create_sheet(table.name), table)
    book.properties.creator = "Zhiban"
    book.properties.created = book.properties.modified = _MADE
    written = io.BytesIO()
    book.save(written)
    return rewritten(written.getvalue(), {PROPERTIES: _undated})


PROPERTIES = "docProps/core.xml"


def _undated(properties: bytes) -> bytes:
    """The properties without the instant of saving, which openpyxl writes whatever it is told."""
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", properties)


def _guide(page: Worksheet, plan: Plan) -> None:
    page.column_dimensions["A"].width = 20
    page.column_dimensions["B"].width = 110
    rows = [(sheet_word("guide.plan"), plan.id), (sheet_word("guide.digest"), plan.digest)]
    rows += [("", sheet_word(f"guide.{key}")) for key in ("one", "two")]
    for number, row in enumerate(rows, start=1):
        for at, words in enumerate(row, start=1):
            _put(page, number, at, words)


def _sheet(page: Worksheet, table: Table) -> None:
    headings = (sheet_word("head.key"), *table.headings)
    for at, heading in enumerate(headings, start=1):
        _put(page, 1, at, heading).font = Font(bold=True)
        column = [row.cells[at - 2].text if at > 1 else row.key for row in table.rows]
        page.column_dimensions[get_column_letter(at)].width = _width([heading, *column])
    for number, row in enumerate(table.rows, start=2):
        cells = (Cell(row.key), *row.cells)
        for at, cell in enumerate(cells, start=1):
            made = _put(page, number, at, cell.text)
            made.border = FRAME
            if cell.kind is None:
                made.fill = GREY
        page.row_dimensions[number].height = LINE * max(_lines(cell.text) for cell in cells)
    page.freeze_panes = "B2"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0


def _put(page: Worksheet, row: int, column: int, words: str) -> Any:
    cell: Any = page.cell(row, column)
    if words:
        cell.value = printable(words)
        cell.data_type = "s"  # also what begins like a formula
    cell.number_format = TEXT
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _width(texts: list[str]) -> int:
    longest = max(_letters(line) for words in texts for line in words.split("\n"))
    return min(max(longest + 2, 8), WIDEST)


def _lines(words: str) -> int:
    return sum(1 + _letters(line) // (WIDEST - 2) for line in words.split("\n"))


def _letters(line: str) -> int:
    return sum(2 if sign > "\u2e7f" else 1 for sign in line)


# Reading ----------------------------------------------------------------------------------


def read_workbook(content: bytes) -> tuple[str, str, dict[str, ReadTable]]:
    """The plan's id, its digest (both empty where the guide is gone), and the sheets by name.

    Raises `NoWorkbook`.
    """
    book = whole_book(content)
    tables = {page.title: _read(page) for page in book.worksheets}
    guide = tables.pop(sheet_word("sheet.guide"), None)
    told = {guide.headings[0]: guide.headings[1]} if guide and len(guide.headings) > 1 else {}
    for row in guide.rows if guide else ():
        if len(row.texts) > 1:
            told[row.texts[0]] = row.texts[1]
    return told.get(sheet_word("guide.plan"), ""), told.get(sheet_word("guide.digest"), ""), tables


def _read(page: Worksheet) -> ReadTable:
    if page.max_row > MOST_ROWS or page.max_column > MOST_COLUMNS:
        raise NoWorkbook
    rows = list(_rows(page))
    headings = rows[0].texts if rows else ()
    return ReadTable(page.title, headings, tuple(rows[1:]))


def _rows(page: Worksheet) -> Iterator[ReadRow]:
    for number, cells in enumerate(page.iter_rows(), start=1):
        formulas = frozenset(at for at, cell in enumerate(cells) if cell.data_type == "f")
        yield ReadRow(number, tuple(_words(cell.value) for cell in cells), formulas)


def _words(value: Any) -> str:
    """A cell as text; a number or a time that the spreadsheet made of it, as it was typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | time):
        return f"{value:%H:%M}"
    return str(value).strip()
