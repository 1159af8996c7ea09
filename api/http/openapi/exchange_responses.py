"""What the calls for other programs answer, for the OpenAPI document."""

from __future__ import annotations

from api.http.openapi.responses import problems, text_of

DEADLINES = text_of(
    "text/calendar", "one event a deadline", "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n"
) | problems(s404="no such address, or it is void")
