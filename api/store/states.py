"""The cache of folded incidents, shared by the writer and the readers.

An incident's state is a frozen value, so it can be handed to any thread. An entry is
never changed, only replaced by a later one; states of a transaction that may still fail
are kept outside, in its journal. What is missing or behind is folded from the events with the
plan the incident is pinned to. Bounded: the least recently used entry goes first.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select

from api.store.rows import EVENT, INCIDENT, event_of
from api.store.statements import HEAD, HEADS
from engine.incident import apply
from engine.ports import PlanLibrary
from engine.state import Incident

CACHED_INCIDENTS = 2000
"""How many folded incidents are kept, some tens of KiB each."""

CHUNK = 200
"""How many incidents' events are fetched by one query."""

Head = Row[*tuple[Any, ...]]
"""A row that holds at least `id`, `plan`, `plan_digest` and `seq` of an incident."""


class States:
    """The folded incidents. Safe to use from several threads."""

    def __init__(self, plans: PlanLibrary, limit: int = CACHED_INCIDENTS) -> None:
        self._plans = plans
        self._limit = limit
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Incident] = OrderedDict()
        self._seen: int | None = None

    def known(self, incident: str) -> Incident | None:
        """The state at hand, if there is one; it may be behind the database."""
        with self._lock:
            found = self._kept.get(incident)
            if found is not None:
                self._kept.move_to_end(incident)
            return found

    def keep(self, incidents: Iterable[Incident]) -> None:
        """Remember committed states; an older one never replaces a newer one."""
        with self._lock:
            for incident in incidents:
                known = self._kept.get(incident.id)
                if known is None or known.seq < incident.seq:
                    self._kept[incident.id] = incident
                self._kept.move_to_end(incident.id)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)

    def forget(self, incidents: Iterable[str]) -> None:
        """Drop states, so that they are made from the events again."""
        with self._lock:
            for incident in incidents:
                self._kept.pop(incident, None)

    def catch_up(self, connection: Connection) -> int:
        """Drop what other programs have changed since; the head cursor.

        For the writer, under its lock: afterwards every state at hand is the latest.
        """
        head = connection.scalar(HEAD) or 0
        if self._seen is not None and head != self._seen:
            changed = select(EVENT.c.incident).distinct().where(EVENT.c.cursor > self._seen)
            self.forget(connection.scalars(changed))
        self._seen = head
        return head

    def committed(self, head: int, incidents: Iterable[Incident]) -> None:
        """Take over the states of a transaction that has been committed up to `head`."""
        self._seen = head
        self.keep(incidents)

    def load(self, connection: Connection, incident: str) -> Incident | None:
        """The state of an incident, at least as new as the connection's view; or None."""
        row = connection.execute(HEADS.where(INCIDENT.c.id == incident)).one_or_none()
        return None if row is None else self.of(connection, [row])[0]

    def of(self, connection: Connection, rows: Sequence[Head]) -> list[Incident]:
        """The states of these incidents, in their order; one that is at hand may be newer."""
        found: dict[str, Incident] = {}
        behind: list[Head] = []
        for row in rows:
            known = self.known(row.id)
            if known is not None and known.seq >= row.seq:
                found[row.id] = known
            else:
                behind.append(row)
        for start in range(0, len(behind), CHUNK):
            folded = self._fold(connection, behind[start : start + CHUNK])
            self.keep(folded)
            found |= {incident.id: incident for incident in folded}
        return [found[row.id] for row in rows]

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
