"""The board: each open incident's state and view as of the last published event.

It turns commits into frames with the changed parts of the view, and answers snapshots
from memory: views and frames move together, without a pause between, so a snapshot and
the stream after its cursor have neither gap nor overlap.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from api.live.client import Wish
from api.live.frames import Entry, Numbered, frames_of
from api.live.languages import Tongues, Wording
from api.live.reporters import open_slots, reporter_names
from api.live.ring import Framed
from engine.clock import Clock
from engine.plan.model import Plan
from engine.ports import PlanLibrary
from engine.state import Incident
from engine.views import incident_view

Load = Callable[[str], Awaitable[Incident | None]]
"""The stored incident by id."""

MakeView = Callable[[Plan, Incident, datetime], dict[str, Any]]
"""How an incident looks at an instant."""


class Commit(Protocol):
    """Consecutive events of one incident that were committed, and the state after them."""

    @property
    def after(self) -> Incident | None:
        """The incident after the last of the events; None if this node cannot make it."""
        ...

    def numbered(self) -> Iterable[Numbered]:
        """The events with their cursors, in order."""
        ...


class Board:
    """The open incidents, and how they look."""

    def __init__(
        self, plans: PlanLibrary, clock: Clock, load: Load, view: MakeView = incident_view
    ) -> None:
        self._view = view
        self._plans = plans
        self._clock = clock
        self._load = load
        # A state alone where nobody has asked how it looks.
        self._entries: dict[str, Entry | Incident] = {}
        self._reading: list[dict[str, Entry]] = []
        self.tongues = Tongues()

    def put(self, state: Incident) -> None:
        """Take an incident as it is stored, at the start."""
        self._entries[state.id] = self._entry(state)

    def clear(self) -> None:
        """Take all incidents off, to begin afresh."""
        self._entries.clear()
        self.tongues.clear()

    def _entry(self, state: Incident) -> Entry:
        plan = self._plans.pinned(state.plan, state.plan_digest)
        now = self._clock.now
        view = self._view(plan, state, now)
        own = open_slots(plan, state, now)
        wording = Wording(plan, state, now)
        return Entry(view, wording, state.exercise, reporter_names(plan, state), own)

    def _known(self, incident: str) -> Entry | None:
        """An incident on the board."""
        found = self._entries.get(incident)
        if isinstance(found, Incident):
            found = self._entries[incident] = self._entry(found)
        return found

    def note(self, commit: Commit) -> None:
        """Move the board by a commit of which nobody is told."""
        after = commit.after
        if after is None:
            return
        if after.stage == "closed":
            self._entries.pop(after.id, None)
        else:
            self._entries[after.id] = after
        for read in self._reading:
            read[after.id] = self._entry(after)

    def publish(self, commit: Commit) -> list[Framed]:
        """Move the board by a commit and frame its events.

        The last of the events carries the parts of the view that all of them changed.
        """
        after = commit.after
        if after is None:
            return frames_of(list(commit.numbered()), {})
        before = self._known(after.id)
        fresh = self._entry(after)
        if after.stage == "closed":
            self._entries.pop(after.id, None)
        else:
            self._entries[after.id] = fresh
        for read in self._reading:
            read[after.id] = fresh
        changes = {after.id: (before, fresh)}
        return frames_of(list(commit.numbered()), changes, self.tongues.read)

    async def views(self, wish: Wish) -> list[bytes]:
        """The views for a snapshot, as JSON; incidents off the board are read first.

        After the last await nothing else runs, so that the answer fits the cursor that
        the caller reads next.
        """
        off_board = (wish.incidents | wish.drills) - self._entries.keys()
        found = await self._read(off_board) if off_board else {}
        found |= self._on_board(tuple(self._entries))
        return [
            entry.content(wish.audience, wish.tongue.name)
            for name, entry in found.items()
            if entry.asked_for(wish, name)
        ]

    def _on_board(self, incidents: Iterable[str]) -> dict[str, Entry]:
        known = ((name, self._known(name)) for name in incidents)
        return {name: entry for name, entry in known if entry is not None}

    async def _read(self, incidents: Iterable[str]) -> dict[str, Entry]:
        """Entries of incidents off the board, kept up with what is published meanwhile."""
        published: dict[str, Entry] = {}
        self._reading.append(published)
        try:
            states = [await self._load(incident) for incident in sorted(incidents)]
        finally:
            self._reading.remove(published)
        stored = {state.id: self._entry(state) for state in states if state is not None}
        return stored | {name: published[name] for name in stored.keys() & published.keys()}

    async def missed(self, events: Sequence[Numbered]) -> list[Framed]:
        """Frames for a page of the journal; each incident's last one carries its view."""
        named = {event.incident for _, event in events}
        off_board = named - self._entries.keys()
        found = await self._read(off_board) if off_board else {}
        found |= self._on_board(named)
        changes = {name: (None, entry) for name, entry in found.items()}
        return frames_of(events, changes, self.tongues.read)
