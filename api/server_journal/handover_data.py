"""Entries about hand-overs and of the shift log.

A frozen sheet stands in a table of its own, its hash here. What is written into the shift log
stands here and nowhere else: it is text of the office, kept for ever and struck by a later entry.
"""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from api.server_journal.entry import DataByType

Side = Literal["giver", "taker"]

LogKind = Literal["call", "paper", "visit", "weather", "check", "equipment", "other"]
"""What an entry of the shift log is about; `check` is an inspection, `paper` a document."""


class HandoverMade(TypedDict):
    """A sheet was frozen."""

    handover: int
    hash: str
    """Of the sheet."""
    mark: str
    """Of the row that holds it."""


class HandoverSigned(TypedDict):
    """Somebody has signed a sheet."""

    handover: int
    side: Side


class ShiftLogged(TypedDict):
    """An entry of the shift log."""

    kind: LogKind
    text: str
    happened_at: str


class ShiftStruck(TypedDict):
    """An entry of the shift log counts no more; the reason stands in the entry's `reason`."""

    entry: int


DUTY: DataByType = {
    "handover_made": HandoverMade,
    "handover_signed": HandoverSigned,
    "shift_logged": ShiftLogged,
    "shift_struck": ShiftStruck,
}
"""These entries are the desk's own, and change nothing on the server."""
