"""The composition root: the only place where real things are wired together.

`create_app` makes the application, `open_desk` what it serves. Nothing else imports the
store or the scheduler; tests and the command line come through here.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import structlog
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api import handlers, openapi
from api.desk import Desk
from api.faults import reached
from api.guards import deadman_of, keep_auditing, open_watch
from api.lane import Application
from api.live.board import Board, Commit
from api.live.fanout import FanOut
from api.live.follower import Follower, Mark, NoPeers
from api.live.frames import Numbered
from api.live.hub import Hub
from api.live.ring import Ring
from api.metrics import Metrics
from api.middleware import Guarded, Limited, Observed, Observer
from api.nodes import Node
from api.pages import Pages
from api.plan_texts import read_texts
from api.problems import HttpError, refuse_with
from api.published import Published
from api.pulse import Pulse
from api.rendered import Rendered
from api.routes import (
    accounts,
    incidents,
    live,
    live_events,
    machines,
    plans,
    report_slots,
    session,
    watchdog,
)
from api.scheduling import Waker
from api.settings import Settings
from api.sources import RandomIds, open_clock, request_ids, setup_code, some_ms
from api.store.answers import forget_answers
from api.store.appended import Appended
from api.store.archive import Manifest
from api.store.backup import back_up
from api.store.database import Database, check_address
from api.store.errors import AccountRefused, KeyReused, StoreUnavailable
from api.store.heads import Head, Heads, heads_in, published
from api.store.journal import SqlJournal
from api.store.orders import Orders
from api.store.probe import touch, unburden, weigh_down
from api.store.reads import Reader
from api.store.restore import examine, restore
from api.store.schema import renew_epoch
from api.store.store import Store
from api.store.verify import Finding
from api.throttle import Throttle
from api.watchdog.auditor import Audit
from engine.clock import Clock, SystemClock, VirtualClock
from engine.ports import IdSource
from engine.service import Service
from engine.state import Incident

log = structlog.get_logger("zhiban")
T = TypeVar("T")

ROUTERS = (
    plans,
    incidents,
    report_slots,
    session,
    accounts,
    machines,
    watchdog,
    live,
    live_events,
)
ANSWERS_KEPT = timedelta(days=2)
SECONDS_BETWEEN_SWEEPS = 3600.0

refuse_with(StoreUnavailable, 503)
refuse_with(KeyReused, 422)
refuse_with(AccountRefused, 409)


def open_store(settings: Settings, *, create: bool = True) -> Store:
    """The database with its schema brought up and the plans' texts kept."""
    return Store.open(settings.database_url, settings.plans_dir, create=create)


def open_database(settings: Settings, *, create: bool = False) -> AbstractContextManager[Database]:
    """The database as it is, whatever its schema."""
    return closing(Database.open(settings.database_url, create=create))


