"""Which incidents may be archived, and why the others stay.

An incident belongs to the year in which it had its last entry, by the clock of its plan: only
then is it certain that nothing was added to a year that has its archive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from api.store.database.rows import EVENT, INCIDENT
from api.store.database.tables import CallRow, OutboxRow, table
from api.store.database.upkeep import bytes_of_incidents
from engine.instants import local_day
from engine.ports import PlanLibrary

CALL, OUTBOX = table(CallRow), table(OutboxRow)
WAITING = ("queued", "claimed")
"""States of messages that are still to be sent."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An incident of a finished year. `stays` says why it cannot be archived, None if it can.

    `bytes` are those of its entries' content.
    """

    id: str
    number: str
    title: str
    year: int
    last_at: datetime
    first_cursor: int
    last_cursor: int
    entries: int
    bytes: int
    stays: str | None


def candidates(connection: Connection, plans: PlanLibrary, before: int) -> list[Candidate]:
    """All incidents whose last entry is of a year before `before`, the oldest first."""
    newest = connection.scalar(select(func.max(EVENT.c.cursor)))
    busy = _with_open_calls(connection)
    sizes = bytes_of_incidents(connection)
    last = EVENT.c.cursor == INCIDENT.c.last_cursor
    wanted = select(INCIDENT, EVENT.c.recorded_at.label("last_at")).join_from(INCIDENT, EVENT, last)
    found = []
    for row in connection.execute(wanted.order_by(INCIDENT.c.first_cursor)):
        zone = plans.pinned(row.plan, row.plan_digest).zone
        year = local_day(row.last_at, zone).year
        if year < before:
            why = _stays(row, newest, row.id in busy)
            found.append(
                Candidate(
                    id=row.id,
                    number=row.number,
                    title=row.title,
                    year=year,
                    last_at=row.last_at,
                    first_cursor=row.first_cursor,
                    last_cursor=row.last_cursor,
                    entries=row.seq,
                    bytes=sizes.get(row.id, 0),
                    stays=why,
                )
            )
    return found


def _stays(row: Any, newest: int | None, busy: bool) -> str | None:
    """The word for why an incident stays; None if it may go.

    The server's last entry stays: it is the place from which everybody goes on.
    """
    if row.stage != "closed":
        return "open"
    if row.last_cursor == newest:
        return "newest"
    if row.next_wake_at is not None:
        return "waits"
    return "calls" if busy else None


def _with_open_calls(connection: Connection) -> set[str]:
    """Incidents with a call that is open, or with a message that is still to be sent."""
    open_ones = select(CALL.c.incident).where(CALL.c.state == "open")
    sending = select(CALL.c.incident).join(OUTBOX, OUTBOX.c.call == CALL.c.id)
    sending = sending.where(OUTBOX.c.state.in_(WAITING))
    found = [*connection.scalars(open_ones), *connection.scalars(sending)]
    return {one for one in found if one is not None}
