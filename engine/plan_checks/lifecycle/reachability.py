"""The lifecycle table: every place reached and left, one row a step, somebody for each.

The rows are expanded as the machine expands them (`engine.lifecycle.table.expand`), so
what is proved here is proved of what runs. A way to the end counts only where its end
conditions can be confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.lifecycle.table import Step, expand
from engine.messages import command_word
from engine.plan.model import Plan, Transition
from engine.plan.yaml_tree import Path
from engine.plan_checks.finding import PlanFinding, Subject
from engine.plan_checks.lifecycle import bypassed_consent
from engine.plan_checks.lifecycle.paths import (
    START,
    place_words,
    reached,
    trail,
)

_LEADS_TO = {
    "issue_warning": "warning",
    "lift_warning": "assessing",
    "activate_response": "responding",
    "adjust_response": "responding",
    "end_response": "ended",
    "close_incident": "closed",
}
_STARTS_AT = {
    "lift_warning": ("warning",),
    "adjust_response": ("responding",),
    "end_response": ("responding",),
    "close_incident": ("assessing", "warning", "ended"),
}
"""What the journal's entries mean: a command has one kind of target and of source. A
response is ended before it is closed."""

_LEVEL_COMMANDS = ("activate_response", "adjust_response")


def check(subject: Subject) -> Iterator[PlanFinding]:
    """All findings about the lifecycle table."""
    plan = subject.plan
    steps = expand(plan)
    ways = reached(steps)
    for index, row in enumerate(plan.lifecycle):
        path: Path = ("lifecycle", index)
        yield from _row(subject, path, row, steps)
    yield from _ambiguous(subject, steps, ways)
    yield from _unreachable(subject, steps, ways)
    yield from _dead_ends(subject, steps, ways)
    yield from _posts(subject, steps)
    yield from bypassed_consent.check(subject, steps)


def _row(subject: Subject, path: Path, row: Transition, steps: list[Step]) -> Iterator[PlanFinding]:
    plan, clause = subject.plan, row.citation
    if not any(step.row is row for step in steps):
        yield subject.error("row_without_step", path, clause=clause)
    if not row.by and not row.desk:
        yield subject.error("nobody_may", (*path, "by"), clause=clause)
    if (row.recommendation_required or row.approved_by) and not row.recommended_by:
        yield subject.error("nobody_recommends", path, clause=clause)
    if row.signatures != "any" and len(row.by) < 2:
        yield subject.error("signatures_alone", (*path, "signatures"), clause=clause)
    if row.approvals != "any" and len(row.approved_by) < 2:
        yield subject.error("approvals_alone", (*path, "approvals"), clause=clause)
    if row.signatures == "all" and row.desk:
        yield subject.error("desk_cannot_sign", (*path, "desk"), clause=clause)
    recommends = row.recommended_by or row.approved_by or row.recommendation_required
    if recommends and not set(row.on) & {*_LEVEL_COMMANDS, "end_response"}:
        yield subject.error(
            "not_recommendable", path, clause=clause, command=command_word(row.on[0])
        )
    for command in row.on:
        wrong = [t for t in row.to if not _fits(plan, t, (_LEADS_TO[command],))]
        wrong += [s for s in row.from_ if not _fits(plan, s, _STARTS_AT.get(command, ()))]
        for name in wrong:
            yield subject.error(
                "wrong_place",
                path,
                clause=clause,
                command=command_word(command),
                value=name,
                target=place_words(plan, _LEADS_TO[command]),
            )


def _fits(plan: Plan, name: str, wanted: tuple[str, ...]) -> bool:
    covered = frozenset().union(*(plan.places[place] for place in wanted))
    return not wanted or name not in plan.places or plan.places[name] <= covered


Ways = dict[str, tuple[Step, ...]]


def _ambiguous(subject: Subject, steps: list[Step], ways: Ways) -> Iterator[PlanFinding]:
    """Steps with two rows, and commands without a target that have two."""
    plan = subject.plan
    rows = {id(row): index for index, row in enumerate(plan.lifecycle)}
    seen: dict[tuple[str, str, str], Step] = {}
    said: set[tuple[int, int]] = set()
    for step in steps:
        key = (step.command, step.source, step.target if _names_target(plan, step) else "")
        first = seen.setdefault(key, step)
        one, two = rows[id(first.row)], rows[id(step.row)]
        if first is step or (one, two) in said:
            continue
        said.add((one, two))
        yield subject.error(
            "two_rows" if one != two else "two_targets",
            ("lifecycle", two),
            clause=step.row.citation,
            first=subject.line(("lifecycle", one)),
            command=command_word(step.command),
            source=place_words(plan, step.source),
            target=place_words(plan, step.target),
            trail=trail(plan, (*ways.get(step.source, ()), step)),
        )


def _names_target(plan: Plan, step: Step) -> bool:
    """True if the command names its target: a level, or a grade of warnings."""
    graded = step.command == "issue_warning" and bool(plan.warnings)
    return graded or step.command in _LEVEL_COMMANDS


def _unreachable(subject: Subject, steps: list[Step], ways: Ways) -> Iterator[PlanFinding]:
    plan = subject.plan
    named = {place for step in steps for place in (step.source, step.target)}
    warns = bool(plan.warnings) or "warning" in named
    needed = [*plan.positions, "ended", "closed", *(plan.warning_places if warns else ())]
    for place in needed:
        if place not in ways:
            yield subject.error("unreachable", _path_of(plan, place), name=place_words(plan, place))


def _dead_ends(subject: Subject, steps: list[Step], ways: Ways) -> Iterator[PlanFinding]:
    """Places from which no path leads to the close."""
    plan = subject.plan
    possible = [step for step in steps if can_be_met(plan, step)]
    for place, way in ways.items():
        if "closed" not in reached(possible, place):
            yield subject.error(
                "cannot_close",
                _path_of(plan, place),
                name=place_words(plan, place),
                trail=trail(plan, way),
            )


def can_be_met(plan: Plan, step: Step) -> bool:
    """True if the end conditions of a step can be confirmed at its source."""
    if not step.row.requires_end_conditions:
        return True
    asked = any(plan.covers(c.at, step.source) for c in plan.end_conditions)
    return not asked or any(
        "confirm_end_condition" in act.on and plan.covers(act.at, step.source) for act in plan.acts
    )


def _posts(subject: Subject, steps: list[Step]) -> Iterator[PlanFinding]:
    """Positions that no role activates, raises, lowers or ends."""
    plan = subject.plan
    order = plan.positions
    for rank, position in enumerate(order):
        into = [s for s in steps if s.target == position]
        out = [s for s in steps if s.source == position and s.command in _LEVEL_COMMANDS]
        missing = []
        if not any(s.command == "activate_response" and s.source == START for s in into):
            missing.append("no_activator")
        if rank + 1 < len(order) and not any(s.target in order[rank + 1 :] for s in out):
            missing.append("no_raiser")
        if rank and not any(s.target in order[:rank] for s in out):
            missing.append("no_lowerer")
        if not any(s.source == position and s.command == "end_response" for s in steps):
            missing.append("no_ender")
        for code in missing:
            yield subject.error(code, _path_of(plan, position), name=place_words(plan, position))


def _path_of(plan: Plan, place: str) -> Path:
    """Where the file defines a place; the lifecycle for a stage."""
    for number, level in enumerate(plan.levels):
        if level.id == place:
            return ("levels", number)
        for index, sub in enumerate(level.sub_states):
            if f"{level.id}.{sub.id}" == place:
                return ("levels", number, "sub_states", index)
    for number, grade in enumerate(plan.warnings):
        if f"warning.{grade.id}" == place:
            return ("warnings", number)
    return ("lifecycle",)
