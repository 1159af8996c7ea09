"""The data of entries about reports: submitted, and who owes them from when."""

from __future__ import annotations

from typing import Annotated

from pydantic import JsonValue
from typing_extensions import TypedDict

from engine.incident.command_parts import ReportKind
from engine.presentation.entry_data import EntryData
from engine.presentation.seen_by import ForAll, ForViewers, seen_by


class Teller(TypedDict):
    """A person who gave a report by telephone."""

    name: str
    post: str
    phone: str


class ReportSubmitted(EntryData, total=False):
    """A report came in, for a slot or besides all slots."""

    slot: ForAll[str | None]
    """Id of the slot; null for an extra report."""
    obligation: ForAll[str | None]
    """Id of the report obligation in the plan; null for an extra report."""
    reporter: ForAll[str | None]
    """A division's code, or the id of a unit or post."""
    due_at: ForAll[str | None]
    """The slot's due instant; null for an extra report."""
    immediately: ForAll[bool]
    """The slot was owed 立即: `due_at` is when the duty arose."""
    kind: ForAll[ReportKind]
    content: ForAll[JsonValue]
    """What was reported; 待核实 where the client sent `not_yet_known`."""
    to_verify: ForAll[list[str]]
    """Names of the fields that were answered with 待核实; left out without any."""
    told_by: Annotated[Teller | None, seen_by("reporter", instead=None)]
    """The person who gave the report by telephone; left out where nobody is named."""
    corrects: ForAll[int]
    """The entry of the earlier report that was wrong; left out where none is named."""
    note: ForAll[str]
    submitted_at: ForAll[str]
    """When it came in; no earlier than the incident's receipt, and never ahead."""


class ReportersSet(EntryData, total=False):
    """The list of who owes a report was limited, or the limit lifted."""

    obligations: ForViewers[list[str]]
    reporters: ForViewers[list[str] | None]
    """Who owes; null for no limit."""
    reason: ForViewers[str]


class CadenceReanchored(EntryData, total=False):
    """An every-n-days report counts from another day."""

    obligations: ForViewers[list[str]]
    anchor: ForViewers[str]
    """The day, `YYYY-MM-DD`, in the plan's zone."""
    reason: ForViewers[str]
