"""Working groups, measures and end conditions.

Serves PS 2.3, 5.3.1–5.3.5; CM 2.3, 5.3.1–5.3.6; GR 2.3, 4.3–4.7 and A17, A24.
"""

from __future__ import annotations

from typing import Any

from engine.authority import Asked
from engine.commands import (
    ChangeGroup,
    CompleteMeasure,
    ConfirmEndCondition,
    FormGroup,
    WaiveMeasure,
)
from engine.decisions.acts import asked_of_act
from engine.decisions.case import Case
from engine.errors import InvalidInput
from engine.events import Draft
from engine.measures import effective
from engine.plan.model import Group, Measure, Plan


def form_group(case: Case, command: FormGroup) -> Draft:
    """成立工作组 as the plan names it, or with other people."""
    group = _group(case, command.group)
    asked = asked_of_act(case, command.command)
    acting = case.acting(command, asked)
    if group.id in case.incident.groups:
        raise case.refuse("group_formed", asked.clause, group=group.name)
    return case.draft("group_formed", acting, group.citation, **_people(case, group, command))


def change_group(case: Case, command: ChangeGroup) -> Draft:
    """调整工作组: only what is given changes."""
    group = _group(case, command.group)
    asked = asked_of_act(case, command.command)
    acting = case.acting(command, asked)
    if group.id not in case.incident.groups:
        raise case.refuse("group_not_formed", asked.clause, group=group.name)
    return case.draft("group_changed", acting, asked.clause, **_people(case, group, command))


def complete_measure(case: Case, command: CompleteMeasure) -> Draft:
    """A measure is done."""
    return _settle(case, command, "measure_completed")


def waive_measure(case: Case, command: WaiveMeasure) -> Draft:
    """A measure is not needed, with the reason."""
    return _settle(case, command, "measure_waived")


def confirm_end_condition(case: Case, command: ConfirmEndCondition) -> Draft:
    """An end condition holds (A17: each is confirmed by name)."""
    asked = asked_of_act(case, command.command)
    plan, incident = case.plan, case.incident
    here = {c.id: c for c in plan.end_conditions if plan.covers(c.at, incident.place)}
    condition = here.get(command.condition)
    if condition is None:
        raise InvalidInput(
            "condition_not_found",
            field="condition",
            value=command.condition,
            accepted="、".join(f"{c.id} {c.text}" for c in here.values()) or "—",
        )
    if condition.confirmed_by:
        asked = Asked(condition.confirmed_by, desk=False, clause=condition.citation)
    acting = case.acting(command, asked)
    if condition.id in incident.end_conditions:
        raise case.refuse("condition_confirmed", condition.citation, condition=condition.text)
    return case.draft(
        "end_condition_confirmed",
        acting,
        condition.citation,
        condition=condition.id,
        note=command.note,
    )


def _settle(case: Case, command: CompleteMeasure | WaiveMeasure, event: str) -> Draft:
    measure = _measure(case, command.measure)
    asked = asked_of_act(case, command.command)
    if measure.decided_by:
        asked = Asked(measure.decided_by, desk=False, clause=measure.citation)
    acting = case.acting(command, asked)
    if measure.id in case.incident.measures:
        raise case.refuse("measure_settled", measure.citation, measure=measure.text)
    return case.draft(event, acting, measure.citation, measure=measure.id, note=command.note)


def _measure(case: Case, id_: str) -> Measure:
    here = {m.id: m for m in effective(case.plan, case.incident.place)}
    if id_ not in here:
        raise InvalidInput(
            "measure_not_found",
            field="measure",
            value=id_,
            accepted="、".join(here) or "—",
        )
    return here[id_]


def _group(case: Case, id_: str) -> Group:
    group = case.plan.group_by_id.get(id_)
    if group is None:
        raise InvalidInput(
            "group_not_found",
            field="group",
            value=id_,
            accepted="、".join(f"{g.id} {g.name}" for g in case.plan.groups) or "—",
        )
    return group


def _people(case: Case, group: Group, command: FormGroup | ChangeGroup) -> dict[str, Any]:
    """Leader and members: as given, else as formed, else as the plan names them."""
    for field, names in (("leader", [command.leader or ""]), ("members", command.members or ())):
        for name in filter(None, names):
            _check_name(case.plan, field, name)
    formed = case.incident.groups.get(group.id)
    leader = formed.leader if formed else group.leader
    members = formed.members if formed else group.members
    return {
        "group": group.id,
        "leader": [command.leader] if command.leader else list(leader),
        "members": list(members if command.members is None else command.members),
        "reason": command.reason,
    }


def _check_name(plan: Plan, field: str, name: str) -> None:
    """Raise `InvalidInput` for what is no name of a post, a unit or a person.

    The plans name heads by their posts, often outside the plan's own units, and a commander
    may put in anybody (PS/CM 2.3); so a name of a plan is not asked for. Nobody is called by
    one letter or by signs, and such an entry tells a reader nothing.
    """
    known = {*plan.unit_by_id, *plan.role_by_id}
    if name not in known and sum(letter.isalpha() for letter in name) < _LEAST_LETTERS:
        raise InvalidInput("no_name", field=field, value=name)


_LEAST_LETTERS = 2
