"""Is this server well? For `/api/health/ready` and for the sign of life.

`ready` is about this server: whether it can read and write, and whether it follows the
journal. `why_not_well` asks for more: nothing due waits to be recorded, the clock is trusted
and the watchdog has no findings. Findings do not make a server unready: all nodes see the
same ledger, and removing them all would be worse than one wrong row (ADR 0017).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Literal

from typing_extensions import TypedDict

from api.problems import HttpError, status_of
from api.runtime.app_state import AppState
from engine.errors import ZhibanError
from engine.instants import to_text


class BreakGlass(TypedDict):
    """Changes by the command line on the server within the last 24 hours."""

    changes: int
    last_at: str
    """The latest of them."""
    until: str
    """The alarm ends then by itself."""


TRY_AGAIN = {"Retry-After": "1"}


Check = Literal["start", "write", "read", "follow"]


class NotReady(HttpError):
    """The server fails a check. `fault` is the error behind it, for administrators and logs."""

    def __init__(self, check: Check, fault: ZhibanError | None = None) -> None:
        code = "not_ready" if fault is None else fault.code
        facts = {} if fault is None else fault.facts
        super().__init__(503, code, headers=TRY_AGAIN, **facts)
        self.check, self.fault = check, fault


@contextmanager
def _as(check: Check) -> Iterator[None]:
    """Raise a fault of the store as `NotReady`; what is a defect of ours stays itself."""
    try:
        yield
    except ZhibanError as fault:
        if status_of(fault) != 503:
            raise
        raise NotReady(check, fault) from fault


async def ready(desk: AppState) -> tuple[int, int]:
    """The journal's last cursor and the last one published here.

    Raises `NotReady`, which is answered with 503.
    """
    follower = desk.follower
    if not desk.ready or follower is None:
        raise NotReady("start")
    with _as("write"):
        if desk.pulse is not None:
            await desk.pulse.check()
    with _as("read"):
        head = await desk.read(lambda reader: reader.head())
    if not follower.reads:
        raise NotReady("follow")
    return head, follower.cursor


async def scheduler_late(desk: AppState, patience: timedelta) -> bool:
    """Whether something due has waited longer than `patience` to be recorded."""
    wake = await desk.read(lambda reader: reader.next_wake())
    return wake is not None and wake < desk.clock.now - patience


async def why_not_well(desk: AppState, patience: timedelta) -> str | None:
    """What is wrong, in a word or two for logs; None if all is well.

    `patience` is how long something due may wait to be recorded.
    """
    try:
        await ready(desk)
        late = await scheduler_late(desk, patience)
    except Exception as error:
        return f"not ready: {error}"
    if late:
        return "scheduler late"
    if not desk.clock_watch.well:
        return "clock not trusted"
    if desk.watch.silent:
        return "watchdog silent"
    return "ledger differs" if desk.watch.differences else None


def break_glass(desk: AppState) -> BreakGlass | None:
    """The alarm that accounts were changed on the server itself; None for none. Blocks."""
    found = desk.server_journal.break_glass(desk.wall.now)
    if found is None:
        return None
    return {
        "changes": found.changes,
        "last_at": to_text(found.last_at),
        "until": to_text(found.until),
    }
