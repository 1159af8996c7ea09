"""Whether the plan's orders can be carried out: end conditions, measures, groups, command."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lifecycle.table import expand
from engine.messages import command_word
from engine.plan.measures import effective, lineage
from engine.plan.model import Plan
from engine.plan.yaml_tree import Path
from engine.plan_checks.finding import PlanFinding, Subject, joined, named
from engine.plan_checks.lifecycle.paths import place_words, reached, trail


def check(subject: Subject) -> Iterator[PlanFinding]:
    """End conditions without an end, ends without conditions, work that no role may report."""
    yield from _acts(subject)
    yield from _ends(subject)
    yield from _command(subject)
    yield from _work(subject)
    yield from _inheritance(subject)


def _acts(subject: Subject) -> Iterator[PlanFinding]:
    for index, act in enumerate(subject.plan.acts):
        if not act.by and not act.desk:
            yield subject.error("nobody_may", ("acts", index, "by"), clause=act.citation)


def _ends(subject: Subject) -> Iterator[PlanFinding]:
    plan = subject.plan
    steps = expand(plan)
    ways = reached(steps)
    asking = {s.source: s for s in steps if s.row.requires_end_conditions}
    for place, step in asking.items():
        conditions = [c for c in plan.end_conditions if plan.covers(c.at, place)]
        row: Path = ("lifecycle", plan.lifecycle.index(step.row))
        way = trail(plan, ways.get(place, ()))
        name = place_words(plan, place)
        if not conditions:
            yield subject.error(
                "end_without_conditions", row, clause=step.row.citation, name=name, trail=way
            )
        elif not may(plan, "confirm_end_condition", place):
            yield subject.error(
                "nobody_confirms", row, clause=step.row.citation, name=name, trail=way
            )
    for index, condition in enumerate(plan.end_conditions):
        if not any(plan.covers(condition.at, place) for place in asking):
            yield subject.error(
                "condition_never_asked", ("end_conditions", index), clause=condition.citation
            )


def _command(subject: Subject) -> Iterator[PlanFinding]:
    """Commands blocked for ever: a superior holds command at first, or never returns it."""
    rule = subject.plan.command
    superior = [holder for holder in rule.holders if holder.superior]
    first = next((holder for holder in superior if holder.id == rule.initial), None)
    if first is not None and "activate_response" in rule.blocked_while_superior_holds:
        yield subject.error(
            "blocked_from_the_start",
            ("command", "initial"),
            clause=rule.citation,
            name=named(first),
        )
    handed = any("hand_over_command" in act.on for act in subject.plan.acts)
    back = any("return_command" in act.on for act in subject.plan.acts)
    if rule.blocked_while_superior_holds and superior and handed and not back:
        yield subject.error(
            "command_never_returns",
            ("command", "blocked_while_superior_holds"),
            clause=rule.citation,
        )


def _work(subject: Subject) -> Iterator[PlanFinding]:
    """Measures and groups that no role may report as done or formed."""
    plan = subject.plan
    for place in _states(plan):
        measures = effective(plan, place)
        if measures and not may(plan, "complete_measure", place):
            yield subject.warning(
                "nobody_completes",
                ("measures", plan.measures.index(measures[0])),
                clause=measures[0].citation,
                name=place_words(plan, place),
                command=command_word("complete_measure"),
            )
    if plan.groups and not any("form_group" in act.on for act in plan.acts):
        yield subject.warning("nobody_forms", ("groups",), command=command_word("form_group"))


def _inheritance(subject: Subject) -> Iterator[PlanFinding]:
    """Places that inherit from themselves, directly or through others."""
    plan = subject.plan
    said: set[frozenset[str]] = set()
    for index, rule in enumerate(plan.inheritance):
        above = {p for name in rule.position for p in plan.places.get(name, ())}
        below = {p for name in rule.of for p in plan.places.get(name, ())}
        ring = {
            member
            for place in above & {p for start in below for p in lineage(plan, start)}
            for member in lineage(plan, place)
            if place in lineage(plan, member)
        }
        if ring and frozenset(ring) not in said:
            said.add(frozenset(ring))
            yield subject.error(
                "inheritance_ring",
                ("inheritance", index),
                clause=rule.citation,
                names=joined(place_words(plan, place) for place in sorted(ring)),
            )


def may(plan: Plan, command: str, place: str) -> bool:
    """True if some role may give the command at a place."""
    return any(
        command in act.on and plan.covers(act.at, place) and (act.by or act.desk)
        for act in plan.acts
    )


def _states(plan: Plan) -> list[str]:
    return list(plan.states)
