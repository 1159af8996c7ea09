"""Values that the store and the parts above and beside it share.

`api.live` and `api.access` may not import the store, nor it them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from typing_extensions import TypedDict

from api.server_journal.changed_by import ChangedBy


class ClockFacts(TypedDict):
    """Facts about the server's clock."""

    virtual_clock: bool
    clock_speed: float
    """Seconds of the server's clock in one real second."""
    exercises_only: bool
    """Only exercises can be opened, because this clock is not the real one."""


class ClockState(TypedDict):
    """Whether this node's clock can be right. `virtual` clocks are no concern of anybody."""

    state: Literal["trusted", "jumped", "distrusted", "waiting", "virtual"]
    node: str
    """Name of this server: as the setting says, or the host's name and the port."""
    ahead_s: float
    """Seconds by which the machine's clock is ahead of the time that the server goes by."""
    since: str | None
    """When the alarm began, by the server's time; null without one."""


class DrillSign(TypedDict):
    """What every screen has to know of the live drill that a server plays."""

    scenario: str
    title: str
    title_en: str | None
    state: Literal["ready", "running", "paused", "ended", "aborted"]
    speed: int
    """Drill seconds in one real second while it runs."""
    controller: str | None
    alarm: str | None
    """What was opened in reality meanwhile; the drill waits for the controller's answer."""
    watches: bool
    """Whether a real server is watched."""
    reached: bool
    """Whether it answers."""
    note: str
    """Why it was paused, ended or broken off."""
    version: int
    """Another one whenever anything of the drill has changed."""
    replays: bool
    """Whether a finished record is played again: nobody can enter anything."""
    recorded: int
    """How many entries of finished journals are replayed, or were before a drill began from one.
    Any, and the report ledger is not audited here."""


class DrillWords(TypedDict):
    """What somebody who conducts or judges a drill wrote to the others."""

    key: str
    at: str
    """Drill time."""
    written_at: str
    """Real time."""
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Concerned:
    """Which incidents and slots a list for an account may hold.

    `reporters` see their slots, and incidents of theirs or with a slot of theirs. All of an
    incident is seen where it has reached one of the `divisions`, or is one of the `exercises`.
    `listing` are the plans with figures that name divisions.
    """

    reporters: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    listing: frozenset[str] = frozenset()
    exercises: bool = False


@dataclass(frozen=True, slots=True)
class ArchivedIncident:
    """What is still here of an incident whose entries are in an archive; see `retain`."""

    id: str
    number: str
    title: str
    plan: str
    exercise: bool
    division: str
    occurred_at: datetime
    file: str
    """The name of the archive when it was written."""


@dataclass(frozen=True, slots=True)
class ArchivedPlace:
    """Where the entries of an archived incident are now, and since when."""

    number: str
    entries: int
    file: str
    """The name of the archive when it was written."""
    sha256: str
    """Of the whole file."""
    at: datetime | None
    """When it was archived; None where the server journal has no entry about it."""


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media types of files for a word processor (.docx) and a spreadsheet (.xlsx)."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file with the name under which a browser keeps it."""

    name: str
    media: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash by which a file is found and signed."""
        return hashlib.sha256(self.content).hexdigest()


class JournalEnd(TypedDict):
    """The last link of the server's chain, which covers every entry of every journal."""

    server: str
    """Id of the server; another id is another server."""
    position: int
    """From 1; each link has the next."""
    hash: str
    losses: int
    """How often the chain says itself that it lost its end."""


class ContinuationState(TypedDict):
    """The chain lost its end and goes on; nobody has acknowledged it yet."""

    position: int
    """Of the link that says so."""
    kept: int
    """The last position that still holds."""
    cause: Literal["restore", "went_back", "renewed"]
    at: str
    signed: bool
    """Whether the server's key has signed it."""


class Chain(Protocol):
    """The server's chain, as running servers read it. Synchronous."""

    def end(self, known: JournalEnd | None) -> JournalEnd:
        """The last link; `known` is what was read before."""
        ...

    def continuation(self) -> ContinuationState | None:
        """A lost end that nobody has acknowledged."""
        ...

    def at(self, position: int) -> tuple[str | None, int]:
        """The hash at a position, and how often the chain says that it lost its end."""
        ...

    def acknowledge(self, position: int, by: ChangedBy) -> bool:
        """Enter that somebody has seen the lost end; False if none with this position waits."""
        ...
