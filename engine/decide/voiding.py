"""Voiding an incident that was opened by mistake or twice.

Nothing is deleted: the journal stays, and says who voided it and why. It cannot be taken back; what
did happen is opened afresh. Source: our choice.
"""

from __future__ import annotations

from typing import Any

from engine.decide.authority import RequiredAuthority
from engine.decide.context import DecisionContext
from engine.errors import InvalidInput
from engine.incident.commands import VoidIncident
from engine.incident.events import Draft
from engine.plan.model import Plan


def closing_posts(plan: Plan) -> RequiredAuthority:
    """The posts that may close an incident of the plan, at whatever place, by their clauses."""
    rows = [row for row in plan.lifecycle if "close_incident" in row.on]
    roles = tuple(dict.fromkeys(role for row in rows for role in row.by))
    clauses = dict.fromkeys(clause for row in rows for clause in row.clause)
    desk = any(row.desk for row in rows)
    return RequiredAuthority(roles, desk=desk, clause="、".join(clauses) or None)


def void_incident(case: DecisionContext, command: VoidIncident) -> Draft:
    """作废: by the officer who opened the incident, or by a post that may close it."""
    closing = closing_posts(case.plan)
    opened = case.entry(1)
    own = opened is not None and opened.actor == case.actor.name
    asked = RequiredAuthority(closing.roles, desk=closing.desk or own, clause=closing.clause)
    acting = case.acting(command, asked)
    if case.incident.voided is not None:
        raise case.refuse("voided_already")
    if case.incident.stage == "closed":
        raise case.refuse("closed_not_voided")
    other = _duplicate(case, command.duplicate_of) if command.duplicate_of else {}
    return case.draft("incident_voided", acting, closing.clause, reason=command.reason, **other)


def _duplicate(case: DecisionContext, id_: str) -> dict[str, Any]:
    """The incident that is meant instead, as it is named now. Raises `NotFound`."""
    here = case.incident
    if id_ == here.id:
        raise InvalidInput("duplicate_of_itself", field="duplicate_of", number=here.number)
    plan, other = case.other(id_)
    if other.exercise != here.exercise:
        raise case.refuse("duplicate_exercise_and_real", number=other.number)
    if other.voided is not None:
        raise case.refuse("duplicate_of_voided", number=other.number)
    named = {
        "id": other.id,
        "number": other.number,
        "title": other.title,
        "plan": {"id": plan.id, "version": plan.version, "title": plan.title},
    }
    return {"duplicate_of": named}
