"""What screens and machines read: lists, pages, journals, the report ledger.

A `Reader` answers from one read-only snapshot, so its answers are consistent. Projections
select and sort; incidents come folded from the cache, which may be newer than the snapshot.
Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Tuple, literal, select, tuple_

from api.ports import ArchivedIncident, ArchivedPlace, Concerned
from api.store.database import statements
from api.store.database.absent_files import absent_files
from api.store.database.rows import EVENT, INCIDENT, SLOT, event_of, slot_of
from api.store.database.tables import Instant, MetaRow, table
from api.store.journal.incident_cache import START, IncidentCache, Mark
from api.store.queries import punctuality, search
from api.store.queries.concerned import of_incidents, of_slots
from api.store.queries.pagination import LIMIT, Page, cut, decode
from api.store.queries.punctuality import Asked, Count
from api.store.queries.standing import Standing, standing
from engine.errors import InvalidInput
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.instants import from_text, to_text

META = table(MetaRow)
NO_LEVEL = "none"
"""Asks for incidents without a level."""

_OPEN = INCIDENT.c.stage != "closed"


class Reader:
    """Queries on one snapshot; `Store.reading` makes it."""

    def __init__(self, connection: Connection, states: IncidentCache) -> None:
        self._connection = connection
        self._states = states

    # the database ---------------------------------------------------------------------

    def epoch(self) -> str:
        """The random id that this database got when it was created."""
        found: str = self._connection.execute(
            select(META.c.value).where(META.c.key == "epoch")
        ).scalar_one()
        return found

    def absent_files(self) -> frozenset[tuple[str, str]]:
        """Incident and sha256 of the files that the record of a replay did not hold."""
        return absent_files(self._connection)

    def head(self) -> int:
        """The cursor of the server's last event; 0 if there is none."""
        return self._connection.scalar(statements.HEAD) or 0

    def mark(self) -> Mark:
        """The cursor and hash of the server's last event."""
        row = self._connection.execute(statements.LAST).one_or_none()
        return START if row is None else (row.cursor, row.hash)

    def next_wake(self) -> datetime | None:
        """The earliest instant at which an incident has to be woken."""
        found: datetime | None = self._connection.scalar(statements.NEXT_WAKE)
        return found

    def standing(self) -> Standing:
        """How many incidents are open and reports owed."""
        return standing(self._connection)

    # incidents ------------------------------------------------------------------------

    def incident(self, incident: str) -> Incident | None:
        """The incident, or None."""
        return self._states.load(self._connection, incident)

    def numbered(self, number: str) -> Incident | None:
        """The incident with this number, such as `CM-2026-0001`, or None."""
        wanted = statements.HEADS.where(INCIDENT.c.number == number)
        rows = self._connection.execute(wanted).all()
        return next(iter(self._states.of(self._connection, rows)), None)

    def incidents(
        self,
        *,
        stage: str | None = None,
        plan: str | None = None,
        exercise: bool | None = None,
        division: str | None = None,
        level: str | None = None,
        open_only: bool = False,
        voided: bool = False,
        concerned: Concerned | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[Incident]:
        """Incidents, newest first. With `concerned`, only those that concern it, or a few more.

        `level` is the present one, "none" for incidents without. Voided ones stand in a list of
        their own.

        Raises `InvalidInput` for an `after` that no page gave.
        """
        first = INCIDENT.c.first_cursor
        wanted = statements.HEADS.add_columns(first).order_by(first.desc()).limit(limit + 1)
        wanted = wanted.where(INCIDENT.c.voided == voided)
        if division is not None:
            wanted = wanted.where(INCIDENT.c.division == division)
        if level is not None:
            wanted = wanted.where(INCIDENT.c.level == (None if level == NO_LEVEL else level))
        if open_only:
            wanted = wanted.where(_OPEN)
        if stage is not None:
            wanted = wanted.where(INCIDENT.c.stage == stage)
        if plan is not None:
            wanted = wanted.where(INCIDENT.c.plan == plan)
        if exercise is not None:
            wanted = wanted.where(INCIDENT.c.exercise == exercise)
        if concerned is not None:
            wanted = wanted.where(of_incidents(concerned))
        if after is not None:
            wanted = wanted.where(first < decode(after, [int])[0])
        rows = self._connection.execute(wanted).all()
        rows, next_ = cut(rows, limit, lambda row: [row.first_cursor])
        return Page(self._states.of(self._connection, rows), next_)

    def open_incidents(self) -> list[Incident]:
        """All incidents that are not closed, the oldest first."""
        wanted = statements.HEADS.where(_OPEN)
        rows = self._connection.execute(wanted.order_by(INCIDENT.c.first_cursor)).all()
        return self._states.of(self._connection, rows)

    def open_incidents_near(
        self,
        about: datetime,
        near: timedelta,
        *,
        exercise: bool,
        divisions: Collection[str] | None,
    ) -> list[Incident]:
        """Open incidents of some divisions (None: of any) that happened near an instant."""
        at = INCIDENT.c.occurred_at
        wanted = statements.HEADS.where(_OPEN, INCIDENT.c.exercise == exercise)
        wanted = wanted.where(at.between(about - near, about + near))
        if divisions is not None:
            wanted = wanted.where(INCIDENT.c.division.in_(divisions))
        rows = self._connection.execute(wanted.order_by(INCIDENT.c.first_cursor)).all()
        return self._states.of(self._connection, rows)

    def open_ids(self) -> list[str]:
        """The ids of all incidents that are not closed."""
        return list(self._connection.scalars(select(INCIDENT.c.id).where(_OPEN)))

    def incidents_with(
        self,
        words: str,
        *,
        exercise: bool | None,
        concerned: Concerned | None,
        limit: int,
    ) -> list[Incident]:
        """The newest incidents whose title, number or opening entry holds the words."""
        rows = search.heads_with(
            self._connection, words, exercise=exercise, concerned=concerned, limit=limit
        )
        return self._states.of(self._connection, rows)

    def archived_place(self, asked: str) -> ArchivedPlace | None:
        """Where an incident is that was archived, by its id or number."""
        return search.archived_place(self._connection, asked)

    def archived_with(
        self, words: str, *, exercise: bool | None, limit: int
    ) -> list[ArchivedIncident]:
        """The newest incidents in archives whose title or number holds the words."""
        return search.archived_with(self._connection, words, exercise=exercise, limit=limit)

    # events ---------------------------------------------------------------------------

    def events(self, incident: str, after: int = 0, limit: int | None = None) -> list[Event]:
        """An incident's entries with `seq` > `after`, in order."""
        wanted = statements.entries(incident, after, limit)
        return [event_of(row) for row in self._connection.execute(wanted)]

    def last_events(self, incident: str, before: int | None, count: int) -> list[Event]:
        """Its newest entries with `seq` < `before`, in order."""
        wanted = statements.last_entries(incident, before, count)
        return [event_of(row) for row in self._connection.execute(wanted)][::-1]

    def entries_with(
        self,
        words: str,
        *,
        before: int,
        down_to: int,
        exercise: bool | None,
        concerned: Concerned | None,
        limit: int,
    ) -> list[tuple[int, Event]]:
        """The newest entries that hold the words, with cursors from `down_to` to below `before`."""
        return search.entries_with(
            self._connection,
            words,
            before=before,
            down_to=down_to,
            exercise=exercise,
            concerned=concerned,
            limit=limit,
        )

    def events_after(self, cursor: int, limit: int) -> list[tuple[int, Event]]:
        """The server's events after a cursor, each with its own, in order."""
        wanted = select(EVENT).where(EVENT.c.cursor > cursor).order_by(EVENT.c.cursor)
        rows = self._connection.execute(wanted.limit(limit))
        return [(row.cursor, event_of(row)) for row in rows]

    def changed(self, cursor: int) -> list[str]:
        """The ids of incidents with entries after a cursor."""
        wanted = select(EVENT.c.incident).where(EVENT.c.cursor > cursor).distinct()
        return list(self._connection.scalars(wanted))

    # the report ledger ----------------------------------------------------------------

    def slots(
        self,
        now: datetime,
        *,
        incident: str | None = None,
        state: str | None = None,
        exercise: bool | None = None,
        reporter: str | None = None,
        concerned: Concerned | None = None,
        due_before: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[Slot]:
        """Slots by due instant, earliest first; `state` is the state at `now`."""
        order = (SLOT.c.due_at, SLOT.c.id)
        wanted = select(SLOT).order_by(*order).limit(limit + 1)
        if incident is not None:
            wanted = wanted.where(SLOT.c.incident == incident)
        if state is not None:
            wanted = wanted.where(*_in_state(state, now))
        if exercise is not None:
            of_kind = select(INCIDENT.c.id).where(INCIDENT.c.exercise == exercise)
            wanted = wanted.where(SLOT.c.incident.in_(of_kind))
        if reporter is not None:
            wanted = wanted.where(SLOT.c.reporter == reporter)
        if concerned is not None:
            wanted = wanted.where(of_slots(concerned))
        if due_before is not None:
            wanted = wanted.where(SLOT.c.due_at < due_before)
        if after is not None:
            wanted = wanted.where(tuple_(*order) > _slot_mark(after))
        rows = self._connection.execute(wanted).all()
        rows, next_ = cut(rows, limit, lambda row: [to_text(row.due_at), row.id])
        return Page([slot_of(row) for row in rows], next_)

    def punctuality(
        self,
        *,
        now: datetime,
        since: datetime | None,
        until: datetime | None,
        plan: str | None,
        exercise: bool,
        concerned: Concerned | None,
    ) -> tuple[list[Count], list[tuple[str, Slot]]]:
        """How many rows of each reporter are in which state, by plan; and those owed at once."""
        asked = Asked(now, since, until, plan, exercise, concerned)
        counts = punctuality.counts(self._connection, asked)
        return counts, punctuality.owed_at_once(self._connection, asked)

    def ledger(self, incident: str) -> list[Slot]:
        """All slots that an incident ever had."""
        rows = self._connection.execute(select(SLOT).where(SLOT.c.incident == incident))
        return [slot_of(row) for row in rows]


def _in_state(state: str, now: datetime) -> list[ColumnElement[bool]]:
    """`upcoming` is an owed slot whose period has not begun; it is not stored."""
    if state == "upcoming":
        return [SLOT.c.state == "owed", SLOT.c.opens_at > now]
    if state == "owed":
        return [SLOT.c.state == "owed", SLOT.c.opens_at <= now]
    return [SLOT.c.state == state]


def _slot_mark(after: str) -> Tuple:
    due_at, slot = decode(after, [str, str])
    try:
        # The type is named: SQLAlchemy would not take it over from the column in a tuple.
        return tuple_(literal(from_text(due_at), Instant()), literal(slot))
    except ValueError:
        raise InvalidInput("bad_value", field="after", value=after[:80], accepted="next") from None
