"""Reading a scenario from a workbook; every fault is named by sheet, cell and column.

The cells become the lines of a scenario file, one line a row, and the file is read as strictly as
any other: what is wrong at a line is told at the row that the line came from.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from api.contacts.workbook import NoWorkbook, first_sheet
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
from engine.drill.scenario import MEANS, read_scenario
from engine.drill.scenario.writing import to_yaml, yaml_lines
from engine.errors import PlanFileError
from engine.messages import CATALOGUES, text
from engine.plan.model import Plan
from engine.plan.yaml_tree import parse, plain

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
        """The fault with its place."""
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
        first_sheet(content)
        book = load_workbook(io.BytesIO(content), data_only=True)
    except NoWorkbook:
        found.faults.append(_fault("", "", "", "no_workbook"))
        return found
    missing = [title for title in (HEAD, "导调单", "步骤") if title not in book.sheetnames]
    if missing:
        found.faults.append(_fault(missing[0], "", "", "no_sheet"))
        return found
    reading = _Reading(found)
    reading.head(book[HEAD])
    for sheet in SHEETS:
        if sheet.title in book.sheetnames:
            reading.sheet(sheet, book[sheet.title])
    if not found.faults:
        reading.check(plans)
    return found


def _fault(sheet: str, cell: str, column: str, key: str, **facts: str) -> SheetFault:
    why = {language: text(f"drill.sheet.{key}", language, **facts) for language in CATALOGUES}
    return SheetFault(sheet, cell, column, why)


class _Reading:
    """The cells read so far: the scenario as data, its comments, and where each entry stands."""

    def __init__(self, found: SheetContents) -> None:
        self.found = found
        self.data: dict[str, Any] = {}
        self.comments: dict[Any, list[str]] = {}
        self.places: dict[Any, tuple[Sheet | None, int, dict[str, int]]] = {}

    def head(self, page: Worksheet) -> None:
        for row in range(1, min(page.max_row, 60) + 1):
            heading = str(page.cell(row, 1).value or "").strip()
            known = HEAD_KEYS.get(heading)
            value = page.cell(row, 2).value
            if known is None or value in (None, ""):
                continue
            key, form = known
            if key == NOTE:
                self.comments[()] = str(value).splitlines()
            else:
                column = Column(heading, key, form)
                read = self._value(page, row, 2, column)
                if read is not None:
                    self.data[key] = read
                    self.places[key,] = None, row, {key: 2}

    def sheet(self, sheet: Sheet, page: Worksheet) -> None:
        headings = {column.heading: column for column in sheet.columns}
        columns: dict[int, Column] = {}
        for at in range(1, min(page.max_column, 60) + 1):
            written = str(page.cell(1, at).value or "").strip()
            if written and written not in headings:
                cell = page.cell(1, at).coordinate
                known = "、".join(headings)
                self._note(_fault(page.title, cell, written, "unknown_column", known=known))
            elif written:
                columns[at] = headings[written]
        if page.max_row > MOST_ROWS:
            self._note(_fault(page.title, "", "", "too_many", most=str(MOST_ROWS)))
            return
        entries: dict[Any, Any] = {}
        for row in range(2, page.max_row + 1):
            if any(page.cell(row, at).value not in (None, "") for at in columns):
                self._row(sheet, page, row, columns, entries)
        if entries:
            self.data[sheet.section] = entries if sheet.named else list(entries.values())

    def _row(
        self,
        sheet: Sheet,
        page: Worksheet,
        row: int,
        columns: Mapping[int, Column],
        entries: dict[Any, Any],
    ) -> None:
        entry: dict[str, Any] = {}
        name: Any = len(entries)
        note: list[str] = []
        for at, column in columns.items():
            value = page.cell(row, at).value
            if value in (None, ""):
                continue
            if column.key == NOTE:
                note = str(value).splitlines()
                continue
            read = self._value(page, row, at, column)
            if column.key == NAME:
                name = read
            elif read is not None:
                _put(entry, column.key, read)
        if sheet.named and (not isinstance(name, str) or name in entries):
            key = "no_name" if not isinstance(name, str) else "name_twice"
            self._note(_fault(page.title, page.cell(row, 1).coordinate, "编号", key))
            return
        entries[name] = entry
        where = {column.key: at for at, column in columns.items()}
        self.places[sheet.section, name] = sheet, row, where
        if note:
            self.comments[sheet.section, name] = note

    def _value(self, page: Worksheet, row: int, at: int, column: Column) -> Any:
        """The value of a cell, or None and a fault."""
        cell = page.cell(row, at)
        words = _written(cell.value)
        if len(words) > MOST_CHARACTERS:
            return self._bad(page, cell.coordinate, column, "too_long")
        try:
            return _READERS[column.form](words)
        except (ValueError, PlanFileError):
            return self._bad(page, cell.coordinate, column, _BAD[column.form], words)

    def _bad(self, page: Worksheet, cell: str, column: Column, key: str, words: str = "") -> None:
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
        prefix = {language: fault.sentence(language) for language in CATALOGUES}
        why = {
            "zh": prefix["zh"].removeprefix(f"scenario:{fault.line}：").strip(),
            "en": prefix["en"].removeprefix(f"scenario:{fault.line}:").strip(),
        }
        sheet, row, where = self.places.get(origin, (None, 0, {}))
        inner = str(fault.facts.get("place", ""))
        key = max((k for k in where if f".{k}" in f".{inner}"), key=len, default="")
        title = sheet.title if sheet else HEAD
        column = next((c.heading for c in sheet.columns if c.key == key), "") if sheet else ""
        if sheet is None and origin:
            column = next((h for h, (k, _) in HEAD_KEYS.items() if k == origin[0]), "")
        at = where.get(key) or (2 if sheet is None and row else 1)
        cell = f"{_letter(at)}{row}" if row else ""
        return SheetFault(title, cell, column, why)


def _letter(at: int) -> str:
    return chr(ord("A") + at - 1) if at <= 26 else f"A{chr(ord('A') + at - 27)}"


def _put(entry: dict[str, Any], key: str, value: Any) -> None:
    """Put a value at a key, which may lie inside another."""
    *outer, last = key.split(".")
    for part in outer:
        entry = entry.setdefault(part, {})
    entry[last] = value


def _written(value: Any) -> str:
    """What a person wrote into a cell; a spreadsheet turns 08:30 and 3 into other types."""
    if hasattr(value, "strftime") and not hasattr(value, "year"):
        return str(value.strftime("%H:%M"))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _yaml(words: str) -> Any:
    return plain(parse(f"x: {words}\n".encode(), "cell"))["x"]


def _yes(words: str) -> bool:
    yes = {text("drill.sheet.yes", language) for language in CATALOGUES}
    no = {text("drill.sheet.no", language) for language in CATALOGUES}
    if words not in yes | no:
        raise ValueError(words)
    return words in yes


def _means(words: str) -> str:
    for means in MEANS:
        if words in (means, *(text(f"drill.means.{means}", lang) for lang in CATALOGUES)):
            return means
    raise ValueError(words)


_BAD: Mapping[Form, str] = {
    "whole": "bad_whole",
    "yes": "bad_yes",
    "yaml": "bad_yaml",
    "means": "bad_means",
}
"""What is told of a cell that cannot be read; words and lists always can."""

_READERS: Mapping[Form, Any] = {
    "words": str,
    "whole": int,
    "yes": _yes,
    "list": lambda words: [part.strip() for part in words.split("、") if part.strip()],
    "yaml": _yaml,
    "means": _means,
}
