"""Weaker ways round: a place that needs several to agree, unless one goes another way.

Where two sign or one approves what another activates, a row that lets one of them adjust
to the same place alone makes the others' consent a formality. What a place needs is what
opening it or raising to it needs; going down is for whoever may leave the higher one.
Plans may mean the weaker way, most of all downwards; then its row names the reading
(`assumption`) that says so. For going up it has to be a reading that the stronger row does
not name for reasons of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.lifecycle.table import Step
from engine.plan.model import Plan, Transition
from engine.plan_checks.finding import PlanFinding, Subject
from engine.plan_checks.lifecycle.paths import place_words

Consent = frozenset[str]
"""Roles of which any one will do."""


def check(subject: Subject, steps: list[Step]) -> Iterator[PlanFinding]:
    """One finding for each row that is weaker, beside the strongest that leads there too."""
    plan = subject.plan
    guarded = {*plan.positions, *plan.warning_places}
    into: dict[str, list[Step]] = {}
    for step in steps:
        if step.target in guarded and not _lowers(plan, step):
            into.setdefault(step.target, []).append(step)
    lines = {id(row): index for index, row in enumerate(plan.lifecycle)}
    said: set[int] = set()
    for step in steps:
        around = _gone_around(plan, step, into.get(step.target, ()))
        if around is None or id(step.row) in said:
            continue
        said.add(id(step.row))
        yield subject.warning(
            "weaker_way",
            ("lifecycle", lines[id(step.row)]),
            clause=step.row.citation,
            target=place_words(plan, step.target),
            count=_needed(step.row),
            first=subject.line(("lifecycle", lines[id(around)])),
            other=around.citation,
            needed=_needed(around),
        )


def _consents(row: Transition) -> frozenset[Consent]:
    """The roles whose different consents a step by this row needs; one role's counts once."""
    signed = _each(row.by) if row.signatures == "all" else {frozenset(row.by)}
    approved = _each(row.approved_by) if row.approvals != "any" else {frozenset(row.approved_by)}
    recommended = {frozenset(row.recommended_by)} if row.recommendation_required else set()
    return frozenset(consent for consent in signed | approved | recommended if consent)


def _needed(row: Transition) -> int:
    """The number of roles that have to agree; the desk alone counts as one."""
    return max(len(_consents(row)), 1)


def _each(roles: Iterable[str]) -> set[Consent]:
    return {frozenset({role}) for role in roles}


def _gone_around(plan: Plan, step: Step, others: Iterable[Step]) -> Transition | None:
    """Of the stricter rows that lead to the same place, the one that asks for most."""
    stronger = [
        other.row
        for other in others
        if _needed(other.row) > _needed(step.row) and not _declared(plan, step, other.row)
    ]
    return max(stronger, key=_needed, default=None)


def _declared(plan: Plan, step: Step, stronger: Transition) -> bool:
    """True if an assumption declares that this row needs less."""
    known = () if _lowers(plan, step) else stronger.assumption
    return bool(set(step.row.assumption) - set(known))


def _lowers(plan: Plan, step: Step) -> bool:
    order = plan.positions
    return {step.source, step.target} <= set(order) and (
        order.index(step.source) > order.index(step.target)
    )