def create_app(
    settings: Settings | None = None,
    *,
    clock: Clock | None = None,
    ids: IdSource | None = None,
    announce: Callable[[str], None] | None = None,
    pages: Pages | None = None,
    store: Store | None = None,
    audit: Audit | None = None,
) -> FastAPI:
    """The application.

    `announce` is told the setup code of a new installation; a `store` that is open
    already is taken over and closed at the end; `audit` takes the place of the watchdog's.
    """
    chosen = settings or Settings()
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            async with serving(chosen, metrics, clock, ids, announce, store, audit) as desk:
                app.state.desk = desk
                yield
        finally:
            observer.tell()

    app = Application(
        title="Zhiban 值班",
        version="0.1.0",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=openapi.PATH,
        redirect_slashes=False,
        # Whether anybody traces is looked up at every request, in the environment.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    for module in ROUTERS:
        app.include_router(module.router)
    handlers.install(app, pages or Pages())
    openapi.install(app)
    observer = Observer(metrics, request_ids().__next__)
    app.add_middleware(Limited, limit=chosen.max_body_bytes)
    app.add_middleware(Guarded)
    app.add_middleware(Observed, observer=observer)
    app.behind_lane(observer, chosen.trusted_proxies)
    return app


@asynccontextmanager
async def serving(
    settings: Settings,
    metrics: Metrics,
    clock: Clock | None = None,
    ids: IdSource | None = None,
    announce: Callable[[str], None] | None = None,
    opened: Store | None = None,
    audit: Audit | None = None,
) -> AsyncIterator[Desk]:
    """A desk that is open: caught up, awake and listening; closed at the end."""
    store = opened if opened is not None else await run_in_threadpool(open_store, settings)
    desk: Desk | None = None
    waker: Waker | None = None
    tasks: list[asyncio.Task[None]] = []
    try:
        desk, mark = await _open_desk(settings, store, metrics, clock or open_clock(settings), ids)
        waker = _waker(desk, store, settings)
        metrics.watch("zhiban_due_lag_seconds", "Something is due for so long.", waker.lag)
        desk.follower = Node(desk, store, _nudge(waker)).follower(mark, settings.follow_poll_s)
        _listen(desk, store, desk.follower)
        desk.hub.start()
        desk.peers.start(desk.follower.woken)
        tasks.append(asyncio.create_task(desk.follower.run()))
        await waker.start()
        tasks.append(asyncio.create_task(_sweep(store, desk.wall)))
        tasks.append(asyncio.create_task(keep_auditing(desk, audit)))
        _announce_setup(desk, store, announce)
        desk.ready = True
        tasks.append(asyncio.create_task(deadman_of(desk).run()))
        if settings.head_file is not None:
            heads = _heads_of(store, settings.head_file, settings.head_s, metrics)
            tasks.append(asyncio.create_task(heads.run()))
        log.info("ready", cursor=desk.hub.head, plans=list(desk.plans.current()))
        yield desk
    finally:
        if desk is not None:
            desk.ready = False
        for task in tasks:
            task.cancel()
        if waker is not None:
            waker.stop()
        if desk is not None:
            await desk.peers.stop()
            await desk.hub.stop()
        await run_in_threadpool(store.close)


async def _open_desk(
    settings: Settings, store: Store, metrics: Metrics, clock: Clock, ids: IdSource | None
) -> tuple[Desk, Mark]:
    refuse_real_incidents(store, clock)

    if isinstance(clock, VirtualClock):
        last = await _ask(store, lambda r: r.events_after(max(0, r.head() - 1), 1))
        _not_before_the_journal(clock, last)
    epoch, mark, opened = await run_in_threadpool(store.standing)
    wall = SystemClock()
    rendered = Rendered()

    async def load(incident: str) -> Incident | None:
        return await _ask(store, lambda reader: reader.incident(incident))

    board = Board(store.plans, clock, load, rendered.take)
    for incident in opened:
        board.put(incident)
    ring = Ring(settings.live_ring, mark[0])
    watch = open_watch(settings, metrics)
    hub = Hub(
        board,
        FanOut(ring, clock, wall, settings.heartbeat_s, settings.live_slow_s, watch.part),
        lambda cursor, limit: _ask(store, lambda r: r.events_after(cursor, limit)),
        epoch=epoch,
        resume_limit=settings.live_resume_limit,
    )
    virtual = isinstance(clock, VirtualClock)
    desk = Desk(
        settings=settings,
        clock=clock,
        wall=wall,
        plans=store.plans,
        service=Service(store.plans, clock, ids or RandomIds(), exercises_only=virtual),
        reading=store.reading,
        accounts=store.accounts,
        sessions=store.sessions,
        hub=hub,
        metrics=metrics,
        watch=watch,
        rendered=rendered,
        pulse=Pulse(lambda: _probe(store), lambda: store.writer.trouble),
        order=Orders(store.writer, store.sessions),
        peers=store.peers() or NoPeers(),
        plan_texts=read_texts(settings.plan_texts, store.plans.current()),
        sign_in_failures=Throttle(settings.signin_window_s),
    )
    store.writer.observe(metrics.batch)
    metrics.watch("zhiban_live_clients", "Websockets signed in.", lambda: hub.clients)
    metrics.watch("zhiban_live_slow", "Of them, those that lag behind.", lambda: hub.slow)
    metrics.watch("zhiban_live_closed_slow", "Closed for it.", lambda: hub.closed_slow)
    metrics.watch("zhiban_journal_cursor", "The last event's cursor.", lambda: hub.head)
    metrics.watch("zhiban_writer_waiting", "Jobs waiting.", lambda: store.writer.waiting)
    return desk, mark


async def _probe(store: Store) -> None:
    """Write something; after a failure as much as a full disk would not take."""
    for work in (touch,) if store.writer.trouble is None else (unburden, weigh_down, unburden):
        await store.writer.submit(work)


def refuse_real_incidents(store: Store, clock: Clock) -> None:
    """A virtual clock would write false instants into real journals: refused."""
    if isinstance(clock, VirtualClock):
        with store.reading() as reader:
            if reader.incidents(exercise=False, limit=1).items:
                raise HttpError(409, "virtual_clock_refused")


def _not_before_the_journal(clock: VirtualClock, last: Sequence[Numbered]) -> None:
    """A virtual clock that starts again goes on where the journal ends."""
    for _, event in last:
        if event.recorded_at > clock.now:
            clock.jump_to(event.recorded_at)


async def _ask(store: Store, question: Callable[[Reader], T]) -> T:
    """Ask the store something, in a thread."""

    def ask() -> T:
        with store.reading() as reader:
            return question(reader)

    return await run_in_threadpool(ask)


def _waker(desk: Desk, store: Store, settings: Settings) -> Waker:
    def enter(journal: SqlJournal) -> int:
        outcomes = desk.service.wake(journal)
        moved = sum(1 for outcome in outcomes if outcome.events)
        if moved:
            reached("in_wake")
        return moved

    async def wake() -> int:
        return await store.writer.submit(enter)

    async def next_wake() -> datetime | None:
        return await desk.read(lambda reader: reader.next_wake())

    return Waker(desk.clock, wake, next_wake, settings.wake_poll_s, some_ms)


def _nudge(waker: Waker) -> Callable[[Sequence[Commit] | None], None]:
    """Commits of this node tell when their incidents want to be woken, those of others do not."""

    def nudge(commits: Sequence[Commit] | None) -> None:
        own = [commit for commit in commits or () if isinstance(commit, Appended)]
        known = commits is not None and len(own) == len(commits)
        waker.nudge([commit.next_wake for commit in own] if known else None)

    return nudge


def _listen(desk: Desk, store: Store, follower: Follower) -> None:
    """Hand every commit to the follower, the other nodes and the figures, in the event loop."""
    loop = asyncio.get_running_loop()

    def accept(commits: Sequence[Appended]) -> None:
        follower.accept(commits)
        desk.peers.tell(commits[-1].first_cursor)
        for commit in commits:
            desk.metrics.committed(commit.events)

    def on_the_writers_thread(commits: Sequence[Appended]) -> None:
        # A loop that is closed has nobody left who listens.
        if not loop.is_closed():
            loop.call_soon_threadsafe(accept, commits)

    store.writer.listen(on_the_writers_thread)


def _heads_of(store: Store, file: Path, interval_s: float, metrics: Metrics) -> Published:
    """Published from one snapshot after the other, each read only as far as it is new."""
    wall, heads = SystemClock(), Heads()

    def head() -> Mapping[str, Any]:
        with store.database.reading() as connection:
            return heads.next(connection, wall.now).to_json()

    def count(result: str) -> None:
        metrics.heads.labels(result).inc()

    return Published(file, interval_s, head, count)


def _forget_answers(store: Store, before: datetime) -> None:
    store.writer.write(lambda connection: forget_answers(connection, before))


async def _sweep(store: Store, wall: Clock) -> None:
    """Now and then forget old answers and sign-ins that are over."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_SWEEPS)
        try:
            await run_in_threadpool(store.sessions.sweep, wall.now)
            await run_in_threadpool(_forget_answers, store, wall.now - ANSWERS_KEPT)
        except StoreUnavailable:
            log.exception("sweep_failed")


def _announce_setup(desk: Desk, store: Store, announce: Callable[[str], None] | None) -> None:
    """A new installation has no account and no default password: it has a code."""
    if store.accounts.list():
        return
    desk.setup_code = setup_code()
    tell = announce or (lambda code: print(f"setup code: {code}", file=sys.stderr))
    tell(desk.setup_code)


__all__ = [
    "Finding",
    "Head",
    "Manifest",
    "Store",
    "back_up",
    "check_address",
    "create_app",
    "examine",
    "heads_in",
    "open_database",
    "open_store",
    "published",
    "refuse_real_incidents",
    "renew_epoch",
    "restore",
    "serving",
]
