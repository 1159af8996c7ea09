"""Trails: the shortest sequence of commands through a plan's lifecycle, in words."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from engine.lifecycle.table import Step
from engine.messages import command_word
from engine.plan.model import Plan
from engine.plan.places import place_name
from engine.plan_checks.finding import Note, Words, joined, named

START = "assessing"


def reached(
    steps: Iterable[Step], start: str = START, may: Callable[[Step], bool] = lambda _: True
) -> dict[str, tuple[Step, ...]]:
    """Every place that can be reached from `start`, with the shortest path to it."""
    ways: dict[str, tuple[Step, ...]] = {start: ()}
    leaving: dict[str, list[Step]] = {}
    for step in steps:
        leaving.setdefault(step.source, []).append(step)
    waiting = deque([start])
    while waiting:
        place = waiting.popleft()
        for step in leaving.get(place, ()):
            if step.target not in ways and may(step):
                ways[step.target] = (*ways[place], step)
                waiting.append(step.target)
    return ways


def place_words(plan: Plan, place: str) -> Words:
    """A place in both languages; the word itself where the plan has no such place."""
    if place not in plan.places:
        return Words(place, place)
    return Words(place_name(plan, place, "zh"), place_name(plan, place, "en"))


def role_words(plan: Plan, roles: Iterable[str], *, desk: bool = False) -> Words:
    """The names of roles, and of the desk where it may act alone."""
    known = [named(plan.role_by_id[role]) for role in roles if role in plan.role_by_id]
    if desk:
        known.append(Words("值班员", "duty officer"))
    return joined(known)


def trail(plan: Plan, steps: Iterable[Step]) -> list[Note]:
    """The opening and each step: the role, the command, the clause and the place it leads to."""
    notes = [Note("check.trail.open", {"place": place_words(plan, START)})]
    for step in steps:
        row = step.row
        notes.append(
            Note(
                "check.trail.step",
                {
                    "command": command_word(step.command),
                    "place": place_words(plan, step.target),
                    "who": role_words(plan, row.by, desk=row.desk),
                    "clause": row.citation,
                },
            )
        )
    return notes
