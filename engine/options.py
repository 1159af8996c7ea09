"""What is possible now: the commands that the state allows, and by which role.

Shown beside every refusal and on the page; made from the same table that decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engine.kept import made_of
from engine.machine.lifecycle import Step, lifecycle_of
from engine.measures import effective
from engine.naming import party_name
from engine.places import place_name
from engine.plan.cadences import EveryDays
from engine.plan.kept import once_per_plan
from engine.plan.model import Act, EndCondition, Plan, Transition, split_position
from engine.reporting.cadence import base_of
from engine.state import OPEN_SLOT_STATES, Incident, Pending

RECORD_KEEPING = (
    "record_facts",
    "submit_report",
    "add_log_entry",
    "strike_entry",
    "delegate_role",
    "record_absence",
    "link_incidents",
)
"""What every post may do as long as the incident is not over; all but delegate the desk too."""

Option = dict[str, Any]


@made_of(
    *("place", "positions", "pending", "signatures", "held_by", "groups", "measures", "duties"),
    *("end_conditions", "slots", "links", "unsigned", "watch_until", "watch_over"),
)
def possible(plan: Plan, incident: Incident, language: str = "zh") -> list[Option]:
    """`[{command, level?, sub_state?, grade?, name?, roles: [{id, name}], desk, clause}]`.

    Shared between views and refusals, not to be changed.
    """
    options = [
        *_lifecycle_options(plan, incident, language),
        *_act_options(plan, incident),
        *_record_options(plan, incident),
    ]
    for option in options:
        option["roles"] = _named(plan, option["roles"], language)
    named = ("command", "level", "sub_state", "grade", "clause")
    unique = {tuple(option.get(key) for key in named): option for option in options}
    return list(unique.values())


def blocked(plan: Plan, incident: Incident, command: str) -> str | None:
    """The superior holder of command that blocks the command (A21), or None."""
    rule = plan.command
    if command not in rule.blocked_while_superior_holds:
        return None
    for holder in rule.holders:
        if holder.id == incident.held_by and holder.superior:
            return holder.name
    return None


def missing_end_conditions(plan: Plan, incident: Incident) -> list[EndCondition]:
    """The end conditions that apply at the place and are not confirmed yet (A17)."""
    return [
        condition
        for condition in plan.end_conditions
        if plan.covers(condition.at, incident.place) and condition.id not in incident.end_conditions
    ]


def is_pending_for(pending: Pending | None, position: str) -> bool:
    """Whether the recommendation in question is for this position."""
    return pending is not None and (pending.level, pending.sub_state) == split_position(position)


def may_replace(plan: Plan, pending: Pending | None, position: str, roles: Sequence[str]) -> bool:
    """Whether a recommendation by one of `roles` may take the place of the one that waits.

    Only one for a higher position, or one by the same role: what another has recommended
    stays open until it is decided (A9).
    """
    if pending is None or pending.recommended_by in roles:
        return True
    waiting = f"{pending.level}.{pending.sub_state}" if pending.sub_state else pending.level
    rank = lifecycle_of(plan).rank
    return rank(position) > rank(waiting)


def missing_approvals(row: Transition, pending: Pending | None) -> tuple[str, ...]:
    """The roles whose approval a recommendation still needs, in the order of the plan."""
    if pending is None or pending.approved_by is None:
        given = pending.approvals if pending is not None else ()
        return tuple(role for role in row.approved_by if role not in given)
    return ()


def _lifecycle_options(plan: Plan, incident: Incident, language: str) -> Iterator[Option]:
    for step in lifecycle_of(plan).steps_from(incident.place):
        if step.command in ("activate_response", "adjust_response"):
            yield from _level_options(plan, incident, step, language)
        elif blocked(plan, incident, step.command):
            continue
        elif not (step.row.requires_end_conditions and missing_end_conditions(plan, incident)):
            roles = _may_still(incident, step)
            where = _grade(plan, step, language)
            yield _option(plan, step.command, roles, step.row.desk, step.row.citation, **where)


def _grade(plan: Plan, step: Step, language: str) -> dict[str, str]:
    """Which warning an option is about, where the plan has grades of them."""
    grade = plan.grade_by_place.get(step.target)
    return {"grade": grade.id, "name": place_name(plan, step.target, language)} if grade else {}


def _level_options(plan: Plan, incident: Incident, step: Step, language: str) -> Iterator[Option]:
    row, pending = step.row, incident.pending
    if incident.place in ("ended", "closed") and not _may_reopen(plan, incident):
        return
    level, sub_state = split_position(step.target)
    where = {
        "level": level,
        "sub_state": sub_state,
        "name": place_name(plan, step.target, language),
    }
    asked = is_pending_for(pending, step.target)
    approved = asked and pending is not None and pending.approved_by is not None
    replaces = may_replace(plan, pending, step.target, row.recommended_by)
    if row.recommended_by and not asked and replaces:
        yield _option(
            plan, "recommend_activation", row.recommended_by, row.desk, row.citation, **where
        )
    if asked and row.approved_by and not approved:
        missing = missing_approvals(row, pending)
        now = missing[:1] if row.approvals == "in_order" else missing
        yield _option(plan, "approve_activation", now, False, row.citation, **where)
    if asked:
        deciders = row.approved_by or row.by
        yield _option(plan, "refuse_activation", deciders, False, row.citation, **where)
    waits = (row.approved_by and not approved) or (row.recommendation_required and not asked)
    if not waits and not blocked(plan, incident, step.command):
        roles = _may_still(incident, step)
        yield _option(plan, step.command, roles, row.desk, row.citation, **where)


def _may_still(incident: Incident, step: Step) -> tuple[str, ...]:
    """The roles of a row, without those who have signed where all have to."""
    row = step.row
    signed = incident.signatures.get(step.target, ()) if row.signatures == "all" else ()
    return tuple(role for role in row.by if role not in signed)


def _may_reopen(plan: Plan, incident: Incident) -> bool:
    """After the end a response may be re-opened; after closing only during the watch (A19)."""
    return incident.place == "ended" or incident.watching


def _act_options(plan: Plan, incident: Incident) -> Iterator[Option]:
    for act in plan.acts:
        if not plan.covers(act.at, incident.place):
            continue
        for command in act.on:
            if command == "confirm_end_condition":
                yield from _condition_options(plan, incident, act)
            elif _has_object(plan, incident, command):
                yield _option(plan, command, act.by, act.desk, act.citation)


def _condition_options(plan: Plan, incident: Incident, act: Act) -> Iterator[Option]:
    """End conditions that need the word of certain roles, and the others."""
    missing = missing_end_conditions(plan, incident)
    for condition in missing:
        if condition.confirmed_by:
            roles, clause = condition.confirmed_by, condition.citation
            yield _option(plan, "confirm_end_condition", roles, False, clause)
    if any(not condition.confirmed_by for condition in missing):
        yield _option(plan, "confirm_end_condition", act.by, act.desk, act.citation)


def _has_object(plan: Plan, incident: Incident, command: str) -> bool:
    """Whether there is anything that the command could be about."""
    if command == "form_group":
        return len(incident.groups) < len(plan.groups)
    if command == "change_group":
        return bool(incident.groups)
    if command in ("complete_measure", "waive_measure"):
        return any(m.id not in incident.measures for m in effective(plan, incident.place))
    if command == "reanchor_cadence":
        bases = (base_of(plan, plan.report_by_id[id_]) for id_ in incident.duties)
        return any(isinstance(base.cadence, EveryDays) for base in bases)
    superior = any(h.superior for h in plan.command.holders if h.id == incident.held_by)
    if command == "return_command":
        return superior
    return not (command == "assume_command" and superior)


def _record_options(plan: Plan, incident: Incident) -> Iterator[Option]:
    roles = tuple(plan.role_by_id)
    if incident.stage != "closed" or incident.watching:
        for command in RECORD_KEEPING:
            yield _option(plan, command, roles, command != "delegate_role", None)
        if incident.links:
            yield _option(plan, "unlink_incidents", roles, True, None)
    elif any(slot.state in OPEN_SLOT_STATES for slot in incident.slots.values()):
        yield _option(plan, "submit_report", roles, True, None)
    if incident.unsigned:
        holders = tuple(dict.fromkeys(incident.unsigned.values()))
        yield _option(plan, "confirm_recorded_order", holders, False, None)


def _option(
    plan: Plan,
    command: str,
    roles: tuple[str, ...],
    desk: bool,
    clause: str | None,
    **where: Any,
) -> Option:
    return {
        "command": command,
        **{key: value for key, value in where.items() if value is not None},
        "roles": roles,
        "desk": desk,
        "clause": clause,
    }


def _named(plan: Plan, roles: tuple[str, ...], language: str) -> list[dict[str, str]]:
    """The roles with their names; one list for all options of these roles."""
    known = _lists(plan)
    key = roles, language
    if key not in known:
        known[key] = [{"id": role, "name": party_name(plan, role, language)} for role in roles]
    return known[key]


@once_per_plan
def _lists(plan: Plan) -> dict[tuple[tuple[str, ...], str], list[dict[str, str]]]:
    """What `_named` has been asked of this plan."""
    return {}
