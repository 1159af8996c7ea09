"""Open incidents that an incident about to be opened may be the same as.

Alike are incidents of one area that happened within a day of each other and come under the same
plan or are of one kind; exercises and real ones are never mixed. Nothing is decided: a person
compares them.

Source: our choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from engine.incident.state import Incident
from engine.plan.model import Jurisdiction

NEAR = timedelta(hours=24)
"""How far apart the instants may be at which they happened."""

MOST = 10
"""Incidents that are offered at most."""


def areas_of(jurisdiction: Jurisdiction, division: str | None) -> frozenset[str] | None:
    """The codes of a division, of those it belongs to and of those in it; None for every code.

    Without a division, or with the jurisdiction itself, every code may be meant. A division of
    another jurisdiction has none here.
    """
    if division is None or division == jurisdiction.code:
        return None
    parents = {one.code: one.parent for one in jurisdiction.divisions}
    if division not in parents:
        return frozenset()
    above, code = {division, jurisdiction.code}, parents[division]
    while code is not None and code not in above:
        above.add(code)
        code = parents.get(code)
    return frozenset(above | {one for one, parent in parents.items() if parent == division})


def similar(
    incidents: Iterable[Incident],
    plan: str | None,
    kind: str | None,
    occurred_at: datetime,
) -> list[Incident]:
    """Those of open incidents of the area that are alike, the nearest in time first."""

    def apart(incident: Incident) -> timedelta:
        return abs(incident.occurred_at - occurred_at)

    def like(incident: Incident) -> bool:
        own = incident.told_at_opening.kind
        of_kind = kind is not None and own is not None and own.id == kind
        return of_kind or incident.plan == plan or (plan is None and kind is None)

    alike = (one for one in incidents if like(one) and apart(one) <= NEAR)
    return sorted(alike, key=lambda one: (apart(one), one.number))[:MOST]
