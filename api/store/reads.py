"""What screens and machines ask: lists, pages, journals, the report ledger.

A `Reader` answers from one read-only snapshot, so its answers fit each other. Rows of
the projections choose and order; incidents themselves come folded from the cache, which
may be newer than the snapshot by what was committed since. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Tuple, literal, or_, select, tuple_

from api.store import statements
from api.store.pages import LIMIT, Page, cut, decode
from api.store.rows import EVENT, INCIDENT, SLOT, event_of, slot_of
from api.store.states import START, Mark, States
from api.store.tables import Instant, MetaRow, table
from engine.errors import InvalidInput
from engine.events import Event
from engine.instants import from_text, to_text
from engine.state import Incident, Slot

META = table(MetaRow)
_OPEN = INCIDENT.c.stage != "closed"


class Reader:
    """The queries, on one snapshot; make it with `Store.reading`."""

    def __init__(self, connection: Connection, states: States) -> None:
        self._connection = connection
        self._states = states

    # the database ---------------------------------------------------------------------

    def epoch(self) -> str:
        """The random id that this database got when it was made."""
        found: str = self._connection.execute(
            select(META.c.value).where(META.c.key == "epoch")
        ).scalar_one()
        return found

    def head(self) -> int:
        """The cursor of the server's last event; 0 when there is none."""
        return self._connection.scalar(statements.HEAD) or 0

    def mark(self) -> Mark:
        """The server's last event, by cursor and hash."""
        row = self._connection.execute(statements.LAST).one_or_none()
        return START if row is None else (row.cursor, row.hash)

    def next_wake(self) -> datetime | None:
        """The earliest instant at which an incident has to be woken."""
        found: datetime | None = self._connection.scalar(statements.NEXT_WAKE)
        return found

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
        reporters: Collection[str] | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[Incident]:
        """Incidents, the newest first. Raises `InvalidInput` for an `after` not of ours.

        With `reporters` only those in whose division, or with whose slots, one of them is.
        """
        first = INCIDENT.c.first_cursor
        wanted = statements.HEADS.add_columns(first).order_by(first.desc()).limit(limit + 1)
        if stage is not None:
            wanted = wanted.where(INCIDENT.c.stage == stage)
        if plan is not None:
            wanted = wanted.where(INCIDENT.c.plan == plan)
        if exercise is not None:
            wanted = wanted.where(INCIDENT.c.exercise == exercise)
        if reporters is not None:
            owing = select(SLOT.c.incident).where(SLOT.c.reporter.in_(reporters))
            here = INCIDENT.c.division.in_(reporters)
            wanted = wanted.where(or_(here, INCIDENT.c.id.in_(owing)))
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

    def open_ids(self) -> list[str]:
        """The ids of all incidents that are not closed."""
        return list(self._connection.scalars(select(INCIDENT.c.id).where(_OPEN)))

    # events ---------------------------------------------------------------------------

    def events(self, incident: str, after: int = 0, limit: int | None = None) -> list[Event]:
        """An incident's entries with `seq` > `after`, in order."""
        wanted = statements.entries(incident, after, limit)
        return [event_of(row) for row in self._connection.execute(wanted)]

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
        reporter: str | None = None,
        reporters: Collection[str] | None = None,
        due_before: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[Slot]:
        """Slots by due instant, the earliest first; `state` as the contract has it at `now`."""
        order = (SLOT.c.due_at, SLOT.c.id)
        wanted = select(SLOT).order_by(*order).limit(limit + 1)
        if incident is not None:
            wanted = wanted.where(SLOT.c.incident == incident)
        if state is not None:
            wanted = wanted.where(*_in_state(state, now))
        if reporter is not None:
            wanted = wanted.where(SLOT.c.reporter == reporter)
        if reporters is not None:
            wanted = wanted.where(SLOT.c.reporter.in_(reporters))
        if due_before is not None:
            wanted = wanted.where(SLOT.c.due_at < due_before)
        if after is not None:
            wanted = wanted.where(tuple_(*order) > _slot_mark(after))
        rows = self._connection.execute(wanted).all()
        rows, next_ = cut(rows, limit, lambda row: [to_text(row.due_at), row.id])
        return Page([slot_of(row) for row in rows], next_)

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
