"""A draft of a new edition: a plan's folder copied, with the values that a spreadsheet changed.

The plan in use stays as it is. The draft lies in a folder of its own, as plans lie beside each
other, so that every command about plans reads it.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api.contacts.workbook import NoWorkbook
from api.plan_tables.workbook import read_workbook
from engine.plan.loader import Source
from engine.plan.plan_files import JURISDICTIONS, PLAN_FILE
from engine.plan.yaml_tree import line_of
from engine.plan_tables.cells import sheet_word
from engine.plan_tables.comparing import CellFault, CellPlace, compare
from engine.plan_tables.file_edits import edited

ValuePath = tuple[int | str, ...]
"""Of a value in a plan file."""


@dataclass(frozen=True, slots=True)
class ReadSheets:
    """What a spreadsheet says of a plan: the changed values by their paths, or faults."""

    values: Mapping[ValuePath, Any]
    faults: tuple[CellFault, ...]
    places: Mapping[ValuePath, CellPlace] = field(default_factory=dict)

    def at_line(self, source: Source, line: int) -> list[CellPlace]:
        """The changed cells of the rule that begins in this line of the plan file."""
        return [
            place
            for path, place in self.places.items()
            if line in {line_of(source.tree, path[:end]) for end in range(2, len(path) + 1)}
        ]


def plan_of_workbook(content: bytes) -> str:
    """The id of the plan that a workbook is of; empty where it does not say, or is none."""
    try:
        return read_workbook(content)[0]
    except NoWorkbook:
        return ""


def read_sheets(content: bytes, source: Source) -> ReadSheets:
    """Compare a workbook with the plan that it was written from."""
    guide = sheet_word("sheet.guide")
    try:
        plan, digest, tables = read_workbook(content)
    except NoWorkbook:
        return ReadSheets({}, (CellFault(guide, 0, "", "no_workbook"),))
    if plan != source.plan.id:
        return ReadSheets({}, (CellFault(guide, 0, "", "no_plan"),))
    if digest != source.plan.digest:
        facts = (("was", digest[:16] or "—"), ("now", source.plan.digest[:16]))
        return ReadSheets({}, (CellFault(guide, 0, "", "other_edition", facts),))
    found = compare(source.plan, tables)
    return ReadSheets(found.values, tuple(found.faults), found.places)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that was written: its plan file, and all that was made for it."""

    plan: Path
    made: tuple[Path, ...]

    def remove(self) -> None:
        """Take away what was made, the last first; folders only where nothing else is in them."""
        for path in reversed(self.made):
            if path.is_dir():
                with contextlib.suppress(OSError):
                    path.rmdir()
            else:
                path.unlink()


def write_draft(source: Source, values: Mapping[ValuePath, Any], into: Path) -> Draft:
    """Copy the plan's folder below `into` and change these values.

    Raises `FileExistsError` where such a folder is there already.
    """
    home = Path(source.files.plan.file).parent
    there = into / source.plan.id
    if there.exists():
        raise FileExistsError(there)
    made: list[Path] = []
    for folder in reversed((there, *there.parents)):
        if not folder.exists():
            folder.mkdir()
            made.append(folder)
    for file in sorted(home.rglob("*")):
        _copy(file, there / file.relative_to(home), made)
    for file in _beside(source, home.parent):
        copy = into / file.relative_to(home.parent)
        if not copy.exists():
            if not copy.parent.exists():
                _copy(file.parent, copy.parent, made)
            _copy(file, copy, made)
    plan = there / PLAN_FILE
    plan.write_bytes(edited(source.files.plan.content, values))
    return Draft(plan, tuple(made))


def _copy(file: Path, copy: Path, made: list[Path]) -> None:
    if file.is_dir():
        copy.mkdir()
    else:
        shutil.copyfile(file, copy)
    made.append(copy)


def _beside(source: Source, plans: Path) -> list[Path]:
    """What lies beside the plan and is read with it: its area, and the schemas for editors."""
    files = sorted(plans.glob("*.schema.json"))
    if source.files.jurisdiction is not None:
        files.append(plans / JURISDICTIONS / Path(source.files.jurisdiction.file).name)
    return files
