"""What the server asks of hand-overs and the shift log, as protocols. All of it blocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.server_journal.handover_data import LogKind
from engine.handover.shapes import Sheet
from engine.handover.timing import HandoverMark


@dataclass(frozen=True, slots=True)
class Signature:
    """An account that has signed, and when."""

    account: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Handover:
    """A frozen sheet. `hash` is that of the sheet, `seq` its entry in the server journal.

    `at` is the instant that the sheet is of; `newest` is whether no later one was made.
    """

    number: int
    seq: int
    at: datetime
    made_by: str
    sheet: Sheet
    hash: str
    giver: Signature | None
    taker: Signature | None
    newest: bool

    @property
    def signed(self) -> bool:
        """Whether both have signed."""
        return self.giver is not None and self.taker is not None

    @property
    def mark(self) -> HandoverMark:
        """What of it decides whether a hand-over is overdue."""
        return HandoverMark(self.at, self.signed)


@dataclass(frozen=True, slots=True)
class Struck:
    """Who struck an entry of the shift log, when, and why."""

    account: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An entry of the shift log. `seq` is its number in the server journal.

    `at` is when it was written, by the real clock, `happened_at` when it happened.
    """

    seq: int
    at: datetime
    happened_at: datetime
    account: str
    kind: LogKind
    text: str
    hash: str
    struck: Struck | None


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which entries of the shift log: those that fit everything that is given."""

    kind: LogKind | None = None
    account: str | None = None
    words: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    """Entries with a smaller number: the page after it."""
    after: int | None = None
    """Entries with a larger number."""
