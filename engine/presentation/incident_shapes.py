"""The shape of an incident's view: every part and field that clients get.

Instants are RFC 3339 in UTC. Names and texts are in the reader's language, ids are the
plan's. Each part of `IncidentView` says which audience sees it (`engine.presentation.seen_by`).
"""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from engine.conditions.assessment import ClassView, RecommendationView
from engine.decide.allowed_commands import AllowedCommand
from engine.plan.model import Stage
from engine.presentation.calls_view import CallCounts, CallView
from engine.presentation.incident_parts import (
    AbsenceView,
    CallerView,
    Colour,
    CommandView,
    CorrectedView,
    DelegationView,
    EndConditionView,
    FactValue,
    FigureView,
    GroupView,
    KindView,
    LinkView,
    MeasureView,
    OpenFieldView,
    PendingView,
    PlanRef,
    SignatureView,
    SlotCounts,
    UnsignedView,
    VoidedView,
)
from engine.presentation.prefill_view import KnownField
from engine.presentation.reporting_view import ReportingRow
from engine.presentation.seen_by import ForAll, seen_by
from engine.presentation.slot_view import SlotView


class IdentityPart(TypedDict):
    """What an incident is called and since when it is known."""

    number: ForAll[str]
    """Such as `CM-2026-0001`: the plan's prefix, the year, a count; exercises say so in it."""
    plan: ForAll[PlanRef]
    title: ForAll[str]
    exercise: ForAll[bool]
    """No real incident: nothing goes out for it."""
    division: ForAll[str]
    """Code of the division (GB/T 2260) where it happened."""
    division_name: ForAll[str]
    kind: ForAll[KindView | None]
    """Null where the plan was named and no kind of event."""
    place: ForAll[str]
    """Where it happened, in words; empty where nobody said."""
    caller: Annotated[CallerView | None, seen_by(instead=None)]
    occurred_at: ForAll[str]
    """It happened, as far as it is known."""
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
    """Id of the level in force; null where there is no response."""
    sub_state: ForAll[str | None]
    """Id of the level's sub-state; null where it has none."""
    place_name: ForAll[str]
    """Stage, or level and sub-state, in words."""
    since: ForAll[str]
    """It has been at this place: the level, or the stage without one."""
    colour: ForAll[Colour]
    """The plan's colour of the level or warning; grey where there is none."""


class FactsPart(TypedDict):
    """The figures in force, as mere values and with where they come from."""

    facts: Annotated[dict[str, FactValue], seen_by("viewer", instead={})]
    """By id of the fact; a figure counts in the `unit` that `figures` names."""
    figures: Annotated[dict[str, FigureView], seen_by("viewer", instead={})]
    """By id of the fact, each with unit, source and instants."""


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
                "settled": False,
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
    calls: Annotated[list[CallView], seen_by("viewer", instead=[])]
    """Open calls by deadline, then exhausted ones, then the newest others; 60 at most."""
    call_counts: Annotated[
        CallCounts,
        seen_by(
            "viewer",
            instead={"open": 0, "late": 0, "exhausted": 0, "answered": 0, "cancelled": 0},
        ),
    ]
    version: ForAll[int]
    """Number of the last entry; `ETag` and `If-Match` of HTTP."""


class IncidentView(StandingView, MovingView):
    """An incident as clients see it."""
