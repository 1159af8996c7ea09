"""What the calls about the roster answer, for the OpenAPI document."""

from __future__ import annotations

from api.http.openapi.responses import READING, SIGNED_OUT, WRITING, problems, shown, text_of
from api.runtime.roster.roster_shapes import (
    OnDutyPage,
    RosterFeed,
    RosterPage,
    RosterSheet,
    SavedDefaults,
    ShiftView,
    SwapView,
)

ROSTER = shown(RosterPage, "the span") | READING
ON_DUTY = shown(OnDutyPage, "those who are on duty") | SIGNED_OUT
SAVED_SHIFT = (
    shown(ShiftView, "as it is kept now")
    | WRITING
    | problems(s412="somebody else has changed it meanwhile")
)
REMOVED_SHIFT = (
    {204: {"description": "it is gone"}}
    | READING
    | problems(s403="not yours to change", s404="there is no such shift")
)
DEFAULTS = shown(SavedDefaults, "to whom gaps fall now") | WRITING
SHEET = shown(RosterSheet, "what the sheet holds") | WRITING
_SWAPPING = WRITING | problems(
    s403="not yours to ask for or to answer",
    s404="there is no such swap or shift",
    s409="the shifts are not as they were, or it is answered already",
)
NEW_SWAP = shown(SwapView, "asked for", 201) | _SWAPPING
SWAP = shown(SwapView, "as it is now") | _SWAPPING
FEED = shown(RosterFeed, "since when there is one") | SIGNED_OUT
NEW_FEED = shown(RosterFeed, "made; its path is shown this once", 201) | WRITING
ENDED_FEED = {204: {"description": "it is void"}} | SIGNED_OUT
CALENDAR = text_of(
    "text/calendar", "one event a shift", "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n"
) | problems(s404="no such address, or it is void")
