"""What the routes need of the store, as protocols. `api.app` puts the real one in.

All of it is synchronous and may block; `api.runtime.app_state` awaits it in threads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeVar

from typing_extensions import TypedDict

from api.server_journal.changed_by import ChangedBy
from engine.incident.events import Event
from engine.incident.state import Incident, Slot

T_co = TypeVar("T_co", covariant=True)


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


class Page(Protocol[T_co]):
    """One page of a list, and the cursor of the page after it (None at the end)."""

    @property
    def items(self) -> Sequence[T_co]:
        """The entries of this page."""
        ...

    @property
    def next(self) -> str | None:
        """The cursor of the page after this one."""
        ...


class Reader(Protocol):
    """Questions to the store, all answered from one snapshot. Synchronous."""

    def incident(self, incident: str) -> Incident | None:
        """The incident as of its last event, or None."""
        ...

    def numbered(self, number: str) -> Incident | None:
        """The incident with this number, such as `CM-2026-0001`, or None."""
        ...

    def incidents(
        self,
        *,
        stage: str | None = None,
        plan: str | None = None,
        exercise: bool | None = None,
        division: str | None = None,
        level: str | None = None,
        open_only: bool = False,
        voided: bool = False,
        concerned: Concerned | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[Incident]:
        """Incidents, newest first, of those that are `concerned`, or a few more."""
        ...

    def open_incidents_near(
        self,
        about: datetime,
        near: timedelta,
        *,
        exercise: bool,
        divisions: Collection[str] | None,
    ) -> Sequence[Incident]:
        """Open incidents of some divisions (None: of any) that happened near an instant."""
        ...

    def incidents_with(
        self,
        words: str,
        *,
        exercise: bool | None,
        concerned: Concerned | None,
        limit: int,
    ) -> Sequence[Incident]:
        """The newest incidents whose title, number or opening entry holds the words."""
        ...

    def archived_place(self, asked: str) -> ArchivedPlace | None:
        """Where an incident is that was archived, by its id or number."""
        ...

    def archived_with(
        self, words: str, *, exercise: bool | None, limit: int
    ) -> Sequence[ArchivedIncident]:
        """The newest incidents in archives whose title or number holds the words."""
        ...

    def entries_with(
        self,
        words: str,
        *,
        before: int,
        down_to: int,
        exercise: bool | None,
        concerned: Concerned | None,
        limit: int,
    ) -> Sequence[tuple[int, Event]]:
        """The newest entries that hold the words, with cursors from `down_to` to below `before`."""
        ...

    def open_ids(self) -> Sequence[str]:
        """The ids of all incidents that are not closed."""
        ...

    def changed(self, cursor: int) -> Sequence[str]:
        """The ids of incidents with entries after a cursor."""
        ...

    def ledger(self, incident: str) -> Sequence[Slot]:
        """All rows of the report ledger that an incident ever had."""
        ...

    def events(self, incident: str, after: int = 0, limit: int | None = None) -> Sequence[Event]:
        """Entries of one journal with `seq` > `after`."""
        ...

    def last_events(self, incident: str, before: int | None, count: int) -> Sequence[Event]:
        """Its newest entries with `seq` < `before`, in order."""
        ...

    def slots(
        self,
        now: datetime,
        *,
        incident: str | None = None,
        state: str | None = None,
        exercise: bool | None = None,
        reporter: str | None = None,
        concerned: Concerned | None = None,
        due_before: datetime | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[Slot]:
        """Rows of the report ledger, by due instant, of those that are `concerned`."""
        ...

    def punctuality(
        self,
        *,
        now: datetime,
        since: datetime | None,
        until: datetime | None,
        plan: str | None,
        exercise: bool,
        concerned: Concerned | None,
    ) -> tuple[Sequence[tuple[str, str, str, int]], Sequence[tuple[str, Slot]]]:
        """How many ledger rows of a plan's reporter are in a state: (plan, reporter, state, n).

        Rows of reports that are owed at once follow by themselves, each with its plan.
        """
        ...

    def head(self) -> int:
        """The cursor of the server's last event."""
        ...

    def next_wake(self) -> datetime | None:
        """The earliest instant at which an incident has to be woken."""
        ...

    def standing(self) -> Mapping[str, Mapping[bool, int]]:
        """Counts of open incidents and owed reports, by name and by whether of exercises."""
        ...
