"""Jobs that wait for the writer, and how their callers learn the end of it.

A caller in an event loop gets a future of that loop, any other caller blocks. Answers
for one loop are handed over together: waking a loop costs a system call.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from api.store.journal.journal import SqlJournal

T = TypeVar("T")
Job = Callable[[SqlJournal], T]


@dataclass(frozen=True, slots=True)
class WriteJob:
    """A job with the future of whoever waits for it; `loop` is None for a thread."""

    job: Job[Any]
    future: asyncio.Future[Any] | concurrent.futures.Future[Any]
    loop: asyncio.AbstractEventLoop | None


@dataclass(frozen=True, slots=True)
class JobResult:
    """A ticket with its end: a value, or the error to raise."""

    ticket: WriteJob
    value: Any = None
    error: BaseException | None = None


def hand_out(ends: Iterable[JobResult]) -> None:
    """Tell every caller the end of his job."""
    by_loop: dict[asyncio.AbstractEventLoop, list[JobResult]] = {}
    for end in ends:
        if end.ticket.loop is None:
            _settle(end)
        else:
            by_loop.setdefault(end.ticket.loop, []).append(end)
    for loop, together in by_loop.items():
        # A loop that was closed meanwhile has nobody left who could be told.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle_all, together)


def _settle_all(ends: list[JobResult]) -> None:
    for end in ends:
        _settle(end)


def _settle(end: JobResult) -> None:
    future = end.ticket.future
    if future.done():
        return
    if end.error is None:
        future.set_result(end.value)
    else:
        future.set_exception(end.error)
