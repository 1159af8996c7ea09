"""The tasks that watch a running server: the watchdog's auditor and the sign of life.

They read through the server's state as requests do; `api.app` provides the store.
"""

from __future__ import annotations

import asyncio
import contextlib
import time

import structlog
from starlette.concurrency import run_in_threadpool

from api.monitoring.metrics import Metrics
from api.monitoring.repetition import FaultLog
from api.monitoring.watchdog.audit_status import ROUNDS_MISSED, AuditStatus
from api.monitoring.watchdog.auditor import Audit, Auditor, Step, Survey
from api.monitoring.watchdog.dead_man_switch import DeadMan
from api.monitoring.watchdog.incident_audit import Examiner, patience_of
from api.runtime.app_state import AppState
from api.runtime.health import scheduler_late, why_not_well
from api.settings import Settings
from api.store.queries.reader import Reader

log = structlog.get_logger("zhiban.watchdog")

SECONDS_BETWEEN_LOOKS = 1.0


def open_watch(settings: Settings, metrics: Metrics) -> AuditStatus:
    """The audit status of a server that starts now, with its metrics."""
    watch = AuditStatus(
        settings.watchdog_s,
        settings.watchdog_full_s,
        asyncio.get_running_loop().time,
        lambda kind: metrics.watchdog_found.labels(kind).inc(),
    )
    metrics.watch(
        "zhiban_watchdog_differences", "Differences in the ledgers.", lambda: watch.differences
    )
    metrics.watch("zhiban_watchdog_age_seconds", "Since the last round.", lambda: watch.age_s)
    metrics.watch("zhiban_watchdog_silent", "1 if nobody audits.", lambda: watch.silent)
    return watch


async def keep_auditing(desk: AppState, audit: Audit | None = None) -> None:
    """Audit this server's incidents until cancelled; tests replace the auditor with `audit`.

    After a long gap the server answers before everything due is recorded. That is no fault of the
    ledger, so the first round waits for it, as long as silence is allowed.
    """
    await _settled(desk, ROUNDS_MISSED * desk.settings.watchdog_s)
    await _auditor_of(desk, audit).run(desk.metrics.watchdog_rounds.inc)


async def notice_pauses(watch: AuditStatus) -> None:
    """Tell the audit's status every second that the process runs, until cancelled."""
    while True:
        watch.alive()
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


async def _settled(desk: AppState, patience_s: float) -> None:
    """Return when nothing due waits to be recorded, at the latest after `patience_s`."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience_s):
            await _caught_up(desk)


async def _caught_up(desk: AppState) -> None:
    """Return when nothing due waits to be recorded."""
    patience = patience_of(desk.clock)
    faults = FaultLog(log, "round_failed")
    while True:
        try:
            late = await scheduler_late(desk, patience)
            faults.succeeded()
            if not late:
                return
            log.info("waiting_for_the_gap_to_be_entered")
        except Exception as error:
            faults.failed(error)
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


def _auditor_of(desk: AppState, audit: Audit | None) -> Auditor:
    elapsed = asyncio.get_running_loop().time
    full_s = desk.settings.watchdog_full_s
    examine = Examiner(desk.reading, desk.plans, desk.clock, full_s, elapsed)

    def timed(incident: str) -> Step:
        began = time.thread_time()
        audited = examine(incident)
        return Step(audited, time.thread_time() - began)

    async def real(incident: str) -> Step:
        return await run_in_threadpool(timed, incident)

    async def ask(mark: int | None) -> Survey:
        def question(reader: Reader) -> Survey:
            changed = () if mark is None else reader.changed(mark)
            return Survey(reader.head(), changed, reader.open_ids())

        return await desk.read(question)

    settings = desk.settings
    return Auditor(
        ask,
        audit or real,
        desk.watch,
        desk.clock,
        settings.watchdog_s,
        full_s,
        lambda: _settled(desk, settings.watchdog_s),
    )


def deadman_of(desk: AppState) -> DeadMan:
    """The sign of life that the settings ask for."""
    settings = desk.settings
    patience = patience_of(desk.clock)
    return DeadMan(
        str(settings.deadman_url) if settings.deadman_url else None,
        settings.deadman_file,
        settings.deadman_s,
        lambda: why_not_well(desk, patience),
        lambda way, result: desk.metrics.signs_of_life.labels(way, result).inc(),
    )
