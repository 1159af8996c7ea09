"""The board: each open incident's state and view as of the last published event.

It turns commits into frames with the changed parts of the view, and answers snapshots
from memory: views and frames move together, without a pause between, so a snapshot and
the stream after its cursor have neither gap nor overlap.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog

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

log = structlog.get_logger("zhiban.live")

VIEWS_PER_TURN = 10

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


@dataclass(slots=True)
class Unseen:
    """A state as of an instant, of which nobody has asked how it looks; and the last look."""

    state: Incident
    at: datetime
    before: Entry | None


class Board:
    """The open incidents, and how they look."""

    def __init__(
        self, plans: PlanLibrary, clock: Clock, load: Load, view: MakeView = incident_view
    ) -> None:
        self._view = view
        self._plans = plans
        self._clock = clock
        self._load = load
        self._entries: dict[str, Entry | Unseen] = {}
        self._reading: list[dict[str, Entry]] = []
        self.tongues = Tongues()

    def put(self, state: Incident) -> None:
        """Take an incident as it is stored, at the start."""
        self._entries[state.id] = self._entry(state, self._clock.now)

    def clear(self) -> None:
        """Take all incidents off, to begin afresh."""
        self._entries.clear()
        self.tongues.clear()

    def _entry(self, state: Incident, now: datetime) -> Entry:
        plan = self._plans.pinned(state.plan, state.plan_digest)
        view = self._view(plan, state, now)
        own = open_slots(plan, state, now)
        wording = Wording(plan, state, now)
        return Entry(view, wording, state.exercise, reporter_names(plan, state), own)

    def _known(self, incident: str) -> Entry | None:
        """An incident on the board, as it looked after its last commit.

        If that cannot be made, it stays as it looked before.
        """
        found = self._entries.get(incident)
        if not isinstance(found, Unseen):
            return found
        try:
            entry = self._entries[incident] = self._entry(found.state, found.at)
        except Exception:
            # A defect; but one incident is not to take the others from the screens.
            log.exception("view_not_made", incident=incident)
            return found.before
        return entry

    def note(self, commit: Commit) -> None:
        """Move the board by a commit of which nobody is told."""
        after, now = commit.after, self._clock.now
        if after is None:
            return
        if after.stage == "closed":
            self._entries.pop(after.id, None)
        else:
            known = self._entries.get(after.id)
            before = known.before if isinstance(known, Unseen) else known
            self._entries[after.id] = Unseen(after, now, before)
        for read in self._reading:
            read[after.id] = self._entry(after, now)

    def publish(self, commit: Commit) -> list[Framed]:
        """Move the board by a commit and frame its events.

        The last of the events carries the parts of the view that all of them changed.
        """
        after = commit.after
        if after is None:
            return frames_of(list(commit.numbered()), {})
        before = self._known(after.id)
        fresh = self._entry(after, self._clock.now)
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
        await self._look_at(wish)
        off_board = (wish.incidents | wish.drills) - self._entries.keys()
        found = await self._read(off_board) if off_board else {}
        found |= self._on_board(self._named(wish))
        return [
            entry.content(wish.audience, wish.tongue.name)
            for name, entry in found.items()
            if entry.asked_for(wish, name)
        ]

    def _named(self, wish: Wish) -> Iterable[str]:
        """What of the board the wish may ask for."""
        if wish.everything:
            return tuple(self._entries)
        return (wish.incidents | wish.drills) & self._entries.keys()

    async def _look_at(self, wish: Wish) -> None:
        """Have views made that are not, after a time without anybody; some at a time."""
        for number, name in enumerate(self._named(wish), start=1):
            self._known(name)
            if number % VIEWS_PER_TURN == 0:
                await asyncio.sleep(0)

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
        now = self._clock.now
        stored = {state.id: self._entry(state, now) for state in states if state is not None}
        return stored | {name: published[name] for name in stored.keys() & published.keys()}

    async def missed(self, events: Sequence[Numbered]) -> list[Framed]:
        """Frames for a page of the journal; each incident's last one carries its view."""
        named = {event.incident for _, event in events}
        off_board = named - self._entries.keys()
        found = await self._read(off_board) if off_board else {}
        found |= self._on_board(named)
        changes = {name: (None, entry) for name, entry in found.items()}
        return frames_of(events, changes, self.tongues.read)
