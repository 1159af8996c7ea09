"""Whom a name on a roster means: contacts of the address book, and two of one name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from engine.contacts.contact import Contact, in_order
from engine.plan.nearest import nearest
from engine.roster.shift import Member

_QUALIFIED = re.compile(r"(?P<name>[^()]+?)\s*\((?P<which>[^()]+)\)")
_NUMBERED = re.compile(r"(?P<name>\D+?)[\s:]*(?P<which>1[3-9]\d{9}|0?\d{2,4}-\d{7,8}|\d{7,8})")


def name_of(contact: Contact) -> str:
    """What a roster calls a contact; a duty telephone by its unit and post."""
    return contact.person or f"{contact.unit}{contact.post}"


def member_of(contact: Contact) -> Member:
    """The contact as a member of a shift."""
    return Member(contact.id, name_of(contact))


class People:
    """The contacts that a roster may name."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self.contacts = in_order(contacts)
        self.by_id: Mapping[str, Contact] = {one.id: one for one in self.contacts}
        self._of: dict[str, list[Contact]] = {}
        for one in self.contacts:
            self._of.setdefault(_plain(name_of(one)), []).append(one)

    @property
    def names(self) -> Mapping[str, str]:
        """Each contact's id → the name that it has now."""
        return {one.id: name_of(one) for one in self.contacts}

    @property
    def ringing(self) -> frozenset[str]:
        """Those where a telephone rings."""
        return frozenset(one.id for one in self.contacts if one.rings)

    def find(self, words: str) -> Sequence[Contact]:
        """The contacts that may be meant: one, if it is clear; none, if nobody has the name.

        A name may be followed by a unit or post in brackets, or by a number. The same person
        in two posts, by the same number or account, is one: the first is taken.
        """
        if words in self.by_id:
            return [self.by_id[words]]
        plain = unicodedata.normalize("NFKC", words).strip()
        found = self._of.get(_plain(plain), [])
        if found:
            return found[:1] if _one_person(found) else found
        split = _QUALIFIED.fullmatch(plain) or _NUMBERED.fullmatch(plain)
        if split is None:
            return []
        named = self._of.get(_plain(split["name"]), [])
        narrowed = [one for one in named if _is_of(one, split["which"])]
        return narrowed[:1] if narrowed and _one_person(narrowed) else narrowed

    def has(self, words: str) -> bool:
        """Whether anybody is called so."""
        return bool(self.find(words))

    def written(self, member: Member) -> str:
        """The member as a sheet names it, so that it is found again."""
        if [one.id for one in self.find(member.name)] == [member.contact]:
            return member.name
        contact = self.by_id.get(member.contact)
        if contact is None:
            return member.name
        for which in (contact.unit, f"{contact.unit} {contact.post}"):
            words = f"{name_of(contact)}（{which}）"
            if [one.id for one in self.find(words)] == [member.contact]:
                return words
        return member.contact

    def nearest(self, words: str) -> str | None:
        """The name that was probably meant."""
        plain = unicodedata.normalize("NFKC", words).strip()
        split = _QUALIFIED.fullmatch(plain) or _NUMBERED.fullmatch(plain)
        names = {key: name_of(of[0]) for key, of in self._of.items()}
        name = _plain(split["name"] if split else plain)
        found = nearest(name, names) or _same_letters(name, names)
        return names[found] if found else None


def told_apart(contacts: Sequence[Contact]) -> str:
    """Contacts of one name, as a sheet may write them."""
    return "、".join(f"{name_of(one)}（{one.unit} {one.post}）" for one in contacts)


def _plain(words: str) -> str:
    """A name without the spaces that offices put into names of two characters."""
    return "".join(unicodedata.normalize("NFKC", words).split()).casefold()


def _is_of(contact: Contact, which: str) -> bool:
    wanted = _plain(which)
    titles = (contact.unit, contact.post, f"{contact.unit}{contact.post}", contact.id)
    if wanted in (_plain(one) for one in titles):
        return True
    digits = re.sub(r"\D", "", which)
    numbers = {re.sub(r"\D", "", one.address) for one in contact.channels}
    return bool(digits) and digits == re.sub(r"[\s-]", "", which) and digits in numbers


def _one_person(contacts: Sequence[Contact]) -> bool:
    """Whether these contacts of one name are the same person in several posts."""
    if len(contacts) == 1:
        return True
    if all(one.account and one.account == contacts[0].account for one in contacts):
        return True
    mobiles = [{c.address for c in one.channels if c.kind == "mobile"} for one in contacts]
    return bool(set.intersection(*mobiles))


def _same_letters(name: str, names: Iterable[str]) -> str | None:
    """For short names: the one that has as many characters and differs in one."""
    for known in sorted(names):
        same = sum(a == b for a, b in zip(known, name, strict=False))
        if len(known) == len(name) > 1 and same == len(name) - 1:
            return known
    return None
