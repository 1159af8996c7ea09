"""When a hand-over is overdue.

Both limits are our choice; no plan and no law names one (docs/how-to/handover.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

ShiftEnd = Callable[[datetime], datetime | None]
"""When the shift ends that runs at an instant; None where there is no roster."""

SIGN_WITHIN = timedelta(minutes=30)
"""How long a sheet may wait for its two signatures, and a shift's end for its sheet."""

LATE_BY = timedelta(hours=2)
"""A sheet made so long after a shift's end, or before it, is still the one of that shift."""


def no_roster(_: datetime) -> datetime | None:
    """Nobody has said when shifts end."""
    return None


@dataclass(frozen=True, slots=True)
class HandoverMark:
    """What of the newest hand-over decides whether one is overdue."""

    at: datetime
    signed: bool
    """By the one who gives and by the one who takes over."""


def due_at(newest: HandoverMark | None, shift_end: ShiftEnd = no_roster) -> datetime | None:
    """When the next signature or the next sheet is overdue; None if nothing is waited for.

    A sheet has to be signed within `SIGN_WITHIN`. After a signed one the next is due by
    `SIGN_WITHIN` after the end of the shift that it began. Before the first hand-over, and
    without a roster, no sheet is waited for.
    """
    if newest is None:
        return None
    if not newest.signed:
        return newest.at + SIGN_WITHIN
    ends = shift_end(_began(newest.at, shift_end))
    return None if ends is None else ends + SIGN_WITHIN


def is_overdue(newest: HandoverMark | None, now: datetime, shift_end: ShiftEnd = no_roster) -> bool:
    """Whether a hand-over is overdue at an instant."""
    due = due_at(newest, shift_end)
    return due is not None and due < now


def _began(at: datetime, shift_end: ShiftEnd) -> datetime:
    """When the shift began to which a sheet of this instant hands over.

    Sheets are made a little before or after the end of a shift; one in the middle of a shift
    hands over to somebody who stays until its end.
    """
    for around in (at - LATE_BY, at):
        end = shift_end(around)
        if end is not None and abs(end - at) <= LATE_BY:
            return end
    return at
