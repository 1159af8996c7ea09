"""Answers about the roster."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from api.roster.holidays import DayKind
from api.runtime.contacts.contact_shapes import ChannelView
from engine.roster.shift import DutyPost
from engine.roster.swaps import SwapAnswer, SwapState

SheetChange = Literal["new", "changed", "removed"]


class MemberView(TypedDict):
    """Somebody in a shift."""

    contact: str
    name: str
    """The name that the contact had when the shift was written."""
    known: bool
    """False if the address book has the contact no more, so that he counts as nobody."""


class ShiftView(TypedDict):
    """A shift, from `starts_at` until just before `ends_at`."""

    id: str
    starts_at: str
    ends_at: str
    name: str | None
    leader: list[MemberView]
    duty_officers: list[MemberView]
    standby: list[MemberView]
    note: str | None
    mine: list[DutyPost]
    """The duties that the account's own contacts have in it."""
    version: int
    """What `If-Match` of a change has to name."""


class GapView(TypedDict):
    """A span in which nobody has a duty."""

    post: DutyPost
    begins_at: str
    ends_at: str


class DayView(TypedDict):
    """A day of the calendar."""

    date: str
    kind: DayKind
    name: str | None
    """The holiday's, of days off and of days worked in lieu."""
    known: bool
    """False for years that nobody has announced yet: only the weekday is known."""


class SwapView(TypedDict):
    """A wish to swap a duty."""

    id: str
    shift: str
    post: DutyPost
    giver: str
    taker: str
    back: str | None
    """The taker's shift that the giver has in return."""
    note: str | None
    state: SwapState
    asked_at: str
    answered_at: str | None
    may: list[SwapAnswer]
    """What the account may answer."""


class RosterFindingView(TypedDict):
    """Something about shifts that their keeper should look at."""

    sentence: str
    severity: Literal["error", "warning"]
    shifts: list[str]


class RosterDefaults(TypedDict):
    """To whom gaps fall."""

    leader: list[MemberView]
    duty_officers: list[MemberView]
    standby: list[MemberView]


class RosterPage(TypedDict):
    """The roster of a span."""

    begin: str
    end: str
    shifts: list[ShiftView]
    gaps: list[GapView]
    days: list[DayView]
    defaults: RosterDefaults
    swaps: list[SwapView]
    """Those that wait, and those of the account itself; newest first."""
    findings: list[RosterFindingView]
    kept: bool
    """Whether any shift was ever entered; without one there are no gaps."""
    last_end: str | None
    """The end of the last shift that is known."""
    holidays_until: str
    """The last day whose holidays are known."""
    mine: list[str]
    """The account's own contacts."""


class OnDutyPerson(TypedDict):
    """Somebody who is on duty, with his numbers."""

    contact: str
    name: str
    unit: str | None
    post: str | None
    channels: list[ChannelView]
    masked: bool


class OnDutyPage(TypedDict):
    """Who is on duty now."""

    leader: OnDutyPerson | None
    """The first of `leaders`."""
    leaders: list[OnDutyPerson]
    duty_officers: list[OnDutyPerson]
    standby: list[OnDutyPerson]
    by_default: list[DutyPost]
    """Duties that no shift gives to anybody now; they fall to those named for it."""
    until: str | None
    """When the next shift begins or ends."""
    shift: str | None
    """What the shift is called."""
    next: ShiftView | None
    """The shift after this one."""
    gaps: list[GapView]
    """Those within the next 24 hours: an alarm."""
    kept: bool
    you: Literal["on", "off", "unknown"]
    """Whether the account is on duty; unknown without a roster, or where no contact names it."""
    yours: ShiftView | None
    """The account's own shift, now or next, within 60 days."""


class SavedDefaults(TypedDict):
    """To whom gaps fall from now on."""

    defaults: RosterDefaults


class SheetFaultView(TypedDict):
    """What is wrong with a sheet, by its cell or row."""

    cell: str
    sentence: str
    severity: Literal["error", "warning"]


class SheetChangeView(TypedDict):
    """What taking the sheet over does to a shift."""

    change: SheetChange
    shift: ShiftView


class RosterSheet(TypedDict):
    """What a sheet holds, and whether it was taken over."""

    faults: list[SheetFaultView]
    changes: list[SheetChangeView]
    same: int
    """Shifts of the sheet that are on the roster already."""
    taken_over: bool


class RosterFeed(TypedDict):
    """The account's address for calendar programs."""

    made_at: str | None
    """Null without one."""
    path: str | None
    """Told once, when it is made; whoever has it reads the account's shifts."""
    deadlines: str | None
    """Told once; whoever has it reads the deadlines that the account sees."""
