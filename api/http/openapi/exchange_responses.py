"""What the calls for other programs answer, for the OpenAPI document."""

from __future__ import annotations

from api.http.openapi.responses import READING, problems, text_of

DEADLINES = text_of(
    "text/calendar", "one event a deadline", "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n"
) | problems(s404="no such address, or it is void")
_NARROW = problems(s403="the account does not see the whole incident")
_EVENT = "<EventMessage>…</EventMessage>"
CAP = text_of("application/cap+xml", "one alert", "<alert>…</alert>") | READING | _NARROW
EVENT_MESSAGE = text_of("application/xml", "one message", _EVENT) | READING | _NARROW
