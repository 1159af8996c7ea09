"""Entries about hand-overs and of the shift log.

A frozen sheet stands in a table of its own, its hash here. What is written into the shift log
stands here and nowhere else: it is text of the office, kept for ever and struck by a later entry.
"""

from __future__ import annotations

from typing import Literal, get_args

from typing_extensions import TypedDict

from api.server_journal.entry import Entry

Side = Literal["giver", "taker"]

LogKind = Literal["call", "paper", "visit", "weather", "check", "equipment", "other"]
"""What an entry of the shift log is about; `check` is an inspection, `paper` a document."""

LOG_KINDS: tuple[LogKind, ...] = get_args(LogKind)


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


class HandoverMadeEntry(Entry):
    """See `HandoverMade`."""

    type: Literal["handover_made"]
    data: HandoverMade


class HandoverSignedEntry(Entry):
    """See `HandoverSigned`."""

    type: Literal["handover_signed"]
    data: HandoverSigned


class ShiftLoggedEntry(Entry):
    """See `ShiftLogged`."""

    type: Literal["shift_logged"]
    data: ShiftLogged


class ShiftStruckEntry(Entry):
    """See `ShiftStruck`."""

    type: Literal["shift_struck"]
    data: ShiftStruck


HandoverEntry = HandoverMadeEntry | HandoverSignedEntry | ShiftLoggedEntry | ShiftStruckEntry

DUTY: tuple[str, ...] = ("handover_made", "handover_signed", "shift_logged", "shift_struck")
"""The types of these entries: the desk's own, which change nothing on the server."""
