"""The hand-over sheet as it is kept: ids, numbers and instants, no words of plans.

Its words are made when it is read (`engine.handover.sheet_view`), from the very plan that each
incident is pinned to, so one sheet reads in both languages for ever. Instants are RFC 3339 in
UTC. A sheet is frozen as canonical JSON; its hash is over that text.
"""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue
from typing_extensions import TypedDict

from engine.incident.calls import CallState

NextKind = Literal[
    "call", "overdue", "decide", "raise", "sign", "measure", "report", "assess", "none"
]
"""What an incident asks for first; see `engine.handover.sheet`."""


class NextStep(TypedDict):
    """What an incident asks for first, and by when, where it has a time."""

    kind: NextKind
    due_at: str | None


class PinnedPlan(TypedDict):
    """The exact plan of an incident."""

    id: str
    version: str
    digest: str


class CallReasonFacts(TypedDict):
    """Why somebody is called: `call.reason.KEY` of the catalogues, and its values."""

    key: str
    values: dict[str, JsonValue]


class OwedReports(TypedDict):
    """The reports of one obligation at one due instant that have not come in."""

    obligation: str
    due_at: str
    overdue: bool
    immediately: bool
    """The plan says 立即 and no number: `due_at` is when the duty arose."""
    reporters: list[str]
    """Codes of divisions, ids of units or posts."""
    clause: str


class OpenDecision(TypedDict):
    """A recommendation that waits for its decision."""

    place: str
    """Where it leads to: a position of the plan, or `ended`."""
    recommended_by: str
    """The post."""
    since: str
    approvals: list[str]


class OpenSignature(TypedDict):
    """A recorded order that its post has not signed."""

    seq: int
    role: str
    alarmed: bool


class OpenMeasure(TypedDict):
    """A measure with a time limit that is past or ends within the sheet's time."""

    measure: str
    due_at: str
    overdue: bool


class OpenCall(TypedDict):
    """A call that nobody has answered: somebody is being called, or was and is no more."""

    id: str
    state: CallState
    """`exhausted`: everybody was tried."""
    reason: CallReasonFacts
    post: str
    """The first post that is called, in words."""
    person: str | None
    since: str
    answer_by: str


class IncidentFacts(TypedDict):
    """Where one incident that is not closed stands."""

    id: str
    number: str
    title: str
    exercise: bool
    plan: PinnedPlan
    place: str
    """Where it is: a stage, or a position such as `IV` or `III.tense`."""
    since: str
    """Since when it has been there."""
    held_by: str
    asked_for: str | None
    """The higher position that the figures ask for, while nobody has recommended one."""
    next: NextStep
    seq: int
    """The last entry of its journal that the sheet knows."""
    hash: str
    """Of that entry."""


class SheetIncident(IncidentFacts):
    """One incident that is not closed, and what is open about it."""

    reports: list[OwedReports]
    decision: OpenDecision | None
    signatures: list[OpenSignature]
    measures: list[OpenMeasure]
    calls: list[OpenCall]


class OpenAlarm(TypedDict):
    """An alarm of the server itself."""

    kind: Literal["watchdog", "watchdog_silent", "clock", "store", "journal_end"]
    count: int


class SheetLogEntry(TypedDict):
    """An entry of the shift log since the last hand-over."""

    seq: int
    at: str
    kind: str
    text: str
    actor: str
    struck: bool


class SheetFacts(TypedDict):
    """What a sheet holds besides incidents and calls."""

    form: Literal[1]
    """Of this shape."""
    at: str
    until: str
    """The reports and measures that are due by then are on the sheet."""
    alarms: list[OpenAlarm]
    log: list[SheetLogEntry]
    notes: str


class Sheet(SheetFacts):
    """What is open at an instant."""

    incidents: list[SheetIncident]
    calls: list[OpenCall]
    """Those that belong to no incident."""
