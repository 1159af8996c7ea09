"""Deadlines for a calendar program (iCalendar, RFC 5545).

One event for each report that is owed at one instant, whoever of several owes it, and for each
measure with a time limit. Its UID stays, its SEQUENCE grows with the incident's journal; what
is not owed any more is cancelled, what is done is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from engine.instants import to_text
from engine.messages import text

LASTS = timedelta(minutes=15)
"""How long an event is in a calendar: a deadline has no length, and a program shows none of 0."""

WARNS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is to be done by an instant. `key` tells it from all others for ever.

    `missing` of `total` have not reported; both are 1 for a measure. `sequence` never falls.
    """

    incident: str
    number: str
    title: str
    exercise: bool
    key: str
    what: str
    due_at: datetime
    total: int
    missing: int
    who: tuple[str, ...]
    clause: str
    sequence: int
    cancelled: bool = False

    @property
    def uid(self) -> str:
        """The same as long as the deadline is."""
        at = to_text(self.due_at).replace(":", "").replace("-", "")
        return f"{self.incident}.{self.key}.{at}@zhiban"


def deadlines_calendar(deadlines: Iterable[Deadline], now: datetime, language: str = "zh") -> bytes:
    """The deadlines as a calendar; no numbers of persons are in it."""
    # Loaded where it is used: only this call needs it.
    library = import_module("icalendar")
    calendar = library.Calendar()
    calendar.add("prodid", "-//zhiban//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", text("calendar.deadlines", language))
    for one in sorted(deadlines, key=lambda found: (found.due_at, found.uid)):
        event = library.Event()
        event.add("uid", one.uid)
        event.add("sequence", one.sequence)
        event.add("dtstamp", now)
        event.add("dtstart", one.due_at)
        event.add("duration", LASTS)
        event.add("summary", _summary(one, language))
        event.add("description", _description(one, language))
        event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        if one.exercise:
            event.add("categories", [text("spreadsheet.exercise", language)])
        if not one.cancelled:
            event.add_component(_alarm(library, one, language))
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _summary(one: Deadline, language: str) -> str:
    mark = text("spreadsheet.mark.exercise", language) if one.exercise else ""
    count = ""
    if one.total > 1:
        count = text("calendar.missing", language, missing=one.missing, total=one.total)
    return text("calendar.summary", language, mark=mark, what=one.what, title=one.title) + count


def _description(one: Deadline, language: str) -> str:
    comma = text("word.comma", language)
    lines = [one.number, text("calendar.clause", language, clause=one.clause)]
    if one.who:
        lines.append(text("calendar.who", language, who=comma.join(one.who)))
    return "\n".join(lines)


def _alarm(library: object, one: Deadline, language: str) -> object:
    alarm = library.Alarm()  # type: ignore[attr-defined]
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -WARNS)
    alarm.add("description", _summary(one, language))
    return alarm
