"""The lifecycle table of a plan, row by row, and which rows fit a command.

Rules of this module: it knows tables, not plans; it answers, it does not decide who may.

Theory of operation. A machine state is a *place*: a stage (`assessing`, `warning` or a
grade of it, `ended`, `closed`) or, while responding, a *position* (a level, or a level's
sub-state). The plan's `lifecycle` rows are expanded into single steps (command, source, target),
each with the row that allows it, so that a reader can check the table against the
clauses without running it. A step that two rows allow is a contradiction in the plan:
`step` refuses it aloud instead of taking the first, and the plan checker finds it before
use. Whether the actor may take the step, and whether recommendation, approval and end
conditions are there, is judged by `engine.decide` from the row; only then is the step
taken, by the adapter on `transitions`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from engine.errors import PlanProblem
from engine.lifecycle.transitions_adapter import Adapter
from engine.memo import memoised_per_plan
from engine.plan.model import Plan, Transition


@dataclass(frozen=True, slots=True)
class Step:
    """One way from one place to another, and the row of the plan that allows it."""

    command: str
    source: str
    target: str
    row: Transition


class Lifecycle:
    """The expanded table of one plan, with the machine that takes the steps."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.steps = tuple(expand(plan))
        self._from: dict[str, list[Step]] = defaultdict(list)
        self._exact: dict[tuple[str, str, str], list[Step]] = defaultdict(list)
        for step in self.steps:
            self._from[step.source].append(step)
            self._exact[step.command, step.source, step.target].append(step)
        self._machine = Adapter(
            list(plan.states),
            [(step.command, step.source, step.target) for step in self.steps],
        )

    def steps_from(self, source: str, command: str | None = None) -> list[Step]:
        """All steps that leave `source`, of one command where it is given."""
        steps = self._from.get(source, [])
        return [step for step in steps if command in (None, step.command)]

    def step(self, command: str, source: str, target: str) -> Step | None:
        """The one step that fits, None when there is none.

        Raises `PlanProblem` when two rows of the plan fit.
        """
        found = self._exact.get((command, source, target), [])
        if len(found) > 1:
            clauses = "、".join(sorted({s.row.citation for s in found}))
            raise PlanProblem(
                "ambiguous_transition", clause=clauses, command=command, count=len(found)
            )
        return found[0] if found else None

    def take(self, command: str, source: str, target: str) -> str:
        """Run the step on the machine; returns the place it led to."""
        return self._machine.fire(command, source, target)

    def rank(self, place: str) -> int:
        """Positions by height, lowest 0; -1 for a stage."""
        positions = self.plan.positions
        return positions.index(place) if place in positions else -1


def expand(plan: Plan) -> list[Step]:
    """Every (command, source, target) that the plan's rows allow."""
    steps = []
    for row in plan.lifecycle:
        sources = sorted({s for name in row.from_ for s in plan.places.get(name, ())})
        targets = sorted({t for name in row.to for t in plan.places.get(name, ())})
        steps += [
            Step(command, source, target, row)
            for command in row.on
            for source in sources
            for target in targets
            if source != target
        ]
    return steps


@memoised_per_plan
def lifecycle_of(plan: Plan) -> Lifecycle:
    """The plan's lifecycle, built once per plan."""
    return Lifecycle(plan)
