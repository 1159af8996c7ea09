"""Password checks in threads of their own, few at a time, with a bounded queue.

A check takes long on purpose and fills 64 MiB. Devices that are known have a thread of
their own, so that no stranger's guess is ever before theirs. A full queue refuses at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

AT_ONCE = 1
"""Checks at a time in each lane: one fills the cores, and the event loop needs its share."""

MOST_WAITING = 16
"""Checks in one lane, running or waiting: some two seconds of work on a small machine."""


class QueueFull(Exception):
    """So many wait already that another one would be answered too late."""


class Lane:
    """Runs blocking work in a few threads. For one event loop."""

    def __init__(self, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="password")
        self._most = most_waiting
        self._waiting = 0

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns. Raises `QueueFull`."""
        if self._waiting >= self._most:
            raise QueueFull
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, lambda: work(*args, **kwargs))
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Start nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class HashingQueue:
    """One lane for devices that are known, one for strangers."""

    def __init__(self) -> None:
        self.known = Lane()
        self.strangers = Lane()

    def close(self) -> None:
        """Start nothing more in either lane."""
        self.known.close()
        self.strangers.close()
