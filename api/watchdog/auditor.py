"""The auditor: round after round it audits the incidents whose turn it is.

A round asks once what has changed, then audits one incident after the other in a thread, a
long journal page by page, each step followed by a rest `REST` times as long as it used the
processor: Python runs one thread at a time, so that is what leaves commands and screens
their share. What a step waits, for the processor or the database, is nobody's loss. A round
ends when nobody is wanted any more or its interval is used up; who is left, or left
in the middle, comes first in the next one.

One is alone on the event loop: nothing here is called from elsewhere but `run`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

import structlog

from api.watchdog.agenda import Agenda
from api.watchdog.findings import Audited
from api.watchdog.watch import Watch
from engine.clock import Clock

log = structlog.get_logger("zhiban.watchdog")

REST = 4
"""Seconds of rest after each second of processor time: at most a fifth of one core is taken."""


class Survey(NamedTuple):
    """The journal's last cursor, who has changed since the one asked about, who is open."""

    head: int
    changed: Sequence[str]
    open: Sequence[str]


Ask = Callable[[int | None], Awaitable[Survey]]
"""Asks the store what has changed after a cursor; None asks only who is open."""


class Step(NamedTuple):
    """What came of a step of an audit, and the seconds of processor time that it took.

    `audited` is None if the incident is to be gone on with, for what is left to read.
    """

    audited: Audited | None
    work_s: float


Audit = Callable[[str], Awaitable[Step]]
"""Audits one incident, or a part of it."""


class Auditor:
    """Audits every `interval_s` seconds; every open incident at least every `full_s`."""

    def __init__(
        self, ask: Ask, audit: Audit, watch: Watch, clock: Clock, interval_s: float, full_s: float
    ) -> None:
        self._ask, self._audit, self._watch, self._clock = ask, audit, watch, clock
        self._interval_s = interval_s
        self._agenda = Agenda(full_s)
        self._mark: int | None = None

    async def run(self, round_done: Callable[[], None] = lambda: None) -> None:
        """Audit for ever. A round that fails is told; the next one begins as usual."""
        elapsed = asyncio.get_running_loop().time
        while True:
            began = elapsed()
            try:
                await self._round(elapsed)
                round_done()
            except Exception:
                log.exception("round_failed")
            await asyncio.sleep(max(0.0, self._interval_s - (elapsed() - began)))

    async def _round(self, elapsed: Callable[[], float]) -> None:
        began = elapsed()
        await self._survey(began)
        for incident in self._agenda.due(self._clock.now, began):
            if not await self._audited(incident, began + self._interval_s, elapsed):
                break
        self._watch.completed(self._agenda.wanted_since)

    async def _audited(self, incident: str, until: float, elapsed: Callable[[], float]) -> bool:
        """Audit one incident step by step; whether there was time to come to its end."""
        audited: Audited | None = None
        while audited is None:
            if elapsed() > until:
                return False
            audited, work_s = await self._audit(incident)
            if audited is not None:
                self._watch.take(audited)
                self._agenda.done(incident, audited.again_at, elapsed())
            await asyncio.sleep(REST * work_s)
        return True

    async def _survey(self, elapsed: float) -> None:
        """Bring the agenda up to date. What has been closed is looked at a last time."""
        mark = self._mark
        survey = await self._ask(mark)
        went_back = mark is not None and survey.head < mark
        changed = survey.open if went_back else survey.changed
        suspects = self._watch.suspects
        self._agenda.keep({*survey.open, *changed, *suspects}, elapsed)
        self._agenda.want([*changed, *suspects], elapsed)
        self._mark = survey.head
