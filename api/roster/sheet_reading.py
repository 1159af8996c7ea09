"""Reading a roster from a spreadsheet, with every fault named by its cell.

One row is one shift. Cells may be merged downwards, as offices do: a date over its shifts, a
leader over a week. Several persons stand in one cell with 、 or a line end between them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from api.contacts.workbook import NoWorkbook, first_sheet
from api.roster.columns import BY_HEADING, REQUIRED, Column, heading_key
from api.roster.dates import WEEKDAYS, Month, month_in, read_day, read_hours, read_weekday
from api.roster.faults import KnownRoster, SheetContents, SheetFault, key_of
from api.roster.people import member_of, told_apart
from engine.input_types import CONTROLS
from engine.roster.shift import DutyPost, Member, Shift

MOST_ROWS = 2000
MOST_COLUMNS = 50
MOST_CHARACTERS = 200
HEADING_WITHIN = 10
"""The headings stand in one of the first rows; a title may stand above them."""

WHOLE_DAY = (timedelta(hours=8), timedelta(hours=32))
"""A row that names neither hours nor a part of the day: from eight to eight; our choice."""

_BETWEEN = re.compile(r"[、；;，,/\n]")
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_FOOT = re.compile(r"(?:备?注|说明|要求|制表|审核|审批|联系电话|值班电话)")


def read_sheet(content: bytes, known: KnownRoster) -> SheetContents:
    """Read the first sheet of a workbook; rows with a fault are left out."""
    found = SheetContents()
    try:
        page = first_sheet(content)
    except NoWorkbook:
        found.faults.append(SheetFault("no_workbook"))
        return found
    head = _headings(page)
    if head is None:
        found.faults.append(SheetFault("no_headings", facts=(("columns", "、".join(REQUIRED)),)))
        return found
    top, columns = head
    if page.max_row - top > MOST_ROWS:
        found.faults.append(SheetFault("too_many", facts=(("most", str(MOST_ROWS)),)))
        return found
    merged, month = _merged(page, top, columns, found), _month(page, top)
    for number in range(top + 1, page.max_row + 1):
        cells = {at: _value(page, merged, number, at) for at in columns}
        cells = {at: value for at, value in cells.items() if value not in (None, "")}
        own = any(page.cell(number, at).value not in (None, "") for at in columns)
        if cells and own and not _is_foot(cells, columns):
            _Row(page, number, columns, known, found, month).read(cells)
    return found


def _headings(page: Worksheet) -> tuple[int, dict[int, Column]] | None:
    """The row of the headings, and each column by its number."""
    for row in range(1, min(page.max_row, HEADING_WITHIN) + 1):
        found: dict[int, Column] = {}
        for at in range(1, min(page.max_column, MOST_COLUMNS) + 1):
            column = BY_HEADING.get(heading_key(str(page.cell(row, at).value or "")))
            if column is not None and column not in found.values():
                found[at] = column
        if {column.heading for column in found.values()} >= set(REQUIRED):
            return row, found
    return None


def _month(page: Worksheet, top: int) -> Month:
    """What stands above the headings, or the name of the sheet, says of year and month."""
    above = [
        str(page.cell(row, at).value or "")
        for row in range(1, top)
        for at in range(1, min(page.max_column, MOST_COLUMNS) + 1)
    ]
    return next((one for words in (*above, page.title) if (one := month_in(words)).year), Month())


def _merged(
    page: Worksheet, top: int, columns: Mapping[int, Column], found: SheetContents
) -> dict[tuple[int, int], Any]:
    """What merged cells say of all the cells that they cover."""
    values: dict[tuple[int, int], Any] = {}
    for area in page.merged_cells.ranges:
        column = columns.get(area.min_col)
        first = page.cell(area.min_row, area.min_col)
        if area.max_row <= top or column is None or first.value in (None, ""):
            continue
        if column.meaning == "day" and _FOOT.match(str(first.value).strip()):
            continue
        if area.min_col != area.max_col or column.meaning == "id":
            told = (("column", column.heading), ("area", str(area.coord)))
            found.faults.append(SheetFault("merged", first.coordinate, told))
            continue
        for row in range(area.min_row, area.max_row + 1):
            values[row, area.min_col] = first.value
    return values


def _value(page: Worksheet, merged: Mapping[tuple[int, int], Any], row: int, at: int) -> Any:
    value = merged.get((row, at), page.cell(row, at).value)
    return value.strip() if isinstance(value, str) else value


def _is_foot(cells: Mapping[int, Any], columns: Mapping[int, Column]) -> bool:
    """Whether the row is a remark below the table."""
    day = next(
        (cells[at] for at, one in columns.items() if one.meaning == "day" and at in cells), ""
    )
    return isinstance(day, str) and _FOOT.match(day) is not None


class _Row:
    """One row below the headings."""

    def __init__(
        self,
        page: Worksheet,
        number: int,
        columns: Mapping[int, Column],
        known: KnownRoster,
        found: SheetContents,
        month: Month,
    ) -> None:
        self._page, self._number, self._columns = page, number, columns
        self._known, self._found, self._month = known, found, month
        self._at: dict[str, int] = {one.post or one.meaning: at for at, one in columns.items()}
        self._members: dict[DutyPost, tuple[Member, ...]] = {}
        self._well = True

    def read(self, cells: Mapping[int, Any]) -> None:
        """Add the row's shift, or its faults."""
        for at, value in cells.items():
            words = str(value)
            if len(words) > MOST_CHARACTERS or CONTROLS.search(words):
                told = {"column": self._columns[at].heading, "most": str(MOST_CHARACTERS)}
                self._fault(at, "bad_text", **told)
                return
        day = self._day(cells)
        for at, value in cells.items():
            post = self._columns[at].post
            if post is not None:
                self._members[post] = self._people(at, str(value))
        span = self._span(cells, day) if day else None
        id_ = self._id(cells)
        if not self._well or span is None:
            return
        shift = Shift(
            id_ or "",
            *span,
            name=self._words(cells, "name"),
            leader=self._members.get("leader", ()),
            duty_officers=self._members.get("duty_officers", ()),
            standby=self._members.get("standby", ()),
            note=self._words(cells, "note"),
        )
        known = id_ or self._known.shifts.get(key_of(shift)) or self._known.new_id()
        self._found.shifts.append(replace(shift, id=known))
        self._found.rows.append(self._number)

    def _day(self, cells: Mapping[int, Any]) -> date | None:
        at = self._at["day"]
        if at not in cells:
            self._fault(at, "missing", column=self._columns[at].heading)
            return None
        day = read_day(cells[at], self._month)
        if day is None:
            self._fault(at, "bad_date", value=str(cells[at]))
            return None
        beside = self._at.get("weekday", at)
        said = read_weekday(cells.get(beside))
        if said is None and beside != at:
            beside, said = at, _weekday_within(cells[at])
        if said is not None and said != day.weekday():
            told = {
                "day": day.isoformat(),
                "right": WEEKDAYS[day.weekday()],
                "said": WEEKDAYS[said],
            }
            self._fault(beside, "weekday", **told)
        return day

    def _span(self, cells: Mapping[int, Any], day: date) -> tuple[datetime, datetime] | None:
        at = self._at.get("hours")
        name = self._words(cells, "name")
        if at is not None and at in cells:
            hours = read_hours(cells[at], day, self._month)
            if hours is None:
                self._fault(at, "bad_hours", value=str(cells[at]))
                return None
            return self._instant(hours[0]), self._instant(hours[1])
        if name is not None and (hours := read_hours(name, day, self._month)):
            return self._instant(hours[0]), self._instant(hours[1])
        if name is not None:
            self._fault(at or self._at["name"], "no_hours", name=name)
            return None
        midnight = datetime.combine(day, time())
        return self._instant(midnight + WHOLE_DAY[0]), self._instant(midnight + WHOLE_DAY[1])

    def _instant(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self._known.zone).astimezone(UTC)

    def _people(self, at: int, words: str) -> tuple[Member, ...]:
        found: dict[str, Member] = {}
        for name in self._names(words):
            meant = self._known.people.find(name)
            if len(meant) == 1:
                found[meant[0].id] = member_of(meant[0])
            elif meant:
                self._fault(at, "two_of_name", value=name, which=told_apart(meant))
            elif hint := self._known.people.nearest(name):
                self._fault(at, "nearest_name", value=name, hint=hint)
            else:
                self._fault(at, "unknown_name", value=name)
        return tuple(found.values())

    def _names(self, words: str) -> list[str]:
        """The names of a cell. A space parts two names, or is within one (张　三)."""
        found: list[str] = []
        for part in filter(None, map(str.strip, _BETWEEN.split(words))):
            parts = part.split()
            apart = len(parts) > 1 and not self._known.people.has(part)
            every = all(self._known.people.has(one) for one in parts)
            found += parts if apart and (every or len(parts) > 2) else [part]
        return [one for one in found if one not in ("无", "-", "—", "/")]

    def _id(self, cells: Mapping[int, Any]) -> str | None:
        words = self._words(cells, "id")
        if words is not None and not _ID.fullmatch(words):
            self._fault(self._at["id"], "bad_id", value=words)
        return words

    def _words(self, cells: Mapping[int, Any], meaning: str) -> str | None:
        value = cells.get(self._at.get(meaning, 0))
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return None if value is None else str(value)

    def _fault(self, at: int, key: str, **facts: str) -> None:
        self._well = False
        cell = self._page.cell(self._number, at).coordinate
        self._found.faults.append(SheetFault(key, cell, tuple(facts.items())))


def _weekday_within(value: Any) -> int | None:
    """The weekday beside a date in the same cell, 12月1日（星期二）."""
    return read_weekday(value) if isinstance(value, str) and len(value) > 1 else None
