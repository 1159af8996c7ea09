"""A scenario as a workbook: the list of injects first, then everything else that it holds."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from api.scenario_sheets.columns import HEAD, HEAD_KEYS, NAME, NOTE, SHEETS, Form, Sheet
from engine.drill.scenario import Scenario
from engine.drill.scenario.writing import as_data, flow
from engine.messages import text

TEXT = "@"
"""The number format of text: a spreadsheet must not turn a time or a code into something else."""

Comments = Mapping[Any, Sequence[str]]


def write_book(scenario: Scenario, comments: Comments) -> bytes:
    """A workbook that `api.scenario_sheets.reading` reads back as the same scenario."""
    data = as_data(scenario)
    book = Workbook()
    first = book.worksheets[0]
    for sheet in SHEETS:
        rows = _rows(sheet, data.get(sheet.section, {}), comments)
        _fill(book.create_sheet(sheet.title), sheet, rows)
    head = book.create_sheet(HEAD, 0)
    del book[first.title]
    for row, (heading, (key, form)) in enumerate(HEAD_KEYS.items(), start=1):
        value = "\n".join(comments.get((), ())) if key == NOTE else data.get(key)
        _put(head, row, 1, heading, bold=True)
        _put(head, row, 2, "" if value is None else _words(value, form))
    head.column_dimensions["A"].width = 18
    head.column_dimensions["B"].width = 60
    book.active = 1 if scenario.injects else 0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(sheet: Sheet, section: Any, comments: Comments) -> list[dict[str, str]]:
    """The cells of a sheet by the keys of their columns."""
    entries = section.items() if sheet.named else enumerate(section)
    rows = []
    for name, entry in entries:
        cells = {NAME: str(name), NOTE: "\n".join(comments.get((sheet.section, name), ()))}
        for column in sheet.columns:
            value = _inside(entry, column.key)
            if column.key not in (NAME, NOTE) and value is not None:
                cells[column.key] = _words(value, column.form)
        rows.append(cells)
    return rows


def _inside(entry: Mapping[str, Any], key: str) -> Any:
    """The value of a key, which may lie inside another."""
    value: Any = entry
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _words(value: Any, form: Form) -> str:
    if form == "yes":
        return text("drill.sheet.yes") if value else ""
    if form == "list":
        return "、".join(value)
    if form == "means":
        return text(f"drill.means.{value}")
    return flow(value) if form in ("yaml", "expected") else str(value)


def _fill(page: Worksheet, sheet: Sheet, rows: Sequence[Mapping[str, str]]) -> None:
    for at, column in enumerate(sheet.columns, start=1):
        _put(page, 1, at, column.heading, bold=True)
        letter = get_column_letter(at)
        page.column_dimensions[letter].width = column.width
        page.column_dimensions[letter].number_format = TEXT
        for row, cells in enumerate(rows, start=2):
            _put(page, row, at, cells.get(column.key, ""))
    page.freeze_panes = "B2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0


def _put(page: Worksheet, row: int, at: int, words: str, *, bold: bool = False) -> None:
    if words == "":
        return
    cell = page.cell(row, at, words)
    cell.data_type = "s"  # also what begins like a formula
    cell.number_format = TEXT
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if bold:
        cell.font = Font(bold=True)
