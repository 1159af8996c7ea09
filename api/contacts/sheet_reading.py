"""Reading the address book from a spreadsheet, with every fault named by its cell.

Cells may be merged downwards in 单位, 地区 and 岗位, as offices do; a merged number would
belong to several persons and is refused. Several numbers stand in one cell with 、 or a line
end between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from api.contacts.columns import BY_HEADING, REQUIRED, Column
from api.contacts.workbook import NoWorkbook, first_sheet
from engine.contacts.addresses import read_address
from engine.contacts.contact import FIRST, LAST, Channel, Contact
from engine.input_types import CONTROLS

MOST_ROWS = 5000
MOST_COLUMNS = 200
MOST_CHARACTERS = 200
HEADING_WITHIN = 10
"""The headings stand in one of the first rows; a title may stand above them."""

_MAY_SPAN = frozenset({"unit", "division", "post"})
_BETWEEN_NUMBERS = re.compile(r"[、；;，\n]|,(?=\s*[0-9+(（])|\s/\s")
_BETWEEN_ROLES = re.compile(r"[、；;，,\n]")
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong with a cell, or with the sheet where `cell` is empty.

    `key` is that of its sentence under `contacts.sheet.`.
    """

    key: str
    cell: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KnownWords:
    """What a sheet's words mean here.

    `contacts` maps division, unit, post and person to the id of a contact that there is;
    `roles` maps what a post may be called to its role; `divisions` names to codes.
    """

    contacts: Mapping[tuple[str, str, str, str], str]
    roles: Mapping[str, str]
    divisions: Mapping[str, str]
    new_id: Callable[[], str]


@dataclass(slots=True)
class SheetContents:
    """What a sheet holds: contacts, the row of each, and its faults."""

    contacts: list[Contact] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)


def read_sheet(content: bytes, known: KnownWords) -> SheetContents:
    """Read the first sheet of a workbook; rows with a fault are left out."""
    found = SheetContents()
    try:
        page = first_sheet(content)
    except NoWorkbook:
        found.faults.append(SheetFault("no_workbook"))
        return found
    head = _headings(page)
    if head is None:
        told = (("columns", "、".join(REQUIRED)),)
        found.faults.append(SheetFault("no_headings", facts=told))
        return found
    top, columns = head
    if page.max_row - top > MOST_ROWS:
        found.faults.append(SheetFault("too_many", facts=(("most", str(MOST_ROWS)),)))
        return found
    merged = _merged(page, top, columns, found)
    for number in range(top + 1, page.max_row + 1):
        cells = {
            at: words
            for at in columns
            if (words := merged.get((number, at)) or _text(page.cell(number, at).value))
        }
        if cells:
            _Row(page, number, columns, known, found).read(cells)
    return found


def _headings(page: Worksheet) -> tuple[int, dict[int, Column]] | None:
    """The row of the headings, and each column by its number."""
    for row in range(1, min(page.max_row, HEADING_WITHIN) + 1):
        found: dict[int, Column] = {}
        for at in range(1, min(page.max_column, MOST_COLUMNS) + 1):
            column = BY_HEADING.get(_heading(_text(page.cell(row, at).value)))
            if column is not None:
                found[at] = column
        if {column.heading for column in found.values()} >= set(REQUIRED):
            return row, found
    return None


def _heading(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words)
    return re.sub(r"[\s*:/、]|\(.*?\)", "", plain).casefold()


def _text(value: Any) -> str:
    """A cell as text. A number that Excel keeps as 13800000000.0 loses no digit."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _merged(
    page: Worksheet, top: int, columns: Mapping[int, Column], found: SheetContents
) -> dict[tuple[int, int], str]:
    """What merged cells say of all the cells that they cover."""
    words: dict[tuple[int, int], str] = {}
    for area in page.merged_cells.ranges:
        column = columns.get(area.min_col)
        if area.max_row <= top or column is None:
            continue
        first = page.cell(area.min_row, area.min_col)
        if area.min_col != area.max_col or column.meaning not in _MAY_SPAN:
            told = (("column", column.heading), ("area", str(area.coord)))
            found.faults.append(SheetFault("merged", first.coordinate, told))
            continue
        for row in range(area.min_row, area.max_row + 1):
            words[row, area.min_col] = _text(first.value)
    return words


class _Row:
    """One row below the headings."""

    def __init__(
        self,
        page: Worksheet,
        number: int,
        columns: Mapping[int, Column],
        known: KnownWords,
        found: SheetContents,
    ) -> None:
        self._page, self._number, self._columns = page, number, columns
        self._known, self._found = known, found
        self._values: dict[str, Any] = {}
        self._channels: dict[Channel, None] = {}
        self._well = True

    def read(self, cells: Mapping[int, str]) -> None:
        """Add the row's contact, or its faults."""
        for at, words in cells.items():
            if CONTROLS.search(words) or len(words) > MOST_CHARACTERS:
                most = str(MOST_CHARACTERS)
                self._fault(at, "bad_text", column=self._columns[at].heading, most=most)
            else:
                self._cell(at, self._columns[at], words)
        for at, column in self._columns.items():
            if column.heading in REQUIRED and at not in cells:
                self._fault(at, "missing", column=column.heading)
        if not self._well:
            return
        values = self._values
        key = (
            values.get("division", ""),
            values["unit"],
            values["post"],
            values.get("person", ""),
        )
        values.setdefault("id", self._known.contacts.get(key) or self._known.new_id())
        self._found.contacts.append(Contact(**values, channels=tuple(self._channels)))
        self._found.rows.append(self._number)

    def _cell(self, at: int, column: Column, words: str) -> None:
        match column.meaning:
            case "channel":
                self._numbers(at, column, words)
            case "division":
                self._division(at, words)
            case "roles":
                self._roles(at, words)
            case "rank":
                self._rank(at, words)
            case "id":
                if _ID.fullmatch(words):
                    self._values["id"] = words
                else:
                    self._fault(at, "bad_id", value=words)
            case plain:
                self._values[plain] = words

    def _numbers(self, at: int, column: Column, words: str) -> None:
        kind = column.channel or "landline"
        for one in filter(None, map(str.strip, _BETWEEN_NUMBERS.split(words))):
            address = read_address(kind, one)
            if address is None:
                self._fault(at, f"bad.{kind}", value=one)
            else:
                self._channels[Channel(kind, address)] = None

    def _division(self, at: int, words: str) -> None:
        codes = self._known.divisions
        code = words if words in codes.values() else codes.get(words)
        if code is None:
            self._fault(at, "bad_division", value=words, accepted="、".join(codes))
        else:
            self._values["division"] = code

    def _roles(self, at: int, words: str) -> None:
        found: dict[str, None] = {}
        for one in filter(None, map(str.strip, _BETWEEN_ROLES.split(words))):
            role = self._known.roles.get(one) or self._known.roles.get(one.replace(":", "："))
            if role is None:
                self._fault(at, "bad_role", value=one)
            else:
                found[role] = None
        self._values["roles"] = tuple(found)

    def _rank(self, at: int, words: str) -> None:
        if words.isdecimal() and FIRST <= int(words) <= LAST:
            self._values["rank"] = int(words)
        else:
            self._fault(at, "bad_rank", value=words, most=str(LAST))

    def _fault(self, at: int, key: str, **facts: str) -> None:
        self._well = False
        cell = self._page.cell(self._number, at).coordinate
        self._found.faults.append(SheetFault(key, cell, tuple(facts.items())))
