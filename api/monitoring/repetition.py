"""Faults and refusals that come again and again: logged once, then counted.

A database that is away fails every look, and a stranger's connections are refused by the
thousand. A line for each would fill the disk with one sentence.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any, NamedTuple

from engine.errors import ZhibanError
from engine.memo import BoundedDict

SECONDS_BETWEEN_LINES = 600.0
MOST_KINDS = 100


class Ended(NamedTuple):
    """How often something happened, and the real seconds from the first time to now."""

    times: int
    seconds: float


@dataclass(slots=True)
class _Series:
    """`times` in all, of which `told` stand in the log; instants are monotonic seconds."""

    began: float
    logged_at: float
    times: int = 0
    told: int = 0


class Repetition:
    """Counts each kind of occurrence, and says when one is worth a line.

    `elapsed` gives monotonic real seconds. Used in one thread.
    """

    def __init__(
        self,
        interval_s: float = SECONDS_BETWEEN_LINES,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._interval_s = interval_s
        self._elapsed = elapsed
        self._series = BoundedDict[Hashable, _Series](MOST_KINDS)

    def happened(self, kind: Hashable) -> int:
        """Count one; return how many a line has to tell of now, 0 if none is due.

        The first of a kind is told at once, later ones together every `interval_s` seconds.
        """
        now = self._elapsed()
        series = self._series.get(kind)
        if series is None:
            series = self._series[kind] = _Series(began=now, logged_at=now - self._interval_s)
        series.times += 1
        if now - series.logged_at < self._interval_s:
            return 0
        fresh = series.times - series.told
        series.logged_at, series.told = now, series.times
        return fresh

    def over(self) -> Ended | None:
        """Forget all kinds; what to say of them, None if nothing had happened."""
        if not self._series:
            return None
        began = min(series.began for series in self._series.values())
        times = sum(series.times for series in self._series.values())
        self._series.clear()
        return Ended(times, self._elapsed() - began)


class FaultLog:
    """Logs a fault that comes again and again: once, its number now and then, and its end.

    A fault that has a sentence is one line; one that nobody foresaw has its traceback, once.
    """

    def __init__(self, log: Any, event: str, repetition: Repetition | None = None) -> None:
        self._log, self._event = log, event
        self._repetition = repetition or Repetition()

    def failed(self, error: Exception, **facts: Any) -> None:
        """Count a failure of this kind."""
        known = isinstance(error, ZhibanError | TimeoutError)
        code = error.code if isinstance(error, ZhibanError) else str(error)
        times = self._repetition.happened((type(error), code))
        if not times:
            return
        again = {"times": times} if times > 1 else {}
        trace = {} if known or again else {"exc_info": error}
        self._log.error(
            self._event, why=str(error) or type(error).__name__, **facts, **again, **trace
        )

    def succeeded(self) -> None:
        """It works again; said with how often and how long it did not."""
        ended = self._repetition.over()
        if ended is not None:
            facts = {"times": ended.times, "seconds": round(ended.seconds, 1)}
            self._log.info(f"{self._event}_no_more", **facts)


async def keep_looking(
    look: Callable[[], Awaitable[object]], interval_s: float, faults: FaultLog, first_s: float = 0
) -> None:
    """Look for ever, the first time after `first_s` seconds.

    A look that fails is logged; the next one does what it left.
    """
    await asyncio.sleep(first_s)
    while True:
        try:
            await look()
            faults.succeeded()
        except Exception as error:
            faults.failed(error)
        await asyncio.sleep(interval_s)
