"""How each reporter has reported over several incidents: what became of the ledger's rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from api.ports import Concerned
from api.store.database.rows import INCIDENT, SLOT, slot_of
from api.store.queries.concerned import of_slots
from engine.incident.state import Slot


class Count(NamedTuple):
    """So many rows of a reporter under a plan are in a state."""

    plan: str
    reporter: str
    state: str
    number: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: due from `since` to before `until`, of incidents that are not voided.

    `now` is the instant of asking: what is due by then and not sent is overdue.
    """

    now: datetime
    since: datetime | None
    until: datetime | None
    plan: str | None
    exercise: bool
    concerned: Concerned | None

    def conditions(self, *, immediately: bool) -> Sequence[ColumnElement[bool]]:
        """In SQL; reports that are owed at once are asked for apart."""
        found: list[ColumnElement[bool]] = [
            SLOT.c.immediately.is_(immediately),
            INCIDENT.c.exercise == self.exercise,
            INCIDENT.c.voided.is_(False),
        ]
        if self.since is not None:
            found.append(SLOT.c.due_at >= self.since)
        if self.until is not None:
            found.append(SLOT.c.due_at < self.until)
        if self.plan is not None:
            found.append(INCIDENT.c.plan == self.plan)
        if self.concerned is not None:
            found.append(of_slots(self.concerned))
        return found


def counts(connection: Connection, asked: Asked) -> list[Count]:
    """The rows that have a due instant, by plan, reporter and state."""
    unsent = and_(SLOT.c.state == "owed", SLOT.c.due_at < asked.now)
    group = (INCIDENT.c.plan, SLOT.c.reporter, case((unsent, "overdue"), else_=SLOT.c.state))
    wanted = select(*group, func.count()).join(INCIDENT, INCIDENT.c.id == SLOT.c.incident)
    wanted = wanted.where(*asked.conditions(immediately=False)).group_by(*group)
    return [Count(*row) for row in connection.execute(wanted)]


def owed_at_once(connection: Connection, asked: Asked) -> list[tuple[str, Slot]]:
    """The rows of reports that are owed at once, each with its plan: their reminders judge them."""
    wanted = select(SLOT, INCIDENT.c.plan.label("of_plan"))
    wanted = wanted.join(INCIDENT, INCIDENT.c.id == SLOT.c.incident)
    wanted = wanted.where(*asked.conditions(immediately=True))
    return [(row.of_plan, slot_of(row)) for row in connection.execute(wanted)]
