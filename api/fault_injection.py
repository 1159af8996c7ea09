"""Named places at which a test may have the server die, as if its power had been cut.

`reached("after_commit")` stands where a crash would be hardest to survive and does nothing
at all, unless the setting `ZHIBAN_FAULT=POINT[:COUNT]` has armed that point: then the
COUNT-th time (from 1) that it is reached the process kills itself with SIGKILL, so that
nothing is cleaned up, flushed or said. Only the tests set it; see `tests/crash`.

    in_migration    a step of the schema's migration is done, nothing of it is committed
    in_catch_up     at the start: some of what fell due meanwhile is entered, more may be due
    in_wake         what has fallen due is written down, its transaction is not committed
    before_commit   a batch of commands is carried out and written, not committed
    after_commit    the batch is committed, nobody has been answered
    before_push     the commit is published, the screens have not been sent it

where a call is on its way,

    before_send     a message is claimed and made, not given to its channel
    after_send      its channel has taken it, nothing is entered about it

where a webhook is on its way,

    before_webhook  a delivery is claimed, nothing has been sent
    after_webhook   the other side has answered, nothing is entered about it

and in the two commands that copy a database, after each thousand rows or table:

    in_backup       some rows are in the file, which has no name yet
    in_restore      some rows are in the database, nothing is committed

What must not be here: any other fault, or anything that a server does when it is not armed.
"""

from __future__ import annotations

import os
import signal

POINTS = (
    "in_migration",
    "in_catch_up",
    "in_wake",
    "before_commit",
    "after_commit",
    "before_push",
)
"""Where a server may die."""
CALLS_POINTS = ("before_send", "after_send")
WEBHOOK_POINTS = ("before_webhook", "after_webhook")
COMMANDS_POINTS = ("in_backup", "in_restore")
_ALL = "|".join((*POINTS, *CALLS_POINTS, *WEBHOOK_POINTS, *COMMANDS_POINTS))
PATTERN = rf"^({_ALL})(:[1-9][0-9]{{0,5}})?$"
"""What the setting may say."""

_left: dict[str, int] = {}


def arm(fault: str | None) -> None:
    """Die at `fault` (`POINT` or `POINT:COUNT`, see `PATTERN`); None disarms."""
    _left.clear()
    if fault is not None:
        point, _, count = fault.partition(":")
        _left[point] = int(count or 1)


def reached(point: str) -> None:
    """The program is at this point. Does not return if it was to die here."""
    if not _left or point not in _left:
        return
    _left[point] -= 1
    if _left[point] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
