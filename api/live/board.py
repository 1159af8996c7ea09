"""The board: each open incident's state and view as of the last published event.

It turns commits into frames with the changed parts of the view, and answers snapshots
from memory: views and frames move together, without a pause between, so a snapshot and
the stream after its cursor have neither gap nor overlap.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

from api.live import protocol
from api.live.ring import Framed
from engine.clock import Clock
from engine.events import Event
from engine.ports import PlanLibrary
from engine.state import Incident
from engine.views import changed_parts, incident_view

Load = Callable[[str], Awaitable[Incident | None]]
"""The stored incident by id."""

Numbered = tuple[int, Event]
"""An event with its server-wide cursor."""


class Commit(Protocol):
    """Consecutive events of one incident that were committed, and the state after them."""

    @property
    def after(self) -> Incident:
        """The incident after the last of the events."""
        ...

    def numbered(self) -> Iterable[Numbered]:
        """The events with their cursors, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident on the board; `content` is its view as JSON."""

    view: dict[str, Any]
    content: bytes


class Board:
    """The open incidents, and how they look."""

    def __init__(self, plans: PlanLibrary, clock: Clock, load: Load) -> None:
        self._plans = plans
        self._clock = clock
        self._load = load
        self._entries: dict[str, Entry] = {}

    def put(self, state: Incident) -> None:
        """Take an incident as it is stored, at the start."""
        self._entries[state.id] = self._entry(state)

    def _entry(self, state: Incident) -> Entry:
        plan = self._plans.pinned(state.plan, state.plan_digest)
        view = incident_view(plan, state, self._clock.now)
        return Entry(view, orjson.dumps(view))

    def publish(self, commit: Commit) -> list[Framed]:
        """Move the board by a commit and frame its events.

        The last of the events carries the parts of the view that all of them changed.
        """
        before = self._entries.get(commit.after.id)
        fresh = self._entry(commit.after)
        changed = changed_parts(before.view if before else None, fresh.view)
        if commit.after.stage == "closed":
            self._entries.pop(commit.after.id, None)
        else:
            self._entries[commit.after.id] = fresh
        return frames_of(list(commit.numbered()), {commit.after.id: changed})

    async def views(self, everything: bool, incidents: Iterable[str]) -> list[bytes]:
        """The views for a snapshot, as JSON; incidents off the board are read first.

        After the last await nothing else runs, so that the answer fits the cursor that
        the caller reads next.
        """
        wanted = set(incidents)
        read = {name: await self._off_board(name) for name in wanted - self._entries.keys()}
        shown = {
            name: entry.content
            for name, entry in self._entries.items()
            if everything or name in wanted
        }
        late = {name: content for name, content in read.items() if content}
        return list((late | shown).values())

    async def _off_board(self, incident: str) -> bytes | None:
        state = await self._load(incident)
        return None if state is None else self._entry(state).content

    async def missed(self, events: Sequence[Numbered]) -> list[Framed]:
        """Frames for a page of the journal; each incident's last one carries its view."""
        views: dict[str, dict[str, Any]] = {}
        for incident in {event.incident for _, event in events}:
            views[incident] = await self._present_view(incident)
        return frames_of(events, views)

    async def _present_view(self, incident: str) -> dict[str, Any]:
        entry = self._entries.get(incident)
        if entry is not None:
            return entry.view
        state = await self._load(incident)
        return {} if state is None else self._entry(state).view


def frames_of(events: Sequence[Numbered], views: dict[str, dict[str, Any]]) -> list[Framed]:
    """The frames of events; the last one of each incident carries what `views` has of it."""
    last = {event.incident: cursor for cursor, event in events}
    framed = []
    for cursor, event in events:
        view = views.get(event.incident, {}) if last[event.incident] == cursor else {}
        shape = event.to_json() | {"cursor": cursor}
        framed.append(Framed(cursor, event.incident, protocol.event(cursor, shape, view)))
    return framed
