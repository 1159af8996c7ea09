"""Waking: how the scheduler enters what is due, and how commits tell it when to wake next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from api.drill.session import DrillSession
from api.live.feed.incident_board import Committed
from api.runtime.app_state import AppState
from api.runtime.background_tasks import enter_what_is_due
from api.runtime.clock.clock_and_ids import some_ms
from api.runtime.node import Nudge
from api.scheduling import Scheduler
from api.store.journal.commit import Commit
from api.store.journal.writer import Writer


def open_scheduler(desk: AppState, writer: Writer) -> Scheduler:
    """The scheduler that enters through `writer` what time has made due."""
    enter = enter_what_is_due(desk.service)

    async def wake() -> int:
        moved = await writer.submit(enter)
        if desk.drill is not None:
            # What a participant is told of is no entry of any incident.
            desk.drill.heard()
        return moved

    async def next_wake() -> datetime | None:
        return await desk.read(lambda reader: reader.next_wake())

    # In a live drill steps and injects come due as well.
    earliest = next_wake if desk.drill is None else desk.drill.next_at
    return Scheduler(desk.clock, wake, earliest, desk.settings.wake_poll_s, some_ms)


def nudges(scheduler: Scheduler, drill: DrillSession | None = None) -> Nudge:
    """Tell `scheduler` the next instants of this node's commits; those of others have none.

    What an entry of a live drill makes due by its injects nobody knows before a look.
    """
    if drill is not None:
        live = drill

        def look(commits: Sequence[Committed] | None) -> None:
            scheduler.nudge(None)
            live.heard()

        return look

    def nudge(commits: Sequence[Committed] | None) -> None:
        own = [commit for commit in commits or () if isinstance(commit, Commit)]
        known = commits is not None and len(own) == len(commits)
        scheduler.nudge([commit.next_wake for commit in own] if known else None)

    return nudge
