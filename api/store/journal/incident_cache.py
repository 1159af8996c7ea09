"""The cache of folded incidents, shared by the writer and the readers.

An incident's state is a frozen value, so it can be handed to any thread. An entry is
never changed, only replaced by a later one; states of a transaction that may still fail
are kept outside, in its journal. What is missing or behind is folded from the events with the
plan the incident is pinned to; a state that is only behind is taken further, not made again.
Bounded: the least recently used entry goes first.

Other programs write to the same database. Before the writer decides anything it calls
`catch_up` under the writers' lock: from then on `known` gives nothing that is behind. A
database that lost its last commits (a fail-over to a standby that had not received them)
shows by the hash of the last event that was seen here, and empties the cache.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from api.store.database.chain_links import Tail
from api.store.database.rows import EVENT, INCIDENT, event_of
from api.store.database.statements import HEADS, entries
from engine.evolve.apply import apply
from engine.frozen import replace
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.memo import BoundedDict
from engine.ports import PlanLibrary

CACHED_INCIDENTS = 2000
"""How many folded incidents are kept, some tens of KiB each."""

CHUNK = 200
"""How many incidents' events are fetched by one query."""

Mark = tuple[int, str]
"""A place in the server's journal: the cursor of an event and its hash."""

START: Mark = (0, "")
"""The place before the first event."""

Head = Row[*tuple[Any, ...]]
"""A row that holds at least `id`, `plan`, `plan_digest` and `seq` of an incident."""


