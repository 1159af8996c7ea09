"""The tasks that watch over a running desk: the watchdog's auditor and the sign of life.

They read through the desk like everybody else; the store itself is put in by `api.app`.
"""

from __future__ import annotations

import asyncio
import contextlib
import time

import structlog
from starlette.concurrency import run_in_threadpool

from api.desk import Desk
from api.metrics import Metrics
from api.ports import Reader
from api.readiness import scheduler_late, why_not_well
from api.settings import Settings
from api.watchdog.auditor import Audit, Auditor, Step, Survey
from api.watchdog.deadman import DeadMan
from api.watchdog.examining import Examiner, patience_of
from api.watchdog.watch import ROUNDS_MISSED, Watch

log = structlog.get_logger("zhiban.watchdog")

SECONDS_BETWEEN_LOOKS = 1.0


def open_watch(settings: Settings, metrics: Metrics) -> Watch:
    """The watch of a server that starts now, with its figures."""
    watch = Watch(
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


async def keep_auditing(desk: Desk, audit: Audit | None = None) -> None:
    """Audit this desk's incidents for ever; `audit` replaces the real one in tests.

    After a long gap the server is there before all of it is entered. That is no fault of
    the ledger, so the first round lets it be finished, for as long as silence is allowed.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(ROUNDS_MISSED * desk.settings.watchdog_s):
            await _caught_up(desk)
    await _auditor_of(desk, audit).run(desk.metrics.watchdog_rounds.inc)


async def _caught_up(desk: Desk) -> None:
    """Return when nothing waits to be entered any more."""
    patience = patience_of(desk.clock)
    while True:
        try:
            if not await scheduler_late(desk, patience):
                return
            log.info("waiting_for_the_gap_to_be_entered")
        except Exception:
            log.exception("round_failed")
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


def _auditor_of(desk: Desk, audit: Audit | None) -> Auditor:
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
    )


def deadman_of(desk: Desk) -> DeadMan:
    """The sign of life for the outside, as the settings ask for it."""
    settings = desk.settings
    patience = patience_of(desk.clock)
    return DeadMan(
        str(settings.deadman_url) if settings.deadman_url else None,
        settings.deadman_file,
        settings.deadman_s,
        lambda: why_not_well(desk, patience),
        lambda way, result: desk.metrics.signs_of_life.labels(way, result).inc(),
    )
