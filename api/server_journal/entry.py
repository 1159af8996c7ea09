"""What every entry of the server journal has, whatever it is about."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from api.server_journal.changed_by import Way


class Entry(TypedDict):
    """What every entry has."""

    journal: Literal["server"]
    seq: int
    """From 1 without gaps."""
    at: str
    """RFC 3339, by the real clock."""
    actor: str
    """The account; on the command line the user of the operating system."""
    way: Way
    reason: str | None
    prev_hash: str
    hash: str
    """sha256 over the canonical JSON of all other fields."""
