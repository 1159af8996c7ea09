"""Reading a scenario from a workbook; every fault is named by sheet, cell and column.

The cells become the lines of a scenario file, one line a row, and the file is read as strictly as
any other: what is wrong at a line is told at the row that the line came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from api.contacts.workbook import NoWorkbook, whole_book
from api.scenario_sheets.cells import read, written
from api.scenario_sheets.columns import (
    HEAD,
    HEAD_KEYS,
    NAME,
    NOTE,
    ORDER,
    SHEETS,
    Column,
    Form,
    Sheet,
)
from engine.drill.scenario import read_scenario
from engine.drill.scenario.writing import to_yaml, yaml_lines
from engine.errors import PlanFileError
from engine.messages import CATALOGUES, text
from engine.plan.model import Plan
from engine.plan.nearest import nearest

MOST_ROWS = 5000
MOST_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class SheetFault:
    """One fault: the sheet, the cell (`C7`, or empty), the heading of its column, the sentence."""

    sheet: str
    cell: str
    column: str
    why: Mapping[str, str]
    """The sentence by language."""

    def sentence(self, language: str = "zh") -> str:
        """The fault with its place; a fault of the whole file has none."""
        if not self.sheet:
            return self.why[language]
        if not self.cell:
            facts = {"sheet": self.sheet, "why": self.why[language]}
            return text("drill.sheet.fault_of_sheet", language, **facts)
        facts = {"sheet": self.sheet, "cell": self.cell or "—", "column": self.column or "—"}
        return text("drill.sheet.fault", language, **facts, why=self.why[language])


@dataclass(slots=True)
class SheetContents:
    """What was read: the text of the scenario file, or the faults."""

    yaml: str = ""
    faults: list[SheetFault] = field(default_factory=list)


def read_book(content: bytes, plans: Mapping[str, Plan]) -> SheetContents:
    """Read a workbook as the text of a scenario file that passes the check."""
    found = SheetContents()
    try:
        book, formulas = whole_book(content, data_only=True), whole_book(content)
    except NoWorkbook:
        found.faults.append(_fault("", "", "", "no_workbook"))
        return found
    missing = [title for title in (HEAD, "导调单", "步骤") if title not in book.sheetnames]
    if missing:
        found.faults.append(_fault(missing[0], "", "", "no_sheet"))
        return found
    known = [HEAD, *(sheet.title for sheet in SHEETS)]
    for page in book.worksheets:
        # What nobody reads would be lost without a word.
        holds = page["A1"].value is not None or page.calculate_dimension() != "A1:A1"
        if page.title not in known and holds:
            hint = nearest(page.title, known) or "—"
            facts = {"known": "、".join(known), "hint": hint}
            found.faults.append(_fault(page.title, "", "", "unknown_sheet", **facts))
    reading = _Reading(found, next(iter(plans.values())).zone)
    reading.head(_Page(book[HEAD], formulas[HEAD]))
    for sheet in SHEETS:
        if sheet.title in book.sheetnames:
            reading.sheet(sheet, _Page(book[sheet.title], formulas[sheet.title]))
    if not found.faults:
        reading.check(plans)
    return found


def _fault(sheet: str, cell: str, column: str, key: str, **facts: str) -> SheetFault:
    why = {language: text(f"drill.sheet.{key}", language, **facts) for language in CATALOGUES}
    return SheetFault(sheet, cell, column, why)


class _Page:
    """A sheet as people see it: a merged area has its value in each of its rows."""

    def __init__(self, page: Worksheet, formulas: Worksheet) -> None:
        self.title, self.rows, self.columns = page.title, page.max_row, page.max_column
        self._page, self._formulas = page, formulas
        self._tops = {
            (row, area.min_col): area.min_row
            for area in page.merged_cells.ranges
            for row in range(area.min_row + 1, area.max_row + 1)
        }

    def cell(self, row: int, at: int) -> Any:
        """A cell of the workbook."""
        return self._page.cell(self._tops.get((row, at), row), at)

    def words(self, row: int, at: int) -> str:
        """What stands in a cell, as words."""
        cell = self.cell(row, at)
        return written(cell.value, str(cell.number_format))

    def unread(self, row: int, at: int) -> str | None:
        """Why the value of a cell is not there, as a key: a formula never reckoned, an error."""
        cell = self.cell(row, at)
        if cell.data_type == "e":
            return "error_cell"
        formula = self._formulas.cell(cell.row, cell.column).data_type == "f"
        return "formula" if formula and cell.value is None else None

    def is_blank(self, row: int, at: int) -> bool:
        return not self.words(row, at) and self.unread(row, at) is None


def _heading(words: str) -> str:
    """A heading without what keyboards do differently: spaces, and brackets of another width."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words))


