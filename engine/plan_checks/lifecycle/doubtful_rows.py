"""Lifecycle rows that run, but that hardly anybody can have meant: warnings.

A recommendation to oneself asks nobody, and a false alarm that has to be activated before
it may be closed leaves a response in the books that never was one. The shipped plans are
silent on false alarms and let them be closed; others may mean it otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.lifecycle.table import expand
from engine.plan_checks.finding import PlanFinding, Subject, named
from engine.plan_checks.lifecycle.paths import START, place_words, reached
from engine.plan_checks.lifecycle.reachability import can_be_met


def check(subject: Subject) -> Iterator[PlanFinding]:
    """Recommendations to oneself, and incidents that only an activation allows to close."""
    yield from _to_itself(subject)
    yield from _false_alarms(subject)


def _to_itself(subject: Subject) -> Iterator[PlanFinding]:
    """Rows in which one role recommends to itself, and then approves or opens."""
    plan = subject.plan
    for index, row in enumerate(plan.lifecycle):
        deciders = set(row.approved_by or row.by)
        if len(deciders) == 1 and deciders == set(row.recommended_by):
            role = plan.role_by_id.get(row.recommended_by[0])
            if role is not None:
                yield subject.warning(
                    "recommends_to_itself",
                    ("lifecycle", index, "recommended_by"),
                    clause=row.citation,
                    name=named(role),
                )


def _false_alarms(subject: Subject) -> Iterator[PlanFinding]:
    plan = subject.plan
    possible = [step for step in expand(plan) if can_be_met(plan, step)]
    unopened = [step for step in possible if step.command != "activate_response"]
    if "closed" in reached(possible) and "closed" not in reached(unopened):
        yield subject.warning(
            "closes_only_once_open", ("lifecycle",), name=place_words(plan, START)
        )
