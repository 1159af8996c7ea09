"""A person's shifts for a calendar program (iCalendar, RFC 5545)."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime
from importlib import import_module

from engine.messages import text
from engine.roster.shift import DUTY_POSTS, Shift

MEDIA_TYPE = "text/calendar; charset=utf-8"


def shifts_token(token: str) -> str:
    """The token of the shifts, made of that of the deadlines.

    Whoever was given the address of the shifts cannot make that of the deadlines of it, which
    tells what is going on at the office.
    """
    digest = hashlib.sha256(f"zhiban shifts {token}".encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def feed(
    shifts: Iterable[Shift], contacts: frozenset[str], now: datetime, language: str = "zh"
) -> bytes:
    """The shifts in which one of these contacts has a duty, one event each. No numbers."""
    # Loaded where it is used: only this call needs it.
    library = import_module("icalendar")
    calendar = library.Calendar()
    calendar.add("prodid", "-//zhiban//roster//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", text("roster.calendar", language))
    for shift in shifts:
        posts = [
            post for post in DUTY_POSTS if any(one.contact in contacts for one in shift.of(post))
        ]
        if not posts:
            continue
        event = library.Event()
        event.add("uid", f"{shift.id}@zhiban")
        event.add("dtstamp", now)
        event.add("dtstart", shift.starts_at)
        event.add("dtend", shift.ends_at)
        duties = text("word.comma", language).join(
            text(f"roster.post.{post}", language) for post in posts
        )
        event.add("summary", " ".join(filter(None, (duties, shift.name))))
        event.add("description", _beside(shift, language))
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _beside(shift: Shift, language: str) -> str:
    """Who else has which duty, and the note."""
    comma = text("word.comma", language)
    lines = [
        text(
            "roster.line",
            language,
            post=text(f"roster.post.{post}", language),
            names=comma.join(one.name for one in shift.of(post)),
        )
        for post in DUTY_POSTS
        if shift.of(post)
    ]
    return "\n".join([*lines, *([shift.note] if shift.note else [])])
