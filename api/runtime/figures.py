"""Figures that are looked up when a machine asks for them: from the database and from folders.

A database that does not answer leaves them without a value (`NaN`); the page comes all the same,
since `zhiban_store_well` on it says why.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from starlette.concurrency import run_in_threadpool

from api.runtime.app_state import AppState
from api.runtime.evaluation.evaluations import count_findings
from api.store.backup.backup_folder import newest, rehearsed
from api.store.queries.standing import Standing
from engine.errors import ZhibanError

SECONDS_TO_LOOK = 2.0


async def refresh(desk: AppState) -> None:
    """Look the figures up, each within a moment or not at all."""
    desk.metrics.stands(await _standing(desk))
    folder = desk.settings.backup_folder
    if folder is not None:
        desk.metrics.backed_up(await _newest(folder))
        desk.metrics.rehearsed(await _looked_up(rehearsed, folder))
    await _findings(desk)


async def _standing(desk: AppState) -> Standing | None:
    try:
        async with asyncio.timeout(SECONDS_TO_LOOK):
            return await desk.read(lambda reader: reader.standing())
    except (ZhibanError, TimeoutError):
        return None


async def _findings(desk: AppState) -> None:
    """Count the findings of open incidents, at most once a minute."""
    now = desk.clock.now
    if not desk.ready or not desk.metrics.findings_due(desk.wall.now.timestamp()):
        return
    with contextlib.suppress(ZhibanError, TimeoutError):
        async with asyncio.timeout(SECONDS_TO_LOOK):
            found = await desk.read(
                lambda reader: count_findings(reader, desk.companions, desk.pinned, now)
            )
            desk.metrics.found(found)


async def _looked_up(look: Callable[[Path], datetime | None], folder: Path) -> datetime | None:
    try:
        async with asyncio.timeout(SECONDS_TO_LOOK):
            return await run_in_threadpool(look, folder)
    except (OSError, TimeoutError):
        return None


async def _newest(folder: Path) -> datetime | None:
    try:
        async with asyncio.timeout(SECONDS_TO_LOOK):
            found = await run_in_threadpool(newest, folder)
    except (OSError, TimeoutError):
        return None
    return None if found is None else found[1]
