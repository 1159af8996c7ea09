"""What the facts recommend: criteria, the highest level met, and the levels it may rise to.

The highest position with a met criterion is recommended (A6). Every criterion is listed with its
clause and the reason for its result. A recommendation never changes a level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.conditions.evaluation import Answer, Situation, current_class, holds
from engine.plan.model import Criterion, Plan, Projection, split_position


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion with its result, and the position that it recommends."""

    position: str
    criterion: Criterion
    met: Answer


@dataclass(frozen=True, slots=True)
class MayRise:
    """A projection that would reach a higher class, and the position that would follow."""

    projection: Projection
    class_id: str
    position: str | None


def criteria(plan: Plan) -> Iterator[tuple[str, Criterion]]:
    """All criteria with their positions, lowest first."""
    for position in plan.positions:
        level_id, sub_state = split_position(position)
        level = plan.level_by_id[level_id]
        for criterion in level.criteria:
            yield position, criterion
        for sub in level.sub_states:
            if sub.id == sub_state:
                for criterion in sub.criteria:
                    yield position, criterion


def judged(situation: Situation) -> list[Judged]:
    """Every criterion of the plan with its answer, lowest position first."""
    return [
        Judged(position, criterion, holds(criterion.when, situation))
        for position, criterion in criteria(situation.plan)
    ]


def recommended(answers: list[Judged]) -> str | None:
    """The highest position with a met criterion, or None."""
    met = [answer.position for answer in answers if answer.met]
    return met[-1] if met else None


def may_rise(situation: Situation) -> list[MayRise]:
    """Projections (A3) whose class would be above the highest class known to hold.

    A sum with unknown parts is at least the sum of the known ones.
    """
    found = []
    for projection in situation.plan.projections:
        parts = [situation.known.get(part) for part in projection.by_sum_of]
        known = [part for part in parts if part is not None]
        if not known:
            continue
        assumed = {**situation.known, projection.replace: sum(known)}
        scale = situation.plan.scale_by_id[projection.scale]
        ids = [candidate.id for candidate in scale.classes]
        imagined = Situation(
            situation.plan, assumed, situation.place, situation.lasted, situation.day
        )
        after, before = (
            current_class(imagined, scale.id),
            current_class(situation, scale.id),
        )
        if after and (before is None or ids.index(after) > ids.index(before)):
            position = recommended(judged(imagined))
            found.append(MayRise(projection, after, position))
    return found
