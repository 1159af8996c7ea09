"""What stands on the demo's desk: an address book, a roster, the shift log, a hand-over.

Every name says that it is one of an exercise. Every number begins with +999, which the numbering
plan of the world gives to no country: whoever presses it rings nobody. And the server takes
exercises only, so that its calls end in the sink.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from api.cli.terminal import LANGUAGE, say
from api.handover.ports import LogQuery
from api.server_journal.changed_by import ChangedBy
from api.server_journal.handover_data import LogKind
from api.store.facade import Store
from engine.contacts.contact import Channel, Contact
from engine.handover.shapes import SheetLogEntry
from engine.handover.sheet import handover_sheet
from engine.instants import to_text
from engine.plan.model import Plan
from engine.plan.names import named
from engine.roster.shift import Member, Shift

NOBODY = "+999"
"""No country's code (ITU-T E.164, annex): reserved, so that no telephone answers."""

GIVER, TAKER = "duty", "relief"
"""Who gives the waiting hand-over, and who can take it over."""

LETTERS = "ABCDEFG"
DUTY_OFFICERS = 4
LEADERS = 3
STARTS = (8, 20)
"""Hours of the plan's zone at which shifts begin."""

LOG: Mapping[LogKind, int] = {"call": 95, "check": 60, "weather": 35}
"""Entries of the shift log, by how many minutes ago it happened."""


def furnish(store: Store, now: datetime) -> None:
    """Fill the desk of a database in which the exercises have been played."""
    plans = list(store.plans.current().values())
    by = ChangedBy(GIVER, "page", now)
    people = list(_people())
    contacts = [*people, *_posts(plans), *_offices(plans)]
    store.contacts.take_over(contacts, by, replace=False)
    shifts = list(_month(people, now, ZoneInfo(plans[0].zone)))
    store.roster.take_over(shifts, by)
    store.roster.set_default("leader", _members(people[:1]), by)
    for kind, minutes in LOG.items():
        happened = now - timedelta(minutes=minutes)
        store.shift_log.write(kind, say(f"cli.demo_log_{kind}"), happened, by)
    _give_over(store, by)


def _people() -> Iterator[Contact]:
    """Those who are on the roster: leaders first, then duty officers."""
    numbers = count(1)
    for n in range(LEADERS + DUTY_OFFICERS):
        leads = n < LEADERS
        account = None if leads else {LEADERS: GIVER, LEADERS + 1: TAKER}.get(n)
        yield Contact(
            f"demo-person-{n + 1}",
            say("cli.demo_office"),
            say("cli.demo_leader" if leads else "cli.demo_duty_officer"),
            say("cli.demo_person", letter=LETTERS[n]),
            rank=n + 1 if leads else n + 1 - LEADERS,
            channels=(Channel("mobile", f"{NOBODY}1{next(numbers):07}"),),
            account=account,
            note=say("cli.demo_contact_note"),
        )


def _posts(plans: Sequence[Plan]) -> Iterator[Contact]:
    """One for each post of the plans that signs in, under the account of its name."""
    held: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for plan in plans:
        for role in plan.roles:
            if role.signs_in and role.scope == "everywhere":
                held.setdefault(role.id, []).append(f"{plan.id}:{role.id}")
                names.setdefault(role.id, named(role, LANGUAGE))
    for n, (role_id, roles) in enumerate(held.items(), 1):
        yield Contact(
            f"demo-post-{n}",
            say("cli.demo_posts"),
            names[role_id],
            say("cli.demo_holder", n=n),
            roles=tuple(roles),
            channels=(Channel("mobile", f"{NOBODY}2{n:07}"),),
            account=role_id,
            note=say("cli.demo_contact_note"),
        )


def _offices(plans: Sequence[Plan]) -> Iterator[Contact]:
    """The duty telephones of units and of counties, which whoever is there answers."""
    numbers = count(1)
    told: dict[str, tuple[str | None, list[str]]] = {}
    for plan in plans:
        for unit in plan.units:
            if unit.scope == "everywhere":
                told.setdefault(named(unit, LANGUAGE), (None, []))[1].append(f"{plan.id}:{unit.id}")
        for division in plan.jurisdiction.divisions:
            county = say("cli.demo_county", name=named(division, LANGUAGE))
            told.setdefault(county, (division.code, []))
    for n, (name, (place, roles)) in enumerate(told.items(), 1):
        yield Contact(
            f"demo-office-{n}",
            name,
            say("cli.demo_duty_phone"),
            division=place,
            roles=tuple(roles),
            channels=(Channel("landline", f"{NOBODY}3{next(numbers):07}"),),
            note=say("cli.demo_contact_note"),
        )


def _month(people: Sequence[Contact], now: datetime, zone: ZoneInfo) -> Iterator[Shift]:
    """Two shifts a day for the month of the plan's zone and three days more, nobody left out."""
    local = now.astimezone(zone)
    month = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    first, last = month - timedelta(days=1), (month + timedelta(days=32)).replace(day=4)
    leaders, officers = people[:LEADERS], people[LEADERS:]
    # The officer whose account is GIVER is on duty now, TAKER after her.
    begun = _begin(local)
    day, starts = first, []
    while day < last:
        starts += [day.replace(hour=hour) for hour in STARTS]
        day += timedelta(days=1)
    at = starts.index(begun)
    for n, start in enumerate(starts):
        turn = (n - at) % len(officers)
        yield Shift(
            f"demo-{start:%Y%m%d-%H}",
            start.astimezone(now.tzinfo),
            (start + timedelta(hours=12)).astimezone(now.tzinfo),
            leader=_members([leaders[(n // 2) % len(leaders)]]),
            duty_officers=_members([officers[turn]]),
            standby=_members([officers[(turn + 2) % len(officers)]]),
            note=say("cli.demo_contact_note"),
        )


def _begin(local: datetime) -> datetime:
    """When the shift of this instant has begun."""
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if local.hour < STARTS[0]:
        return (midnight - timedelta(days=1)).replace(hour=STARTS[1])
    return midnight.replace(hour=STARTS[1] if local.hour >= STARTS[1] else STARTS[0])


def _members(people: Sequence[Contact]) -> tuple[Member, ...]:
    return tuple(Member(one.id, one.person or "") for one in people)


def _give_over(store: Store, by: ChangedBy) -> None:
    """A sheet that waits for whoever takes over."""
    with store.reading() as reader:
        found = [reader.incident(one) for one in reader.open_ids()]
        standing = [
            (store.plans.pinned(one.plan, one.plan_digest), one) for one in found if one is not None
        ]
    log: list[SheetLogEntry] = [
        {
            "seq": one.seq,
            "at": to_text(one.happened_at),
            "kind": one.kind,
            "text": one.text,
            "actor": one.account,
            "struck": False,
        }
        for one in store.shift_log.page(LogQuery(), len(LOG))
    ]
    sheet = handover_sheet(standing, by.at, log=log, notes=say("cli.demo_notes"))
    store.handovers.add(sheet, by, sign=True)
