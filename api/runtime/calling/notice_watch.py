"""Tells the rules of calling where the roster has gaps.

Every node looks. What is told twice changes nothing: a rule that has an open call about it starts
none, and what was told before a restart is read back from the calls themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

import structlog
from starlette.concurrency import run_in_threadpool

from api.monitoring.repetition import FaultLog, keep_looking
from api.runtime.handover.handover_watch import Notices
from engine.instants import to_text
from engine.plan.calling_rules import Trigger
from engine.roster.rota import Roster

log = structlog.get_logger("zhiban")

GAP: Trigger = "roster_gap"
SECONDS_BETWEEN_LOOKS = 5.0
AHEAD = timedelta(hours=24)
"""How long before it begins a gap is told."""
AROUND = timedelta(days=31)
"""How much of the roster is read on both sides: a gap that is known whole keeps its name."""


class About(NamedTuple):
    """Something that stands: by what it is told, and its name."""

    trigger: Trigger
    subject: str


class KnownNotices(Notices, Protocol):
    """Notices that remember what they were told."""

    async def subjects(self, trigger: Trigger) -> Mapping[str, bool]:
        """What calls of a trigger have been about, and whether one is open."""
        ...


Standing = Mapping[About, Mapping[str, Any]]
"""What stands now, with the values of its reason."""


class NoticeWatch:
    """Looks every few seconds."""

    def __init__(self, standing: Callable[[], Standing], notices: KnownNotices) -> None:
        self._standing, self._notices = standing, notices
        self._told: set[About] | None = None

    async def run(self) -> None:
        """Look for ever. What a look that fails has left, the next one tells."""
        await keep_looking(self.look, SECONDS_BETWEEN_LOOKS, FaultLog(log, "notice_look_failed"))

    async def look(self) -> None:
        """Tell what has come about since the last look, and what is over."""
        now = await run_in_threadpool(self._standing)
        if self._told is None:
            self._told = await self._remembered(now)
        for about in sorted(self._told - now.keys()):
            await self._notices.over(*about)
            self._told.discard(about)
        for about in sorted(now.keys() - self._told):
            await self._notices.notice(*about, now[about])
            self._told.add(about)

    async def _remembered(self, now: Standing) -> set[About]:
        """What was told before this node started, answered or not: a gap is told once.

        The gaps of years ago are left out: nothing stands of them, and no call is open.
        """
        told = await self._notices.subjects(GAP)
        names = {About(GAP, one): still_open for one, still_open in told.items()}
        return {about for about, still_open in names.items() if still_open or about in now}


def roster_gaps(roster: Roster, now: datetime) -> Iterator[tuple[About, Mapping[str, Any]]]:
    """The gaps that begin within a day or have begun; `roster` was read `AROUND` of now."""
    known_until = now + AROUND
    for gap in roster.gaps(now - AROUND, known_until):
        if gap.ends_at > now and gap.begins_at <= now + AHEAD:
            begins = to_text(gap.begins_at)
            values = {"post": gap.post, "from": begins}
            if gap.ends_at < known_until:
                values["until"] = to_text(gap.ends_at)
            yield About(GAP, f"{gap.post} {begins}"), values
