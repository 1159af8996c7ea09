"""What is doubled, overlaps or is missing in a list of shifts, as findings for its keeper."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.instants import minute_text
from engine.roster.rota import Gap, Roster
from engine.roster.shift import DUTY_POSTS, LONGEST, Shift


@dataclass(frozen=True, slots=True)
class RosterFinding:
    """Something about shifts, by their places in the list that was checked.

    `key` is that of its sentence under `roster.`; an `error` stops an import. `post` is the
    duty that it is about; its name is a word of the catalogues.
    """

    key: str
    rows: tuple[int, ...]
    error: bool
    facts: tuple[tuple[str, str], ...] = ()
    post: str | None = None


def check(
    shifts: Sequence[Shift],
    *,
    zone: str,
    contacts: Mapping[str, str],
    ringing: Collection[str] = (),
) -> list[RosterFinding]:
    """All findings, errors first, in the order of the list.

    `contacts` maps the id of every contact to the name that it has now, `ringing` are those
    where a telephone rings.
    """
    found = [
        *_spans(shifts, zone),
        *_pairs(shifts, zone),
        *_members(shifts, contacts, ringing),
        *_holes(shifts, zone),
    ]
    return sorted(found, key=lambda one: (not one.error, one.rows))


def span_text(shift: Shift | Gap, zone: str) -> str:
    """When it begins and ends, as an officer writes it."""
    begins = shift.starts_at if isinstance(shift, Shift) else shift.begins_at
    return f"{minute_text(begins, zone)} — {minute_text(shift.ends_at, zone)}"


def _spans(shifts: Sequence[Shift], zone: str) -> Iterable[RosterFinding]:
    for row, shift in enumerate(shifts):
        told = (("span", span_text(shift, zone)),)
        if shift.ends_at <= shift.starts_at:
            yield RosterFinding("no_time", (row,), True, told)
        elif shift.ends_at - shift.starts_at > LONGEST:
            most = (*told, ("most", str(LONGEST.days)))
            yield RosterFinding("too_long", (row,), True, most)
        if not any(shift.members.values()):
            yield RosterFinding("nobody", (row,), True, told)


def _pairs(shifts: Sequence[Shift], zone: str) -> Iterable[RosterFinding]:
    """Shifts that share time: the same twice, one duty given twice, one person at two places."""
    by_time = sorted(range(len(shifts)), key=lambda row: shifts[row].starts_at)
    for place, row in enumerate(by_time):
        shift = shifts[row]
        yield from _twice_within(shift, row)
        for other in by_time[place + 1 :]:
            if shifts[other].starts_at >= shift.ends_at:
                break
            yield from _pair(shift, shifts[other], (min(row, other), max(row, other)), zone)


def _pair(one: Shift, other: Shift, rows: tuple[int, int], zone: str) -> Iterable[RosterFinding]:
    told = (("span", span_text(one, zone)), ("other", span_text(other, zone)))
    if (one.starts_at, one.ends_at, one.name) == (other.starts_at, other.ends_at, other.name):
        yield RosterFinding("doubled", rows, True, told)
        return
    for post in DUTY_POSTS:
        if one.of(post) and other.of(post):
            yield RosterFinding("overlap", rows, False, told, post)
    names = {member.contact: member.name for held in one.members.values() for member in held}
    for held in other.members.values():
        for member in held:
            if member.contact in names:
                yield RosterFinding("twice", rows, False, (("name", member.name), *told))


def _twice_within(shift: Shift, row: int) -> Iterable[RosterFinding]:
    seen: set[str] = set()
    for held in shift.members.values():
        for member in held:
            if member.contact in seen:
                yield RosterFinding("twice_in_shift", (row,), False, (("name", member.name),))
            seen.add(member.contact)


def _members(
    shifts: Sequence[Shift], contacts: Mapping[str, str], ringing: Collection[str]
) -> Iterable[RosterFinding]:
    """Persons that the address book does not have, has by another name, or cannot ring."""
    rows: dict[tuple[str, str], list[int]] = {}
    for row, shift in enumerate(shifts):
        for held in shift.members.values():
            for member in held:
                rows.setdefault((member.contact, member.name), []).append(row)
    for (contact, name), of in rows.items():
        places = tuple(dict.fromkeys(of))
        if contact not in contacts:
            yield RosterFinding("gone", places, False, (("name", name),))
        elif contacts[contact] != name:
            told = (("name", name), ("now", contacts[contact]))
            yield RosterFinding("renamed", places, False, told)
        elif contact not in ringing:
            yield RosterFinding("no_number", places, False, (("name", name),))


def _holes(shifts: Sequence[Shift], zone: str) -> Iterable[RosterFinding]:
    """Gaps between the first and the last of these shifts."""
    well = [one for one in shifts if one.ends_at > one.starts_at]
    if not well:
        return
    begin, end = min(one.starts_at for one in well), max(one.ends_at for one in well)
    for gap in Roster(well).gaps(begin, end):
        told = (("span", span_text(gap, zone)),)
        yield RosterFinding("gap", _around(shifts, gap), False, told, gap.post)


def _around(shifts: Sequence[Shift], gap: Gap) -> tuple[int, ...]:
    """The shift after which the gap begins, or in which it lies."""
    meeting = [row for row, one in enumerate(shifts) if one.meets(gap.begins_at, gap.ends_at)]
    before = [row for row, one in enumerate(shifts) if one.ends_at == gap.begins_at]
    return tuple(meeting or before)
