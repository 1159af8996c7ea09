"""An account, as everything beside its own table knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.incident.actors import Actor


@dataclass(frozen=True, slots=True)
class Account:
    """An account without its password."""

    name: str
    roles: frozenset[str]
    division: str | None
    unit: str | None
    disabled: bool
    created_at: datetime
    since: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Roles → when each was given, as far as the server journal is old enough to know."""

    @property
    def actor(self) -> Actor:
        """The account as the engine sees it."""
        since = tuple(sorted(self.since.items()))
        return Actor(self.name, self.roles, self.division, self.unit, since)
