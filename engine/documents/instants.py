"""Instants as official papers write them, in the plan's zone."""

from __future__ import annotations

from datetime import datetime

from engine.instants import minute_text
from engine.messages import text


def paper_day(instant: datetime, zone: str) -> str:
    """The day in `zone`, such as 2026年11月3日."""
    year, month, day = minute_text(instant, zone).partition(" ")[0].split("-")
    return text("document.day", y=int(year), m=int(month), d=int(day))


def paper_minute(instant: datetime, zone: str, year: int | None = None) -> str:
    """Day and clock of `zone` to the minute, without the year where it is the one given."""
    day, _, clock = minute_text(instant, zone).partition(" ")
    own, month, date = (int(one) for one in day.split("-"))
    short = text("document.day_of_year", m=month, d=date)
    words = short if own == year else paper_day(instant, zone)
    return text("document.minute", day=words, clock=clock)
