"""A sheet of contacts beside the address book: what is wrong with it, and what it would change."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from api.contacts.kept import KeptContact
from api.contacts.posts import division_names, post_names
from api.contacts.sheet_reading import KnownWords, SheetContents, read_sheet
from engine.contacts.checking import ContactFinding, check
from engine.contacts.contact import Contact
from engine.plan.model import Plan

ID_BYTES = 6
FIELDS = tuple(one.name for one in fields(Contact) if one.name != "id")


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """What a sheet holds, and what is wrong in it."""

    contents: SheetContents
    findings: Sequence[ContactFinding]

    @property
    def refused(self) -> bool:
        """Whether a fault stops it from being taken over."""
        return bool(self.contents.faults) or any(one.error for one in self.findings)


@dataclass(frozen=True, slots=True)
class Difference:
    """What taking over a sheet would change; `changed` with the names of the fields."""

    new: list[Contact]
    changed: list[tuple[Contact, list[str]]]
    gone: list[Contact]
    same: int


def read(content: bytes, plans: Sequence[Plan], known: Iterable[Contact]) -> ReadSheet:
    """Read a sheet with the words of these plans; those that are `known` keep their ids."""
    posts, codes = post_names(plans), division_names(plans)
    words = KnownWords(
        contacts={_key(one): one.id for one in known},
        roles={name: role for role, name in posts.items()} | {role: role for role in posts},
        divisions={name: code for code, name in codes.items()},
        new_id=lambda: secrets.token_hex(ID_BYTES),
    )
    found = read_sheet(content, words)
    return ReadSheet(found, check(found.contacts, roles=posts, divisions=codes))


def difference(
    before: Sequence[Contact], wanted: Sequence[Contact], *, replace: bool
) -> Difference:
    """What would be another; with `replace` whoever is not on the sheet is gone."""
    known, ids = {one.id: one for one in before}, {one.id for one in wanted}
    changed = [
        (one, [name for name in FIELDS if getattr(one, name) != getattr(known[one.id], name)])
        for one in wanted
        if one.id in known and one != known[one.id]
    ]
    new = [one for one in wanted if one.id not in known]
    gone = [one for one in before if one.id not in ids] if replace else []
    return Difference(new, changed, gone, len(wanted) - len(new) - len(changed))


def book_mark(kept: Iterable[KeptContact]) -> str:
    """Another text after each change of the address book."""
    versions = [one.version for one in kept]
    return f"{len(versions)}.{max(versions, default=0)}"


def _key(contact: Contact) -> tuple[str, str, str, str]:
    return contact.division or "", contact.unit, contact.post, contact.person or ""
