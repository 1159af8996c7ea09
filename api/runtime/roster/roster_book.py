"""The roster as one account reads it: who is on duty, where nobody is, what may be swapped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from api.access.contact_sight import sees_all_numbers, sees_numbers
from api.access.personal_data import without_numbers
from api.roster.holidays import day_of, known_until
from api.roster.people import People
from api.roster.ports import KeptShift, StoredRoster
from api.runtime.contacts.address_book import channel_view
from api.runtime.roster.roster_shapes import (
    DayView,
    GapView,
    MemberView,
    OnDutyPage,
    OnDutyPerson,
    RosterDefaults,
    RosterFindingView,
    RosterPage,
    ShiftView,
    SwapView,
)
from engine.contacts.contact import Contact
from engine.incident.actors import Actor
from engine.instants import to_text
from engine.messages import text
from engine.roster.checking import RosterFinding, check
from engine.roster.rota import Gap, OnDuty, Roster
from engine.roster.shift import DUTY_POSTS, Member, Shift
from engine.roster.swaps import Swap, SwapAnswer

AHEAD = timedelta(hours=24)
"""How long before it begins a gap is an alarm."""

OWN_WITHIN = timedelta(days=60)
"""How far an account's next shift is looked for."""


@dataclass(frozen=True)
class RosterBook:
    """A part of the roster and the address book, for one account, in one language."""

    stored: StoredRoster
    contacts: Sequence[Contact]
    actor: Actor
    now: datetime
    zone: ZoneInfo
    language: str = "zh"

    @cached_property
    def people(self) -> People:
        """The contacts that a roster may name."""
        return People(self.contacts)

    @cached_property
    def roster(self) -> Roster:
        """The shifts; whoever is in the address book no more counts as nobody."""
        return Roster(
            [one.shift for one in self.stored.shifts],
            self.stored.defaults,
            self.people.by_id.keys(),
            self.stored.kept,
        )

    @cached_property
    def mine(self) -> frozenset[str]:
        """The contacts that name the account."""
        name = self.actor.name
        return frozenset(one.id for one in self.contacts if one.account == name)

    def words(self, words: str | None) -> str | None:
        """Words of the roster, without the numbers in them for accounts that ring nobody."""
        hidden = words is not None and not sees_all_numbers(self.actor)
        return without_numbers(words or "") if hidden else words

    def alarm(self) -> list[Gap]:
        """Where nobody is within the next 24 hours."""
        return self.roster.gaps(self.now, self.now + AHEAD)

    def page(self, begin: datetime, end: datetime) -> RosterPage:
        """Everything about a span."""
        shifts = [one.shift for one in self.stored.shifts]
        found = check(
            shifts,
            zone=self.zone.key,
            contacts=self.people.names,
            ringing=self.people.ringing,
        )
        last = self.stored.last_end
        return {
            "begin": to_text(begin),
            "end": to_text(end),
            "shifts": [self.shift(one) for one in self.stored.shifts],
            "gaps": [gap_view(gap) for gap in self.roster.gaps(begin, end)],
            "days": [day_view(day) for day in self._days(begin, end)],
            "defaults": self.defaults(),
            "swaps": [self.swap(one) for one in self.stored.swaps if self._concerns(one)],
            "findings": [self._finding(one, shifts) for one in found if one.key != "gap"],
            "kept": self.stored.kept,
            "last_end": None if last is None else to_text(last),
            "holidays_until": known_until().isoformat(),
            "mine": sorted(self.mine),
        }

    def on_duty(self) -> OnDutyPage:
        """Who is on duty now, and what comes next."""
        held = self.roster.on_duty(self.now)
        leaders = [self._person(one) for one in held.leader]
        current = [one for one in self.stored.shifts if one.shift.covers(self.now)]
        later = [one for one in self.stored.shifts if one.shift.starts_at > self.now]
        own = self.roster.shift_of(self.mine, self.now)
        by_id = {one.shift.id: one for one in self.stored.shifts}
        return {
            "leader": leaders[0] if leaders else None,
            "leaders": leaders,
            "duty_officers": [self._person(one) for one in held.duty_officers],
            "standby": [self._person(one) for one in held.standby],
            "by_default": [*held.by_default],
            "until": None if held.until is None else to_text(held.until),
            "shift": self.words(next((c.shift.name for c in current if c.shift.name), None)),
            "next": self.shift(later[0]) if later else None,
            "gaps": [gap_view(gap) for gap in self.alarm()],
            "kept": self.stored.kept,
            "you": self._you(held),
            "yours": None if own is None else self.shift(by_id[own.id]),
        }

    def shift(self, kept: KeptShift) -> ShiftView:
        """One shift."""
        one = kept.shift
        return {
            "id": one.id,
            "starts_at": to_text(one.starts_at),
            "ends_at": to_text(one.ends_at),
            "name": self.words(one.name),
            "leader": self._members(one.leader),
            "duty_officers": self._members(one.duty_officers),
            "standby": self._members(one.standby),
            "note": self.words(one.note),
            "mine": [
                post for post in DUTY_POSTS if any(m.contact in self.mine for m in one.of(post))
            ],
            "version": kept.version,
        }

    def defaults(self) -> RosterDefaults:
        """To whom gaps fall."""
        known = self.stored.defaults
        return {
            "leader": self._members(known.get("leader", ())),
            "duty_officers": self._members(known.get("duty_officers", ())),
            "standby": self._members(known.get("standby", ())),
        }

    def may_answer(self, swap: Swap) -> list[SwapAnswer]:
        """What the account may answer to a wish: the taker consents, either ends it."""
        if swap.state != "asked":
            return []
        found: list[SwapAnswer] = []
        if swap.taker.contact in self.mine:
            found += ["consented", "refused"]
        if swap.giver.contact in self.mine:
            found.append("withdrawn")
        return found

    def swap(self, swap: Swap) -> SwapView:
        """A wish to swap."""
        return {
            "id": swap.id,
            "shift": swap.shift,
            "post": swap.post,
            "giver": swap.giver.name,
            "taker": swap.taker.name,
            "back": swap.back,
            "note": self.words(swap.note),
            "state": swap.state,
            "asked_at": to_text(swap.asked_at),
            "answered_at": None if swap.answered_at is None else to_text(swap.answered_at),
            "may": self.may_answer(swap),
        }

    # ── Parts ───────────────────────────────────────────────────────────────────────

    def _you(self, held: OnDuty) -> Literal["on", "off", "unknown"]:
        if not self.stored.kept or not self.mine:
            return "unknown"
        on = any(one.contact in self.mine for post in DUTY_POSTS for one in held.of(post))
        return "on" if on else "off"

    def _members(self, members: Iterable[Member]) -> list[MemberView]:
        known = self.people.by_id
        return [
            {"contact": one.contact, "name": one.name, "known": one.contact in known}
            for one in members
        ]

    def _person(self, member: Member) -> OnDutyPerson:
        contact = self.people.by_id.get(member.contact)
        hidden = contact is None or not sees_numbers(self.actor, contact)
        channels = contact.channels if contact else ()
        return {
            "contact": member.contact,
            "name": member.name,
            "unit": contact.unit if contact else None,
            "post": contact.post if contact else None,
            "channels": [channel_view(channel, hidden) for channel in channels],
            "masked": hidden,
        }

    def _concerns(self, swap: Swap) -> bool:
        own = swap.giver.contact in self.mine or swap.taker.contact in self.mine
        return own or swap.state == "asked"

    def _finding(self, finding: RosterFinding, shifts: Sequence[Shift]) -> RosterFindingView:
        return {
            "sentence": finding_text(finding, self.language),
            "severity": "error" if finding.error else "warning",
            "shifts": [shifts[row].id for row in finding.rows],
        }

    def _days(self, begin: datetime, end: datetime) -> Iterable[date]:
        day = begin.astimezone(self.zone).date()
        last = (end - timedelta(microseconds=1)).astimezone(self.zone).date()
        while day <= last:
            yield day
            day += timedelta(days=1)


def finding_text(finding: RosterFinding, language: str) -> str:
    """A finding in words."""
    post = {"post": text(f"roster.post.{finding.post}", language)} if finding.post else {}
    return text(f"roster.{finding.key}", language, **dict(finding.facts), **post)


def gap_view(gap: Gap) -> GapView:
    """A gap."""
    return {
        "post": gap.post,
        "begins_at": to_text(gap.begins_at),
        "ends_at": to_text(gap.ends_at),
    }


def day_view(day: date) -> DayView:
    """A day of the calendar."""
    one = day_of(day)
    return {"date": day.isoformat(), "kind": one.kind, "name": one.name, "known": one.known}
