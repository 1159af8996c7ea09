"""A contact as the store keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.contacts.contact import Contact


@dataclass(frozen=True, slots=True)
class KeptContact:
    """A contact; `version` is the number of the last entry about it, which a change has to name."""

    contact: Contact
    version: int
