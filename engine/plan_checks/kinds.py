"""Kinds of events: what is known by a kind fits its fact, and the plan covers its own kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.conditions.fact_values import checked
from engine.conditions.plan_selection import governs
from engine.errors import InvalidInput
from engine.plan.model import Plan
from engine.plan_checks.finding import PlanFinding, Subject, Words, named


def check(subject: Subject) -> Iterator[PlanFinding]:
    """Values that the fact does not take; kinds that the plan's own coverage shuts out."""
    plan = subject.plan
    for index, kind in enumerate(plan.kinds):
        known: dict[str, Any] = {}
        for number, one in enumerate(kind.sets):
            try:
                known |= checked(plan, {one.fact: one.value})
            except InvalidInput as wrong:
                yield subject.error(
                    "kind_value",
                    ("kinds", index, "sets", number, "value"),
                    clause=kind.citation,
                    name=named(kind),
                    value=str(one.value)[:80],
                    fact=named(plan.fact_by_id[one.fact]),
                    accepted=wrong.facts.get("accepted", "—"),
                )
        if governs(plan, known) is False:
            yield subject.error(
                "kind_not_covered",
                ("kinds", index),
                clause=kind.citation,
                name=named(kind),
                plan=Words(plan.title, plan.title_en or plan.title),
            )


def words_of(plan: Plan) -> Iterator[tuple[int, str]]:
    """The words by which people find the plan's kinds, each with the number of its kind."""
    for index, kind in enumerate(plan.kinds):
        for word in dict.fromkeys((kind.id, kind.name, *kind.aliases)):
            yield index, word


def shared(plans: Iterable[Plan]) -> bool:
    """Whether two plans have a kind in common."""
    words = [word for plan in plans for word in {word for _, word in words_of(plan)}]
    return len(words) != len(set(words))
