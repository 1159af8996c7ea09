"""Diagrams of a plan's lifecycle, drawn from the table so that they cannot lie.

`rows` is the table in words: each row of the plan with the commands, the places it
starts at and leads to, who recommends, approves and decides, and the clauses. `mermaid`
writes it as a state diagram, one edge for each step of the expanded table; `svg` draws
it as a chart (`engine.lifecycle.svg_chart`). Names are those of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.conditions.explanations import named
from engine.lifecycle.svg_chart import Chart, Column, Line, draw
from engine.lifecycle.table import Step, expand
from engine.messages import text
from engine.plan.model import Plan, Transition, split_position
from engine.plan.places import place_name

_PLAIN = {ord(":"): "：", ord(";"): "；", ord('"'): "”", ord("#"): "＃", ord("\n"): " "}
"""Characters that Mermaid interprets, and what is written instead."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the lifecycle in words, with the machine states that it joins."""

    commands: tuple[str, ...]
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    authority: tuple[str, ...]
    clause: str
    steps: tuple[Step, ...]


def rows(plan: Plan, language: str = "zh") -> list[Row]:
    """The table, row by row, in the order of the plan file."""
    order = states(plan)
    steps = expand(plan)
    found = []
    for transition in plan.lifecycle:
        own = tuple(step for step in steps if step.row is transition)
        found.append(
            Row(
                tuple(text(f"word.command.{command}", language) for command in transition.on),
                tuple(s for s in order if any(step.source == s for step in own)),
                tuple(t for t in order if any(step.target == t for step in own)),
                tuple(_authority(plan, transition, language)),
                transition.citation,
                own,
            )
        )
    return found


def states(plan: Plan) -> list[str]:
    """The states that the table uses, from the first to the last, levels lowest first."""
    used = {place for step in expand(plan) for place in (step.source, step.target)}
    return [place for place in plan.states if place in used]


def mermaid(plan: Plan, language: str = "zh") -> str:
    """The lifecycle as a Mermaid state diagram."""
    lines = ["---", f"title: {_plain(_title(plan, language))}", "---", "stateDiagram-v2"]
    lines.append("    direction LR")
    here = states(plan)
    outside = [place for place in here if place not in plan.positions]
    for place in outside:
        lines.append(f'    state "{_plain(place_name(plan, place, language))}" as {_id(place)}')
    lines.append(f'    state "{text("word.stage.responding", language)}" as responding {{')
    for place in (place for place in here if place in plan.positions):
        lines.append(f'        state "{_plain(place_name(plan, place, language))}" as {_id(place)}')
    lines.append("    }")
    lines.append(f"    [*] --> {_id('assessing')}")
    for row in rows(plan, language):
        label = _plain(" · ".join(("/".join(row.commands), *row.authority, row.clause)))
        pairs = dict.fromkeys((step.source, step.target) for step in row.steps)
        lines += [f"    {_id(source)} --> {_id(target)} : {label}" for source, target in pairs]
    if "closed" in here:
        lines.append(f"    {_id('closed')} --> [*]")
    return "\n".join(lines) + "\n"


def svg(plan: Plan, language: str = "zh") -> str:
    """The lifecycle as a self-contained SVG: a column a state, a line a row of the table."""
    here = states(plan)
    columns = [
        Column(place, place_name(plan, place, language), _colour(plan, place)) for place in here
    ]
    lines = [
        Line(row.commands, row.authority, row.clause, row.sources, row.targets)
        for row in rows(plan, language)
    ]
    chart = Chart(
        f"lifecycle-{plan.id}",
        _title(plan, language),
        f"{text('diagram.version', language)} {plan.version}",
        text("diagram.legend", language),
        columns,
        lines,
    )
    return draw(chart)


def _authority(plan: Plan, row: Transition, language: str) -> Iterable[str]:
    """Who recommends, approves and decides, one sentence each."""
    approves = "approves" if row.approvals == "any" else f"approves_{row.approvals}"
    parts = (("recommends", row.recommended_by), (approves, row.approved_by))
    for key, roles in parts:
        if roles:
            yield text(f"diagram.{key}", language, who=_names(plan, roles, language))
    deciders = _names(plan, row.by, language, desk=row.desk)
    how = "decides" if row.signatures == "any" else f"decides_{row.signatures}"
    yield text(f"diagram.{how}", language, who=deciders)
    if row.requires_end_conditions:
        yield text("diagram.end_conditions", language)


def _names(plan: Plan, roles: Iterable[str], language: str, *, desk: bool = False) -> str:
    known = plan.role_by_id
    words = [named(known[role], language) if role in known else role for role in roles]
    if desk:
        words.append(text("word.desk", language))
    return text("word.comma", language).join(words) or text("word.none", language)


def _title(plan: Plan, language: str) -> str:
    title = plan.title_en if language == "en" and plan.title_en else plan.title
    return text("diagram.title", language, plan=title)


def _colour(plan: Plan, place: str) -> str:
    part = plan.level_by_id.get(split_position(place)[0]) or plan.grade_by_place.get(place)
    return part.colour if part is not None else "none"


def _id(place: str) -> str:
    """A state's name for Mermaid, which would misread `end` and dots."""
    return f"s_{place.replace('.', '_')}"


def _plain(words: str) -> str:
    """The words without characters that Mermaid interprets."""
    return words.translate(_PLAIN)
