"""Working groups, measures and end conditions.

Serves PS 2.3, 5.3.1–5.3.5; CM 2.3, 5.3.1–5.3.6; GR 2.3, 4.3–4.7 and A17, A24.
"""

from __future__ import annotations

from typing import Any

from engine.conditions.contradictions import contradictions, in_words
from engine.conditions.evaluation import situation_of
from engine.conditions.explanations import why
from engine.decide.authority import RequiredAuthority
from engine.decide.context import DecisionContext
from engine.decide.plan_rules import asked_of_act
from engine.errors import InvalidInput
from engine.incident.commands import (
    ChangeGroup,
    CompleteMeasure,
    ConfirmEndCondition,
    FormGroup,
    WaiveMeasure,
)
from engine.incident.events import Draft
from engine.measures.listed import listed
from engine.plan.measures import effective
from engine.plan.model import EndCondition, Group, Measure, Plan
from engine.plan.names import in_both


def form_group(case: DecisionContext, command: FormGroup) -> Draft:
    """成立工作组 as the plan names it, or with other people.

    Raises `StateRefuses` for a group that has been formed.
    """
    group = _group(case, command.group)
    asked = asked_of_act(case, command.command)
    acting = case.acting(command, asked)
    if group.id in case.incident.groups:
        raise case.refuse("group_formed", asked.clause, group=in_both(group))
    return case.draft("group_formed", acting, group.citation, **_people(case, group, command))


def change_group(case: DecisionContext, command: ChangeGroup) -> Draft:
    """调整工作组: only what is given changes.

    Raises `StateRefuses` for a group that has not been formed.
    """
    group = _group(case, command.group)
    asked = asked_of_act(case, command.command)
    acting = case.acting(command, asked)
    if group.id not in case.incident.groups:
        raise case.refuse("group_not_formed", asked.clause, group=in_both(group))
    return case.draft("group_changed", acting, asked.clause, **_people(case, group, command))


def complete_measure(case: DecisionContext, command: CompleteMeasure) -> Draft:
    """A measure is done."""
    return _settle(case, command, "measure_completed")


def waive_measure(case: DecisionContext, command: WaiveMeasure) -> Draft:
    """A measure is not needed, with the reason."""
    return _settle(case, command, "measure_waived")


def confirm_end_condition(case: DecisionContext, command: ConfirmEndCondition) -> Draft:
    """An end condition holds (A17: each is confirmed by name).

    Raises `InvalidInput` for an unknown condition, `StateRefuses` for a confirmed one.
    """
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
        asked = RequiredAuthority(condition.confirmed_by, desk=False, clause=condition.citation)
    acting = case.acting(command, asked)
    contradicted = bool(contradictions(plan, incident, condition))
    if condition.id in incident.end_conditions and not contradicted:
        raise case.refuse("condition_confirmed", condition.citation, condition=condition.text)
    decision = command.stop_decision
    if decision is None:
        check_not_contradicted(case, condition)
    return case.draft(
        "end_condition_confirmed",
        acting,
        condition.citation,
        condition=condition.id,
        note=command.note,
        **({"stop_decision": decision.model_dump()} if decision else {}),
    )


def check_not_contradicted(case: DecisionContext, condition: EndCondition) -> None:
    """Raise `StateRefuses` while recorded figures speak against the condition (A31)."""
    found = contradictions(case.plan, case.incident, condition)
    if found:
        raise case.refuse(
            "condition_contradicted",
            condition.citation,
            condition=condition.text,
            figures=in_words(case.plan, found),
        )


def _settle(case: DecisionContext, command: CompleteMeasure | WaiveMeasure, event: str) -> Draft:
    measure = _measure(case, command.measure)
    asked = asked_of_act(case, command.command)
    if measure.decided_by:
        asked = RequiredAuthority(measure.decided_by, desk=False, clause=measure.citation)
    acting = case.acting(command, asked)
    if measure.id in case.incident.measures:
        raise case.refuse("measure_settled", measure.citation, measure=measure.text)
    return case.draft(event, acting, measure.citation, measure=measure.id, note=command.note)


def _measure(case: DecisionContext, id_: str) -> Measure:
    plan, incident = case.plan, case.incident
    here = {one.measure.id: one.measure for one in listed(plan, incident)}
    if id_ in here:
        return here[id_]
    known = plan.measure_by_id.get(id_)
    if known is not None and known.when is not None and known in effective(plan, incident.place):
        figures = why(known.when, situation_of(plan, incident))
        raise case.refuse("measure_not_asked", known.citation, measure=known.text, figures=figures)
    raise InvalidInput(
        "measure_not_found",
        field="measure",
        value=known.text if known else id_,
        accepted="、".join(here) or "—",
    )


def _group(case: DecisionContext, id_: str) -> Group:
    group = case.plan.group_by_id.get(id_)
    if group is None:
        raise InvalidInput(
            "group_not_found",
            field="group",
            value=id_,
            accepted="、".join(f"{g.id} {g.name}" for g in case.plan.groups) or "—",
        )
    return group


def _people(
    case: DecisionContext, group: Group, command: FormGroup | ChangeGroup
) -> dict[str, Any]:
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
