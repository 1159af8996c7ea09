"""Bodies of requests about the roster."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body
from pydantic import Field, StringConstraints

from api.http.request_bodies import Closed, Reason
from engine.input_types import Instant, Name, Required
from engine.roster.shift import DutyPost

MOST_MEMBERS = 30
MOST_SHEET_CHARACTERS = 700_000
"""Of Base64: half a megabyte, which is a hundred months of an office's table."""

Contact = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
ShiftId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Members = Annotated[tuple[Contact, ...], Field(max_length=MOST_MEMBERS)]
Note = Annotated[Required, StringConstraints(max_length=200)]


class SaveShift(Closed):
    """A shift as it is to be. Who is in it, by the ids of contacts."""

    starts_at: Instant
    ends_at: Instant
    name: Annotated[Name, StringConstraints(max_length=30)] | None = None
    leader: Members = ()
    duty_officers: Members = ()
    standby: Members = ()
    note: Note | None = None
    reason: Reason | None = None


class SaveDefaults(Closed):
    """To whom gaps fall, by the ids of contacts; what is left out stays as it is."""

    leader: Members | None = None
    duty_officers: Members | None = None
    standby: Members | None = None
    reason: Reason | None = None


class AskSwap(Closed):
    """A wish that `taker` has one's own duty of a shift, and with `back` one his in return."""

    shift: ShiftId
    post: DutyPost
    taker: Contact
    back: ShiftId | None = None
    note: Note | None = None


class TakeSheet(Closed):
    """A spreadsheet (.xlsx) in Base64: looked at, and with `take_over` taken over.

    With `replace` shifts of its time that it does not name are removed.
    """

    content: Annotated[str, StringConstraints(min_length=4, max_length=MOST_SHEET_CHARACTERS)]
    take_over: bool = False
    replace: bool = False
    reason: Reason | None = None


SaveShiftBody = Annotated[SaveShift, Body()]
SaveDefaultsBody = Annotated[SaveDefaults, Body()]
AskSwapBody = Annotated[AskSwap, Body()]
TakeSheetBody = Annotated[TakeSheet, Body()]