class _Reading:
    """The cells read so far: the scenario as data, its comments, and where each entry stands."""

    def __init__(self, found: SheetContents, zone: str) -> None:
        self.found, self.zone = found, zone
        self.data: dict[str, Any] = {}
        self.comments: dict[Any, list[str]] = {}
        self.places: dict[Any, tuple[Sheet | None, int, dict[str, int]]] = {}

    def head(self, page: _Page) -> None:
        named = {_heading(heading): heading for heading in HEAD_KEYS}
        for row in range(1, min(page.rows, 60) + 1):
            heading = named.get(_heading(page.words(row, 1)), "")
            if page.is_blank(row, 2):
                continue
            if not heading:
                facts = {"known": "、".join(HEAD_KEYS)}
                self._note(_fault(HEAD, f"A{row}", page.words(row, 1), "unknown_row", **facts))
                continue
            key, form = HEAD_KEYS[heading]
            if key == NOTE:
                self.comments[()] = page.words(row, 2).splitlines()
            else:
                read = self._value(page, row, 2, Column(heading, key, form))
                if read is not None:
                    self.data[key] = read
                    self.places[key,] = None, row, {key: 2}

    def sheet(self, sheet: Sheet, page: _Page) -> None:
        columns = self._columns(sheet, page)
        if page.rows > MOST_ROWS:
            self._note(_fault(page.title, "", "", "too_many", most=str(MOST_ROWS)))
            return
        entries: dict[Any, Any] = {}
        for row in range(2, page.rows + 1):
            if not all(page.is_blank(row, at) for at in columns):
                self._row(sheet, page, row, columns, entries)
        if entries:
            self.data[sheet.section] = entries if sheet.named else list(entries.values())

    def _columns(self, sheet: Sheet, page: _Page) -> dict[int, Column]:
        """The columns by their place; unknown headings, and those that come twice, are faults."""
        headings = {_heading(column.heading): column for column in sheet.columns}
        given = {at: page.words(1, at) for at in range(1, min(page.columns, 60) + 1)}
        known = "、".join(column.heading for column in sheet.columns)
        if not any(_heading(words) in headings for words in given.values()):
            self._note(_fault(page.title, "A1", given.get(1, ""), "no_headings", known=known))
            return {}
        columns: dict[int, Column] = {}
        for at, words in given.items():
            column = headings.get(_heading(words))
            if words and (column is None or column in columns.values()):
                key = "unknown_column" if column is None else "column_twice"
                cell = f"{get_column_letter(at)}1"
                self._note(_fault(page.title, cell, words, key, known=known))
            elif column is not None:
                columns[at] = column
        return columns

    def _row(
        self,
        sheet: Sheet,
        page: _Page,
        row: int,
        columns: Mapping[int, Column],
        entries: dict[Any, Any],
    ) -> None:
        entry: dict[str, Any] = {}
        name: Any = len(entries)
        note: list[str] = []
        for at, column in columns.items():
            if page.is_blank(row, at):
                continue
            if column.key == NOTE:
                note = page.words(row, at).splitlines()
                continue
            read = self._value(page, row, at, column)
            if column.key == NAME:
                name = read
            elif read is not None:
                _put(entry, column.key, read)
        if sheet.named and (not isinstance(name, str) or name in entries):
            key = "no_name" if not isinstance(name, str) else "name_twice"
            self._note(_fault(page.title, f"A{row}", "编号", key))
            return
        entries[name] = entry
        where = {column.key: at for at, column in columns.items()}
        self.places[sheet.section, name] = sheet, row, where
        if note:
            self.comments[sheet.section, name] = note

    def _value(self, page: _Page, row: int, at: int, column: Column) -> Any:
        """The value of a cell, or None and a fault."""
        cell, words = page.cell(row, at), page.words(row, at)
        unread = page.unread(row, at)
        if unread is not None:
            return self._bad(page, cell.coordinate, column, unread, words)
        if len(words) > MOST_CHARACTERS:
            return self._bad(page, cell.coordinate, column, "too_long")
        try:
            return read(cell.value, str(cell.number_format), column.form, self.zone)
        except (ValueError, PlanFileError):
            return self._bad(page, cell.coordinate, column, _BAD[column.form], words)

    def _bad(self, page: _Page, cell: str, column: Column, key: str, words: str = "") -> None:
        facts = {"value": words[:80], "most": str(MOST_CHARACTERS)}
        self._note(_fault(page.title, cell, column.heading, key, **facts))

    def _note(self, fault: SheetFault) -> None:
        self.found.faults.append(fault)

    def check(self, plans: Mapping[str, Plan]) -> None:
        """Read what the cells say as a scenario file; faults go back to their cells."""
        known = [key for key in ORDER if key in self.data]
        ordered = {key: self.data[key] for key in (*known, *self.data)}
        origins = [origin for _, origin in yaml_lines(ordered)]
        content = to_yaml(ordered)
        try:
            read_scenario(content.encode(), "scenario", plans)
        except PlanFileError as wrong:
            for one in wrong.every:
                origin = origins[one.line - 1] if one.line <= len(origins) else None
                self._note(self._at(one, origin))
            return
        self.found.yaml = to_yaml(ordered, self.comments)

    def _at(self, fault: PlanFileError, origin: Any) -> SheetFault:
        """The fault at the cell that its line came from."""
        inner = str(fault.facts.get("place", ""))
        if fault.code == "plan_missing_key":
            inner = f"{inner}.{fault.facts['key']}"
            if origin in (None, ("format",)):  # of the whole file: nothing stands there
                origin = (str(fault.facts["key"]),)
        sheet, row, where = self.places.get(origin, (None, 0, {}))
        key = max((k for k in where if f".{k}" in f".{inner}"), key=len, default="")
        title = sheet.title if sheet else HEAD
        if sheet is not None:
            column = next((c.heading for c in sheet.columns if c.key == key), "")
        else:
            column = _of_head(origin or ())
        at = where.get(key) or (2 if sheet is None and row else 1)
        cell = f"{get_column_letter(at)}{row}" if row else ""
        return SheetFault(title, cell, column, _why(fault, column))


