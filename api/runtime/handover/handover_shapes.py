"""Answers about hand-overs and the shift log. Instants are RFC 3339 in UTC."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from api.server_journal.handover_data import LogKind
from engine.handover.sheet_view import ChangeView, SheetView

State = Literal["waiting", "signed", "replaced"]


class SignatureAt(TypedDict):
    """Who has signed, and when, by the real clock."""

    account: str
    signed_at: str


class HandoverRow(TypedDict):
    """A hand-over without its sheet."""

    number: int
    at: str
    """The instant that the sheet is of."""
    made_by: str
    state: State
    """`replaced`: a later one was made before both had signed."""
    overdue: bool
    """It waits for a signature for longer than half an hour."""
    giver: SignatureAt | None
    taker: SignatureAt | None
    incidents: int
    """Real incidents on the sheet."""
    exercises: int
    reports_overdue: int
    """Of real incidents."""
    hash: str
    """The sha256 of the sheet's canonical JSON, as it stands in the server journal."""
    seq: int
    """The entry of the server journal that holds the hash."""


class HandoverView(HandoverRow):
    """A hand-over as it was frozen."""

    sheet: SheetView
    since: list[ChangeView]
    """What has changed since it was frozen; empty for one that both have signed."""


class Waited(TypedDict):
    """Whether a hand-over is waited for."""

    overdue: bool
    """A signature, or the hand-over at the end of a shift, is overdue."""
    due_at: str | None
    """When it is or was due; null where nothing is waited for."""


class HandoversPage(Waited):
    """Hand-overs, the newest first."""

    handovers: list[HandoverRow]
    next: int | None
    """`before` of the page after it; null at the end."""


class CurrentHandover(Waited):
    """What there is to hand over now."""

    sheet: SheetView
    """As it stands; its notes are empty."""
    last: HandoverRow | None
    """The newest that both have signed."""
    changes: list[ChangeView]
    """What has changed since the `last`."""
    waiting: HandoverRow | None
    """The newest, if it waits for a signature."""


class StruckView(TypedDict):
    """Who struck an entry, when, and why."""

    account: str
    struck_at: str
    reason: str


class LogEntryView(TypedDict):
    """An entry of the shift log."""

    seq: int
    """Its number in the server journal."""
    kind: LogKind
    text: str
    happened_at: str
    written_at: str
    """By the real clock."""
    account: str
    struck: StruckView | None
    """Who struck it; null for an entry that counts."""
    hash: str


class ShiftLogPage(TypedDict):
    """Entries, the newest first."""

    entries: list[LogEntryView]
    next: int | None
    """`before` of the page after it; null at the end."""
