"""Whom to ring for a post, a unit or a division, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from engine.contacts.contact import Contact, in_order
from engine.plan.model import Plan

PartyKind = Literal["role", "unit", "division"]


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whom a plan names: a post, a unit or a division, by its id or code."""

    kind: PartyKind
    id: str
    name: str
    name_en: str | None = None


def parties_of(plan: Plan) -> Iterator[Party]:
    """Everybody whom the plan names: posts, then units, then the divisions under it."""
    for role in plan.roles:
        yield Party("role", role.id, role.name, role.name_en)
    for unit in plan.units:
        yield Party("unit", unit.id, unit.name, unit.name_en)
    for division in plan.jurisdiction.divisions:
        yield Party("division", division.code, division.name, division.name_en)


def whom(
    contacts: Iterable[Contact], plan: Plan, party: str, division: str | None = None
) -> list[Contact]:
    """Those who answer for a party of the plan, the first to be tried first.

    `party` is the id of a post or a unit, or a division's code. Where contacts of several
    divisions answer, as for the government of the county concerned, those of `division` do, if
    it is known. Nobody: an empty list.
    """
    found = [one for one in contacts if _answers_for(one, plan, party)]
    if division is not None and party not in plan.division_by_code:
        found = [one for one in found if one.division in (None, division)]
    return sorted(found, key=lambda one: (one.rank, not one.rings, one.title, one.id))


def _answers_for(contact: Contact, plan: Plan, party: str) -> bool:
    if f"{plan.id}:{party}" in contact.roles:
        return True
    if party in plan.role_by_id:
        return False
    unit = plan.unit_by_id.get(party)
    if unit is not None:
        return contact.division is None and contact.unit in (unit.id, unit.name, *unit.aliases)
    return contact.division == party


def unreachable(contacts: Iterable[Contact], plan: Plan) -> list[Party]:
    """The parties of a plan for whom no telephone rings anywhere."""
    ringing = [one for one in contacts if one.rings]
    return [one for one in parties_of(plan) if not whom(ringing, plan, one.id)]


def search(contacts: Iterable[Contact], words: str, spelled: dict[str, str]) -> list[Contact]:
    """The contacts whose unit, post, person, number or note holds the words.

    `spelled` maps an id to the initials of its words in pinyin (`xnxyjj`); they are asked for
    words of Latin letters only, so that a Chinese word finds what holds it and nothing else.
    """
    asked = "".join(words.split()).casefold()
    if not asked:
        return in_order(contacts)
    return in_order(one for one in contacts if _holds(one, asked, spelled.get(one.id, "")))


def _holds(contact: Contact, asked: str, initials: str) -> bool:
    texts = (*contact.title, contact.note or "", *(one.address for one in contact.channels))
    if any(asked in "".join(text.split()).casefold() for text in texts):
        return True
    return asked.isascii() and asked.isalpha() and asked in initials
