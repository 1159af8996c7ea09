"""The composition root: the only place where real things are wired together.

`create_app` makes the application, `serving` opens what it serves. Commands that need only
the database open it by `api.store.opening` and load nothing of the server.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

import structlog
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api import __version__
from api.access.account_audience import Audiences
from api.access.device_cookie import DeviceCookies
from api.access.sign_in_limit import Throttle
from api.access.two_admins import TwoAdministrators
from api.attachments.previews import Previews
from api.calling.channel_book import ChannelBook
from api.calling.channels.registry import replies_from, set_up
from api.documents.errors import CannotRender
from api.drill.session import DrillSession
from api.http import error_handlers
from api.http.command_endpoint import command_route
from api.http.head_requests import HeadAsGet
from api.http.middleware import Limited, Observed
from api.http.openapi import document
from api.http.request_log import Observer
from api.http.routes_in_order import ROUTERS
from api.http.static_pages import Pages
from api.http.sub_path import BelowPath
from api.live.feed.journal_follower import Mark, NoPeers
from api.live.feed.view_cache import ViewCache
from api.monitoring.metrics import Metrics
from api.monitoring.store_watch import StoreWatch
from api.monitoring.watchdog.auditor import Audit
from api.monitoring.write_check import WriteCheck
from api.plan_texts import read_questions, read_texts
from api.problems import refuse_with
from api.runtime import startup
from api.runtime.app_state import AppState
from api.runtime.background_tasks import running, sweep_now_and_then
from api.runtime.calling.alarms import AlarmCalls
from api.runtime.calling.call_work import open_calls
from api.runtime.calling.calling_book import ServerBook
from api.runtime.calling.notice_watch import NoticeWatch
from api.runtime.clock.clock_and_ids import RandomIds, open_clock, request_ids
from api.runtime.clock.clock_watch import ClockWatch
from api.runtime.commands.command_replies import CommandReplies
from api.runtime.documents.document_warming import warm
from api.runtime.evaluation.evaluations import read_companions
from api.runtime.evaluation.scenario_trials import Trials
from api.runtime.expiring_tokens import ExpiringTokens
from api.runtime.handover.handover_watch import HandoverWatch
from api.runtime.journal_end import JournalEndWatch
from api.runtime.map_file import read_map
from api.runtime.node import Node
from api.runtime.roster.roster_times import duty_at, shift_ends, standing_gaps
from api.runtime.waking import nudges, open_scheduler
from api.runtime.watch import deadman_of, keep_auditing, notice_pauses, open_watch
from api.runtime.webhooks.webhooks import open_webhooks
from api.settings import Settings
from api.store.errors import AccountRefused, KeyReused, StoreUnavailable
from api.store.facade import Store
from api.store.integrity.head_publisher import Published
from api.store.journal.command_runner import CommandRunner
from api.store.opening import open_server_store
from engine.clock import Clock, VirtualClock
from engine.ports import IdSource
from engine.service import Service

log = structlog.get_logger("zhiban")

refuse_with(StoreUnavailable, 503)
refuse_with(KeyReused, 422)
refuse_with(AccountRefused, 409)
refuse_with(CannotRender, 409)


def create_app(
    settings: Settings | None = None,
    *,
    clock: Clock | None = None,
    ids: IdSource | None = None,
    announce: Callable[[str], None] | None = None,
    pages: Pages | None = None,
    store: Store | None = None,
    audit: Audit | None = None,
    live: DrillSession | None = None,
) -> FastAPI:
    """Make the application.

    `announce` receives the setup code of a new installation. The application takes over an open
    `store` and closes it at the end. `audit` replaces the watchdog's audit. `live` is the drill
    that this server plays.
    """
    chosen = settings or Settings()
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with serving(chosen, metrics, clock, ids, announce, store, audit, live) as desk:
            app.state.desk = desk
            yield

    app = FastAPI(
        title="Zhiban 值班",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        routes=[command_route()],
        # FastAPI would otherwise read the environment at each request to see whether it is traced.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.metrics = metrics
    for module in ROUTERS:
        app.include_router(module.router)
    error_handlers.install(app, pages or Pages())
    document.install(app, chosen.root_path)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Limited, limit=chosen.max_body_bytes, files=chosen.attachment_bytes)
    app.add_middleware(Observed, observer=Observer(metrics, request_ids().__next__))
    if chosen.root_path:
        app.add_middleware(BelowPath, path=chosen.root_path)
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
    live: DrillSession | None = None,
) -> AsyncIterator[AppState]:
    """Open the application's state: read the journal, start hub and scheduler; close all at the
    end."""
    async with AsyncExitStack() as at_end:
        clock = clock or open_clock(settings)
        if opened is None:
            plays = isinstance(clock, VirtualClock)
            opened = await run_in_threadpool(partial(open_server_store, settings, exercise=plays))
        store = opened
        at_end.push_async_callback(run_in_threadpool, store.close)
        chosen, defaults = settings.journalled(), settings.journalled_defaults()
        await run_in_threadpool(store.note_settings, chosen, defaults)
        await run_in_threadpool(startup.set_virtual_clock, store, clock)
        watch = await startup.judge(settings, store.clocks, metrics, clock)
        desk, mark = await _open_desk(
            settings, store, metrics, clock, ids or RandomIds(), watch, live
        )
        at_end.push_async_callback(desk.hub.stop)
        at_end.push_async_callback(desk.peers.stop)
        at_end.callback(desk.hashing.close)
        scheduler = open_scheduler(desk, store.writer)
        watch.moved = desk.calls.after(scheduler.rearm)
        at_end.callback(scheduler.stop)
        hears = desk.webhooks.nudging(desk.calls.nudging(nudges(scheduler, live)))
        node = Node(desk, store, hears)
        desk.follower = node.follower(mark, settings.follow_poll_s)
        desk.stored.follows = lambda: desk.follower is None or desk.follower.reads
        node.listen(desk.follower, store.writer.listen)
        metrics.watch(
            "zhiban_store_well", "1 if it can be written.", lambda: desk.stored.part()["well"]
        )
        metrics.watch("zhiban_due_lag_seconds", "Something is due for so long.", scheduler.lag)
        store.writer.observe(metrics.batch)
        metrics.watch("zhiban_writer_waiting", "Jobs waiting.", lambda: store.writer.waiting)
        desk.hub.start()
        desk.peers.start(desk.follower.woken)
        at_end.enter_context(running(desk.follower.run()))
        await scheduler.start()
        startup.announce_setup(desk, store.cookie_key, announce)
        desk.ready = True
        startup.begin_drill(desk, scheduler)
        at_end.enter_context(running(*_background(desk, store, audit)))
        at_end.callback(setattr, desk, "ready", False)
        log.info("ready", cursor=desk.hub.head, plans=list(desk.plans.current()))
        yield desk


async def _open_desk(
    settings: Settings,
    store: Store,
    metrics: Metrics,
    clock: Clock,
    ids: IdSource,
    clock_watch: ClockWatch,
    live: DrillSession | None,
) -> tuple[AppState, Mark]:
    epoch, mark, incidents = await run_in_threadpool(store.standing)
    wall, views = clock_watch.clock, ViewCache()
    audiences = Audiences(store.plans, divisions_see_all=settings.division_posts_see_all)
    watch = open_watch(settings, metrics)
    pulse = WriteCheck(store.probe, lambda: store.writer.trouble)
    stored = StoreWatch(pulse.check, lambda: store.writer.trouble)
    chain = JournalEndWatch(store.chain)
    await chain.look()
    health = startup.health_of(watch, stored, clock_watch, chain, live.sign if live else None)
    start = startup.Start(epoch, mark[0], incidents)
    hub = startup.open_hub(settings, store, audiences, clock, wall, views, health, start)
    startup.watch_hub(hub, metrics)
    service = await _open_service(settings, store, clock, ids, live)
    metrics.exercises_only.set(service.exercises_only)
    channel_book = ChannelBook(*set_up(settings, wall), wall)
    calls = open_calls(settings, store, service, wall, metrics, channel_book.channels)
    desk = _with_records(store)(
        settings=settings,
        clock=clock,
        wall=wall,
        service=service,
        calls=calls,
        channels=channel_book,
        trials=Trials(settings.plans_dir),
        notices=calls.starts,
        standing_calls=calls.answers.standing,
        webhooks=open_webhooks(settings, store, wall, calls.starts),
        second=TwoAdministrators(store.plans, wanted=settings.two_admins),
        audiences=audiences,
        hub=hub,
        metrics=metrics,
        watch=watch,
        clock_watch=clock_watch,
        pulse=pulse,
        stored=stored,
        health=health,
        chain=chain,
        drill=live,
        commands=_open_commands(store, service, views, audiences, clock, wall),
        peers=(store.peers() if settings.notify else None) or NoPeers(),
        outlines=await run_in_threadpool(read_map, settings.map),
        plan_texts=read_texts(settings.plan_texts, store.plans.current()),
        companions=read_companions(settings.plans_dir),
        plan_questions=read_questions(settings.plans_dir, store.plans.current()),
        devices=DeviceCookies(await run_in_threadpool(store.cookie_key)),
        cookie_names=await run_in_threadpool(startup.cookie_names, settings, store, wall.now),
        oidc=await run_in_threadpool(startup.oidc_of, settings, store),
        guesses=Throttle(settings.signin_window_s),
    )
    return desk, mark


async def _open_service(
    settings: Settings, store: Store, clock: Clock, ids: IdSource, live: DrillSession | None
) -> Service:
    book = ServerBook(
        store.calling_rules,
        settings.call_rules,
        store.contacts.by_id,
        partial(duty_at, store.roster, store.contacts),
    )
    if live is not None:
        return live.service(book)
    virtual = isinstance(clock, VirtualClock)
    plays = virtual or await run_in_threadpool(store.birth) == "exercise"
    return Service(store.plans, clock, ids, exercises_only=plays, calling=book)


def _open_commands(
    store: Store,
    service: Service,
    views: ViewCache,
    audiences: Audiences,
    clock: Clock,
    wall: Clock,
) -> CommandRunner:
    replies = CommandReplies(views, store.plans, audiences, clock)
    return CommandRunner(
        store.writer,
        store.sessions,
        store.accounts,
        service,
        replies,
        replies.narrowed,
        audiences,
        wall,
    )


def _with_records(store: Store) -> partial[AppState]:
    """The state with what the store keeps; its other parts are still to be given."""
    return partial(
        AppState,
        plans=store.plans,
        reading=store.reading,
        accounts=store.accounts,
        sessions=store.sessions,
        server_journal=store.server_journal,
        contacts=store.contacts,
        handovers=store.handovers,
        shift_log=store.shift_log,
        evaluations=store.evaluations,
        scenarios=store.scenarios,
        roster=store.roster,
        kept_files=store.kept_files,
        attachments=store.attachments,
        archives=store.archives,
        second_factors=store.second_factors,
        previews=Previews(store.attachments.parts),
        shift_end=shift_ends(store.roster, store.contacts),
    )


def _background(
    desk: AppState, store: Store, audit: Audit | None
) -> Iterator[Coroutine[Any, Any, None]]:
    """The tasks that run beside the requests while the server is open."""
    settings = desk.settings
    yield desk.clock_watch.run()
    if desk.drill is not None:
        yield desk.drill.run()
        if desk.drill.beside is not None:
            yield desk.drill.beside()
    if settings.call_worker:
        yield desk.calls.worker.run()
    calls, spoken = desk.calls, settings.language or "zh"
    yield AlarmCalls(desk.health, calls.starts, calls.worker.nudge, spoken).run()
    replies = replies_from(settings, calls.answers.key_of, calls.answers.answered_by_message)
    if replies is not None:
        yield replies.run()
    yield sweep_now_and_then(store.sweep, desk.wall)
    yield ExpiringTokens(
        lambda: store.sessions.open(desk.wall.now, kind="token"), desk.wall, desk.metrics
    ).run()
    yield keep_auditing(desk, audit)
    yield notice_pauses(desk.watch)
    if (notices := desk.notices) is not None:
        yield HandoverWatch(desk.handovers, desk.clock, lambda: desk.shift_end, notices).run()
        yield NoticeWatch(partial(standing_gaps, desk), notices).run()
    yield desk.stored.run()
    if settings.warm_documents:
        yield warm(settings.plans_dir)
    yield desk.webhooks.worker.run()
    yield desk.chain.run()
    yield deadman_of(desk).run()
    if settings.head_file is not None:
        head, looked = store.heads(desk.wall), desk.metrics.head_looked_at
        publisher = Published(
            settings.head_file, settings.head_s, head, lambda result: looked(result, desk.wall.now)
        )
        yield publisher.run()
