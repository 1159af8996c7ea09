"""The shape of an incident's view: every part and field that clients get.

Instants are RFC 3339 in UTC. Names and texts are in the reader's language, ids are the
plan's. Each part of `IncidentView` says which audience sees it (`engine.presentation.seen_by`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from typing_extensions import TypedDict

from engine.conditions.assessment import ClassView, RecommendationView
from engine.decide.allowed_commands import AllowedCommand
from engine.plan.model import Stage
from engine.presentation.prefill_view import KnownField
from engine.presentation.reporting_view import ReportingRow
from engine.presentation.seen_by import ForAll, ForDesk, ForViewers, seen_by
from engine.presentation.slot_view import SlotView

FactValue = bool | int | float | str | list[str]
"""A fact's value: by the fact's kind a flag, a figure, a text, or ids of choices or divisions."""

MeasureState = Literal["open", "overdue", "done", "done_late", "waived"]

Colour = Literal["red", "orange", "yellow", "blue", "grey"]


class PlanRef(TypedDict):
    """The plan that an incident is pinned to."""

    id: str
    version: str
    title: str


class CommandView(TypedDict):
    """Which holder has command. `held_by` is null for a reporter."""

    held_by: str | None
    name: str
    superior: bool
    """The holder is above the plan's own headquarters."""


class FigureView(TypedDict):
    """One fact's value in force, and where it comes from."""

    value: FactValue
    source: str
    as_of: str
    """The instant at which the value was true."""
    received_at: str
    """The office was told."""
    seq: int
    """Number of the entry that brought it."""
    name: str
    unit: str | None


class PendingView(TypedDict):
    """A recommendation that waits for a decision."""

    command: Literal["activate_response", "adjust_response", "end_response"]
    level: str
    """The level to be opened; for `end_response` the one that is to end."""
    sub_state: str | None
    recommended_by: str
    """Id of the role."""
    since: str
    approved_by: str | None
    """The role whose approval was the last that the plan asks for; null while one is missing."""
    approvals: list[str]
    """Ids of the roles that have approved it."""


class GroupView(TypedDict):
    """A working group of the plan, formed or not."""

    id: str
    name: str
    leader: str
    members: list[str]
    duty: str | None
    clause: str
    formed: bool
    formed_at: str | None


class MeasureView(TypedDict):
    """A measure that the plan asks for at this level, or may ask for."""

    id: str
    text: str
    unit: str
    modality: Literal["required", "as_needed", "when_necessary"]
    immediately: bool
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
    note: str | None
    decided_by: list[str]
    """Ids of the roles that alone may settle it; empty where any may."""


class ContradictionView(TypedDict):
    """A recorded figure that speaks against an end condition."""

    fact: str
    """Id of the fact."""
    words: str
    """The figure and what the plan compares it with, as one sentence."""
    source: str
    as_of: str
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
    overdue: int
    past_reminders: int
    """Those of `owed` that are owed 立即 and were not sent by their last reminder."""


class UnsignedView(TypedDict):
    """An entry that the role's holder has still to sign."""

    seq: int
    role: str
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
    obligation_name: str | None
    reporter: str | None
    reporter_name: str | None
    since: str
    """The instant at which the report was given."""
    seq: int
    """Number of the entry that holds the report."""


class DelegationView(TypedDict):
    """An account may act in a role until an instant."""

    role: ForViewers[str]
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
    until: str


class LinkView(TypedDict):
    """Another incident beside this one, as it was named when they were linked."""

    id: str
    number: str
    title: str
    plan: PlanRef
    note: str
    at: str
    seq: int


class VoidedView(TypedDict):
    """The incident was opened by mistake or twice, and owes nothing."""

    role: str
    """The post or general role acted in."""
    at: str
    reason: str
    duplicate_of: OtherIncidentView | None
    """The incident that is meant instead."""
    seq: int


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


class IdentityPart(TypedDict):
    """What an incident is called and since when it is known."""

    number: ForAll[str]
    plan: ForAll[PlanRef]
    title: ForAll[str]
    exercise: ForAll[bool]
    division: ForAll[str]
    division_name: ForAll[str]
    kind: ForAll[KindView | None]
    """Null where the plan was named and no kind of event."""
    place: ForAll[str]
    """Where it happened, in words; empty where nobody said."""
    caller: Annotated[CallerView | None, seen_by(instead=None)]
    occurred_at: ForAll[str]
    received_at: ForAll[str]
    """The duty desk learned of it."""
    opened_at: ForAll[str]
    activated_at: ForAll[str | None]
    """The response was opened: the first level was activated."""
    ended_at: ForAll[str | None]
    """The response ended."""
    closed_at: ForAll[str | None]
    """The incident was closed or voided."""
    highest_level: ForAll[str | None]
    """The highest level that the response has been at; null if there was none."""


