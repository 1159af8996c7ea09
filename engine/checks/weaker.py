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

from engine.checks.finding import Finding, Subject
from engine.checks.trails import place_words
from engine.machine.lifecycle import Step
from engine.plan.model import Plan, Transition

Consent = frozenset[str]
"""Roles of which any one will do."""


def check(subject: Subject, steps: list[Step]) -> Iterator[Finding]:
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
    """Whose different consents a step by this row needs; the same role's counts once."""
    signed = _each(row.by) if row.signatures == "all" else {frozenset(row.by)}
    approved = _each(row.approved_by) if row.approvals != "any" else {frozenset(row.approved_by)}
    recommended = {frozenset(row.recommended_by)} if row.recommendation_required else set()
    return frozenset(consent for consent in signed | approved | recommended if consent)


def _needed(row: Transition) -> int:
    """How many have to agree; the desk alone is one."""
    return max(len(_consents(row)), 1)


def _each(roles: Iterable[str]) -> set[Consent]:
    return {frozenset({role}) for role in roles}


def _gone_around(plan: Plan, step: Step, others: Iterable[Step]) -> Transition | None:
    """The row that asks most of those to the same place that ask more than this one."""
    stronger = [
        other.row
        for other in others
        if _needed(other.row) > _needed(step.row) and not _declared(plan, step, other.row)
    ]
    return max(stronger, key=_needed, default=None)


def _declared(plan: Plan, step: Step, stronger: Transition) -> bool:
    """Whether a reading says that this way needs less."""
    known = () if _lowers(plan, step) else stronger.assumption
    return bool(set(step.row.assumption) - set(known))


def _lowers(plan: Plan, step: Step) -> bool:
    order = plan.positions
    return {step.source, step.target} <= set(order) and (
        order.index(step.source) > order.index(step.target)
    )
