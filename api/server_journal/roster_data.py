"""Entries about the roster: who is on duty when, who swapped with whom, who reads it elsewhere."""

from __future__ import annotations

from typing_extensions import TypedDict

from api.server_journal.entry import DataByType
from engine.roster.shift import DutyPost
from engine.roster.swaps import SwapAnswer


class ShiftSaved(TypedDict):
    """A shift is new or was changed. Who is in it, by name."""

    shift: str
    starts_at: str
    ends_at: str
    name: str | None
    leader: list[str]
    duty_officers: list[str]
    standby: list[str]
    new: bool
    fields: list[str]
    """What changed about it; empty for a new one."""
    mark: str
    """Of the row as it is stored now."""


class ShiftRemoved(TypedDict):
    """A shift is on the roster no more."""

    shift: str
    starts_at: str
    ends_at: str
    name: str | None


class RosterDefaultSaved(TypedDict):
    """Gaps in a duty fall to others from now on."""

    post: DutyPost
    people: list[str]
    mark: str


class SwapAsked(TypedDict):
    """Somebody wishes that another has a duty of his."""

    swap: str
    shift: str
    post: DutyPost
    giver: str
    taker: str
    back: str | None
    """The other's shift that he has in return."""
    mark: str


class SwapAnswered(TypedDict):
    """A swap was consented to, and made; or it was refused or withdrawn."""

    swap: str
    state: SwapAnswer
    shift: str
    post: DutyPost
    giver: str
    taker: str
    mark: str


class RosterFeedMade(TypedDict):
    """An account has an address for its calendar program; one made before is void."""

    feed: str
    account: str
    mark: str


class RosterFeedEnded(TypedDict):
    """An account's address for its calendar program is void."""

    feed: str
    account: str


ROSTER: DataByType = {
    "shift_saved": ShiftSaved,
    "shift_removed": ShiftRemoved,
    "roster_default_saved": RosterDefaultSaved,
    "swap_asked": SwapAsked,
    "swap_answered": SwapAnswered,
    "roster_feed_made": RosterFeedMade,
    "roster_feed_ended": RosterFeedEnded,
}
"""These entries."""
