"""How each reporter has reported over several incidents: counts of ledger rows by state."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from api.ports import Concerned
from api.store.database.rows import INCIDENT, SLOT
from api.store.queries.concerned import of_slots


class Count(NamedTuple):
    """So many rows of a reporter under a plan are in a state."""

    plan: str
    reporter: str
    state: str
    number: int


def counts(
    connection: Connection,
    *,
    since: datetime | None,
    until: datetime | None,
    plan: str | None,
    exercise: bool,
    concerned: Concerned | None,
) -> list[Count]:
    """The rows due from `since` to before `until`, of incidents that are not voided."""
    group = (INCIDENT.c.plan, SLOT.c.reporter, SLOT.c.state)
    wanted = select(*group, func.count()).join(INCIDENT, INCIDENT.c.id == SLOT.c.incident)
    wanted = wanted.where(INCIDENT.c.exercise == exercise, INCIDENT.c.voided.is_(False))
    if since is not None:
        wanted = wanted.where(SLOT.c.due_at >= since)
    if until is not None:
        wanted = wanted.where(SLOT.c.due_at < until)
    if plan is not None:
        wanted = wanted.where(INCIDENT.c.plan == plan)
    if concerned is not None:
        wanted = wanted.where(of_slots(concerned))
    return [Count(*row) for row in connection.execute(wanted.group_by(*group))]
