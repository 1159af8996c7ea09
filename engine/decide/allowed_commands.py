"""What is possible now: the commands that the state allows, and by which role.

Shown beside every refusal and on the page; made from the same table that decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NotRequired, cast

from typing_extensions import TypedDict

from engine.conditions.contradictions import contradictions
from engine.incident.state import OPEN_SLOT_STATES, Incident, Pending
from engine.lifecycle.table import Step, lifecycle_of
from engine.measures.listed import listed
from engine.memo import memoised_on, memoised_per_plan
from engine.plan.cadences import EveryDays
from engine.plan.model import Act, CommandHolder, EndCondition, Plan, Transition, split_position
from engine.plan.names import party_name
from engine.plan.places import place_name
from engine.reporting.due_instants import base_of

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


class RoleName(TypedDict):
    """A role of the plan."""

    id: str
    name: str


class AllowedCommand(TypedDict):
    """A command that the state allows now."""

    command: str
    level: NotRequired[str]
    """The level that it leads to, where it leads to one."""
    sub_state: NotRequired[str]
    grade: NotRequired[str]
    """The grade of the warning, where the plan has grades."""
    name: NotRequired[str]
    """Name of the level or the warning."""
    roles: list[RoleName]
    """Any of these roles may; empty where the duty desk alone may."""
    desk: bool
    """The duty officer may too."""
    clause: str | None


Option = dict[str, Any]
"""An `AllowedCommand` in the making: its roles are ids."""


@memoised_on(
    *("place", "positions", "pending", "signatures", "held_by", "groups", "measures", "duties"),
    *(
        "end_conditions",
        "stop_decisions",
        "facts",
        "lasted",
        "day",
        "slots",
        "links",
        "unsigned",
        "attachments",
        "watch_until",
        "watch_over",
        "voided",
    ),
)
def allowed_commands(plan: Plan, incident: Incident, language: str = "zh") -> list[AllowedCommand]:
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
    return cast(list[AllowedCommand], list(unique.values()))


def blocked(plan: Plan, incident: Incident, command: str) -> str | None:
    """The superior holder of command that blocks the command (A21), or None."""
    rule = plan.command
    if command not in rule.blocked_while_superior_holds:
        return None
    for holder in rule.holders:
        if holder.id == incident.held_by and holder.superior:
            return holder.name
    return None


_OF_COMMAND = ("assume_command", "hand_over_command", "return_command")


def may_take_over(plan: Plan, incident: Incident, command: str, target: CommandHolder) -> bool:
    """Whether the command passes command of the incident to `target` (PS 2.2, CM 2.2, A21).

    Handing over leads to a superior, returning from a superior back to us, and assuming from
    one of ours to another.
    """
    held = next((h for h in plan.command.holders if h.id == incident.held_by), None)
    if held is None or target.id == held.id:
        return False
    to_superior = command == "hand_over_command"
    returns = held.superior and not to_superior
    return target.superior is to_superior and returns is (command == "return_command")


def missing_end_conditions(plan: Plan, incident: Incident) -> list[EndCondition]:
    """The end conditions that apply at the place and are not confirmed yet (A17)."""
    here = end_conditions_here(plan, incident)
    return [condition for condition in here if condition.id not in incident.end_conditions]


def end_conditions_here(plan: Plan, incident: Incident) -> list[EndCondition]:
    """The end conditions that apply at the place."""
    return [c for c in plan.end_conditions if plan.covers(c.at, incident.place)]


def _may_end(plan: Plan, incident: Incident) -> bool:
    """Whether every end condition is confirmed and no recorded figure contradicts one (A31)."""
    return not any(_is_open(plan, incident, c) for c in end_conditions_here(plan, incident))


def _is_open(plan: Plan, incident: Incident, condition: EndCondition) -> bool:
    confirmed = condition.id in incident.end_conditions
    return not confirmed or bool(contradictions(plan, incident, condition))


def is_pending_for(pending: Pending | None, position: str) -> bool:
    """Whether the recommendation in question leads to this place."""
    return pending is not None and pending.place == position


def may_replace(plan: Plan, pending: Pending | None, position: str, roles: Sequence[str]) -> bool:
    """Whether a recommendation by one of `roles` may take the place of the one that waits.

    Only one for a higher position, or one by the same role: what another has recommended
    stays open until it is decided (A9).
    """
    if pending is None or pending.recommended_by in roles:
        return True
    rank = lifecycle_of(plan).rank
    return rank(position) > rank(pending.place)


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
            continue
        if step.command == "end_response":
            yield from _prior_options(plan, incident, step, _OF_END)
            if _waits(incident, step):
                continue
        if blocked(plan, incident, step.command):
            continue
        elif not step.row.requires_end_conditions or _may_end(plan, incident):
            roles = _may_still(incident, step)
            where = _grade(plan, step, language)
            yield _option(step.command, roles, step.row.desk, step.row.citation, **where)


def _grade(plan: Plan, step: Step, language: str) -> dict[str, str]:
    """Which warning an option is about, where the plan has grades of them."""
    grade = plan.grade_by_place.get(step.target)
    return {"grade": grade.id, "name": place_name(plan, step.target, language)} if grade else {}


def _level_options(plan: Plan, incident: Incident, step: Step, language: str) -> Iterator[Option]:
    row = step.row
    if incident.place in ("ended", "closed") and not _may_reopen(plan, incident):
        return
    level, sub_state = split_position(step.target)
    where = {
        "level": level,
        "sub_state": sub_state,
        "name": place_name(plan, step.target, language),
    }
    yield from _prior_options(plan, incident, step, _OF_LEVEL, **where)
    if not _waits(incident, step) and not blocked(plan, incident, step.command):
        roles = _may_still(incident, step)
        yield _option(step.command, roles, row.desk, row.citation, **where)


_OF_LEVEL = ("recommend_activation", "approve_activation", "refuse_activation")
_OF_END = ("recommend_end", "approve_end", "refuse_end")


def _prior_options(
    plan: Plan, incident: Incident, step: Step, commands: tuple[str, str, str], **where: Any
) -> Iterator[Option]:
    """The acts before a step: recommending, approving, refusing it."""
    row, pending = step.row, incident.pending
    recommend, approve, refuse = commands
    asked = is_pending_for(pending, step.target)
    replaces = may_replace(plan, pending, step.target, row.recommended_by)
    if row.recommended_by and not asked and replaces:
        yield _option(recommend, row.recommended_by, row.desk, row.citation, **where)
    if asked and row.approved_by and not _approved(incident, step):
        missing = missing_approvals(row, pending)
        now = missing[:1] if row.approvals == "in_order" else missing
        yield _option(approve, now, False, row.citation, **where)
    if asked:
        yield _option(refuse, row.approved_by or row.by, False, row.citation, **where)


def _approved(incident: Incident, step: Step) -> bool:
    pending = incident.pending
    given = pending is not None and pending.approved_by is not None
    return given and is_pending_for(pending, step.target)


def _waits(incident: Incident, step: Step) -> bool:
    """Whether the step still needs an approval or a recommendation."""
    row = step.row
    asked = is_pending_for(incident.pending, step.target)
    unapproved = bool(row.approved_by) and not _approved(incident, step)
    return unapproved or (row.recommendation_required and not asked)


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
                yield _option(command, act.by, act.desk, act.citation)


def _condition_options(plan: Plan, incident: Incident, act: Act) -> Iterator[Option]:
    """End conditions that need the word of certain roles, and the others."""
    missing = [c for c in end_conditions_here(plan, incident) if _is_open(plan, incident, c)]
    for condition in missing:
        if condition.confirmed_by:
            roles, clause = condition.confirmed_by, condition.citation
            yield _option("confirm_end_condition", roles, False, clause)
    if any(not condition.confirmed_by for condition in missing):
        yield _option("confirm_end_condition", act.by, act.desk, act.citation)


def _has_object(plan: Plan, incident: Incident, command: str) -> bool:
    """Whether there is anything that the command could be about."""
    if command == "form_group":
        return len(incident.groups) < len(plan.groups)
    if command == "change_group":
        return bool(incident.groups)
    if command in ("complete_measure", "waive_measure"):
        return any(one.measure.id not in incident.measures for one in listed(plan, incident))
    if command == "reanchor_cadence":
        bases = (base_of(plan, plan.report_by_id[id_]) for id_ in incident.duties)
        return any(isinstance(base.cadence, EveryDays) for base in bases)
    if command in _OF_COMMAND:
        return any(may_take_over(plan, incident, command, h) for h in plan.command.holders)
    return True


def _record_options(plan: Plan, incident: Incident) -> Iterator[Option]:
    roles = tuple(plan.role_by_id)
    if incident.stage != "closed":
        rows = [row for row in plan.lifecycle if "close_incident" in row.on]
        closing = tuple(dict.fromkeys(role for row in rows for role in row.by))
        # Of the desk it is only the officer who opened the incident.
        yield _option("void_incident", closing, True, None)
    if incident.stage != "closed" or incident.watching:
        for command in RECORD_KEEPING:
            yield _option(command, roles, command != "delegate_role", None)
        yield _option("edit_document", roles, True, None)
        signers = (role.id for role in plan.roles if role.scope == "everywhere" and role.signs_in)
        yield _option("sign_document", tuple(signers), False, None)
        if incident.links:
            yield _option("unlink_incidents", roles, True, None)
    elif any(slot.state in OPEN_SLOT_STATES for slot in incident.slots.values()):
        yield _option("submit_report", roles, True, None)
    if any(one.destroyed is None for one in incident.attachments.values()):
        ordering = (role.id for role in plan.roles if role.scope == "everywhere" and role.signs_in)
        yield _option("destroy_attachment", tuple(ordering), False, None)
    if incident.unsigned:
        holders = tuple(dict.fromkeys(order.role for order in incident.unsigned.values()))
        yield _option("confirm_recorded_order", holders, False, None)


def _option(
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


def _named(plan: Plan, roles: tuple[str, ...], language: str) -> list[RoleName]:
    """The roles with their names; one list for all options of these roles."""
    known = _lists(plan)
    key = roles, language
    if key not in known:
        known[key] = [{"id": role, "name": party_name(plan, role, language)} for role in roles]
    return known[key]


@memoised_per_plan
def _lists(plan: Plan) -> dict[tuple[tuple[str, ...], str], list[RoleName]]:
    """What `_named` has been asked of this plan."""
    return {}
