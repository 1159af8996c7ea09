"""What is known about one incident: a frozen value, folded from its events.

Orthogonal matters are separate parts, not a product of states: where the response is
(`place`), who holds command (`held_by`), the casualty watch (`watch_until`), and the
report slots. `engine.evolve.apply.apply` makes the next value from an event; nothing here
changes in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from engine.incident.attachments import Attached
from engine.incident.calls import Call
from engine.plan.expressions import Duration
from engine.plan.model import split_position

OPEN_SLOT_STATES = frozenset({"owed", "overdue"})
"""Slot states in which a report is still awaited. `upcoming` is an owed slot whose
period has not begun; it is told from `owed` by the clock alone."""

REPORTS_LISTED = 10
"""How many of an incident's reports `latest_reports` names."""

EMPTY: MappingProxyType[str, Any] = MappingProxyType({})
EMPTY_BY_SEQ: MappingProxyType[int, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of one fact: from whom, true when, written down in which entry.

    `received_at` is when the office was told, which may be earlier than the entry.
    """

    value: Any
    source: str
    as_of: datetime
    seq: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Pending:
    """A recommendation that waits for a decision.

    `approvals` are the roles that have approved it, `approved_by` the one whose approval
    was the last that the plan asks for; None as long as one is missing. It is for opening
    the level, or (`ends`) for ending the response at it.
    """

    level: str
    sub_state: str | None
    recommended_by: str
    since: datetime
    seq: int
    approved_by: str | None = None
    approvals: tuple[str, ...] = ()
    reminders: int = 0
    ends: bool = False

    @property
    def place(self) -> str:
        """Where it leads to."""
        if self.ends:
            return "ended"
        return f"{self.level}.{self.sub_state}" if self.sub_state else self.level


@dataclass(frozen=True, slots=True)
class Formed:
    """A working group as formed."""

    leader: tuple[str, ...]
    members: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class MeasureMark:
    """A measure that is settled: `done` or `waived`; `due_at` as it was then, if it had one."""

    state: str
    at: datetime
    note: str
    seq: int
    due_at: datetime | None = None

    @property
    def late(self) -> bool:
        """Whether it was done after its time limit."""
        return self.state == "done" and self.due_at is not None and self.at > self.due_at


@dataclass(frozen=True, slots=True)
class MeasureClock:
    """The time limit of one measure, also while it does not run.

    `known_from` is since when its condition is known to be met, None while it is not;
    `due_at` when it has to be done, None until it first applies; `began` when the clock was
    started last. It runs while it `applies` and nobody has settled it. `stage` counts the
    reminders sent, `overdue` is set by the one that says so; `known_late` marks a limit that
    was past when it began.
    """

    known_from: datetime | None = None
    applies: bool = False
    due_at: datetime | None = None
    began: datetime | None = None
    stage: int = 0
    overdue: bool = False
    known_late: bool = False


@dataclass(frozen=True, slots=True)
class UnsignedOrder:
    """An entry that still needs the signature of a role's holder.

    `under` is the entry of the unsigned delegation that it was done under, None for a
    recorded order. `alarm_at` is when the missing signature is an alarm, None if the plan
    has none for it; `alarmed` whether that alarm was entered.
    """

    role: str
    under: int | None
    alarm_at: datetime | None
    alarmed: bool = False


UNSIGNED_DELEGATION_LASTS = timedelta(hours=24)
"""How long a recorded delegation counts without the holder's signature (our choice)."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """An account may act in a role until an instant.

    `seq` is the entry that says so, written at `recorded_at`; `recorded_by` the account that
    recorded it as an order of the role's holder, None if the holder gave it himself.
    """

    role: str
    to: str
    until: datetime
    reason: str
    seq: int
    recorded_by: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """The holder of a role is absent until an instant."""

    role: str
    until: datetime


@dataclass(frozen=True, slots=True)
class KindOfEvent:
    """The kind of event as the plan named it when the incident was opened."""

    id: str
    name: str
    name_en: str | None
    clause: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the desk was told when it opened the incident, beside title and figures.

    `place` says in words where it happened; `caller` is `{name, post, phone}`.
    """

    kind: KindOfEvent | None = None
    place: str = ""
    caller: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Voided:
    """The incident was opened by mistake or twice.

    `duplicate_of` is `{id, number, title, plan}` of the incident that is meant instead.
    """

    role: str
    at: datetime
    reason: str
    duplicate_of: Mapping[str, Any] | None
    seq: int


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
    """One report owed by one reporter at one instant (docs/reference/slots.md).

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
        """The state at an instant: `upcoming` for an owed slot whose period is to come."""
        return "upcoming" if self.state == "owed" and now < self.opens_at else self.state


@dataclass(frozen=True, slots=True)
class OpenField:
    """A field that a report answered with 待核实: which report, whose, of which obligation."""

    field: str
    seq: int
    reporter: str | None
    obligation: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ActiveObligation:
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
    the roles that have signed for a place that needs several; `placed_at` is since when the
    incident has been at its place; `entered` says since when
    the incident has been at each place, and each flag true, whose duration the plan asks
    about, `lasted` the longest duration of it that was reached. `day` is the
    last day on which a condition of the plan about the date has turned (the first, the day
    of opening); None where no condition asks for the date. `touched` are the slots that the
    last event made or changed. Two things are known without walking through all slots:
    `owed`, how many are owed of an obligation by a reporter (none: no entry), and
    `earliest_settled`: no settled slot that can be let go is due before it. `told` says
    of each recipient in which entry a report to it came in last. `to_verify` are
    the fields of reports still to be answered. `latest_reports` are the entries of the last
    reports, `corrections` those of each report's corrections. `measure_clocks` are the time
    limits of measures, by the measure. `calls` are the calls by id, in the order in which
    they were started, without old ones that are settled; `open_calls` are the ids of those in
    which somebody is still being called. `attachments` are what was attached, by sha256.
    `asked_at_end` is the position that the figures recommended when the response ended.
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
    told_at_opening: Told = Told()
    facts: Mapping[str, tuple[Figure, ...]] = field(default_factory=lambda: EMPTY)
    pending: Pending | None = None
    groups: Mapping[str, Formed] = field(default_factory=lambda: EMPTY)
    measures: Mapping[str, MeasureMark] = field(default_factory=lambda: EMPTY)
    measure_clocks: Mapping[str, MeasureClock] = field(default_factory=lambda: EMPTY)
    end_conditions: Mapping[str, int] = field(default_factory=lambda: EMPTY)
    stop_decisions: Mapping[str, int] = field(default_factory=lambda: EMPTY)
    slots: MappingProxyType[str, Slot] = field(default_factory=lambda: EMPTY)
    duties: MappingProxyType[str, ActiveObligation] = field(default_factory=lambda: EMPTY)
    to_verify: tuple[OpenField, ...] = ()
    latest_reports: tuple[int, ...] = ()
    corrections: Mapping[int, tuple[int, ...]] = field(default_factory=lambda: EMPTY_BY_SEQ)
    reporter_limits: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: EMPTY)
    delegations: tuple[Delegation, ...] = ()
    absences: tuple[Absence, ...] = ()
    links: Mapping[str, Link] = field(default_factory=lambda: EMPTY)
    signatures: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: EMPTY)
    entered: Mapping[str, datetime] = field(default_factory=lambda: EMPTY)
    lasted: Mapping[str, Duration] = field(default_factory=lambda: EMPTY)
    day: date | None = None
    unsigned: Mapping[int, UnsignedOrder] = field(default_factory=lambda: EMPTY_BY_SEQ)
    struck: frozenset[int] = frozenset()
    told: Mapping[str, int] = field(default_factory=lambda: EMPTY)
    placed_at: datetime | None = None
    activated_at: datetime | None = None
    ended_at: datetime | None = None
    closed_at: datetime | None = None
    highest: str | None = None
    asked_at_end: str | None = None
    watch_until: datetime | None = None
    watch_over: bool = False
    calls: Mapping[str, Call] = field(default_factory=lambda: EMPTY)
    open_calls: tuple[str, ...] = ()
    attachments: Mapping[str, Attached] = field(default_factory=lambda: EMPTY)
    voided: Voided | None = None
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

    def counts_until(self, delegation: Delegation) -> datetime:
        """When a delegation ends: sooner while the holder has not signed it."""
        if delegation.seq not in self.unsigned:
            return delegation.until
        return min(delegation.until, delegation.recorded_at + UNSIGNED_DELEGATION_LASTS)

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
