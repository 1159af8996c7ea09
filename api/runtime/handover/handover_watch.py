"""Notices a hand-over that is overdue, and that it is signed: calls begin and end by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import structlog
from starlette.concurrency import run_in_threadpool

from api.monitoring.repetition import FaultLog, keep_looking
from api.store.handover.handovers import Handovers
from engine.clock import Clock
from engine.handover.timing import SIGN_WITHIN, ShiftEnd, due_at
from engine.instants import to_text
from engine.plan.calling_rules import Trigger

log = structlog.get_logger("zhiban")

TRIGGER: Trigger = "handover_overdue"
SECONDS_BETWEEN_LOOKS = 15.0


class Notices(Protocol):
    """Who is told what a server notices outside of incidents."""

    async def notice(
        self, trigger: Trigger, subject: str, values: Mapping[str, Any]
    ) -> Sequence[str]:
        """Something has come about; telling it again changes nothing."""
        ...

    async def over(self, trigger: Trigger, subject: str) -> int:
        """It is over."""
        ...


class HandoverWatch:
    """Looks every few seconds; whatever node signs, all of them see it."""

    def __init__(
        self,
        handovers: Handovers,
        clock: Clock,
        shift_end: Callable[[], ShiftEnd],
        notices: Notices,
    ) -> None:
        self._handovers, self._clock, self._shift_end = handovers, clock, shift_end
        self._notices = notices
        self._told: str | None = None
        self._looked = False

    async def run(self) -> None:
        """Look for ever. What a look that fails has left, the next one tells."""
        await keep_looking(self.look, SECONDS_BETWEEN_LOOKS, FaultLog(log, "handover_look_failed"))

    async def look(self) -> None:
        """Tell what has become overdue since the last look, and what is over."""
        since, before = await run_in_threadpool(self._ask)
        subject = None if since is None else _subject(since)
        if subject != self._told and self._told is not None:
            await self._notices.over(TRIGGER, self._told)
        elif not self._looked and subject is None and before is not None:
            # What was told before a restart may have been signed while nobody looked.
            await self._notices.over(TRIGGER, _subject(before))
        if since is not None and subject != self._told:
            await self._notices.notice(TRIGGER, _subject(since), {"since": to_text(since)})
        self._told, self._looked = subject, True

    def _ask(self) -> tuple[datetime | None, datetime | None]:
        """Since when a hand-over is waited for in vain, and the instant of the newest."""
        newest = next(iter(self._handovers.page(None, 1)), None)
        due = due_at(newest.mark if newest else None, self._shift_end())
        overdue = due is not None and due < self._clock.now
        at = newest.at if newest else None
        return (due - SIGN_WITHIN if due is not None and overdue else None), at


def _subject(since: datetime) -> str:
    return f"handover {to_text(since)}"
