"""What the workers that send share: looking when something is due, and what is on its way.

Claiming and sending are each worker's own; here is when it looks, and that nothing is forgotten.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Generic, TypeVar

from api.monitoring.repetition import FaultLog

AFTER_FAULT_S = 1.0

C = TypeVar("C")
E = TypeVar("E")


class SendingLoop(ABC, Generic[C]):
    """A worker: `run` it in the event loop; `nudge` it after commits."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()
        self._sending: dict[asyncio.Task[None], C] = {}

    @abstractmethod
    async def look(self) -> float:
        """Begin to send what is due; the real seconds until the next look."""

    async def run(self) -> None:
        """Send what is due, for ever. A fault is logged, and what is due stays due."""
        try:
            while True:
                self._woken.clear()
                wait_s = await self.look()
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait_s):
                        await self._woken.wait()
        finally:
            for task in self._sending:
                task.cancel()

    async def sent(self) -> None:
        """Wait until everything that is on its way is sent and entered."""
        while self._sending:
            await asyncio.wait(self._sending)

    def _begin(self, claimed: C, send: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(send)
        self._sending[task] = claimed
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._sending.pop(task, None)
        self._woken.set()


async def entered(enter: Callable[[], Awaitable[E]], faults: FaultLog, **facts: Any) -> E:
    """Enter what came of something sent; it has gone out, so this tries until it is entered."""
    while True:
        try:
            return await enter()
        except Exception as error:
            faults.failed(error, **facts)
            await asyncio.sleep(AFTER_FAULT_S)
