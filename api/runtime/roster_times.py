"""The roster of a running server: who is on duty, for screens and for rules of calling."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from api.contacts.ports import Contacts
from api.roster.people import People
from api.roster.ports import Rosters
from api.runtime.app_state import AppState
from api.runtime.roster_book import RosterBook
from engine.incident.actors import Actor
from engine.plan.model import Plan
from engine.roster.rota import Roster

ALWAYS = (datetime(1949, 1, 1, tzinfo=UTC), datetime(2201, 1, 1, tzinfo=UTC))
"""A span that holds every shift."""

USUAL_ZONE = "Asia/Shanghai"


def zone_of(plans: Iterable[Plan]) -> ZoneInfo:
    """The zone of the office: that of its plans."""
    return ZoneInfo(next((plan.zone for plan in plans), USUAL_ZONE))


def day_begins(desk: AppState) -> datetime:
    """When the present day of the office began."""
    zone = zone_of(desk.plans.current().values())
    today = desk.clock.now.astimezone(zone).date()
    return datetime.combine(today, time(), zone).astimezone(UTC)


def book_of(
    desk: AppState, actor: Actor, begin: datetime, end: datetime, language: str = "zh"
) -> RosterBook:
    """The roster of a span as an account reads it. Blocks."""
    return RosterBook(
        stored=desk.roster.read(begin, end),
        contacts=[one.contact for one in desk.contacts.list()],
        actor=actor,
        now=desk.clock.now,
        zone=zone_of(desk.plans.current().values()),
        language=language,
    )


def whole_book_of(desk: AppState, actor: Actor, language: str = "zh") -> RosterBook:
    """The whole roster, for sheets. Blocks."""
    return book_of(desk, actor, *ALWAYS, language)


def roster_between(rosters: Rosters, contacts: Contacts, begin: datetime, end: datetime) -> Roster:
    """Who is on duty in a span and where nobody is, for rules of calling. Blocks.

    `Roster.on_duty(at)` and `Roster.gaps(begin, end)` hold for instants of the span.
    """
    stored = rosters.read(begin, end)
    known = People(one.contact for one in contacts.list())
    shifts = [one.shift for one in stored.shifts]
    return Roster(shifts, stored.defaults, known.by_id.keys(), stored.kept)
