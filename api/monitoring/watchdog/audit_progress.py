"""How far each incident's journal has been read, so that an audit costs only what is new.

Journals grow; an audit round must not. The reading of a long journal is kept. The next
audit continues after the last entry read, if that entry still has the same hash. A change
further back shows when the journal is read from its first entry again, at the latest after
`full_s` seconds. Memory is bounded: short journals are not kept, and of the long ones only
the most recently used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.incident.events import Event
from engine.ledger_audit import Reading
from engine.memo import BoundedDict
from engine.ports import PlanLibrary

PAGE = 500
"""Entries read at once: some milliseconds of work, about a megabyte.

A journal of no more entries is read from its first entry every time.
"""

KEPT = 100
"""Readings that are kept, most of them some tens of KiB each."""


@dataclass(slots=True)
class Progress:
    """One incident's journal as far as it has been read.

    `number` is the incident's id until its opening has been read. `since` is when its first
    page was requested; `whole` says whether the reader has reached the end since then.
    """

    number: str
    since: float
    reading: Reading | None = None
    whole: bool = False

    @property
    def last(self) -> Event | None:
        """The last entry that was read."""
        return self.reading.last if self.reading else None

    def enter(self, page: Sequence[Event], plans: PlanLibrary) -> Reading:
        """Read one more page; entries that were read before are skipped."""
        if self.reading is None:
            opened = page[0].data
            self.number = opened["number"]
            self.reading = Reading(plans.pinned(opened["plan"]["id"], opened["plan"]["digest"]))
        before = self.last.seq if self.last else 0
        for event in page:
            if event.seq > before:
                self.reading.enter(event)
        return self.reading


class Readings:
    """Progress by incident. `elapsed` gives monotonic seconds."""

    def __init__(self, full_s: float, elapsed: Callable[[], float], limit: int = KEPT) -> None:
        self._full_s, self._elapsed = full_s, elapsed
        self._kept = BoundedDict[str, Progress](limit)

    def take(self, incident: str) -> Progress:
        """Remove and return the incident's progress; a new one if it is too old.

        A journal that is read slowly is still read to its end.
        """
        found = self._kept.pop(incident, None)
        if found is None or (found.whole and self._elapsed() - found.since >= self._full_s):
            return self.new(incident)
        return found

    def new(self, incident: str) -> Progress:
        """A reading that begins now."""
        return Progress(incident, self._elapsed())

    def keep(self, incident: str, progress: Progress) -> None:
        """Keep the progress for the next audit; the least recently used one is dropped."""
        self._kept[incident] = progress