def _of_head(keys: Iterable[str]) -> str:
    """The heading of the first key that stands on the sheet of the head, or nothing."""
    found = {key: heading for heading, (key, _) in HEAD_KEYS.items()}
    return next((found[key] for key in keys if key in found), "")


def _why(fault: PlanFileError, column: str) -> dict[str, str]:
    """The checker's sentence by language, with the column instead of the path in a file."""
    if fault.code in _OWN and (column or fault.code != "plan_missing_key"):
        key = f"drill.sheet.wrong.{fault.code}"
        return {language: text(key, language, column=column) for language in CATALOGUES}
    why = {}
    for language in CATALOGUES:
        place = text("drill.sheet.column", language, column=column) if column else ""
        facts = {k: v for k, v in fault.facts.items() if k not in ("file", "line", "place")}
        told = PlanFileError(fault.code, file=fault.file, line=fault.line, place=place, **facts)
        words = told.sentence(language)
        why[language] = words.removeprefix(f"{fault.file}:{fault.line}").lstrip("：: ")
    return why


_OWN = frozenset(
    {
        "plan_missing_key",
        "scenario_inject_when",
        "scenario_inject_pool",
        "scenario_do_or_submit",
        "scenario_day_or_days",
        "scenario_do_needs_by",
    }
)
"""Faults about keys that a sheet has columns for: `drill.sheet.wrong.*` names the columns."""


def _put(entry: dict[str, Any], key: str, value: Any) -> None:
    """Put a value at a key, which may lie inside another."""
    *outer, last = key.split(".")
    for part in outer:
        entry = entry.setdefault(part, {})
    entry[last] = value


_BAD: Mapping[Form, str] = {
    "whole": "bad_whole",
    "yes": "bad_yes",
    "yaml": "bad_yaml",
    "expected": "bad_yaml",
    "means": "bad_means",
}
"""What is told of a cell that cannot be read; words, lists and times always can."""
