"""The shapes of the parts of an incident's view; `incident_shapes` puts them together.

Instants are RFC 3339 in UTC. Names and texts are in the reader's language, ids are the plan's.
"""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from engine.presentation.seen_by import ForDesk, ForViewers

FactValue = bool | int | float | str | list[str]
"""A fact's value: by the fact's kind a flag, a figure, a text, or ids of choices or divisions."""


MeasureState = Literal["open", "overdue", "done", "done_late", "waived"]


Colour = Literal["red", "orange", "yellow", "blue", "grey"]


class PlanRef(TypedDict):
    """The plan that an incident is pinned to."""

    id: str
    version: str
    """The edition of the plan's file, such as 2021.4."""
    title: str


class CommandView(TypedDict):
    """Which holder has command. `held_by` is null for a reporter."""

    held_by: str | None
    name: str
    """Name of the holder; — where `held_by` is null."""
    superior: bool
    """The holder is above the plan's own headquarters."""


class FigureView(TypedDict):
    """One fact's value in force, and where it comes from."""

    value: FactValue
    source: str
    """Who told the office, in words."""
    as_of: str
    """The instant at which the value was true."""
    received_at: str
    """The office was told."""
    seq: int
    """Number of the entry that brought it."""
    name: str
    unit: str | None
    """What the figure counts, such as 人 or 万元; null where it has no unit."""


class PendingView(TypedDict):
    """A recommendation that waits for a decision."""

    command: Literal["activate_response", "adjust_response", "end_response"]
    level: str
    """The level to be opened; for `end_response` the one that is to end."""
    sub_state: str | None
    recommended_by: str
    """Id of the role."""
    since: str
    """When it was recommended."""
    approved_by: str | None
    """The role whose approval was the last that the plan asks for; null while one is missing."""
    approvals: list[str]
    """Ids of the roles that have approved it."""


class GroupView(TypedDict):
    """A working group of the plan, formed or not."""

    id: str
    name: str
    leader: str
    """In words, as the plan or the duty desk has it."""
    members: list[str]
    """In words."""
    duty: str | None
    """What the plan gives it to do; null where it says nothing."""
    clause: str
    formed: bool
    formed_at: str | None


class MeasureView(TypedDict):
    """A measure that the plan asks for at this level, or may ask for."""

    id: str
    text: str
    unit: str
    """The unit that the plan charges with it, in words."""
    modality: Literal["required", "as_needed", "when_necessary"]
    immediately: bool
    """The plan says 立即 of it."""
    condition: str | None
    """In words, what the figures have to say for it; null where it is always asked for."""
    condition_met: bool | None
    """Null while the figures do not tell: then it may be asked for, and its time stands still."""
    limit: str | None
    """The time that it may take, in words; null where the plan names none."""
    due_at: str | None
    """When it has to be done; null without a limit, or before its time has begun."""
    clause: str
    done: bool
    state: MeasureState
    """`overdue` is open still."""
    at: str | None
    """When it was done or waived; null while it is open."""
    note: str | None
    """What was said then; null while it is open."""
    decided_by: list[str]
    """Ids of the roles that alone may settle it; empty where any may."""


class ContradictionView(TypedDict):
    """A recorded figure that speaks against an end condition."""

    fact: str
    """Id of the fact."""
    words: str
    """The figure and what the plan compares it with, as one sentence."""
    source: str
    """Who told the office of the figure, in words."""
    as_of: str
    """The instant at which the figure was true."""
    seq: int
    """Number of the entry that brought the figure."""


class StopDecided(TypedDict):
    """The government's decision to stop: its document and reason."""

    document: str
    reason: str


class EndConditionView(TypedDict):
    """A condition that has to be confirmed before the response may end."""

    id: str
    text: str
    clause: str
    confirmed: bool
    confirmed_by: list[str]
    """Ids of the roles whose word it needs; empty where any will do."""
    seq: int | None
    """Number of the entry that confirmed it."""
    contradicted_by: list[ContradictionView]
    """While there are any, the condition needs newer figures or a decision to stop."""


class SlotCounts(TypedDict):
    """How many reports are awaited."""

    owed: int
    """Awaited, and not overdue."""
    overdue: int
    """Awaited after their due instants."""
    past_reminders: int
    """Those of `owed` that are owed 立即 and were not sent by their last reminder."""


class UnsignedView(TypedDict):
    """An entry that the role's holder has still to sign."""

    seq: int
    """Number of the entry."""
    role: str
    """Id of the role whose holder has to sign."""
    under: int | None
    """Number of the unsigned delegation that it was done under; null for a recorded order."""
    alarm_at: str | None
    """When the missing signature is an alarm, by the plan."""
    alarmed: bool
    """Whether that alarm was entered in the journal."""


class CorrectedView(TypedDict):
    """A report that a later one says was wrong."""

    seq: int
    """Number of its entry."""
    by: list[int]
    """Numbers of the entries that correct it, the first correction first."""


class OpenFieldView(TypedDict):
    """A field that a report answered with 待核实."""

    field: str
    """The field's name, as the plan has it."""
    obligation: str | None
    """Id of the report obligation; null for an extra report."""
    obligation_name: str | None
    reporter: str | None
    """A division's code, or the id of a unit or post; null where nobody is named."""
    reporter_name: str | None
    since: str
    """The instant at which the report was given."""
    seq: int
    """Number of the entry that holds the report."""


class DelegationView(TypedDict):
    """An account may act in a role until an instant."""

    role: ForViewers[str]
    """Id of the role."""
    to: ForDesk[str]
    """Name of the account."""
    until: ForViewers[str]
    reason: ForViewers[str]
    signed: ForViewers[bool]
    """Whether the role's holder gave or signed it."""
    counts_until: ForViewers[str]
    """`until`, or sooner as long as the holder has not signed it."""


class AbsenceView(TypedDict):
    """The holder of a role is absent until an instant; the plan's deputies may act."""

    role: str
    """Id of the role."""
    until: str


class LinkView(TypedDict):
    """Another incident beside this one, as it was named when they were linked."""

    id: str
    number: str
    title: str
    plan: PlanRef
    note: str
    """Why they were linked; empty where nobody said."""
    at: str
    """When they were linked."""
    seq: int
    """Number of the entry in this incident's journal."""


class VoidedView(TypedDict):
    """The incident was opened by mistake or twice, and owes nothing."""

    role: str
    """The post or general role acted in."""
    at: str
    reason: str
    duplicate_of: OtherIncidentView | None
    """The incident that is meant instead."""
    seq: int
    """Number of the entry that voided it."""


class OtherIncidentView(TypedDict):
    """Another incident, as it was named when this one was voided."""

    id: str
    number: str
    title: str
    plan: PlanRef


class SignatureView(TypedDict):
    """The roles that have signed for a place that needs several signatures."""

    name: str
    """Name of the place, such as 三级响应."""
    signed_by: list[str]
    """Ids of the roles."""


class KindView(TypedDict):
    """A kind of event, and the clause by which the plan follows from it."""

    id: str
    name: str
    clause: str


class CallerView(TypedDict):
    """The person who told the duty desk; parts that nobody said are empty."""

    name: str
    post: str
    phone: str
