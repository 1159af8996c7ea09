"""How far the journals of incidents have been read, so that an audit costs what is new.

Journals grow, a round must not. Of a long journal the reading is kept, and the next audit
goes on behind the entry that was read last, if that is still the same by its hash. What was
changed further back is seen when the journal is read anew from its first entry, `full_s`
seconds later at the latest. Bounded: of short journals nothing is kept, and of the others
only what was used last.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.audit import Reading
from engine.events import Event
from engine.ports import PlanLibrary

PAGE = 500
"""How many entries are read at once: some milliseconds of work, a megabyte or so.

Journals that are no longer than that are read from their first entry every time."""

KEPT = 100
"""How many readings are kept, most of them some tens of KiB each."""


@dataclass(slots=True)
class Progress:
    """One incident's journal so far. `number` is its id until the opening has been read.

    `since` is when its first page was asked for; `whole` whether its end was reached since.
    """

    number: str
    since: float
    reading: Reading | None = None
    whole: bool = False

    @property
    def last(self) -> Event | None:
        """The entry that was read last."""
        return self.reading.last if self.reading else None

    def enter(self, page: Sequence[Event], plans: PlanLibrary) -> Reading:
        """Read on; what of the page was read before is passed over."""
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
    """The progress that is kept, by incident. `elapsed` are seconds that only go forward."""

    def __init__(self, full_s: float, elapsed: Callable[[], float], limit: int = KEPT) -> None:
        self._full_s, self._elapsed, self._limit = full_s, elapsed, limit
        self._kept: OrderedDict[str, Progress] = OrderedDict()

    def take(self, incident: str) -> Progress:
        """The incident's progress, which is not kept any longer; a new one if it is old.

        However slowly a journal is read, it is read to its end.
        """
        found = self._kept.pop(incident, None)
        if found is None or (found.whole and self._elapsed() - found.since >= self._full_s):
            return self.new(incident)
        return found

    def new(self, incident: str) -> Progress:
        """A reading that begins now."""
        return Progress(incident, self._elapsed())

    def keep(self, incident: str, progress: Progress) -> None:
        """Go on there the next time. Whoever was not looked at for the longest time goes."""
        self._kept[incident] = progress
        if len(self._kept) > self._limit:
            self._kept.popitem(last=False)