class IncidentCache:
    """The folded incidents. Safe to use from several threads."""

    def __init__(self, plans: PlanLibrary, limit: int = CACHED_INCIDENTS) -> None:
        self._plans = plans
        self._lock = threading.Lock()
        self._kept = BoundedDict[str, Incident](limit)
        self._needed: dict[str, int] = {}
        self._seen: Mark | None = None

    def known(self, incident: str) -> Incident | None:
        """The state at hand, unless it is known to be behind the database."""
        found = self._at_hand(incident)
        return found if found and found.seq >= self._needed.get(incident, 0) else None

    def _at_hand(self, incident: str) -> Incident | None:
        """The state at hand, which may be behind."""
        with self._lock:
            found = self._kept.get(incident)
            if found is not None:
                self._kept.move_to_end(incident)
            return found

    def keep(self, incidents: Iterable[Incident]) -> None:
        """Remember committed states; an older one never replaces a newer one."""
        with self._lock:
            for incident in incidents:
                known = self._kept.get(incident.id, incident)
                self._kept[incident.id] = known if known.seq >= incident.seq else incident

    def forget(self, incidents: Iterable[str] | None = None) -> None:
        """Drop these states (or all), so that they are made from the events again."""
        with self._lock:
            for incident in tuple(self._kept) if incidents is None else incidents:
                self._kept.pop(incident, None)
                self._needed.pop(incident, None)

    def catch_up(self, connection: Connection, last: Mark) -> None:
        """Mark what other programs have changed before the server's `last` event as behind.

        For the writer, under its lock: afterwards every state `known` is the latest.
        """
        if self._seen is not None and last != self._seen:
            if is_at(connection, self._seen):
                self._mark_behind(connection, self._seen[0])
            else:
                self.forget()
        self._seen = last

    def _mark_behind(self, connection: Connection, cursor: int) -> None:
        newest = select(EVENT.c.incident, func.max(EVENT.c.seq).label("seq"))
        changed = newest.where(EVENT.c.cursor > cursor).group_by(EVENT.c.incident)
        rows = connection.execute(changed).all()
        with self._lock:
            needed = self._needed | {row.incident: row.seq for row in rows}
            self._needed = {one: seq for one, seq in needed.items() if one in self._kept}

    def committed(self, last: Mark | None, incidents: Iterable[Incident]) -> None:
        """Take over the states of a transaction that was committed, and its last event."""
        self._seen = last or self._seen
        self.keep(incidents)

    def load(self, connection: Connection, incident: str) -> Incident | None:
        """The state of an incident, at least as new as the connection's view; or None."""
        row = connection.execute(HEADS.where(INCIDENT.c.id == incident)).one_or_none()
        return None if row is None else self.of(connection, [row])[0]

    def of(self, connection: Connection, rows: Sequence[Head]) -> list[Incident]:
        """The states of these incidents, in their order; one that is at hand may be newer."""
        found: dict[str, Incident] = {}
        missing: list[Head] = []
        for row in rows:
            known = self._at_hand(row.id)
            if known is None:
                missing.append(row)
            else:
                found[row.id] = self._further(connection, row, known, row.seq)
        for start in range(0, len(missing), CHUNK):
            folded = self._fold(connection, missing[start : start + CHUNK])
            self.keep(folded)
            found |= {incident.id: incident for incident in folded}
        return [found[row.id] for row in rows]

    def after(self, connection: Connection, row: Head, events: Sequence[Event]) -> Incident:
        """The state of an incident right after some consecutive events that are stored."""
        last = events[-1].seq
        known = self._at_hand(row.id)
        if known is None or known.seq > last:
            return self._made(connection, row, None, last)
        if known.seq == events[0].seq - 1 and known.hash == events[0].prev_hash:
            return self._moved(row, known, events)
        return self._further(connection, row, known, last)

    def _further(self, connection: Connection, row: Head, known: Incident, seq: int) -> Incident:
        """A state at hand, taken on to entry `seq` if it is behind."""
        return known if known.seq >= seq else self._made(connection, row, known, seq)

    def _made(
        self, connection: Connection, row: Head, known: Incident | None, seq: int
    ) -> Incident:
        """The state as of entry `seq`, from one before it or from the first entry."""
        start = known.seq if known else 0
        rows = connection.execute(entries(row.id, start, seq - start))
        events = [event_of(stored) for stored in rows]
        if known is not None and (not events or events[0].prev_hash != known.hash):
            self.forget([row.id])
            return self._made(connection, row, None, seq)
        return self._moved(row, known, events)

    def _moved(self, row: Head, known: Incident | None, events: Iterable[Event]) -> Incident:
        plan = self._plans.pinned(row.plan, row.plan_digest)
        state = known
        for event in events:
            state = apply(plan, state, event)
        if state is None:
            raise LookupError(f"the incident {row.id} has no entries")
        whole = replace(state, touched=())
        self.keep([whole])
        return whole

    def _fold(self, connection: Connection, rows: Sequence[Head]) -> list[Incident]:
        pinned = {row.id: self._plans.pinned(row.plan, row.plan_digest) for row in rows}
        wanted = EVENT.c.incident.in_(list(pinned))
        folded: dict[str, Incident] = {}
        order = (EVENT.c.incident, EVENT.c.seq)
        for row in connection.execute(select(EVENT).where(wanted).order_by(*order)):
            event = event_of(row)
            incident = event.incident
            folded[incident] = apply(pinned[incident], folded.get(incident), event)
        return [replace(incident, touched=()) for incident in folded.values()]


def mark_of(rows: Sequence[tuple[Any, ...]]) -> Mark:
    """The server's last event by the answer to `LAST` or `BEFORE` of the statements."""
    return (rows[0][0], rows[0][1]) if rows and rows[0][0] is not None else START


def tail_in(rows: Sequence[tuple[Any, ...]]) -> Tail:
    """The last link of the chain by the answer to `api.store.database.statements.BEFORE`."""
    position, hash_ = rows[0][2:]
    return Tail() if position is None else Tail(position, hash_)


def is_at(connection: Connection, mark: Mark) -> bool:
    """Whether the journal still has this very event at its cursor."""
    cursor, expected = mark
    return mark == START or expected == connection.scalar(
        select(EVENT.c.hash).where(EVENT.c.cursor == cursor)
    )
