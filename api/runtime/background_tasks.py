"""Work that a server does beside its requests: sweeping, and entering what is due.

The watchdog's tasks stand in `api.runtime.watch`; `api.app` gives the store's part.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import structlog
from starlette.concurrency import run_in_threadpool

from api.fault_injection import reached
from api.monitoring.repetition import FaultLog, keep_looking
from engine.clock import Clock
from engine.ports import Journal
from engine.service import Service

log = structlog.get_logger("zhiban")

SECONDS_BETWEEN_SWEEPS = 3600.0


@contextmanager
def running(*works: Coroutine[Any, Any, None]) -> Iterator[None]:
    """Run coroutines as tasks of the event loop until the block ends; then cancel them."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


async def sweep_now_and_then(
    sweep: Callable[[datetime], None], wall: Clock, interval_s: float = SECONDS_BETWEEN_SWEEPS
) -> None:
    """Delete what is out of date, for ever; `sweep` blocks and gets the real time.

    A sweep that fails is logged; the next one deletes what it left.
    """

    async def look() -> None:
        await run_in_threadpool(sweep, wall.now)

    await keep_looking(look, interval_s, FaultLog(log, "sweep_failed"), first_s=interval_s)


def enter_what_is_due(service: Service) -> Callable[[Journal], int]:
    """Make the write job that records what time has made due; it returns how many incidents."""

    def enter(journal: Journal) -> int:
        moved = sum(1 for outcome in service.wake(journal) if outcome.events)
        if moved:
            reached("in_wake")
        return moved

    return enter
