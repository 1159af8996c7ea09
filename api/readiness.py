"""Is this server well? Asked by `/api/health/ready` and by the sign of life for the outside.

`ready` is about this server: can it read and write, does it follow. `why_not_well` asks
for more: also that nothing that is due waits to be entered, and that the watchdog is
content. What the watchdog finds does not make a server unready: all nodes see the same
ledger, and taking all of them away would be worse than a row that is wrong (ADR 0017).
"""

from __future__ import annotations

from datetime import timedelta

from api.desk import Desk
from api.problems import HttpError

TRY_AGAIN = {"Retry-After": "1"}


async def ready(desk: Desk) -> tuple[int, int]:
    """The journal's last cursor and the last one published here.

    Raises what is answered with 503 if the server is not ready.
    """
    follower = desk.follower
    if not desk.ready or follower is None:
        raise HttpError(503, "not_ready", headers=TRY_AGAIN)
    if desk.pulse is not None:
        await desk.pulse.check()
    head = await desk.read(lambda reader: reader.head())
    if not follower.reads:
        raise HttpError(503, "not_ready", headers=TRY_AGAIN)
    return head, follower.cursor


async def scheduler_late(desk: Desk, patience: timedelta) -> bool:
    """Whether something that is due has waited longer than `patience` to be entered."""
    wake = await desk.read(lambda reader: reader.next_wake())
    return wake is not None and wake < desk.clock.now - patience


async def why_not_well(desk: Desk, patience: timedelta) -> str | None:
    """What is not as it should be, in a word or two for logs; None if all is well.

    `patience` is how long what is due may wait to be entered.
    """
    try:
        await ready(desk)
        late = await scheduler_late(desk, patience)
    except Exception as error:
        return f"not ready: {error}"
    if late:
        return "scheduler late"
    if desk.watch.silent:
        return "watchdog silent"
    return "ledger differs" if desk.watch.differences else None
