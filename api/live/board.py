"""The board: each open incident's state and view as of the last published event.

It turns commits into frames with the changed parts of the view, and answers snapshots
from memory: views and frames move together, without a pause between, so a snapshot and
the stream after its cursor have neither gap nor overlap.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import orjson

from api.live import protocol
from api.live.audience import Audience, view_for
from api.live.client import Wish
from api.live.deltas import lists_in_parts
from api.live.forms import framed
from api.live.reporters import changed_slots, open_slots, reporter_names
from api.live.ring import NOBODYS, Framed, Slots
from engine.clock import Clock
from engine.events import Event
from engine.plan.model import Plan
from engine.ports import PlanLibrary
from engine.state import Incident
from engine.views import changed_parts, incident_view

Load = Callable[[str], Awaitable[Incident | None]]
"""The stored incident by id."""

MakeView = Callable[[Plan, Incident, datetime], dict[str, Any]]
"""How an incident looks at an instant."""

Numbered = tuple[int, Event]
"""An event with its server-wide cursor."""


class Commit(Protocol):
    """Consecutive events of one incident that were committed, and the state after them."""

    @property
    def after(self) -> Incident | None:
        """The incident after the last of the events; None if this node cannot make it."""
        ...

    def numbered(self) -> Iterable[Numbered]:
        """The events with their cursors, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident on the board.

    `reporters` are the names of all who report on it, `own` their open slots by name;
    `shown` is the view as JSON for each audience that has asked.
    """

    view: dict[str, Any]
    exercise: bool
    reporters: frozenset[str]
    own: Slots
    shown: dict[Audience, bytes] = field(default_factory=dict)

    def content(self, audience: Audience) -> bytes:
        """The view as this audience sees it."""
        found = self.shown.get(audience)
        if found is None:
            whole = view_for(audience, self.view, self.own)
            found = self.shown[audience] = orjson.dumps(whole)
        return found

    def asked_for(self, wish: Wish, incident: str) -> bool:
        """Whether somebody with this wish gets it in a snapshot."""
        named = incident in wish.incidents or (self.exercise and incident in wish.drills)
        return (wish.everything or named) and wish.allows(self.reporters)


class Board:
    """The open incidents, and how they look."""

    def __init__(
        self, plans: PlanLibrary, clock: Clock, load: Load, view: MakeView = incident_view
    ) -> None:
        self._view = view
        self._plans = plans
        self._clock = clock
        self._load = load
        self._entries: dict[str, Entry] = {}
        self._reading: list[dict[str, Entry]] = []

    def put(self, state: Incident) -> None:
        """Take an incident as it is stored, at the start."""
        self._entries[state.id] = self._entry(state)

    def clear(self) -> None:
        """Take all incidents off, to begin afresh."""
        self._entries.clear()

    def _entry(self, state: Incident) -> Entry:
        plan = self._plans.pinned(state.plan, state.plan_digest)
        now = self._clock.now
        view = self._view(plan, state, now)
        own = open_slots(plan, state, now)
        return Entry(view, state.exercise, reporter_names(plan, state), own)

    def publish(self, commit: Commit) -> list[Framed]:
        """Move the board by a commit and frame its events.

        The last of the events carries the parts of the view that all of them changed.
        """
        after = commit.after
        if after is None:
            return frames_of(list(commit.numbered()), {})
        before = self._entries.get(after.id)
        fresh = self._entry(after)
        if after.stage == "closed":
            self._entries.pop(after.id, None)
        else:
            self._entries[after.id] = fresh
        for read in self._reading:
            read[after.id] = fresh
        return frames_of(list(commit.numbered()), {after.id: (before, fresh)})

    async def views(self, wish: Wish) -> list[bytes]:
        """The views for a snapshot, as JSON; incidents off the board are read first.

        After the last await nothing else runs, so that the answer fits the cursor that
        the caller reads next.
        """
        off_board = (wish.incidents | wish.drills) - self._entries.keys()
        found = await self._read(off_board) if off_board else {}
        found |= self._entries
        return [
            entry.content(wish.audience)
            for name, entry in found.items()
            if entry.asked_for(wish, name)
        ]

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
        found |= {name: self._entries[name] for name in named & self._entries.keys()}
        return frames_of(events, {name: (None, entry) for name, entry in found.items()})


Change = tuple[Entry | None, Entry]
"""An incident before, if those who follow it know it, and after some events."""


def frames_of(events: Sequence[Numbered], changes: Mapping[str, Change]) -> list[Framed]:
    """The frames of events; the last one of each incident carries what has changed in it."""
    last = {event.incident: cursor for cursor, event in events}
    frames = []
    for cursor, event in events:
        shape = event.to_json() | {"cursor": cursor}
        before, after = changes.get(event.incident, (None, None))
        if after is not None and last[event.incident] == cursor:
            frames.append(_last_frame(cursor, event.incident, shape, before, after))
            continue
        content = framed(protocol.event(cursor, shape, {}))
        about = (after.exercise, after.reporters) if after else (False, frozenset[str]())
        frames.append(Framed(cursor, event.incident, content, None, *about))
    return frames


def _last_frame(
    cursor: int, incident: str, shape: dict[str, Any], before: Entry | None, after: Entry
) -> Framed:
    # Whoever reports on it from now on has not seen it before: for once all get it whole.
    if before is not None and not after.reporters <= before.reporters:
        before = None
    changed = changed_parts(before.view if before else None, after.view)
    whole = framed(protocol.event(cursor, shape, changed))
    deltas = None
    if before is not None:
        view, items = lists_in_parts(before.view, changed)
        deltas = protocol.event(cursor, shape, view, items) if items else None
    own = changed_slots(before.own if before else NOBODYS, after.own)
    return Framed(cursor, incident, whole, deltas, after.exercise, after.reporters, own)
