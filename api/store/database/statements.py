"""The statements that are more than an INSERT or SELECT, one object each for both databases.

Upserts are written alike on SQLite and PostgreSQL but live in two modules of SQLAlchemy.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert, ReturningInsert

from api.store.database.chain_links import TAIL
from api.store.database.rows import EVENT, INCIDENT, SLOT
from api.store.database.tables import AnswerRow, CounterRow, PlanTextRow, table

HEAD = select(func.max(EVENT.c.cursor))
"""The number of the server's last event; NULL when there is none."""

LAST = select(EVENT.c.cursor, EVENT.c.hash).order_by(EVENT.c.cursor.desc()).limit(1)
"""The server's last event, by number and hash."""

_LAST, _TAIL = LAST.subquery(), TAIL.subquery()

BEFORE = select(
    select(_LAST.c.cursor).scalar_subquery(),
    select(_LAST.c.hash).scalar_subquery(),
    select(_TAIL.c.position).scalar_subquery(),
    select(_TAIL.c.hash).scalar_subquery(),
)
"""The server's last event and the last link of its chain, in one row; NULL where there is none."""

HEADS = select(INCIDENT.c.id, INCIDENT.c.plan, INCIDENT.c.plan_digest, INCIDENT.c.seq)
"""What `States` needs to know of incidents."""

NEXT_WAKE = select(func.min(INCIDENT.c.next_wake_at))

PUT_EVENT = insert(EVENT)
PUT_INCIDENT = insert(INCIDENT)
PUT_ANSWER = insert(table(AnswerRow))

MOVE_ON = update(INCIDENT).where(
    INCIDENT.c.id == bindparam("at_id"), INCIDENT.c.seq == bindparam("at_seq")
)
"""Compare and set: the row moves on only from the entry it was read at."""


def entries(incident: str, after: int, limit: int | None) -> Select[*tuple[Any, ...]]:
    """The rows of an incident's events with `seq` > `after`, in order."""
    wanted = select(EVENT).where(EVENT.c.incident == incident, EVENT.c.seq > after)
    return wanted.order_by(EVENT.c.seq).limit(limit)


def last_entries(incident: str, before: int | None, count: int) -> Select[*tuple[Any, ...]]:
    """The rows of an incident's newest events with `seq` < `before`, newest first."""
    wanted = select(EVENT).where(EVENT.c.incident == incident)
    if before is not None:
        wanted = wanted.where(EVENT.c.seq < before)
    return wanted.order_by(EVENT.c.seq.desc()).limit(count)


_OWED = ("id", "incident", "obligation", "reporter", "due_at")
_COUNTER = table(CounterRow)
_PLAN_TEXT = table(PlanTextRow)


@cache
def put_slot(dialect: str) -> Insert:
    """Insert slots, or overwrite what is known of them.

    A slot's id is made from incident, obligation, reporter and due instant, so this is
    one row a report owed; that the four are unique is the table's own rule as well. They
    are never overwritten, which spares SQLite three of the four indexes.
    """
    statement = _insert(dialect, SLOT)
    rest = {c.name: statement.excluded[c.name] for c in SLOT.c if c.name not in _OWED}
    return statement.on_conflict_do_update(index_elements=["id"], set_=rest)


@cache
def count_up(dialect: str) -> ReturningInsert[int]:
    """The next number of a series; the row is held until the transaction ends."""
    statement = _insert(dialect, _COUNTER).values(series=bindparam("series"), last=1)
    raised = {"last": _COUNTER.c.last + 1}
    up = statement.on_conflict_do_update(index_elements=["series"], set_=raised)
    return up.returning(_COUNTER.c.last)


@cache
def put_plan_text(dialect: str) -> Insert:
    """Insert plan texts that are not there yet."""
    return _insert(dialect, _PLAN_TEXT).on_conflict_do_nothing(index_elements=["digest"])


def _insert(dialect: str, into: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(into) if dialect == "sqlite" else postgresql.insert(into)
