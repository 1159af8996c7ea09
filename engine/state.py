"""What is known about one incident: a frozen value, folded from its events.

Orthogonal matters are separate parts, not a product of states: where the response is
(`place`), who holds command (`held_by`), the casualty watch (`watch_until`), and the
report slots. `engine.incident.apply` makes the next value from an event; nothing here
changes in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from engine.plan.model import split_position

OPEN_SLOT_STATES = frozenset({"owed", "overdue"})
"""Slot states in which a report is still awaited. `upcoming` is an owed slot whose
period has not begun; it is told from `owed` by the clock alone."""

EMPTY: MappingProxyType[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of one fact: from whom, true when, written down in which entry."""

    value: Any
    source: str
    as_of: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Pending:
    """A recommendation that waits for a decision.

    `approvals` are the roles that have approved it, `approved_by` the one whose approval
    was the last that the plan asks for; None as long as one is missing.
    """

    level: str
    sub_state: str | None
    recommended_by: str
    since: datetime
    seq: int
    approved_by: str | None = None
    approvals: tuple[str, ...] = ()
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class Formed:
    """A working group as formed."""

    leader: tuple[str, ...]
    members: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class MeasureMark:
    """A measure that is settled: `done` or `waived`."""

    state: str
    at: datetime
    note: str
    seq: int


@dataclass(frozen=True, slots=True)
class Delegation:
    """An account may act in a role until an instant.

    `seq` is the entry that says so; `recorded_by` the account that recorded it as an order of
    the role's holder, None if the holder gave it himself.
    """

    role: str
    to: str
    until: datetime
    reason: str
    seq: int
    recorded_by: str | None


@dataclass(frozen=True, slots=True)
class Absence:
    """The holder of a role is absent until an instant."""

    role: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """Another incident that runs beside this one, as it was named when they were linked.

    `plan` is `{id, version, title}`; `seq` the entry that made the link.
    """

    id: str
    number: str
    title: str
    plan: Mapping[str, str]
    note: str
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One report owed by one reporter at one instant (contract section 2).

    `state`: owed, submitted, submitted_late, overdue, superseded, not_owed, ended.
    `opens_at` is when its period begins (before, it reads as `upcoming`); `stage`
    counts the reminders sent; `immediately` marks a deadline without a number, whose
    `due_at` is the instant it arose and which never becomes overdue.
    """

    id: str
    incident: str
    obligation: str
    series: str
    reporter: str
    recipients: tuple[str, ...]
    due_at: datetime
    opens_at: datetime
    state: str
    clause: str
    immediately: bool = False
    stage: int = 0
    submitted_at: datetime | None = None
    report_seq: int | None = None
    reason: str | None = None

    def state_at(self, now: datetime) -> str:
        """The contract's state: `upcoming` for an owed slot whose period is to come."""
        return "upcoming" if self.state == "owed" and now < self.opens_at else self.state


@dataclass(frozen=True, slots=True)
class Duty:
    """A report obligation that is in force: since when, and its anchor day."""

    obligation: str
    since: datetime
    anchor: date


@dataclass(frozen=True)
class Incident:
    """The state of one incident after its event number `seq`; without slots, see `replace`.

    `place` is the machine state: a stage, or while responding a position such as
    `IV` or `III.tense`. `at` is the instant it has come to: of its last entry, and never
    going backwards; `recorded_at` is when that entry was written down. `signatures` are
    the roles that have signed for a place that needs several; `entered` says since when
    the incident has been at each place, and each flag true, whose duration the plan asks
    about, `lasted` how many hours of it were reached. `touched` are the slots that the
    last event made or changed. Two things are known without walking through all slots:
    `owed`, how many are owed of an obligation by a reporter (none: no entry), and
    `earliest_settled`: no settled slot is due before it.
    """

    id: str
    number: str
    plan: str
    plan_version: str
    plan_digest: str
    title: str
    exercise: bool
    division: str
    occurred_at: datetime
    received_at: datetime
    opened_at: datetime
    place: str
    positions: frozenset[str]
    held_by: str
    facts: Mapping[str, tuple[Figure, ...]] = field(default_factory=lambda: EMPTY)
    pending: Pending | None = None
    groups: Mapping[str, Formed] = field(default_factory=lambda: EMPTY)
    measures: Mapping[str, MeasureMark] = field(default_factory=lambda: EMPTY)
    end_conditions: Mapping[str, int] = field(default_factory=lambda: EMPTY)
    slots: MappingProxyType[str, Slot] = field(default_factory=lambda: EMPTY)
    duties: MappingProxyType[str, Duty] = field(default_factory=lambda: EMPTY)
    reporter_limits: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: EMPTY)
    delegations: tuple[Delegation, ...] = ()
    absences: tuple[Absence, ...] = ()
    links: Mapping[str, Link] = field(default_factory=lambda: EMPTY)
    signatures: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: EMPTY)
    entered: Mapping[str, datetime] = field(default_factory=lambda: EMPTY)
    lasted: Mapping[str, int] = field(default_factory=lambda: EMPTY)
    unsigned: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    struck: frozenset[int] = frozenset()
    activated_at: datetime | None = None
    ended_at: datetime | None = None
    watch_until: datetime | None = None
    watch_over: bool = False
    touched: tuple[Slot, ...] = ()
    owed: MappingProxyType[tuple[str, str], int] = field(
        default_factory=lambda: MappingProxyType({})
    )
    earliest_settled: datetime | None = None
    seq: int = 0
    hash: str = ""
    at: datetime | None = None
    recorded_at: datetime | None = None

    @property
    def stage(self) -> str:
        """assessing, warning, responding, ended or closed."""
        return "responding" if self.place in self.positions else self.place.partition(".")[0]

    @property
    def grade(self) -> str | None:
        """The grade of the warning, where one is in force and the plan has grades."""
        return split_position(self.place)[1] if self.stage == "warning" else None

    @property
    def level(self) -> str | None:
        """The response level, None while no response is open."""
        return split_position(self.place)[0] if self.place in self.positions else None

    @property
    def sub_state(self) -> str | None:
        """The sub-state of the level, where it has them."""
        return split_position(self.place)[1] if self.place in self.positions else None

    @property
    def watching(self) -> bool:
        """Whether casualty changes are still reportable."""
        return self.watch_until is not None and not self.watch_over

    def current(self, fact: str) -> Figure | None:
        """The figure in force: the latest by `as_of`, then by entry; None if unknown.

        A figure whose value is None was withdrawn; it counts as unknown.
        """
        figures = self.facts.get(fact, ())
        if not figures:
            return None
        newest = max(figures, key=lambda figure: (figure.as_of, figure.seq))
        return None if newest.value is None else newest

    def known(self) -> dict[str, Any]:
        """The values in force, by fact."""
        found = {name: self.current(name) for name in self.facts}
        return {name: figure.value for name, figure in found.items() if figure is not None}
