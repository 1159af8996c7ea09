"""What is wrong with a sheet, as sentences are made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from api.roster.people import People
from engine.roster.shift import Shift


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong with a cell, or with the sheet where `cell` is empty.

    `key` is that of its sentence under `roster.sheet.`; an `error` stops an import.
    """

    key: str
    cell: str = ""
    facts: tuple[tuple[str, str], ...] = ()


ShiftKey = tuple[datetime, datetime, str | None]


@dataclass(frozen=True, slots=True)
class KnownRoster:
    """What a sheet's words mean here: persons, and the ids of shifts that there are."""

    people: People
    zone: ZoneInfo
    shifts: Mapping[ShiftKey, str]
    new_id: Callable[[], str]


@dataclass(slots=True)
class SheetContents:
    """What a sheet holds: shifts, the row of each, and its faults."""

    shifts: list[Shift] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)


def key_of(shift: Shift) -> ShiftKey:
    """By what a shift of a sheet is known, where it has no id."""
    return shift.starts_at, shift.ends_at, shift.name
