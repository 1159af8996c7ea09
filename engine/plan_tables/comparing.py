"""A spreadsheet that comes back, compared with the plan it was made from: changes, or faults.

Only what differs counts. A cell that is there to be read, a row or a sheet that is gone, and a row
that is new are faults: rules are added and removed in the plan file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.documents.document import printable
from engine.messages import text
from engine.plan.model import Plan
from engine.plan.nearest import nearest
from engine.plan_tables.cells import Cell, Path, Table, TableRow, sheet_word, tables_of
from engine.plan_tables.values import Asked, WrongCell, read_value


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a sheet as somebody left it: its number in the sheet and its texts by column."""

    number: int
    texts: tuple[str, ...]
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A sheet as somebody left it: the headings and the rows below them."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[ReadRow, ...]


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong where. `key` is the sentence under `table.wrong.`."""

    sheet: str
    row: int
    column: str
    key: str
    facts: tuple[tuple[str, str], ...] = ()

    def sentence(self, language: str = "zh") -> str:
        """The fault in words: sheet, row, column, what is wrong, what would be right."""
        wrong = text(f"table.wrong.{self.key}", language, **dict(self.facts))
        at = "cell" if self.column else "row" if self.row else "sheet"
        facts = {"sheet": self.sheet, "row": self.row, "column": self.column}
        return text(f"table.at.{at}", language, **facts, wrong=wrong)


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a cell is, as people look for it."""

    sheet: str
    row: int
    column: str


@dataclass(slots=True)
class Compared:
    """The values that differ by their paths in the plan file, their places, and the faults."""

    values: dict[Path, Any] = field(default_factory=dict)
    places: dict[Path, CellPlace] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)


def compare(plan: Plan, given: Mapping[str, ReadTable]) -> Compared:
    """What the tables say otherwise than the plan."""
    found = Compared()
    tables = tables_of(plan)
    for table in tables:
        read = given.get(table.name)
        if read is None:
            found.faults.append(CellFault(table.name, 0, "", "sheet_gone"))
        else:
            _Comparison(plan, table, read, found).run()
    return found


class _Comparison:
    """One table against its sheet."""

    def __init__(self, plan: Plan, table: Table, read: ReadTable, found: Compared) -> None:
        self._plan, self._table, self._read, self._found = plan, table, read, found

    def run(self) -> None:
        columns = self._columns()
        if columns is None:
            return
        rows = {row.key: row for row in self._table.rows}
        seen: set[str] = set()
        for read in self._read.rows:
            key = _at(read, 0)
            if not any(read.texts):
                continue
            if key in seen or key not in rows:
                wrong = "row_twice" if key in seen else "row_unknown"
                self._fault(read, self.key_heading, wrong, key=key, hint=nearest(key, rows) or "—")
                continue
            seen.add(key)
            self._row(rows[key], read, columns)
        for key in rows.keys() - seen:
            facts = (("key", key),)
            self._found.faults.append(CellFault(self._table.name, 0, "", "row_gone", facts))

    @property
    def key_heading(self) -> str:
        return sheet_word("head.key")

    def _columns(self) -> dict[str, int] | None:
        """The column of each heading; None, with a fault, where one is gone."""
        found = {name: at for at, name in enumerate(self._read.headings) if name}
        gone = [name for name in (self.key_heading, *self._table.headings) if name not in found]
        for name in gone:
            facts = (("name", name),)
            self._found.faults.append(CellFault(self._table.name, 1, "", "column_gone", facts))
        return None if gone or found[self.key_heading] else found

    def _row(self, row: TableRow, read: ReadRow, columns: Mapping[str, int]) -> None:
        for heading, cell in zip(self._table.headings, row.cells, strict=True):
            at = columns[heading]
            words = _at(read, at)
            if at in read.formulas:
                self._fault(read, heading, "formula")
            elif words != _same(cell.text):
                self._cell(cell, words, read, heading)

    def _cell(self, cell: Cell, words: str, read: ReadRow, heading: str) -> None:
        if cell.kind is None:
            was = cell.text or sheet_word("nothing")
            self._fault(read, heading, "read_only", was=was.replace("\n", "；"))
            return
        try:
            if not words and cell.text:
                raise WrongCell("emptied")
            asked = Asked(self._plan, cell.least, cell.most)
            self._found.values[cell.path] = read_value(cell.kind, words, asked)
            self._found.places[cell.path] = CellPlace(self._table.name, read.number, heading)
        except WrongCell as wrong:
            self._fault(read, heading, wrong.key, **wrong.facts, given=words[:80])

    def _fault(self, read: ReadRow, column: str, wrong: str, **facts: str) -> None:
        told = tuple(sorted(facts.items()))
        self._found.faults.append(CellFault(self._table.name, read.number, column, wrong, told))


def _at(read: ReadRow, column: int) -> str:
    return _same(read.texts[column]) if column < len(read.texts) else ""


def _same(words: str) -> str:
    """A text without what a spreadsheet adds or cannot hold: other line ends, spaces, controls."""
    return "\n".join(line.strip() for line in printable(words).strip().split("\n"))
