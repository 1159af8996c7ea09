"""The address book: rows of `contact`, each change an entry of the server journal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from api.contacts.kept import KeptContact
from api.contacts.taking_over import book_mark
from api.server_journal.changed_by import ChangedBy
from api.server_journal.contact_data import ContactRemoved, ContactSaved
from api.server_journal.events import Change
from api.store.database.chain_links import row_mark
from api.store.database.connections import Database
from api.store.database.records import DatabaseRecords, Write
from api.store.database.rows import to_json
from api.store.database.tables import ContactRow, table
from api.store.errors import ContactRefused
from api.store.server_journal.journal import LAST, record
from engine.contacts.contact import Channel, Contact, in_order

CONTACT = table(ContactRow)
FIELDS = ("unit", "post", "person", "division", "rank", "roles", "channels", "account", "note")


_EDITION = select(func.count(), func.max(CONTACT.c.version))
"""Another pair of numbers whenever a contact was added, changed or removed: versions count up."""


class Contacts(DatabaseRecords):
    """The address book. Thread-safe; every call may block."""

    def __init__(self, database: Database, write: Write) -> None:
        super().__init__(database, write)
        self._known: tuple[tuple[int, int], Mapping[str, Contact]] | None = None

    def by_id(self) -> Mapping[str, Contact]:
        """All contacts by id, read again only if one has changed since the last time."""
        with self._database.asking() as connection:
            count, newest = connection.execute(_EDITION).one()
            known = self._known
            if known is None or known[0] != (count, newest or 0):
                found = {one.contact.id: one.contact for one in _all(connection)}
                known = self._known = (count, newest or 0), found
        return known[1]

    def list(self) -> Sequence[KeptContact]:
        """All contacts, in the order of an address book."""
        with self._database.asking() as connection:
            kept = {one.contact.id: one for one in _all(connection)}
        return [kept[one.id] for one in in_order(one.contact for one in kept.values())]

    def save(self, contact: Contact, by: ChangedBy, *, version: int | None = None) -> KeptContact:
        """Add a contact, or put it in the place of the one with its id.

        `version` is the one that was changed, 0 for a new contact; None does not ask. Raises
        `ContactRefused` (`contact_changed`) if somebody else has saved or removed it meanwhile.
        """

        def work(connection: Connection) -> KeptContact:
            there = _one(connection, contact.id)
            if version is not None and version != (there.version if there else 0):
                raise ContactRefused("contact_changed", status=412)
            _put(connection, [contact], by)
            return _kept(connection.execute(_row_of(contact.id)).one())

        return self._write(work)

    def remove(self, contact: str, by: ChangedBy) -> bool:
        """Take a contact out; whether there was one."""

        def work(connection: Connection) -> bool:
            there = _one(connection, contact)
            if there is not None:
                _remove(connection, [there.contact], by)
            return there is not None

        return self._write(work)

    def take_over(
        self,
        contacts: Sequence[Contact],
        by: ChangedBy,
        *,
        replace: bool,
        book: str | None = None,
    ) -> tuple[int, int, int]:
        """Add or change all of these in one transaction: how many are new, changed, removed.

        With `replace` whoever is not among them is removed. `book` is the state that was shown
        (`book_mark`). Raises `ContactRefused` (`contact_changed`) if the book is another now.
        """

        def work(connection: Connection) -> tuple[int, int, int]:
            if book is not None and book != book_mark(_all(connection)):
                raise ContactRefused("contact_changed", status=412)
            before = {one.contact.id: one.contact for one in _all(connection)}
            new, changed = _put(connection, contacts, by)
            wanted = {one.id for one in contacts}
            gone = [one for id_, one in before.items() if id_ not in wanted] if replace else []
            _remove(connection, gone, by)
            return new, changed, len(gone)

        return self._write(work)


def follow_account(connection: Connection, before: str, after: str, by: ChangedBy) -> None:
    """An account has another name: the contacts that name it name the new one."""
    theirs = [one.contact for one in _all(connection) if one.contact.account == before]
    _put(connection, [replace(one, account=after) for one in theirs], by)


def _put(connection: Connection, contacts: Iterable[Contact], by: ChangedBy) -> tuple[int, int]:
    """Write those that are new or different, with their entries."""
    before = {one.contact.id: one for one in _all(connection)}
    last = connection.execute(LAST).one_or_none()
    seq = last.seq if last else 0
    changes: list[Change] = []
    new = 0
    for contact in contacts:
        there = before.get(contact.id)
        if there is not None and there.contact == contact:
            continue
        row = {**_values(contact), "version": seq + len(changes) + 1}
        if there is None:
            new += 1
            connection.execute(insert(CONTACT), row)
        else:
            connection.execute(update(CONTACT).where(CONTACT.c.id == contact.id).values(row))
        told: ContactSaved = {
            "contact": contact.id,
            "unit": contact.unit,
            "post": contact.post,
            "person": contact.person,
            "new": there is None,
            "fields": _different(there.contact, contact) if there else [],
            "mark": row_mark(row),
        }
        changes.append(Change("contact_saved", told))
    record(connection, by, *changes)
    return new, len(changes) - new


def _remove(connection: Connection, contacts: Sequence[Contact], by: ChangedBy) -> None:
    changes = []
    for contact in contacts:
        connection.execute(delete(CONTACT).where(CONTACT.c.id == contact.id))
        told: ContactRemoved = {
            "contact": contact.id,
            "unit": contact.unit,
            "post": contact.post,
            "person": contact.person,
        }
        changes.append(Change("contact_removed", told))
    record(connection, by, *changes)


def _different(before: Contact, after: Contact) -> list[str]:
    return [name for name in FIELDS if getattr(before, name) != getattr(after, name)]


def contact_in(connection: Connection, contact: str) -> Contact | None:
    """A contact as this transaction sees it."""
    found = _one(connection, contact)
    return found.contact if found else None


def contacts_in(connection: Connection, ids: Iterable[str]) -> Mapping[str, Contact]:
    """Those of some contacts that this transaction sees, by id."""
    rows = connection.execute(select(CONTACT).where(CONTACT.c.id.in_([*ids])))
    return {row.id: _kept(row).contact for row in rows}


def _all(connection: Connection) -> list[KeptContact]:
    return [_kept(row) for row in connection.execute(select(CONTACT))]


def _row_of(contact: str) -> Select[Any]:
    return select(CONTACT).where(CONTACT.c.id == contact)


def _one(connection: Connection, contact: str) -> KeptContact | None:
    row = connection.execute(_row_of(contact)).one_or_none()
    return None if row is None else _kept(row)


def _values(contact: Contact) -> dict[str, Any]:
    values = {name: getattr(contact, name) for name in ("id", *FIELDS)}
    channels = [[one.kind, one.address] for one in contact.channels]
    return values | {"roles": to_json([*contact.roles]), "channels": to_json(channels)}


def _kept(row: Row[Any]) -> KeptContact:
    values: Mapping[str, Any] = row._asdict()
    known = {name: values[name] for name in ("id", *FIELDS)}
    known["roles"] = tuple(json.loads(row.roles))
    known["channels"] = tuple(Channel(kind, address) for kind, address in json.loads(row.channels))
    return KeptContact(Contact(**known), row.version)
