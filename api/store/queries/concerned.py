"""Rows that may concern an account, as conditions of SQL; `Visibility.sees` decides."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from api.ports import Concerned
from api.store.database.rows import EVENT, INCIDENT, SLOT

_WITH_FIGURES = ("incident_opened", "facts_recorded")


def of_incidents(concerned: Concerned) -> ColumnElement[bool]:
    """An incident in which one of its reporters has a part, or all of which it sees."""
    return or_(_with_part(concerned.reporters), _seen_whole(concerned))


def of_slots(concerned: Concerned) -> ColumnElement[bool]:
    """A slot of one of its reporters, or of an incident all of which it sees."""
    whole = select(INCIDENT.c.id).where(_seen_whole(concerned))
    return or_(SLOT.c.reporter.in_(concerned.reporters), SLOT.c.incident.in_(whole))


def _with_part(names: frozenset[str]) -> ColumnElement[bool]:
    """An incident of one of these divisions, or in which one of these reporters has a slot."""
    owing = select(SLOT.c.incident).where(SLOT.c.reporter.in_(names))
    return or_(INCIDENT.c.division.in_(names), INCIDENT.c.id.in_(owing))


def _seen_whole(concerned: Concerned) -> ColumnElement[bool]:
    """An incident that has reached one of the divisions, or is among the exercises."""
    found: list[ColumnElement[bool]] = [false()]
    if concerned.exercises:
        found.append(INCIDENT.c.exercise.is_(True))
    if concerned.divisions:
        codes = sorted(concerned.divisions)
        named = or_(*(EVENT.c.data.contains(f'"{code}"', autoescape=True) for code in codes))
        figures = exists().where(
            EVENT.c.incident == INCIDENT.c.id, EVENT.c.type.in_(_WITH_FIGURES), named
        )
        found += [
            _with_part(concerned.divisions),
            and_(INCIDENT.c.plan.in_(concerned.listing), figures),
        ]
    return or_(*found)
