"""The incident board: each open incident's state and view as of the last published event.

It turns commits into frames with the changed parts of the view, and answers snapshots from
memory. Views and frames change in one step of the event loop, so a snapshot and the stream
after its cursor have neither gap nor overlap.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from api.access.reach import reach_of
from api.access.reporter_slots import open_slots
from api.live.feed.event_frames import Entry, Numbered, frames_of
from api.live.feed.languages import Tongues, Wording
from api.live.feed.replay_buffer import EventFrame
from api.live.feed.subscription_filter import SubscriptionFilter
from engine.clock import Clock
from engine.incident.state import Incident
from engine.plan.model import Plan
from engine.ports import PlanLibrary
from engine.presentation.incident_shapes import IncidentView
from engine.presentation.incident_view import incident_view

log = structlog.get_logger("zhiban.live")

VIEWS_PER_TURN = 10

Load = Callable[[str], Awaitable[Incident | None]]
"""Loads the stored incident by id."""

MakeView = Callable[[Plan, Incident, datetime], IncidentView]
"""The view of an incident at an instant."""


class Committed(Protocol):
    """Consecutive events of one incident that were committed, and the state after them."""

    @property
    def after(self) -> Incident | None:
        """The incident after the last event; None if this node cannot make it."""
        ...

    def numbered(self) -> Iterable[Numbered]:
        """The events with their cursors, in order."""
        ...


@dataclass(slots=True)
class Unseen:
    """A state whose view nobody has requested yet, its instant, and the last view."""

    state: Incident
    at: datetime
    before: Entry | None


class IncidentBoard:
    """The open incidents and their views."""

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
        """Add a stored incident, at the start."""
        self._entries[state.id] = self._entry(state, self._clock.now)

    def clear(self) -> None:
        """Remove all incidents, after the database lost events."""
        self._entries.clear()
        self.tongues.clear()

    def _entry(self, state: Incident, now: datetime) -> Entry:
        plan = self._plans.pinned(state.plan, state.plan_digest)
        view = self._view(plan, state, now)
        own = open_slots(plan, state, now)
        wording = Wording(plan, state, now)
        return Entry(view, wording, reach_of(plan, state), own)

    def _known(self, incident: str) -> Entry | None:
        """The incident's entry with its view after the last commit.

        If the view cannot be made, the one before stays.
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

    def note(self, commit: Committed) -> None:
        """Apply a commit without making frames."""
        after = commit.after
        if after is None:
            return
        # As of its last entry: a screen that comes from another node has seen that.
        at = after.recorded_at or self._clock.now
        if after.stage == "closed":
            self._entries.pop(after.id, None)
        else:
            known = self._entries.get(after.id)
            before = known.before if isinstance(known, Unseen) else known
            self._entries[after.id] = Unseen(after, at, before)
        for read in self._reading:
            read[after.id] = self._entry(after, at)

    def publish(self, commit: Committed) -> list[EventFrame]:
        """Apply a commit and make the frames of its events.

        The last frame carries the parts of the view that all of them changed.
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

    async def views(self, wish: SubscriptionFilter) -> list[bytes]:
        """The views of a snapshot, as JSON; incidents off the board are loaded first.

        Nothing else runs after the last await, so the answer fits the cursor that the caller reads
        next.
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

    def _named(self, wish: SubscriptionFilter) -> Iterable[str]:
        """The entries on the board that the filter selects."""
        if wish.everything:
            return tuple(self._entries)
        return (wish.incidents | wish.drills) & self._entries.keys()

    async def _look_at(self, wish: SubscriptionFilter) -> None:
        """Make missing views in slices, after a time without subscribers."""
        for number, name in enumerate(self._named(wish), start=1):
            self._known(name)
            if number % VIEWS_PER_TURN == 0:
                await asyncio.sleep(0)

    def _on_board(self, incidents: Iterable[str]) -> dict[str, Entry]:
        known = ((name, self._known(name)) for name in incidents)
        return {name: entry for name, entry in known if entry is not None}

    async def _read(self, incidents: Iterable[str]) -> dict[str, Entry]:
        """Entries of incidents off the board, updated with what is published meanwhile."""
        published: dict[str, Entry] = {}
        self._reading.append(published)
        try:
            states = [await self._load(incident) for incident in sorted(incidents)]
        finally:
            self._reading.remove(published)
        now = self._clock.now
        stored = {state.id: self._entry(state, now) for state in states if state is not None}
        return stored | {name: published[name] for name in stored.keys() & published.keys()}

    async def missed(self, events: Sequence[Numbered]) -> list[EventFrame]:
        """Frames for a page of the journal; each incident's last one carries its view."""
        named = {event.incident for _, event in events}
        off_board = named - self._entries.keys()
        found = await self._read(off_board) if off_board else {}
        found |= self._on_board(named)
        changes = {name: (None, entry) for name, entry in found.items()}
        return frames_of(events, changes, self.tongues.read)
