"""The roster of a running server: who is on duty, for screens and for rules of calling."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from api.roster.people import People
from api.runtime.app_state import AppState
from api.runtime.calling.calling_book import duty_by_posts
from api.runtime.calling.notice_watch import AROUND, Standing, roster_gaps
from api.runtime.roster.roster_book import RosterBook
from api.store.contacts.contacts import Contacts
from api.store.roster.rosters import Rosters
from engine.contacts.on_duty import OnDuty
from engine.incident.actors import Actor
from engine.plan.model import Plan
from engine.roster.rota import Roster
from engine.roster.shift import DutyPost

ALWAYS = (datetime(1949, 1, 1, tzinfo=UTC), datetime(2201, 1, 1, tzinfo=UTC))
"""A span that holds every shift."""

A_DAY = timedelta(days=1)
"""Longer than any shift is away from the instant that it covers."""

AT_THE_DESK: tuple[DutyPost, DutyPost] = ("duty_officers", "standby")

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


def duty_at(rosters: Rosters, contacts: Contacts, at: datetime) -> OnDuty:
    """Whom the rules of calling find on duty at an instant. Blocks.

    Where no shift was ever entered, those who are called so in the address book.
    """
    roster = roster_between(rosters, contacts, at - A_DAY, at + A_DAY)
    if not roster.kept:
        return duty_by_posts({one.contact.id: one.contact for one in contacts.list()})
    held = roster.on_duty(at)
    leader = next((one.contact for one in held.leader), None)
    officers, standby = ([one.contact for one in held.of(post)] for post in AT_THE_DESK)
    return OnDuty(leader, tuple(officers), tuple(standby))


def shift_ends(rosters: Rosters, contacts: Contacts) -> Callable[[datetime], datetime | None]:
    """When the shift ends that has the desk at an instant; None without one. Blocks."""

    def end(at: datetime) -> datetime | None:
        roster = roster_between(rosters, contacts, at - A_DAY, at + A_DAY)
        here = [one for one in roster.shifts if one.covers(at) and one.duty_officers]
        return min((one.ends_at for one in here), default=None)

    return end


def standing_gaps(desk: AppState) -> Standing:
    """The gaps that somebody is called for now. Blocks."""
    now = desk.clock.now
    roster = roster_between(desk.roster, desk.contacts, now - AROUND, now + AROUND)
    return dict(roster_gaps(roster, now))
