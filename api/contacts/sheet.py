"""The address book as a spreadsheet: read with every fault named by its cell, and written.

Cells may be merged downwards in 单位, 地区 and 岗位, as offices do; a merged number would
belong to several persons and is refused. Several numbers stand in one cell with 、 or a line
end between them. Nothing that is written can be taken for a formula.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from api.contacts.columns import BY_HEADING, COLUMNS, REQUIRED, Column
from engine.contacts.addresses import read_address
from engine.contacts.contact import FIRST, LAST, Channel, Contact
from engine.input_types import CONTROLS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 5000
MOST_CHARACTERS = 200
SHEET = "通讯录"
HEADING_WITHIN = 10
"""The headings stand in one of the first rows; a title may stand above them."""

_MAY_SPAN = frozenset({"unit", "division", "post"})
_BETWEEN = re.compile(r"[、；;\n]|,(?=\s*[0-9+(（0-9])|，|\s/\s")


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong with a cell, or with the sheet where `cell` is empty.

    `key` is that of its sentence under `contacts.sheet.`.
    """

    key: str
    cell: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Reading:
    """What a sheet holds: contacts, the row of each, and its faults."""

    contacts: list[Contact] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)


def read_sheet(
    content: bytes,
    known: Mapping[tuple[str, str, str, str], str],
    names: Mapping[str, str],
    codes: Mapping[str, str],
    new_id: Callable[[], str],
) -> Reading:
    """Read the first sheet of a workbook.

    `known` maps division, unit, post and person to the id of a contact that there is; `names`
    maps what a post may be called to its role; `codes` names of divisions to their codes.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    reading = Reading()
    try:
        book = load_workbook(io.BytesIO(content), data_only=True)
        page = book.worksheets[0]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError):
        reading.faults.append(SheetFault("no_workbook"))
        return reading
    head = _headings(page)
    if head is None:
        told = (("columns", "、".join(REQUIRED)),)
        reading.faults.append(SheetFault("no_headings", facts=told))
        return reading
    top, columns = head
    spread = _spread(page, top, columns, reading)
    if page.max_row - top > MOST_ROWS:
        reading.faults.append(SheetFault("too_many", facts=(("most", str(MOST_ROWS)),)))
        return reading
    for row in range(top + 1, page.max_row + 1):
        cells = {
            at: text
            for at, column in columns.items()
            if (text := spread.get((row, at)) or _text(page.cell(row, at).value))
        }
        if cells:
            _read_row(page, row, columns, cells, _Sheet(known, names, codes, new_id), reading)
    return reading


@dataclass(frozen=True, slots=True)
class _Sheet:
    known: Mapping[tuple[str, str, str, str], str]
    names: Mapping[str, str]
    codes: Mapping[str, str]
    new_id: Callable[[], str]


def _headings(page: Worksheet) -> tuple[int, dict[int, Column]] | None:
    """The row of the headings, and each column by its number."""
    for row in range(1, min(page.max_row, HEADING_WITHIN) + 1):
        found: dict[int, Column] = {}
        for at in range(1, page.max_column + 1):
            column = BY_HEADING.get(_plain(_text(page.cell(row, at).value)))
            if column is not None:
                found[at] = column
        if {column.heading for column in found.values()} >= set(REQUIRED):
            return row, found
    return None


def _plain(heading: str) -> str:
    plain = unicodedata.normalize("NFKC", heading)
    return re.sub(r"[\s*:/、]|\(.*?\)", "", plain).casefold()


def _text(value: Any) -> str:
    """A cell as text. Numbers lose no digit: 13800000000 stays, 13800000000.0 becomes it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _spread(
    page: Worksheet, top: int, columns: Mapping[int, Column], reading: Reading
) -> dict[tuple[int, int], str]:
    """What merged cells say of the cells that they cover."""
    found: dict[tuple[int, int], str] = {}
    for area in page.merged_cells.ranges:
        column = columns.get(area.min_col)
        if area.max_row <= top or column is None:
            continue
        if area.min_col != area.max_col or column.meaning not in _MAY_SPAN:
            cell = page.cell(area.min_row, area.min_col).coordinate
            told = (("column", column.heading), ("area", str(area.coord)))
            reading.faults.append(SheetFault("merged", cell, told))
            continue
        value = _text(page.cell(area.min_row, area.min_col).value)
        for row in range(area.min_row, area.max_row + 1):
            found[row, area.min_col] = value
    return found


