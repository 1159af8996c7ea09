"""How many incidents are open and reports owed: figures for machines, never for a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from api.store.database.call_tables import CallRow
from api.store.database.rows import INCIDENT, SLOT
from api.store.database.tables import table

CALL = table(CallRow)
WAITED_FOR = ("owed", "overdue")

Standing = Mapping[str, Mapping[bool, int]]
"""`incidents_open`, `reports_owed`, `reports_overdue` and `calls_unanswered`, each by whether it
is of exercises."""


def standing(connection: Connection) -> Standing:
    """The counts of a snapshot. Voided incidents do not count."""
    exercise = INCIDENT.c.exercise
    is_open = (INCIDENT.c.stage != "closed") & INCIDENT.c.voided.is_(False)
    incidents = select(exercise, func.count()).where(is_open).group_by(exercise)
    slots = (
        select(SLOT.c.state, exercise, func.count())
        .join(INCIDENT, INCIDENT.c.id == SLOT.c.incident)
        .where(is_open, SLOT.c.state.in_(WAITED_FOR))
        .group_by(SLOT.c.state, exercise)
    )
    calls = select(CALL.c.exercise, func.count()).where(CALL.c.state == "exhausted")
    calls = calls.group_by(CALL.c.exercise)
    counted: dict[str, Counter[bool]] = {f"reports_{state}": Counter() for state in WAITED_FOR}
    counted["incidents_open"] = Counter()
    counted["calls_unanswered"] = Counter()
    for played, count in connection.execute(calls):
        counted["calls_unanswered"][bool(played)] += count
    for played, count in connection.execute(incidents):
        counted["incidents_open"][bool(played)] += count
    for state, played, count in connection.execute(slots):
        counted[f"reports_{state}"][bool(played)] += count
    return counted
