"""What a server does between opening its store and being ready."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from api.access.account_audience import Audiences
from api.access.cookie_names import CookieNames
from api.access.oidc import FlowCookies, OidcClient, Provider
from api.access.roles import check_roles
from api.live.delivery.broadcast import FanOut
from api.live.feed.incident_board import IncidentBoard
from api.live.feed.replay_buffer import ReplayBuffer
from api.live.feed.view_cache import ViewCache
from api.live.hub import Hub
from api.live.protocol.message_shapes import ServerHealth
from api.monitoring.metrics import Metrics
from api.monitoring.store_watch import StoreWatch
from api.monitoring.watchdog.audit_status import AuditStatus
from api.ports import DrillSign
from api.runtime.app_state import AppState, Oidc
from api.runtime.clock.clock_and_ids import node_name, open_wall, setup_code
from api.runtime.clock.clock_watch import ClockWatch
from api.runtime.clock.time_sources import sources
from api.runtime.clock.trusted_clock import TrustedClock
from api.runtime.journal_end import JournalEndWatch
from api.scheduling import Scheduler
from api.settings import Settings
from api.store.clocks.node_clocks import NodeClocks
from api.store.facade import Store
from api.store.queries.reader import Reader
from engine.clock import Clock, VirtualClock
from engine.errors import InvalidInput
from engine.incident.state import Incident

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Start:
    """Where the journal ends as one snapshot has it: epoch, last cursor, open incidents."""

    epoch: str
    head: int
    incidents: Iterable[Incident]


def set_virtual_clock(store: Store, clock: Clock) -> None:
    """Set a virtual clock to the journal's last instant, if that is later. Blocks."""
    if isinstance(clock, VirtualClock):
        with store.reading() as reader:
            last = reader.events_after(max(0, reader.head() - 1), 1)
        for _, event in last:
            if event.recorded_at > clock.now:
                clock.jump_to(event.recorded_at)


def open_hub(
    settings: Settings,
    store: Store,
    audiences: Audiences,
    clock: Clock,
    wall: Clock,
    rendered: ViewCache,
    health: Callable[[], ServerHealth],
    start: Start,
) -> Hub:
    """Make the hub that shows the open incidents; it publishes once it is started."""

    async def ask(question: Callable[[Reader], T]) -> T:
        def answer() -> T:
            with store.reading() as reader:
                return question(reader)

        return await run_in_threadpool(answer)

    async def load(incident: str) -> Incident | None:
        return await ask(lambda reader: reader.incident(incident))

    board = IncidentBoard(store.plans, clock, load, rendered.take)
    for incident in start.incidents:
        board.put(incident)
    ring = ReplayBuffer(settings.live_ring, start.head)
    return Hub(
        board,
        FanOut(ring, clock, wall, settings.heartbeat_s, settings.live_slow_s, health),
        lambda cursor, limit: ask(lambda reader: reader.events_after(cursor, limit)),
        audiences,
        epoch=start.epoch,
        resume_limit=settings.live_resume_limit,
    )


def health_of(
    watch: AuditStatus,
    stored: StoreWatch,
    clock: ClockWatch,
    chain: JournalEndWatch,
    drill: Callable[[], DrillSign] | None = None,
) -> Callable[[], ServerHealth]:
    """What heartbeats say of this server, part by part; a change is told at once."""
    return lambda: {
        "watchdog": watch.part(),
        "store": stored.part(),
        "clock": clock.part(),
        "journal": chain.end(),
        "continuation": chain.continuation(),
        "drill": drill() if drill is not None else None,
    }


def watch_hub(hub: Hub, metrics: Metrics) -> None:
    """Show the hub's figures among the metrics."""
    metrics.watch("zhiban_live_clients", "Websockets signed in.", lambda: hub.clients)
    metrics.watch("zhiban_live_slow", "Of them, those that lag behind.", lambda: hub.slow)
    metrics.watch("zhiban_live_closed_slow", "Closed for it.", lambda: hub.closed_slow)
    metrics.watch("zhiban_journal_cursor", "The last event's cursor.", lambda: hub.head)


def oidc_of(settings: Settings, store: Store) -> Oidc | None:
    """Signing in with the provider of the settings, if there is one. Blocks.

    Raises `InvalidInput` for an issuer without a client id, or roles that nobody has.
    """
    if settings.oidc_issuer is None:
        return None
    if not settings.oidc_client_id:
        raise InvalidInput("oidc_client_missing", field="oidc_client_id")
    for roles in settings.oidc_roles.values():
        check_roles(store.plans, roles)
    secret = settings.oidc_client_secret
    provider = Provider(
        issuer=str(settings.oidc_issuer),
        client_id=settings.oidc_client_id,
        client_secret=None if secret is None else secret.get_secret_value(),
        scope=settings.oidc_scope,
    )
    return Oidc(OidcClient(provider), FlowCookies(store.cookie_key()), store.identities)


def cookie_names(settings: Settings, store: Store, now: datetime) -> CookieNames:
    """What cookies are called. Those of before the prefix count until every one has expired."""
    since = store.cookies_prefixed_since(secure=settings.secure_cookie, now=now)
    until = None if since is None else since + timedelta(hours=settings.session_hours)
    return CookieNames(settings.secure_cookie, settings.root_path, until)


async def judge(
    settings: Settings, clocks: NodeClocks, metrics: Metrics, clock: Clock
) -> ClockWatch:
    """Judge the machine's clock before anything goes by it."""
    real = isinstance(clock, TrustedClock)
    wall = clock if isinstance(clock, TrustedClock) else open_wall(settings)
    _, synchronised = sources(settings.clock_shift)
    watch = ClockWatch(
        wall,
        node_name(settings),
        clocks,
        synchronised,
        lambda kind: metrics.clock_marks.labels(kind).inc(),
        virtual=not real,
    )
    await watch.start()
    metrics.watch("zhiban_clock_trusted", "0 while there is an alarm.", lambda: watch.well)
    ahead = "The machine's clock, ahead of the server's time."
    metrics.watch("zhiban_clock_ahead_seconds", ahead, lambda: watch.part()["ahead_s"])
    return watch


def begin_drill(desk: AppState, scheduler: Scheduler) -> None:
    """Let the time of a live drill go on; its screens and the scheduler follow it from now on."""
    if desk.drill is not None:
        desk.drill.screens, desk.drill.moved = desk.hub, scheduler.rearm
        if desk.follower is not None:
            desk.drill.began_anew = desk.follower.woken
        desk.drill.begin()


def announce_setup(
    desk: AppState, key: Callable[[], str], announce: Callable[[str], None] | None
) -> None:
    """Tell the code of a new installation, which has no account; `key` is the database's own.

    There is no default password. Every node of a database tells the same code, so that it does
    not matter which one a balancer asks. Without `announce` the code goes to the terminal.
    """
    if desk.accounts.list():
        return
    desk.setup_code = setup_code(key())
    tell = announce or (lambda code: print(f"setup code: {code}", file=sys.stderr))
    tell(desk.setup_code)