def _read_row(
    page: Worksheet,
    row: int,
    columns: Mapping[int, Column],
    cells: Mapping[int, str],
    sheet: _Sheet,
    reading: Reading,
) -> None:
    values: dict[str, Any] = {}
    channels: list[Channel] = []
    before = len(reading.faults)

    def fault(at: int, key: str, **facts: str) -> None:
        cell = page.cell(row, at).coordinate
        reading.faults.append(SheetFault(key, cell, tuple(facts.items())))

    for at, words in cells.items():
        column = columns[at]
        if CONTROLS.search(words) or len(words) > MOST_CHARACTERS:
            fault(at, "bad_text", column=column.heading, most=str(MOST_CHARACTERS))
            continue
        match column.meaning:
            case "channel":
                assert column.channel is not None
                for one in filter(None, map(str.strip, _BETWEEN.split(words))):
                    address = read_address(column.channel, one)
                    if address is None:
                        fault(at, f"bad_{column.channel}", value=one, column=column.heading)
                    else:
                        channels.append(Channel(column.channel, address))
            case "division":
                code = words if words in sheet.codes.values() else sheet.codes.get(words)
                if code is None:
                    fault(at, "bad_division", value=words, accepted="、".join(sheet.codes))
                values["division"] = code
            case "roles":
                values["roles"] = _roles(
                    words, sheet.names, lambda one: fault(at, "bad_role", value=one)
                )
            case "rank":
                if not words.isdecimal() or not FIRST <= int(words) <= LAST:
                    fault(at, "bad_rank", value=words, most=str(LAST))
                else:
                    values["rank"] = int(words)
            case _:
                values[column.meaning] = words
    for column in (one for one in COLUMNS if one.heading in REQUIRED):
        if column.meaning not in values:
            at = next(number for number, one in columns.items() if one is column)
            fault(at, "missing", column=column.heading)
    if len(reading.faults) == before:
        key = (
            values.get("division") or "",
            values["unit"],
            values["post"],
            values.get("person") or "",
        )
        values["id"] = values.get("id") or sheet.known.get(key) or sheet.new_id()
        reading.contacts.append(Contact(**values, channels=tuple(dict.fromkeys(channels))))
        reading.rows.append(row)


def _roles(words: str, names: Mapping[str, str], unknown: Callable[[str], None]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for one in filter(None, map(str.strip, re.split(r"[、,，；;\n]", words))):
        role = names.get(one.replace(":", "：")) or names.get(one)
        if role is None:
            unknown(one)
        else:
            found[role] = None
    return tuple(found)


def write_sheet(
    contacts: Iterable[Contact], role_names: Mapping[str, str], divisions: Mapping[str, str]
) -> bytes:
    """A workbook that `read_sheet` reads back as the same contacts."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    page = book.active
    page.title = SHEET
    for at, column in enumerate(COLUMNS, start=1):
        cell = page.cell(1, at, column.heading)
        cell.font = Font(bold=True)
        page.column_dimensions[get_column_letter(at)].width = column.width
    for row, contact in enumerate(contacts, start=2):
        for at, words in enumerate(_cells(contact, role_names, divisions), start=1):
            if words:
                cell = page.cell(row, at)
                cell.value = words
                cell.data_type = "s"  # a text, also where it begins like a formula
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                cell.number_format = "@"
    page.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(
    contact: Contact, role_names: Mapping[str, str], divisions: Mapping[str, str]
) -> Sequence[str]:
    single = {
        "unit": contact.unit,
        "division": divisions.get(contact.division or "", contact.division or ""),
        "post": contact.post,
        "person": contact.person or "",
        "rank": str(contact.rank),
        "roles": "、".join(role_names.get(role, role) for role in contact.roles),
        "account": contact.account or "",
        "note": contact.note or "",
        "id": contact.id,
    }
    of = {
        column: "\n".join(one.address for one in contact.channels if one.kind == column.channel)
        for column in COLUMNS
    }
    return [of[one] if one.meaning == "channel" else single[one.meaning] for one in COLUMNS]
