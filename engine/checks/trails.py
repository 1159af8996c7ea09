"""Trails: the shortest way of commands through a plan's lifecycle, in words."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from engine.checks.finding import Note, Words, joined, named
from engine.machine.lifecycle import Step
from engine.messages import MessageKey
from engine.places import place_name
from engine.plan.model import Plan

START = "assessing"


def reached(
    steps: Iterable[Step], start: str = START, may: Callable[[Step], bool] = lambda _: True
) -> dict[str, tuple[Step, ...]]:
    """Every place that can be reached from `start`, with the shortest way to it."""
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


def command_word(command: str) -> MessageKey:
    """The name of a lifecycle command."""
    return MessageKey(f"word.command.{command}")


def trail(plan: Plan, steps: Iterable[Step]) -> list[Note]:
    """Opening and each step: who does what, by which clause, and where it leads."""
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
