"""Recorded figures that contradict an end condition (A31).

A plan names them as `contradicted_by`. Unknown figures never contradict; a newer figure that no
longer fits frees the condition. A recorded decision to stop covers the figures before it, not later
ones.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.conditions.evaluation import holds, situation_of
from engine.conditions.explanations import why
from engine.incident.state import Figure, Incident
from engine.instants import local_text
from engine.plan.model import CountOf, EndCondition, PercentOf, Plan, SumOf


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A figure in force that speaks against an end condition; `fact` is its id."""

    condition: EndCondition
    fact: str
    figure: Figure
    words: str


def contradictions(
    plan: Plan, incident: Incident, condition: EndCondition, language: str = "zh"
) -> list[Contradiction]:
    """The figures that contradict the condition now, in the order of the plan."""
    covered = incident.stop_decisions.get(condition.id, 0)
    situation = situation_of(plan, incident)
    return [
        Contradiction(condition, fact, figure, why(test, situation, language))
        for test in condition.contradicted_by
        if holds(test, situation)
        for fact in _facts_of(plan, test.fact)
        if (figure := incident.current(fact)) is not None and figure.value and figure.seq > covered
    ]


def in_words(plan: Plan, found: list[Contradiction]) -> str:
    """The figures with their sources and times, for a refusal."""
    return "；".join(
        f"{one.words}（{one.figure.source or '—'}，{local_text(one.figure.as_of, plan.zone)}）"
        for one in found
    )


def _facts_of(plan: Plan, figure: str) -> tuple[str, ...]:
    """The recorded facts behind a figure: the fact itself, or those that it is derived from."""
    match plan.derived_by_id.get(figure):
        case SumOf() as total:
            return total.sum_of
        case CountOf() as count:
            return (count.count_of,)
        case PercentOf() as share:
            return (share.part,)
        case _:
            return (figure,)
