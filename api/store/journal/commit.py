"""What a commit has added: the message from the writer to the hub and the scheduler."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.incident.events import Event
from engine.incident.state import Incident, Slot


@dataclass(frozen=True, slots=True)
class Commit:
    """One append: consecutive events of one incident and the state before and after.

    The events' cursors count up from `first_cursor`; `follows` is the hash of the server's
    event before them ("" if there is none). `next_wake` is when the incident has to be
    woken next (None: not by itself).
    """

    before: Incident | None
    after: Incident
    events: tuple[Event, ...]
    first_cursor: int
    follows: str
    slots: tuple[Slot, ...]
    next_wake: datetime | None

    def numbered(self) -> Iterator[tuple[int, Event]]:
        """The events with their cursors, in order."""
        return enumerate(self.events, start=self.first_cursor)