class PlacePart(TypedDict):
    """Where the response stands."""

    stage: ForAll[Stage]
    grade: ForAll[str | None]
    """Grade of the warning in force, where the plan has grades."""
    level: ForAll[str | None]
    sub_state: ForAll[str | None]
    place_name: ForAll[str]
    since: ForAll[str]
    """It has been at this place: the level, or the stage without one."""
    colour: ForAll[Colour]


class FactsPart(TypedDict):
    """The figures in force, as mere values and with where they come from."""

    facts: Annotated[dict[str, FactValue], seen_by("viewer", instead={})]
    figures: Annotated[dict[str, FigureView], seen_by("viewer", instead={})]


class LedgerPart(TypedDict):
    """The reports that are awaited. A reporter sees all of its own and no others."""

    next_slots: Annotated[list[SlotView], seen_by("viewer", instead=[])]
    """All of them, the overdue before the others."""
    reporting: Annotated[list[ReportingRow], seen_by("viewer", instead=[])]
    """The same by obligation and due instant: how many have reported, and who is missing."""
    open_slots: Annotated[
        SlotCounts, seen_by("viewer", instead={"owed": 0, "overdue": 0, "past_reminders": 0})
    ]


class StandingView(IdentityPart, PlacePart, FactsPart):
    """The parts of a view that a mere line in the log leaves as they are."""

    id: ForAll[str]
    command: Annotated[
        CommandView,
        seen_by("viewer", instead={"held_by": None, "name": "—", "superior": False}),
    ]
    classes: Annotated[dict[str, ClassView | None], seen_by("viewer", instead={})]
    """By scale of the plan, the class that the figures amount to; null while unknown."""
    recommendation: Annotated[
        RecommendationView,
        seen_by(
            "viewer",
            instead={
                "level": None,
                "sub_state": None,
                "name": None,
                "criteria": [],
                "may_rise_to": [],
            },
        ),
    ]
    pending: Annotated[PendingView | None, seen_by("viewer", instead=None)]
    groups: Annotated[list[GroupView], seen_by("viewer", instead=[])]
    measures: Annotated[list[MeasureView], seen_by("viewer", instead=[])]
    end_conditions: Annotated[list[EndConditionView], seen_by("viewer", instead=[])]
    voided_by: Annotated[VoidedView | None, seen_by("viewer", instead=None)]
    """Null unless the incident was voided; its stage is then `closed`."""
    casualty_watch_until: Annotated[str | None, seen_by("viewer", instead=None)]
    """Changes of casualties are reported until this instant."""
    casualty_watching: Annotated[bool, seen_by("viewer", instead=False)]
    unsigned: Annotated[list[UnsignedView], seen_by("viewer", instead=[])]
    struck: Annotated[list[int], seen_by("viewer", instead=[])]
    """Numbers of the entries that were struck through."""
    corrected: Annotated[list[CorrectedView], seen_by("viewer", instead=[])]
    """Reports that later ones correct; a slot's `report_seq` finds its own here."""
    delegations: Annotated[list[DelegationView], seen_by("viewer", instead=[])]
    links: Annotated[list[LinkView], seen_by("viewer", instead=[])]
    to_verify: Annotated[list[OpenFieldView], seen_by("viewer", instead=[])]
    """Fields that reports answered with 待核实 and no later report has answered."""
    prefill: Annotated[list[KnownField], seen_by("viewer", instead=[])]
    """What is known already of the fields of reports, by the field's name in the plan."""
    signatures: Annotated[list[SignatureView], seen_by("viewer", instead=[])]
    allowed: Annotated[list[AllowedCommand], seen_by("viewer", instead=[])]
    """What the state allows now, and by which role. A reporter sees `submit_report` alone."""


class MovingView(LedgerPart):
    """The parts of a view that every entry or the clock may change."""

    absences: Annotated[list[AbsenceView], seen_by("viewer", instead=[])]
    version: ForAll[int]
    """Number of the last entry; `ETag` and `If-Match` of HTTP."""


class IncidentView(StandingView, MovingView):
    """An incident as clients see it."""
