"""The shapes of answers that only HTTP has: pages, sessions, accounts, figures for machines.

Views and entries are `engine.presentation`'s;
what a part of the server makes stands beside it. mypy checks these shapes against the routes; the
 OpenAPI document is made from them; nothing is validated when an answer is sent.
"""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from api.live.screens import ScreenView
from api.monitoring.store_watch import StoreHealth
from api.monitoring.watchdog.audit_status import WatchdogStatus
from api.monitoring.watchdog.findings import FindingView
from api.ports import ClockFacts, ClockState, ContinuationState, JournalEnd
from api.runtime.health import BreakGlass
from api.server_journal.events import ServerEvent, Wish
from engine.plan import model
from engine.presentation.event_shapes import EventView
from engine.presentation.incident_shapes import Colour, IncidentView
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
    incident: IncidentView
    notices: list[Notice]
    """What the command leaves open, in words; mostly none."""


class Session(ClockFacts):
    """The account that is signed in; `name` is null for nobody."""

    name: str | None
    roles: list[str]
    division: str | None
    unit: str | None
    setup_required: bool
    """There is no account yet."""
    expires_at: str | None
    """When this sign-in or token ends by itself, by the real clock."""
    read_only: bool
    """A token that may not write."""
    sign_in_with: str | None
    """The name of an identity provider beside passwords; null if there is none."""
    server_time: str


class NewSession(ClockFacts):
    """A new sign-in."""

    token: str
    """For `Authorization: Bearer`; browsers get it as a cookie."""
    expires_at: str
    """By the real clock."""
    name: str
    roles: list[str]
    division: str | None
    unit: str | None
    server_time: str


class SecondFactorState(TypedDict):
    """Whether signing in with one's password asks for a code as well."""

    enabled: bool
    since: str | None
    recovery_left: int


class SecondFactorSecret(TypedDict):
    """What an authenticator program needs; in force once a code has confirmed it."""

    secret: str
    """In base32, to be typed."""
    uri: str
    """`otpauth:` address."""
    qr: str
    """A picture of that address, as a `data:` address."""


class RecoveryCodes(TypedDict):
    """Codes in place of a lost telephone, each good once; shown this once."""

    recovery_codes: list[str]


class OwnSession(TypedDict):
    """A sign-in or a machine's token of one's own."""

    id: str
    """Names it; it is no secret."""
    kind: Literal["session", "token"]
    current: bool
    """It is the one that asks."""
    created_at: str
    expires_at: str | None
    """By the real clock; null until it is ended."""
    read_only: bool
    address: str | None
    agent: str | None
    """The browser or program, as it calls itself."""


class OwnSessions(TypedDict):
    """All sign-ins and tokens of one's own that are valid, newest first."""

    sessions: list[OwnSession]


class TokenView(TypedDict):
    """A machine's token, without its secret."""

    id: str
    """Names it; it is no secret."""
    account: str
    roles: list[str]
    """The account's."""
    created_at: str
    expires_at: str | None
    """By the real clock; null until it is ended."""
    ends_soon: bool
    """It is time to make a new one."""
    read_only: bool


class TokensPage(TypedDict):
    """All tokens of machines that are valid, newest first."""

    tokens: list[TokenView]


class ScreensPage(TypedDict):
    """The screens that have reported to this node since it started."""

    screens: list[ScreenView]


class NewToken(TokenView):
    """A token that has just been made."""

    token: str
    """For `Authorization: Bearer`, or the address of a wall screen; shown this once."""


class AccountView(TypedDict):
    """An account, without anything secret."""

    name: str
    roles: list[str]
    division: str | None
    unit: str | None
    disabled: bool
    reads_like: list[str]
    """Other accounts whose names differ in nothing that people notice."""


class ServerEntryView(TypedDict):
    """An entry of the server journal, and what it says in a sentence."""

    entry: ServerEvent
    sentence: str
    """In the language of the request; no part of the entry."""


class AccountsPage(TypedDict):
    """All accounts, by name."""

    accounts: list[AccountView]


class ProposalView(TypedDict):
    """A change of an account that waits for a second administrator."""

    id: str
    account: str
    new: bool
    """The account does not exist yet."""
    wish: Wish
    sentence: str
    """The wish in words, in the language of the request."""
    proposed_by: str
    proposed_at: str
    expires_at: str
    reason: str | None


class Proposed(TypedDict):
    """Nothing has changed yet: a second administrator has to confirm it."""

    proposal: ProposalView


class ProposalsPage(TypedDict):
    """What waits for a second administrator, oldest first."""

    proposals: list[ProposalView]


class ServerJournalPage(TypedDict):
    """A page of the server journal."""

    entries: list[ServerEntryView]
    next: int | None
    """The `before` (or `after`) of the page after it; null at the end."""
    break_glass: BreakGlass | None
    """An alarm; null for none."""


class WatchdogPage(WatchdogStatus):
    """The watchdog's state, and at most a hundred differences, oldest first."""

    found: list[FindingView]


class NodeClockView(TypedDict):
    """A node's last sign of life."""

    node: str
    state: str
    seen_at: str
    """The time that the node went by."""
    wall: str
    """Its machine's clock at that moment."""
    ahead_s: float


class ClockMarkView(TypedDict):
    """Something that happened to a node's clock, or a person's word on it."""

    node: str
    kind: str
    """`jumped`, `distrusted`, `waiting`, `stepped`, `trusted` or `word`."""
    at: str
    wall: str
    moved_s: float
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
    digest: str
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
