"""Calls, the newest first."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, literal, select, tuple_

from api.calling.call_record import OFFICE, CallRecord
from api.store.calling.call_rows import CALL, call_of
from api.store.database.tables import Instant
from api.store.queries.pagination import Page, cut, decode
from engine.errors import InvalidInput
from engine.incident.calls import OPEN_CALL_STATES, Call
from engine.instants import from_text, to_text


def standing(connection: Connection) -> list[Call]:
    """The calls of no incident that are open or were answered by nobody, the oldest first. Real
    ones and those of exercises."""
    states = (*OPEN_CALL_STATES, "exhausted")
    wanted = select(CALL).where(CALL.c.incident.is_(None), CALL.c.state.in_(states))
    rows = connection.execute(wanted.order_by(CALL.c.started_at, CALL.c.id))
    return [call_of(row).call for row in rows]


def calls(
    connection: Connection,
    *,
    incident: str | None,
    states: Collection[str],
    exercise: bool | None,
    after: str | None,
    limit: int,
) -> Page[CallRecord]:
    """A page of calls; of `OFFICE`, those that belong to no incident.

    Raises `InvalidInput` for an `after` that no page gave.
    """
    order = (CALL.c.started_at, CALL.c.id)
    wanted = select(CALL).order_by(*(one.desc() for one in order)).limit(limit + 1)
    if incident is not None:
        wanted = wanted.where(CALL.c.incident == (None if incident == OFFICE else incident))
    if states:
        wanted = wanted.where(CALL.c.state.in_(sorted(states)))
    if exercise is not None:
        wanted = wanted.where(CALL.c.exercise == exercise)
    if after is not None:
        at, id_ = decode(after, [str, str])
        try:
            mark = tuple_(literal(from_text(at), Instant()), literal(id_))
        except ValueError:
            raise InvalidInput(
                "bad_value", field="cursor", value=after[:80], accepted="next"
            ) from None
        wanted = wanted.where(tuple_(*order) < mark)
    rows = connection.execute(wanted).all()
    rows, next_ = cut(rows, limit, lambda row: [to_text(row.started_at), row.id])
    return Page([call_of(row) for row in rows], next_)
