"""Rows of the roster and the values that they stand for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Row

from api.store.database.rows import to_json
from api.store.database.tables import (
    RosterDefaultRow,
    RosterFeedRow,
    RosterShiftRow,
    RosterSwapRow,
    table,
)
from engine.roster.shift import DUTY_POSTS, DutyPost, Member, Shift
from engine.roster.swaps import Swap, SwapState

SHIFT = table(RosterShiftRow)
DEFAULT = table(RosterDefaultRow)
SWAP = table(RosterSwapRow)
FEED = table(RosterFeedRow)

PLAIN = ("id", "starts_at", "ends_at", "name", "note")


def shift_values(shift: Shift) -> dict[str, Any]:
    """The columns of a shift, without its version."""
    plain = {name: getattr(shift, name) for name in PLAIN}
    return plain | {post: members_text(shift.of(post)) for post in DUTY_POSTS}


def shift_of(row: Row[Any]) -> Shift:
    """The shift of a row."""
    held = {post: members_of(getattr(row, post)) for post in DUTY_POSTS}
    return Shift(
        **{name: getattr(row, name) for name in PLAIN},
        leader=held["leader"],
        duty_officers=held["duty_officers"],
        standby=held["standby"],
    )


def swap_values(swap: Swap) -> dict[str, Any]:
    """The columns of a swap."""
    values = {name: getattr(swap, name) for name in SWAP.c.keys()}  # noqa: SIM118
    return values | {"giver": _member_text(swap.giver), "taker": _member_text(swap.taker)}


def swap_of(row: Row[Any]) -> Swap:
    """The swap of a row."""
    values = row._asdict()
    values |= {"giver": Member(*json.loads(row.giver)), "taker": Member(*json.loads(row.taker))}
    return Swap(**values | {"post": _post(row.post), "state": cast(SwapState, row.state)})


def members_text(members: Sequence[Member]) -> str:
    """Members as their column has them."""
    return to_json([[one.contact, one.name] for one in members])


def members_of(words: str) -> tuple[Member, ...]:
    """The members of a column."""
    return tuple(Member(contact, name) for contact, name in json.loads(words))


def default_of(row: Row[Any]) -> tuple[DutyPost, tuple[Member, ...]]:
    """A duty, and to whom gaps in it fall."""
    return _post(row.post), members_of(row.members)


def _member_text(member: Member) -> str:
    return to_json([member.contact, member.name])


def _post(words: str) -> DutyPost:
    return cast(DutyPost, words)
