"""A roster's spreadsheet against the roster that there is: faults in words, and what changes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from api.roster.faults import KnownRoster, SheetContents, key_of
from api.roster.ports import KeptShift
from api.runtime.roster.roster_book import RosterBook, finding_text
from api.runtime.roster.roster_shapes import RosterSheet, SheetChangeView, SheetFaultView
from engine.messages import text
from engine.roster.checking import RosterFinding, check
from engine.roster.shift import Shift

ID_BYTES = 6


@dataclass(frozen=True)
class RosterSheets:
    """Reads and writes sheets with the words of one book.

    The book holds the whole roster, so that shifts of a sheet are known again.
    """

    book: RosterBook

    def read(self, content: bytes) -> tuple[SheetContents, list[RosterFinding]]:
        """The shifts of a sheet, the faults of its cells, and what is wrong among the shifts."""
        # Loaded where it is used: openpyxl takes a tenth of a second of every start.
        reading = import_module("api.roster.sheet_reading")
        known = KnownRoster(
            people=self.book.people,
            zone=self.book.zone,
            shifts={key_of(one.shift): one.shift.id for one in self.book.stored.shifts},
            new_id=lambda: secrets.token_hex(ID_BYTES),
        )
        found: SheetContents = reading.read_sheet(content, known)
        findings = check(
            found.shifts,
            zone=self.book.zone.key,
            contacts=self.book.people.names,
            ringing=self.book.people.ringing,
        )
        return found, findings

    def write(self, shifts: Sequence[Shift]) -> bytes:
        """A workbook of these shifts."""
        writing = import_module("api.roster.sheet_writing")
        content: bytes = writing.write_sheet(shifts, self.book.people, self.book.zone)
        return content

    def look(self, content: bytes, *, replace: bool) -> tuple[RosterSheet, list[Shift]]:
        """What a sheet holds and would change; and its shifts, to be taken over."""
        found, findings = self.read(content)
        changes, same = self._changes(found.shifts, replace=replace)
        shown: RosterSheet = {
            "faults": faults_of(found, findings, self.book.language),
            "changes": changes,
            "same": same,
            "taken_over": False,
        }
        return shown, found.shifts

    def _changes(
        self, shifts: Sequence[Shift], *, replace: bool
    ) -> tuple[list[SheetChangeView], int]:
        before = {one.shift.id: one for one in self.book.stored.shifts}
        changes: list[SheetChangeView] = []
        for shift in shifts:
            there = before.get(shift.id)
            if there is None or there.shift != shift:
                version = there.version if there else 0
                view = self.book.shift(KeptShift(shift, version))
                changes.append({"change": "changed" if there else "new", "shift": view})
        same = len(shifts) - len(changes)
        gone = [] if not replace else self._gone(shifts)
        changes += [{"change": "removed", "shift": self.book.shift(one)} for one in gone]
        return changes, same

    def _gone(self, shifts: Sequence[Shift]) -> list[KeptShift]:
        span, wanted = span_of(shifts), {one.id for one in shifts}
        if span is None:
            return []
        return [
            one
            for one in self.book.stored.shifts
            if span[0] <= one.shift.starts_at < span[1] and one.shift.id not in wanted
        ]


def span_of(shifts: Sequence[Shift]) -> tuple[datetime, datetime] | None:
    """From the first begin of shifts until after the last; None without shifts."""
    if not shifts:
        return None
    begins = [one.starts_at for one in shifts]
    return min(begins), max(begins) + timedelta(microseconds=1)


def stops(faults: Sequence[SheetFaultView]) -> bool:
    """Whether the sheet may not be taken over."""
    return any(one["severity"] == "error" for one in faults)


def faults_of(
    found: SheetContents, findings: Sequence[RosterFinding], language: str
) -> list[SheetFaultView]:
    """Everything that is wrong with a sheet, by its cell or rows."""
    cells: list[SheetFaultView] = [
        {
            "cell": one.cell,
            "sentence": text(f"roster.sheet.{one.key}", language, **dict(one.facts)),
            "severity": "error",
        }
        for one in found.faults
    ]
    rows: list[SheetFaultView] = [
        {
            "cell": rows_text([found.rows[row] for row in one.rows], language),
            "sentence": finding_text(one, language),
            "severity": "error" if one.error else "warning",
        }
        for one in findings
    ]
    return [*cells, *rows]


def rows_text(rows: Sequence[int], language: str) -> str:
    """Rows of a sheet, by their numbers."""
    shown: list[Any] = [*rows[:6], *(["…"] if len(rows) > 6 else [])]
    comma = text("word.comma", language)
    return text("roster.rows", language, rows=comma.join(map(str, shown))) if rows else ""
