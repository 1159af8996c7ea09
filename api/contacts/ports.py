"""What the server asks of the address book, as a protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from api.server_journal.changed_by import ChangedBy
from engine.contacts.contact import Contact


class KeptContact(Protocol):
    """A contact as it is stored."""

    @property
    def contact(self) -> Contact:
        """Who, where, and by which numbers."""
        ...

    @property
    def version(self) -> int:
        """The number of the last entry about it, which a change has to name."""
        ...


class Contacts(Protocol):
    """The address book. Synchronous."""

    def list(self) -> Sequence[KeptContact]:
        """All contacts, in the order of an address book."""
        ...

    def by_id(self) -> Mapping[str, Contact]:
        """All contacts by id; quick where none has changed."""
        ...

    def save(self, contact: Contact, by: ChangedBy, *, version: int | None = None) -> KeptContact:
        """Add or change one. Raises the store's `contact_changed` for another version."""
        ...

    def take_over(
        self,
        contacts: Sequence[Contact],
        by: ChangedBy,
        *,
        replace: bool,
        book: str | None = None,
    ) -> tuple[int, int, int]:
        """Add or change all of these: how many are new, changed, removed.

        Raises the store's `contact_changed` if the book is another than `book`.
        """
        ...

    def remove(self, contact: str, by: ChangedBy) -> bool:
        """Take one out; whether there was one."""
        ...
