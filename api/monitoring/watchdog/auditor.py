"""The auditor: round after round it audits the incidents that are due.

A round asks once what has changed, then audits one incident after another in a thread, a
long journal page by page. After each step it rests `REST` times the processor time of the
step: Python runs one thread at a time, so the rest leaves commands and screens their share.
Waiting for the processor or the database costs nobody. A round ends when no incident is due
or its interval is used up; incidents left over come first in the next round.

One auditor runs on the event loop; other modules call only `run`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

import structlog

from api.monitoring.repetition import FaultLog
from api.monitoring.watchdog.audit_queue import Agenda
from api.monitoring.watchdog.audit_status import AuditStatus
from api.monitoring.watchdog.findings import Audited
from engine.clock import Clock

log = structlog.get_logger("zhiban.watchdog")

REST = 4
"""Seconds of rest after each second of processor time: the audit takes a fifth of one core."""


class Survey(NamedTuple):
    """The journal's last cursor, the incidents changed since the given one, the open ones."""

    head: int
    changed: Sequence[str]
    open: Sequence[str]


Ask = Callable[[int | None], Awaitable[Survey]]
"""Asks the store what has changed after a cursor; with None only what is open."""


class Step(NamedTuple):
    """The result of one step of an audit, and its seconds of processor time.

    `audited` is None while pages of the journal are left to read.
    """

    audited: Audited | None
    work_s: float


Audit = Callable[[str], Awaitable[Step]]
"""Audits one incident, or a part of it."""

Settled = Callable[[], Awaitable[None]]
"""Returns when what is due has been recorded, or after it has had time enough."""


async def _at_once() -> None:
    """Wait for nothing."""


class Auditor:
    """Audits every `interval_s` seconds; every open incident at least every `full_s`.

    An audit that finds something new is made once more before anybody is alarmed, after
    `settled` returns: what a pause of the process left to be recorded is recorded by then.
    """

    def __init__(
        self,
        ask: Ask,
        audit: Audit,
        watch: AuditStatus,
        clock: Clock,
        interval_s: float,
        full_s: float,
        settled: Settled = _at_once,
    ) -> None:
        self._settled = settled
        self._ask, self._audit, self._watch, self._clock = ask, audit, watch, clock
        self._interval_s = interval_s
        self._agenda = Agenda(full_s)
        self._mark: int | None = None

    async def run(self, round_done: Callable[[], None] = lambda: None) -> None:
        """Audit until cancelled. A failing round is logged; the next one begins as usual."""
        elapsed = asyncio.get_running_loop().time
        faults = FaultLog(log, "round_failed")
        while True:
            began = elapsed()
            try:
                await self._round(elapsed)
                round_done()
                faults.succeeded()
            except Exception as error:
                faults.failed(error)
            await asyncio.sleep(max(0.0, self._interval_s - (elapsed() - began)))

    async def _round(self, elapsed: Callable[[], float]) -> None:
        began = elapsed()
        await self._survey(began)
        for incident in self._agenda.due(self._clock.now, began):
            if not await self._audited(incident, began + self._interval_s, elapsed):
                break
        self._watch.completed(self._agenda.wanted_since)

    async def _audited(self, incident: str, until: float, elapsed: Callable[[], float]) -> bool:
        """Audit one incident step by step; False if time ran out before its end."""
        audited: Audited | None = None
        rechecked = False
        while audited is None:
            if elapsed() > until and not rechecked:
                return False
            audited, work_s = await self._audit(incident)
            if audited is not None and not rechecked and self._watch.is_new(audited):
                audited, rechecked = None, True
                await self._settled()
            elif audited is not None:
                self._watch.take(audited)
                self._agenda.done(incident, audited.again_at, elapsed())
            await asyncio.sleep(REST * work_s)
        return True

    async def _survey(self, elapsed: float) -> None:
        """Bring the queue up to date. A closed incident is audited one last time."""
        mark = self._mark
        survey = await self._ask(mark)
        went_back = mark is not None and survey.head < mark
        changed = survey.open if went_back else survey.changed
        suspects = self._watch.suspects
        self._agenda.keep({*survey.open, *changed, *suspects}, elapsed)
        self._agenda.want([*changed, *suspects], elapsed)
        self._mark = survey.head
