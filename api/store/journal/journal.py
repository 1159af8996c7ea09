"""`engine.ports.Journal` inside one transaction, for many commands at once.

Appending only collects; `flush` writes everything with a handful of executemany
statements, and happens by itself before a question whose answer depends on it. The
events get their cursors here by counting on from the head, which is safe under the
writers' lock. States made in the transaction stay in this object until it is committed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from api.store.accounts.sessions import Session, Sessions
from api.store.calling.call_ledger import CallLedger
from api.store.database import statements
from api.store.database.chain_links import PUT_LINK, Link, Tail, link_after, row_mark, tail_of
from api.store.database.driver import Driver
from api.store.database.rows import (
    INCIDENT,
    changing_part,
    event_of,
    event_row,
    incident_row,
    slot_row,
)
from api.store.database.schema_version import ACCESS_NOW
from api.store.database.tables import instant_text
from api.store.journal.commit import Commit
from api.store.journal.idempotency import Answer, IdempotencyStore
from api.store.journal.incident_cache import IncidentCache, Mark
from engine.errors import StaleVersion
from engine.incident.events import Event
from engine.incident.state import Incident, Slot


class SqlJournal:
    """The journals, bound to one transaction under the writers' lock.

    `last` is the server's last event as this transaction sees it.
    `changes` counts what has been changed, so that the writer can tell whether a job
    that failed has left something behind; `appended` lists the appends in order.
    """

    def __init__(
        self,
        connection: Connection,
        states: IncidentCache,
        last: Mark,
        tail: Tail | None = None,
    ) -> None:
        self._connection = connection
        self._tail = tail
        self._states = states
        self._head, self._last_hash = last
        states.catch_up(connection, last)
        self._answers = IdempotencyStore(connection)
        self.calls = CallLedger(connection)
        self._new: dict[str, Incident] = {}
        self._stored: dict[str, int] = {}
        self._incidents: dict[str, dict[str, Any]] = {}
        self._events: list[dict[str, Any]] = []
        self._slots: dict[str, dict[str, Any]] = {}
        self._access: str | None = None
        self.appended: list[Commit] = []
        self.changes = 0

    @property
    def connection(self) -> Connection:
        """The transaction itself, for rows beside the journals (accounts)."""
        self.changes += 1
        self.flush()
        self._access = self._tail = None
        return self._connection

    @property
    def looking(self) -> Connection:
        """The transaction itself, for reading rows beside the journals."""
        self.flush()
        return self._connection

    @property
    def access(self) -> str:
        """Another value whenever sign-ins have been ended; asked once for all jobs."""
        if self._access is None:
            bare = Driver(self._connection)
            ((self._access,),) = bare.rows(bare.ask(ACCESS_NOW))
        return self._access

    def session(self, sessions: Sessions, session: str, now: datetime) -> Session | None:
        """What a sign-in is in this transaction, None if it does not hold."""
        return sessions.within(self._connection, session, now)

    # engine.ports.Journal -------------------------------------------------------------

    def load(self, incident: str) -> Incident | None:
        """The incident as of its last event, or None."""
        found = self._new.get(incident) or self._states.known(incident)
        return found or self._states.load(self._connection, incident)

    def numbered(self, number: str) -> str | None:
        """The id of the incident with this number, such as `CM-2026-0001`, or None."""
        self.flush()
        wanted = select(INCIDENT.c.id).where(INCIDENT.c.number == number)
        found: str | None = self._connection.scalar(wanted)
        return found

    def append(
        self,
        incident: Incident,
        events: Sequence[Event],
        slots: Sequence[Slot],
        next_wake: datetime | None,
    ) -> None:
        """Take events, the state after them, changed slots and the next instant to wake.

        Raises `engine.errors.StaleVersion` when the journal has moved on meanwhile.
        """
        before = self.load(incident.id)
        current = before.seq if before else 0
        given = events[0].seq - 1
        if given != current:
            raise StaleVersion("stale_version", current=current, given=given)
        self.changes += 1
        self._stored.setdefault(incident.id, current)
        first_cursor = self._head + 1
        self._head += len(events)
        self._events.extend(map(event_row, events, range(first_cursor, self._head + 1)))
        self._slots |= {slot.id: slot_row(slot) for slot in slots}
        self._note_incident(incident, next_wake, first_cursor)
        self._new[incident.id] = incident
        self.calls.take(incident, events)
        follows, self._last_hash = self._last_hash, events[-1].hash
        self.appended.append(
            Commit(before, incident, tuple(events), first_cursor, follows, tuple(slots), next_wake)
        )

    def read(self, incident: str, after: int = 0, limit: int | None = None) -> list[Event]:
        """The entries with `seq` > `after`, in order, at most `limit`."""
        self.flush()
        wanted = statements.entries(incident, after, limit)
        return [event_of(row) for row in self._connection.execute(wanted)]

    def next_number(self, series: str) -> int:
        """The next number (from 1) of a series such as `CM-2026`."""
        self.changes += 1
        statement = statements.count_up(self._connection.dialect.name)
        number: int = self._connection.execute(statement, {"series": series}).scalar_one()
        return number

    def due(self, now: datetime, limit: int) -> list[str]:
        """Ids of incidents whose next wake is at or before `now`, earliest first.

        On PostgreSQL their rows are claimed until the transaction ends; one that somebody
        else holds, a console that was left open say, is passed over and holds up no other.
        """
        self.flush()
        at = INCIDENT.c.next_wake_at
        wanted = select(INCIDENT.c.id).where(at <= now).order_by(at, INCIDENT.c.id).limit(limit)
        return list(self._connection.scalars(wanted.with_for_update(skip_locked=True)))

    def next_wake(self) -> datetime | None:
        """The earliest next wake of all incidents, or None."""
        self.flush()
        found: datetime | None = self._connection.scalar(statements.NEXT_WAKE)
        return found

    # idempotency ----------------------------------------------------------------------

    def recall(self, account: str, key: str, request: str) -> Answer | None:
        """The first answer given to this key; see `IdempotencyStore.recall`."""
        return self._answers.recall(account, key, request)

    def remember(self, answer: Answer) -> None:
        """Store the first answer to a key, if the transaction commits."""
        self.changes += 1
        self._answers.remember(answer)

    # the transaction ------------------------------------------------------------------

    def flush(self) -> None:
        """Write what has been collected. Raises `StaleVersion` if a row is not as read."""
        bare = Driver(self._connection)
        answers = self._answers.unwritten()
        sealed = self._sealed(answers)
        opened = [row for at, row in self._incidents.items() if not self._stored[at]]
        moved = [row for at, row in self._incidents.items() if self._stored[at]]
        with bare.together():
            if opened:
                bare.put(statements.PUT_INCIDENT, opened)
            moving = bare.put(statements.MOVE_ON, moved) if moved else None
            if self._events:
                bare.put(statements.PUT_EVENT, self._events)
            if self._slots:
                put_slot = statements.put_slot(self._connection.dialect.name)
                bare.put(put_slot, list(self._slots.values()))
            if answers:
                bare.put(statements.PUT_ANSWER, answers)
            if sealed is not None:
                bare.put(PUT_LINK, [sealed.row()])
        if moving and moving.rowcount != len(moved):
            raise StaleVersion("stale_version", current="?", given=moved[0]["at_seq"])
        self._stored |= {at: self._new[at].seq for at in self._incidents}
        self._incidents, self._events, self._slots = {}, [], {}
        self.calls.flush()

    def _sealed(self, answers: Sequence[Mapping[str, Any]]) -> Link | None:
        """The link that covers what is about to be written."""
        if not self._events and not answers:
            return None
        data: dict[str, Any] = {}
        if self._events:
            named = ("cursor", "incident", "seq", "hash")
            data["events"] = [[row[name] for name in named] for row in self._events]
        if answers:
            data["answers"] = [[row_mark(row), instant_text(row["created_at"])] for row in answers]
        link = link_after(self._tail or tail_of(self._connection), "entries", data)
        self._tail = link.tail
        return link

    def committed(self) -> None:
        """Hand the new states to the cache; call it after the commit only."""
        self._states.committed(self.last, self._new.values())

    def dropped(self) -> None:
        """Have what this transaction read made from the events again; after a rollback."""
        self._states.forget(self._new)

    @property
    def last(self) -> tuple[int, str] | None:
        """Cursor and hash of the last event appended, to find out whether it was stored."""
        return (self._head, self.appended[-1].events[-1].hash) if self.appended else None

    def _note_incident(
        self, incident: Incident, next_wake: datetime | None, first_cursor: int
    ) -> None:
        """Collect the incident's row as it will be."""
        noted = self._incidents.get(incident.id)
        if noted is not None:
            noted |= changing_part(incident, next_wake, self._head)
        elif self._stored[incident.id]:
            at = {"at_id": incident.id, "at_seq": self._stored[incident.id]}
            self._incidents[incident.id] = at | changing_part(incident, next_wake, self._head)
        else:
            row = incident_row(incident, next_wake, first_cursor, self._head)
            self._incidents[incident.id] = row
