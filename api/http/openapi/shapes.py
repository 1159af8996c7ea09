"""The shapes of answers that only HTTP has: pages, figures for machines, plans in short.

Views and entries are `engine.presentation`'s; what accounts need is in `account_shapes`, and
what a part of the server makes stands beside it. Instants are RFC 3339 in UTC, by the server's
time. mypy checks these shapes against the routes; the OpenAPI document is made from them;
nothing is validated when an answer is sent.
"""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from api.command_reply import IncidentVersion
from api.live.screens import ScreenView
from api.monitoring.store_watch import StoreHealth
from api.monitoring.watchdog.audit_status import WatchdogStatus
from api.monitoring.watchdog.findings import FindingView
from api.ports import ClockFacts, ClockState, ContinuationState, JournalEnd
from api.runtime.health import BreakGlass
from engine.plan import model
from engine.presentation.event_shapes import EventView
from engine.presentation.incident_parts import Colour
from engine.presentation.incident_shapes import IncidentView
from engine.presentation.notices import Notice
from engine.presentation.plan_view import CadenceView, PlanCriterionView, PositionView
from engine.presentation.slot_view import SlotView


class IncidentsPage(TypedDict):
    """A page of incidents, newest first."""

    incidents: list[IncidentView]
    next: str | None
    """Cursor of the page after it; null at the end."""


class EventsPage(TypedDict):
    """A page of a journal, in order."""

    events: list[EventView]
    next: int | None
    """The `after` of the page after it; null at the end."""
    earlier: int | None
    """The `before` of the page of older entries; null at the beginning."""


class SlotsPage(TypedDict):
    """A page of the report ledger, by due instant."""

    slots: list[SlotView]
    next: str | None
    """Cursor of the page after it; null at the end."""


class CommandDone(TypedDict):
    """What a command has made: its entries, and the incident as it is now."""

    events: list[EventView]
    incident: IncidentView | IncidentVersion
    """The view; its id and version alone where the client preferred `return=minimal`."""
    notices: list[Notice]
    """What the command leaves open, in words; mostly none."""


class ScreensPage(TypedDict):
    """The screens that have reported to this node since it started."""

    screens: list[ScreenView]


class WatchdogPage(WatchdogStatus):
    """The watchdog's state, and at most a hundred differences, oldest first."""

    found: list[FindingView]


class NodeClockView(TypedDict):
    """A node's last sign of life."""

    node: str
    """Its name: as the setting says, or the host's name and the port."""
    state: str
    """As `state` of the clock itself."""
    seen_at: str
    """The time that the node went by."""
    wall: str
    """Its machine's clock at that moment."""
    ahead_s: float
    """Seconds by which its machine's clock was ahead; below 0, behind."""


class ClockMarkView(TypedDict):
    """Something that happened to a node's clock, or a person's word on it."""

    node: str
    kind: str
    """`jumped`, `distrusted`, `waiting`, `stepped`, `trusted` or `word`."""
    at: str
    """The time that the node went by."""
    wall: str
    """Its machine's clock at that moment."""
    moved_s: float
    """Seconds by which the clock moved; below 0, back. Of a word, how far it was ahead."""
    account: str | None
    """Who trusted the clock; null where the system's word was enough."""
    reason: str | None


class ClockPage(ClockState):
    """This node's clock, the signs of life of all nodes, and the latest marks."""

    nodes: list[NodeClockView]
    marks: list[ClockMarkView]


class WatchdogAge(WatchdogStatus):
    """The watchdog's state, and seconds since its last round."""

    age_s: float


class Live(TypedDict):
    """The process answers."""

    live: Literal[True]


class Ready(ClockFacts):
    """The server reads and writes."""

    ready: Literal[True]
    version: str
    """Of the program, as `zhiban --version` says it."""
    cursor: int
    """The last entry in the database."""
    published: int
    """The last entry that this node's screens have."""
    listening: bool
    """Other nodes' entries come at once, not by the poll."""
    degraded: bool
    """An alarm for people: the watchdog has found differences or is silent."""
    watchdog: WatchdogAge
    clock: ClockState
    store: StoreHealth
    journal: JournalEnd | None
    continuation: ContinuationState | None
    """An alarm: entries were lost, and nobody has acknowledged it yet; null for none."""
    break_glass: BreakGlass | None
    """An alarm: accounts were changed by the command line on the server; null for none."""


class SubStateName(TypedDict):
    """A sub-state of a level."""

    id: str
    name: str


class LevelSummary(TypedDict):
    """A level of a plan."""

    id: str
    name: str
    colour: Colour
    clause: list[str]
    sub_states: list[SubStateName]


class RoleSummary(TypedDict):
    """A role of a plan."""

    id: str
    name: str
    signs_in: bool
    """Accounts can have it."""
    clause: list[str]


class KindSummary(TypedDict):
    """A kind of event: the plan follows from it."""

    id: str
    name: str
    aliases: list[str]
    """Further words to find it by; Chinese."""
    why: str
    """Why the plan follows, in words."""
    clause: list[str]
    sets: list[model.KindFact]
    """What is known of the event by its kind alone."""


class PlanSummary(TypedDict):
    """A plan in short."""

    id: str
    version: str
    """The edition of the plan's file, such as 2021.4."""
    digest: str
    """sha256 of the plan file."""
    title: str
    document: model.Document
    kinds: list[KindSummary]
    levels: list[LevelSummary]
    roles: list[RoleSummary]
    positions: list[PositionView]
    criteria: list[PlanCriterionView]
    groups: list[model.Group]
    cadences: list[CadenceView]
    assumptions: list[model.Assumption]


class PlansPage(TypedDict):
    """The plans in force."""

    plans: list[PlanSummary]


class DivisionView(TypedDict):
    """A jurisdiction or one of its divisions."""

    code: str
    """GB/T 2260."""
    name: str
    name_en: str | None
    under: str | None
    """Code of the jurisdiction that it belongs to; null for a jurisdiction."""


class DivisionsPage(TypedDict):
    """All divisions, by code."""

    divisions: list[DivisionView]
