"""Finding the plan's rule for an act, at the place where the incident is."""

from __future__ import annotations

from engine.decide.authority import RequiredAuthority
from engine.decide.context import DecisionContext
from engine.messages import command_word
from engine.plan.names import place_in_both


def asked_of_act(case: DecisionContext, command: str) -> RequiredAuthority:
    """Who may do it here, and by which clause; refused where the plan has no such rule.

    Raises `StateRefuses` (`not_here`).
    """
    rows = [act for act in case.plan.acts if command in act.on]
    here = [act for act in rows if case.plan.covers(act.at, case.incident.place)]
    if not here:
        clause = rows[0].citation if rows else None
        place = place_in_both(case.plan, case.incident.place)
        raise case.refuse("not_here", clause, command=command_word(command), place=place)
    roles = tuple(dict.fromkeys(role for act in here for role in act.by))
    desk = any(act.desk for act in here)
    return RequiredAuthority(roles, desk, here[0].citation)
