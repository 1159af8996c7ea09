"""What the server asks of the kept scenarios, as a protocol. All of it blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from api.server_journal.changed_by import ChangedBy


@dataclass(frozen=True, slots=True)
class KeptScenario:
    """The last edition of a scenario: its text, and who kept it when (RFC 3339)."""

    id: str
    version: int
    title: str
    draft: bool
    sha256: str
    text: str
    changed_by: str
    changed_at: str


class KeptScenarios(Protocol):
    """The scenarios that the office has written."""

    def list(self) -> Sequence[KeptScenario]:
        """All of them, by name; those that were removed are left out."""
        ...

    def get(self, scenario: str) -> KeptScenario | None:
        """One of them."""
        ...

    def save(
        self, scenario: str, text: str, by: ChangedBy, *, title: str, draft: bool, seen: int | None
    ) -> KeptScenario:
        """Keep an edition; `seen` is the version that it was made from, 0 for a new one.

        Raises `Overtaken` if another edition has come since.
        """
        ...

    def remove(self, scenario: str, by: ChangedBy, *, seen: int | None) -> bool:
        """Take it out of the list; False if it is not there. Raises `Overtaken`."""
        ...


class Overtaken(Exception):
    """Somebody else has kept another edition since."""

    def __init__(self, current: KeptScenario | None) -> None:
        self.current = current
        super().__init__("another edition")
