"""Swapping shifts: one asks, the other consents, and only then does the roster change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.errors import StateRefuses
from engine.roster.shift import DutyPost, Member, Shift

SwapState = Literal["asked", "consented", "refused", "withdrawn"]
SwapAnswer = Literal["consented", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Swap:
    """A wish of `giver` that `taker` has a duty of a shift for him.

    With `back`, a shift of the taker's, the giver has the taker's duty there in return.
    """

    id: str
    shift: str
    post: DutyPost
    giver: Member
    taker: Member
    back: str | None
    note: str | None
    state: SwapState
    asked_by: str
    asked_at: datetime
    answered_by: str | None = None
    answered_at: datetime | None = None


def swapped(swap: Swap, shifts: Mapping[str, Shift], now: datetime) -> list[Shift]:
    """The shifts as they are after the swap.

    Raises `StateRefuses`: `swap_outdated` where the shifts are not as they were when it was
    asked for or have begun, `swap_twice` where one of the two stands in the other's shift
    already.
    """
    changed = [_exchange(shifts.get(swap.shift), swap.post, swap.giver, swap.taker, now)]
    if swap.back is not None:
        back = shifts.get(swap.back)
        changed.append(_exchange(back, swap.post, swap.taker, swap.giver, now))
    return changed


def _exchange(
    shift: Shift | None, post: DutyPost, out: Member, into: Member, now: datetime
) -> Shift:
    if shift is None or shift.starts_at <= now:
        raise StateRefuses("swap_outdated", name=out.name)
    held = shift.of(post)
    if out.contact not in {one.contact for one in held}:
        raise StateRefuses("swap_outdated", name=out.name)
    if any(one.contact == into.contact for of in shift.members.values() for one in of):
        raise StateRefuses("swap_twice", name=into.name)
    members = tuple(into if one.contact == out.contact else one for one in held)
    return shift.given(post, members)
