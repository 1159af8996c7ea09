"""Which incidents wait for an account: what it has to decide, sign, report or look after.

Only a filter of lists: nothing is decided here, and what is possible stays in `allowed`.
"""

from __future__ import annotations

from datetime import datetime

from engine.conditions.assessment import assessment
from engine.decide.allowed_commands import AllowedCommand, allowed_commands
from engine.decide.authority import delegations_of, in_scope, is_desk
from engine.incident.actors import Actor
from engine.incident.state import OPEN_SLOT_STATES, Incident
from engine.lifecycle.table import lifecycle_of
from engine.plan.model import Plan

_ANSWERS = frozenset(
    ("approve_activation", "refuse_activation", "approve_end", "refuse_end", "end_response")
)
_STEPS = frozenset(("recommend_activation", "activate_response", "adjust_response"))


def waits_for(plan: Plan, incident: Incident, actor: Actor, now: datetime) -> bool:
    """Whether something at the incident is for this account to do at the instant `now`.

    A post: a recommendation that it answers, an entry that it has still to sign, a level that
    the figures ask for and it may recommend or open. The desk: the same of any post, an incident
    without a level, a report that is overdue. A reporter: a report that it owes.
    """
    if incident.stage == "closed" and not incident.unsigned:
        return False
    posts = _posts(plan, incident, actor, now)
    desk = is_desk(actor, incident)
    if any(desk or order.role in posts for order in incident.unsigned.values()):
        return True
    if any(desk or _for(option, posts) for option in _asked(plan, incident)):
        return True
    awaited = [slot for slot in incident.slots.values() if slot.state in OPEN_SLOT_STATES]
    if desk:
        return incident.stage == "assessing" or any(s.state == "overdue" for s in awaited)
    names = {actor.division, actor.unit} if actor.is_a("reporter") else set()
    for slot in awaited:
        unit = plan.unit_by_id.get(slot.reporter)
        own = {slot.reporter, *((unit.name, *unit.aliases) if unit else ())}
        if slot.opens_at <= now and own & names:
            return True
    return False


def _posts(plan: Plan, incident: Incident, actor: Actor, now: datetime) -> frozenset[str]:
    """The posts in which the account acts here: its own, and those delegated to it."""
    own = {post for post in actor.posts(plan.id) if post in plan.role_by_id}
    here = {post for post in own if in_scope(plan, incident, actor, post)}
    return frozenset(here | {one.role for one in delegations_of(incident, actor, now)})


def _for(option: AllowedCommand, posts: frozenset[str]) -> bool:
    return any(role["id"] in posts for role in option["roles"])


def _asked(plan: Plan, incident: Incident) -> list[AllowedCommand]:
    """The commands that something asks for: a recommendation that waits, or the figures."""
    pending = incident.pending
    rank = lifecycle_of(plan).rank
    wanted = assessment(plan, incident, "zh")["recommendation"]
    level, sub_state = wanted["level"], wanted["sub_state"]
    position = f"{level}.{sub_state}" if sub_state else level
    higher = position is not None and rank(position) > rank(incident.place)
    found: list[AllowedCommand] = []
    for option in allowed_commands(plan, incident):
        place = (option.get("level"), option.get("sub_state"))
        if pending is not None and option["command"] in _ANSWERS:
            found.append(option)
        elif option["command"] in _STEPS:
            asked = place == (level, sub_state) if higher else False
            if pending is not None:
                asked = not pending.ends and place == (pending.level, pending.sub_state)
            if asked:
                found.append(option)
    return found
