"""Entries about the address book. Numbers stand in none of them: the journal is kept for ever."""

from __future__ import annotations

from typing_extensions import TypedDict

from api.server_journal.entry import DataByType


class ContactSaved(TypedDict):
    """A contact is new or was changed."""

    contact: str
    unit: str
    post: str
    person: str | None
    new: bool
    fields: list[str]
    """Which of its fields changed; empty for a new one."""
    mark: str
    """Of the row as it is stored now."""


class ContactRemoved(TypedDict):
    """A contact is in the address book no more."""

    contact: str
    unit: str
    post: str
    person: str | None


CONTACTS: DataByType = {
    "contact_saved": ContactSaved,
    "contact_removed": ContactRemoved,
}
"""These entries."""
