"""A counter-example: the fewest facts with which the engine itself finds conditions met."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from engine.conditions.evaluation import Situation, holds
from engine.plan.expressions import Expression
from engine.plan.model import CountOf, PercentOf, Plan, SumOf
from engine.plan_checks.conditions.regions import DAY, LASTED, PLACE, Case, Flat
from engine.plan_checks.conditions.rewriting import spelled_out

MOST_FACTS = 3
TRIES = 6_000


def witness(plan: Plan, whens: Sequence[Expression], place: str) -> Case | None:
    """The smallest case of real facts (no sums) that meets all conditions at the place.

    None when none of up to `MOST_FACTS` facts was found within `TRIES` tries.
    """
    values = _real(plan, [spelled_out(plan, when) for when in whens])
    tries = 0
    for size in range(MOST_FACTS + 1):
        for chosen in itertools.combinations(values, size):
            for combination in itertools.product(*(values[name] for name in chosen)):
                tries += 1
                if tries > TRIES:
                    return None
                case = dict(zip(chosen, combination, strict=True))
                if all(holds(when, _situation(plan, case, place)) is True for when in whens):
                    return {**case, PLACE: place}
    return None


def _situation(plan: Plan, case: Case, place: str) -> Situation:
    lasted = {name.removeprefix(LASTED): v for name, v in case.items() if name.startswith(LASTED)}
    known = {name: value for name, value in case.items() if not name.startswith(LASTED)}
    return Situation(plan, known, place, lasted, known.pop(DAY, None))


def _real(plan: Plan, whens: Sequence[Expression]) -> dict[str, list[object]]:
    """Representative values of the facts themselves; sums and counts are split into facts."""
    found: dict[str, list[object]] = {}
    for variable, values in Flat(plan).variables(whens).items():
        derived = plan.derived_by_id.get(variable)
        if isinstance(derived, SumOf):
            for part in derived.sum_of:
                found.setdefault(part, []).extend(values)
        elif isinstance(derived, PercentOf):
            found.setdefault(derived.percent_of, []).append(1000)
            found.setdefault(derived.part, []).extend(value * 10 for value in values)
        elif isinstance(derived, CountOf):
            codes = [c for c in plan.division_by_code if c not in derived.excluding]
            found.setdefault(derived.count_of, []).extend(
                tuple(codes[: int(value)]) for value in values
            )
        elif variable != PLACE:
            found.setdefault(variable, []).extend(values)
    return {name: list(dict.fromkeys(values)) for name, values in found.items()}
