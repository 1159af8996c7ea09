"""The parts of a running server, as the routes see them.

`api.app` makes them. Everything that touches the database is synchronous in the store and
awaited here, in threads.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from api.access.account_audience import Audiences
from api.access.cookie_names import CookieNames
from api.access.device_cookie import DeviceCookies
from api.access.hashing_queue import HashingQueue
from api.access.identity import SignedIn
from api.access.oidc import FlowCookies, OidcClient
from api.access.sign_in_limit import Throttle
from api.access.two_admins import TwoAdministrators
from api.access.visibility import Visibility
from api.attachments.previews import Previews
from api.calling.channel_book import ChannelBook
from api.drill.session import DrillSession
from api.live.feed.journal_follower import JournalFollower, NoPeers, Peers
from api.live.hub import Hub
from api.live.protocol.message_shapes import ServerHealth
from api.live.protocol.messages import Subscribe
from api.live.screens import Screens
from api.monitoring.metrics import Metrics
from api.monitoring.store_watch import StoreWatch
from api.monitoring.watchdog.audit_status import AuditStatus
from api.monitoring.write_check import WriteCheck
from api.ports import ClockFacts
from api.problems import HttpError
from api.runtime.calling.call_work import CallWork
from api.runtime.calling.notice_watch import KnownNotices
from api.runtime.clock.clock_watch import ClockWatch
from api.runtime.evaluation.evaluations import Companions
from api.runtime.evaluation.scenario_trials import Trials
from api.runtime.journal_end import JournalEndWatch
from api.runtime.map_file import MapView
from api.runtime.webhooks.webhooks import WebhookWork
from api.scenarios.ports import KeptScenarios
from api.settings import Settings
from api.store.accounts.accounts import Accounts
from api.store.accounts.identities import Identities
from api.store.accounts.second_factors import SecondFactors
from api.store.accounts.sessions import Session, Sessions
from api.store.archives.material import ArchiveSource
from api.store.attachments.contents import AttachmentContents
from api.store.contacts.contacts import Contacts
from api.store.documents.kept_files import KeptFiles
from api.store.evaluation.records import EvaluationRecords
from api.store.handover.handovers import Handovers
from api.store.handover.shift_log import ShiftLog
from api.store.journal.command_runner import CommandRunner
from api.store.queries.reader import Reader
from api.store.roster.rosters import Rosters
from api.store.server_journal.journal import ServerJournal
from engine.clock import Clock, VirtualClock
from engine.errors import NotFound
from engine.handover.timing import ShiftEnd, no_roster
from engine.incident.calls import Call
from engine.incident.state import Incident
from engine.memo import BoundedCache
from engine.plan.model import Plan
from engine.ports import PlanLibrary
from engine.service import Service

T = TypeVar("T")

SOCKETS_AT_ONCE = 1
"""Token look-ups of sockets at once: a storm of them must leave threads for commands."""


UPLOADS_AT_ONCE = 2
"""Files that are held in memory at once, while their kind and their position are looked at."""


@dataclass(frozen=True, slots=True)
class Oidc:
    """Signing in with an identity provider."""

    client: OidcClient
    cookies: FlowCookies
    identities: Identities


@dataclass(slots=True)
class AppState:
    """The parts of a running server.

    `clock` is the incidents' time, which may be virtual; `wall` the real time, by which sign-ins
    expire, as far as the machine's clock is trusted.
    """

    settings: Settings
    clock: Clock
    wall: Clock
    plans: PlanLibrary
    service: Service
    reading: Callable[[], AbstractContextManager[Reader]]
    accounts: Accounts
    sessions: Sessions
    server_journal: ServerJournal
    contacts: Contacts
    calls: CallWork
    channels: ChannelBook
    handovers: Handovers
    shift_log: ShiftLog
    evaluations: EvaluationRecords
    scenarios: KeptScenarios
    trials: Trials
    roster: Rosters
    kept_files: KeptFiles
    attachments: AttachmentContents
    previews: Previews
    webhooks: WebhookWork
    archives: ArchiveSource
    second: TwoAdministrators
    second_factors: SecondFactors
    audiences: Audiences
    hub: Hub
    metrics: Metrics
    watch: AuditStatus
    clock_watch: ClockWatch
    stored: StoreWatch
    health: Callable[[], ServerHealth]
    chain: JournalEndWatch
    commands: CommandRunner
    devices: DeviceCookies
    cookie_names: CookieNames
    guesses: Throttle
    plan_texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    plan_questions: Mapping[str, str] = field(default_factory=dict)
    companions: Companions = field(default_factory=Companions)
    shift_end: ShiftEnd = no_roster
    notices: KnownNotices | None = None
    """Where calls of no incident begin and end; None while nobody is called."""
    standing_calls: Callable[[], Sequence[Call]] = tuple
    """Blocks: the calls that belong to no incident and have no answer."""
    setup_code: str | None = None
    pulse: WriteCheck | None = None
    ready: bool = False
    follower: JournalFollower | None = None
    peers: Peers = field(default_factory=NoPeers)
    coming_in: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SOCKETS_AT_ONCE))
    archiving: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    """One archive is made at a time: it takes a processor for seconds."""
    uploads: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(UPLOADS_AT_ONCE))
    oidc: Oidc | None = None
    screens: Screens = field(default_factory=Screens)
    outlines: MapView | None = None
    drill: DrillSession | None = None
    """The live drill that this server plays."""
    hashing: HashingQueue = field(default_factory=HashingQueue)

    # Reading -----------------------------------------------------------------------------

    async def read(self, question: Callable[[Reader], T]) -> T:
        """Run a query in a thread, on one snapshot."""

        def ask() -> T:
            with self.reading() as reader:
                return question(reader)

        return await run_in_threadpool(ask)

    def known(self, reader: Reader, incident: str) -> tuple[Plan, Incident]:
        """An incident, by id or number, and its pinned plan. Raises `NotFound`."""
        state = reader.incident(incident) or reader.numbered(incident)
        if state is None:
            raise NotFound("incident_not_found", id=incident)
        return self.pinned(state), state

    def seen(self, sight: Visibility, reader: Reader, incident: str) -> tuple[Plan, Incident]:
        """As `known`. Raises `NotFound` also for an incident that does not exist for who asks."""
        plan, state = self.known(reader, incident)
        sight.check(plan, state, incident)
        return plan, state

    def whole(
        self, who: SignedIn, reader: Reader, incident: str, refusal: Callable[[], HttpError]
    ) -> tuple[Plan, Incident]:
        """As `seen`, for an account that sees all of it. Raises the `refusal` otherwise."""
        sight = self.sight(who)
        plan, state = self.seen(sight, reader, incident)
        if not sight.whole(plan, state):
            raise refusal()
        return plan, state

    def pinned(self, incident: Incident) -> Plan:
        """The exact plan that the incident was opened under."""
        return self.plans.pinned(incident.plan, incident.plan_digest)

    def sight(self, who: SignedIn, language: str = "zh") -> Visibility:
        """What the account sees now."""
        return Visibility(self.audiences, who.actor, self.clock.now, language)

    async def by_id(self, wish: Subscribe) -> Subscribe:
        """The subscription with incidents' ids for their numbers; frames carry only ids."""
        if not wish.incidents and not wish.drills:
            return wish

        def read(reader: Reader) -> Subscribe:
            def ids(names: frozenset[str]) -> frozenset[str]:
                found = ((name, reader.numbered(name)) for name in names)
                return frozenset(state.id if state else name for name, state in found)

            return replace(wish, incidents=ids(wish.incidents), drills=ids(wish.drills))

        return await self.read(read)

    def plan(self, plan: str) -> Plan:
        """A plan in force. Raises `NotFound`."""
        plans = self.plans.current()
        if plan not in plans:
            raise NotFound("plan_not_found", id=plan, accepted="、".join(plans))
        return plans[plan]

    # Who is asking ------------------------------------------------------------------------

    async def session(self, token: str) -> SignedIn | None:
        """The account behind a token, or None."""
        found = await run_in_threadpool(self.sessions.resolve, token, self.wall.now)
        return None if found is None else _signed_in(found)

    def recently(self, token: str) -> SignedIn | None:
        """The account behind a token when last looked up; the transaction checks it again."""
        found = self.sessions.recent(token, self.wall.now)
        return None if found is None else _signed_in(found)

    def right_setup_code(self, code: str) -> bool:
        """Whether this is the code on the server's terminal, compared in constant time."""
        known = self.setup_code
        return known is not None and secrets.compare_digest(known.encode(), code.encode())

    # What the server says about itself ------------------------------------------------------

    def clock_facts(self) -> ClockFacts:
        """Whether the clock is the real one, and whether only exercises are taken here."""
        virtual = isinstance(self.clock, VirtualClock)
        speed = self.clock.speed if isinstance(self.clock, VirtualClock) else 1.0
        plays = self.service.exercises_only
        return {"virtual_clock": virtual, "clock_speed": speed, "exercises_only": plays}


def _signed_in(found: Session) -> SignedIn:
    def made() -> SignedIn:
        return SignedIn(
            found.account.actor, found.id, found.expires_at, found.access, found.read_only
        )

    return _SIGNED_IN.get(found.id, (found,), made)


_SIGNED_IN = BoundedCache[SignedIn](1000)
"""Of those that are remembered; a command by one of them makes nothing anew."""


# A dependency that is no coroutine costs a request the way to a thread and back.
