"""Finding the plan's rule for an act, at the place where the incident is."""

from __future__ import annotations

from engine.authority import Asked
from engine.decisions.case import Case
from engine.places import place_name


def asked_of_act(case: Case, command: str) -> Asked:
    """Who may do it here, and by which clause; refused where the plan has no such rule."""
    rows = [act for act in case.plan.acts if command in act.on]
    here = [act for act in rows if case.plan.covers(act.at, case.incident.place)]
    if not here:
        clause = rows[0].citation if rows else None
        place = place_name(case.plan, case.incident.place)
        raise case.refuse("not_here", clause, command=command, place=place)
    roles = tuple(dict.fromkeys(role for act in here for role in act.by))
    desk = any(act.desk for act in here)
    return Asked(roles, desk, here[0].citation)
