"""What is missing, doubled or unknown in an address book, as findings for its keeper."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from engine.contacts.contact import Contact
from engine.plan.nearest import nearest


@dataclass(frozen=True, slots=True)
class ContactFinding:
    """Something about contacts, by their places in the list that was checked.

    `key` is that of its sentence under `contacts.`; an `error` stops an import.
    """

    key: str
    rows: tuple[int, ...]
    error: bool
    facts: tuple[tuple[str, str], ...] = ()


def check(
    contacts: Sequence[Contact], *, roles: Collection[str], divisions: Mapping[str, str]
) -> list[ContactFinding]:
    """All findings, errors first, in the order of the list.

    `roles` are the posts and general roles that there are, `divisions` the names of codes.
    """
    found = [
        *_doubled(contacts),
        *_unknown(contacts, roles, divisions),
        *_shared_numbers(contacts),
        *_two_first(contacts),
        *(
            ContactFinding("no_number", (row,), False, (("name", label(one)),))
            for row, one in enumerate(contacts)
            if not one.rings
        ),
    ]
    return sorted(found, key=lambda one: (not one.error, one.rows))


def label(contact: Contact) -> str:
    """Unit, post and person in one short text."""
    return " ".join(part for part in contact.title if part)


def _doubled(contacts: Sequence[Contact]) -> Iterable[ContactFinding]:
    def key(row: int) -> tuple[str, ...]:
        return (contacts[row].division or "", *contacts[row].title)

    for _, same in groupby(sorted(range(len(contacts)), key=key), key=key):
        rows = tuple(same)
        if len(rows) > 1:
            told = (("name", label(contacts[rows[0]])),)
            yield ContactFinding("doubled", rows, True, told)


def _unknown(
    contacts: Sequence[Contact], roles: Collection[str], divisions: Mapping[str, str]
) -> Iterable[ContactFinding]:
    for row, one in enumerate(contacts):
        for role in one.roles:
            if role not in roles:
                hint = nearest(role, sorted(roles)) or "—"
                yield ContactFinding(
                    "unknown_role", (row,), True, (("value", role), ("hint", hint))
                )
        if one.division is not None and divisions and one.division not in divisions:
            code = (("value", one.division),)
            yield ContactFinding("unknown_division", (row,), True, code)


def _shared_numbers(contacts: Sequence[Contact]) -> Iterable[ContactFinding]:
    """One mobile number of two persons is a slip; one person may stand in two posts."""
    of: dict[str, dict[str, list[int]]] = {}
    for row, one in enumerate(contacts):
        for channel in one.channels:
            if channel.kind == "mobile" and one.person:
                of.setdefault(channel.address, {}).setdefault(one.person, []).append(row)
    for address, persons in of.items():
        if len(persons) > 1:
            rows = tuple(sorted(row for rows in persons.values() for row in rows))
            told = (("number", address), ("names", "、".join(sorted(persons))))
            yield ContactFinding("shared_number", rows, False, told)


def _two_first(contacts: Sequence[Contact]) -> Iterable[ContactFinding]:
    """Two persons of one post and one rank: nobody knows who is rung first."""
    of: dict[tuple[str, str, str, int], list[int]] = {}
    for row, one in enumerate(contacts):
        if one.person:
            of.setdefault((one.division or "", one.unit, one.post, one.rank), []).append(row)
    for (_, unit, post, rank), rows in of.items():
        if len(rows) > 1:
            told = (("post", f"{unit} {post}"), ("rank", str(rank)))
            yield ContactFinding("same_rank", tuple(rows), False, told)
