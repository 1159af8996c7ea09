"""Who may: from the roles that a rule names to the role that an account acts in.

An account may act in a post that it holds, under a recorded delegation (A9), or, as the
duty officer, by recording the order that a post's holder gave by telephone, radio, in
person or in writing; such an entry is recorded, not signed, until the holder confirms
it. Rules marked `desk` the duty officer may carry out alone. In exercises the exercise
controller has the desk's powers. `READERS` command nothing by their roles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from engine.errors import InvalidInput, NotAllowed
from engine.incident.actors import READERS, Actor
from engine.incident.command_parts import Command, Means
from engine.incident.state import Delegation, Incident
from engine.instants import local_text, to_text
from engine.messages import MessageKey
from engine.plan.model import Plan
from engine.plan.names import parties_in_both
from engine.plan.nearest import nearest

DESK = "duty_officer"

Allowed = Callable[[], Sequence[Mapping[str, Any]]]
"""What is possible now; asked only when there is a refusal to explain."""


@dataclass(frozen=True, slots=True)
class RequiredAuthority:
    """What a rule asks of the actor: one of `roles`, or the desk; and its citation."""

    roles: tuple[str, ...]
    desk: bool
    clause: str | None


@dataclass(frozen=True, slots=True)
class ActingRole:
    """The role acted in, and for a recorded order the particulars for the journal."""

    role: str
    order: dict[str, Any]


def is_desk(actor: Actor, incident: Incident) -> bool:
    """Whether the account is at the duty desk of this incident."""
    return actor.is_a(DESK) or (actor.is_a("controller") and incident.exercise)


def act(
    plan: Plan,
    incident: Incident,
    actor: Actor,
    command: Command,
    asked: RequiredAuthority,
    now: datetime,
    allowed: Allowed,
) -> ActingRole:
    """The role in which the account carries out the command.

    Raises `NotAllowed` (who may, by which clause, what else is possible) or
    `InvalidInput` for an order that is not described completely.
    """
    order = _order(plan, incident, command, now)
    if order:
        return _recorded(plan, incident, actor, command, asked, order, allowed)
    own = actor.posts(plan.id)
    for role in asked.roles:
        if role in own and in_scope(plan, incident, actor, role):
            return ActingRole(role, held(plan, actor, role))
    for delegation in delegations_of(incident, actor, now):
        if delegation.role in asked.roles:
            return ActingRole(delegation.role, _under(incident, delegation))
    if asked.desk and is_desk(actor, incident):
        return ActingRole(DESK if actor.is_a(DESK) else "controller", {})
    raise _refusal(plan, incident, actor, asked, own, allowed)


def delegations_of(incident: Incident, actor: Actor, now: datetime) -> list[Delegation]:
    """What lets the account act now in roles that it does not hold (A9), signed ones first."""
    found = [
        one
        for one in incident.delegations
        if one.to == actor.name and now < incident.counts_until(one)
    ]
    return sorted(found, key=lambda one: one.seq in incident.unsigned)


def _under(incident: Incident, delegation: Delegation) -> dict[str, Any]:
    """For the journal: what is done under an unsigned delegation is itself unsigned."""
    if delegation.seq not in incident.unsigned:
        return {"delegated": True}
    return {"delegated": True, "delegation": delegation.seq, "signed": False}


def held(plan: Plan, actor: Actor, role: str) -> dict[str, Any]:
    """What an order under a post says of who gave it: the roles held, and the post since when.

    Nothing for who is no account. A post that is older than the server journal has no instant.
    """
    if actor.since is None:
        return {}
    since = dict(actor.since).get(f"{plan.id}:{role}")
    return {"roles_held": sorted(actor.roles), "post_since": since}


def any_post(plan: Plan) -> tuple[str, ...]:
    """Asked of what anybody with a post may do."""
    return tuple(plan.role_by_id)


def _order(plan: Plan, incident: Incident, command: Command, now: datetime) -> dict[str, Any]:
    """The particulars of a recorded order, {} when the actor acts himself."""
    role = command.on_behalf_of
    if role is None:
        if command.by_means or command.ordered_at:
            raise InvalidInput("means_without_order", field="on_behalf_of")
        return {}
    role = role.removeprefix(f"{plan.id}:")
    if role not in plan.role_by_id:
        raise InvalidInput(
            "unknown_role",
            field="on_behalf_of",
            value=role,
            plan=plan.title,
            accepted="、".join(f"{r.id} {r.name}" for r in plan.roles),
            hint=nearest(role, plan.role_by_id) or "—",
        )
    if command.by_means is None:
        raise InvalidInput(
            "by_means_missing",
            field="by_means",
            role=plan.name_of(role),
            accepted=", ".join(get_args(Means)),
        )
    ordered_at = command.ordered_at or now
    _check_ordered_at(plan, incident, ordered_at, now)
    return {
        "on_behalf_of": role,
        "by_means": command.by_means,
        "ordered_at": to_text(ordered_at),
        "signed": False,
    }


def _check_ordered_at(plan: Plan, incident: Incident, ordered_at: datetime, now: datetime) -> None:
    if ordered_at > now:
        raise InvalidInput(
            "future_instant",
            field="ordered_at",
            value=local_text(ordered_at, plan.zone),
            now=local_text(now, plan.zone),
        )
    if ordered_at < incident.received_at:
        raise InvalidInput(
            "instants_reversed",
            field="ordered_at",
            value=local_text(ordered_at, plan.zone),
            other="received_at",
            limit=local_text(incident.received_at, plan.zone),
        )


def _recorded(
    plan: Plan,
    incident: Incident,
    actor: Actor,
    command: Command,
    asked: RequiredAuthority,
    order: dict[str, Any],
    allowed: Allowed,
) -> ActingRole:
    if not is_desk(actor, incident):
        raise NotAllowed("order_not_recordable", clause=asked.clause, allowed=allowed())
    role = order["on_behalf_of"]
    if role not in asked.roles:
        raise NotAllowed(
            "ordered_by_another",
            clause=asked.clause,
            allowed=allowed(),
            who=_who(plan, asked),
            given=plan.name_of(role),
        )
    return ActingRole(role, order)


def in_scope(plan: Plan, incident: Incident, actor: Actor, role: str) -> bool:
    """A post of a division acts on incidents of its division, or that have reached it."""
    if plan.role_by_id[role].scope != "division":
        return True
    return actor.division is not None and actor.division in _divisions(plan, incident)


def _divisions(plan: Plan, incident: Incident) -> set[str]:
    """The incident's division and those named in any of its figures."""
    reached = {incident.division}
    for fact in plan.facts:
        figure = incident.current(fact.id) if fact.kind == "divisions" else None
        reached |= set(figure.value) if figure else set()
    return reached


def _who(plan: Plan, asked: RequiredAuthority) -> str:
    return parties_in_both(plan, asked.roles) if asked.roles else MessageKey("word.desk")


def _refusal(
    plan: Plan,
    incident: Incident,
    actor: Actor,
    asked: RequiredAuthority,
    own: frozenset[str],
    allowed: Allowed,
) -> NotAllowed:
    who = _who(plan, asked)
    if own & set(asked.roles):
        division = plan.name_of(actor.division or "—")
        return NotAllowed(
            "outside_division", clause=asked.clause, allowed=allowed(), who=who, division=division
        )
    if actor.is_a("controller") and not incident.exercise and not actor.is_a("duty_officer"):
        return NotAllowed("exercise_only", clause=asked.clause, allowed=allowed())
    if actor.roles <= READERS:
        return NotAllowed("read_only", clause=asked.clause, allowed=allowed())
    return NotAllowed("role_required", clause=asked.clause, allowed=allowed(), who=who)
