"""Regions: from thresholds to the finitely many cases that a condition can tell apart.

A condition only compares figures with thresholds, so one representative below, at and
above each threshold stands for all values. A condition is judged by the engine itself
(`engine.conditions.evaluation.holds`), over a flattened plan in which sums and counts are figures
of their own, and judgements are flags, so that each can take every value by itself.
Total assignments are enough: what three-valued logic calls met with unknown facts stays
met whatever they turn out to be.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import prod
from typing import Any

from engine.conditions.evaluation import Situation, holds
from engine.plan import expressions as ex
from engine.plan.model import Plan, ScaleClass
from engine.plan.seasons import days_told_apart
from engine.plan_checks.conditions.sample_values import figure_values
from engine.plan_checks.plan_walk import below

LIMIT = 20_000
"""Most cases of one condition that are judged; of more, only the corners are kept."""

PLACE = "·place"
LASTED = "·lasted "
"""A variable that begins so is for how long a place was held or a flag true."""

DAY = "·day"
"""The variable for the day that it is."""

OTHER_WORD = "·"

Case = Mapping[str, Any]
"""Variable → value. A variable is a fact, a figure, a scale, `PLACE` or a duration."""


@dataclass(frozen=True, slots=True)
class Cases:
    """Combinations of values, one for each region; not `whole` when there are too many."""

    values: dict[str, list[Any]]
    limit: int
    whole: bool

    def __iter__(self) -> Iterator[Case]:
        for combination in itertools.islice(itertools.product(*self.values.values()), self.limit):
            yield dict(zip(self.values, combination, strict=True))


@dataclass(frozen=True)
class Flat:
    """A plan with every figure, judgement and (if `scales`) class free to take any value."""

    plan: Plan
    scales: bool = False
    _bare: Plan = field(init=False, repr=False)

    def __post_init__(self) -> None:
        values = {name: getattr(self.plan, name) for name in Plan.model_fields}
        values["derived"] = ()
        if self.scales:
            values["scales"] = tuple(_free(scale) for scale in self.plan.scales)
        object.__setattr__(self, "_bare", Plan.model_construct(**values))

    def situation(self, case: Case) -> Situation:
        """The case in the form that the engine judges."""
        known: dict[str, Any] = {}
        lasted: dict[str, ex.Duration] = {}
        for variable, value in case.items():
            if isinstance(value, frozenset) and variable in self.plan.scale_by_id:
                known |= {
                    f"{variable}/{c.id}": c.id in value
                    for c in self.plan.scale_by_id[variable].classes
                }
            elif variable.startswith(LASTED):
                lasted[variable.removeprefix(LASTED)] = value
            elif variable not in (PLACE, DAY):
                known[variable] = value
        place, day = case.get(PLACE, "assessing"), case.get(DAY)
        return Situation(self._bare, known, place, lasted, day)

    def met(self, expression: ex.Expression, case: Case) -> bool:
        """True if the condition is met in the case."""
        return holds(expression, self.situation(case)) is True

    def states(self) -> list[str]:
        """Every state of the machine: the stages and the positions."""
        return list(self.plan.states)

    def cases(
        self,
        expressions: Iterable[ex.Expression],
        limit: int = LIMIT,
        fixed: Mapping[str, list[Any]] | None = None,
    ) -> Cases:
        """The cases that these conditions can tell apart; `fixed` gives a variable's values."""
        expressions = list(expressions)
        nodes = sum(1 for expression in expressions for _ in below(expression))
        limit = max(64, limit * 20 // max(20, nodes))
        values = self.variables(expressions) | dict(fixed or {})
        whole = prod(map(len, values.values())) <= limit
        return Cases(values if whole else _corners(values, limit), limit, whole)

    def variables(self, expressions: Iterable[ex.Expression]) -> dict[str, list[Any]]:
        """Every variable of the conditions with its representative values, lowest first."""
        seen: dict[str, list[Any]] = {}
        for expression in expressions:
            for _, node in below(expression):
                for variable, mark in self._marks(node):
                    seen.setdefault(variable, []).append(mark)
        return {variable: self._values(variable, marks) for variable, marks in seen.items()}

    def _marks(self, node: Any) -> Iterator[tuple[str, Any]]:
        """What one node says about a variable: thresholds, words, entries, a class."""
        if isinstance(node, ex.Band):
            for bound in (node.at_least, node.above, node.below, node.at_most):
                if bound is not None:
                    yield node.fact, bound
            yield node.fact, None
        elif isinstance(node, ex.Flag):
            yield node.fact, node
        elif isinstance(node, ex.OneOf):
            yield node.fact, node.one_of
        elif isinstance(node, ex.Includes):
            yield node.fact, node.includes
        elif isinstance(node, ex.ScaleIs | ex.ScaleAtLeast | ex.ScaleCurrent):
            yield node.scale, node
        elif isinstance(node, ex.In | ex.Between | ex.MonthIn):
            yield PLACE if isinstance(node, ex.In) else DAY, node
        elif isinstance(node, ex.Lasting):
            yield f"{LASTED}{node.lasting}", node.bound
            yield PLACE if node.lasting in self.plan.places else node.lasting, node

    def _values(self, variable: str, marks: list[Any]) -> list[Any]:
        if variable == PLACE:
            return self.states()
        if variable == DAY:
            return list(days_told_apart(tuple(marks), *_YEAR))
        if variable.startswith(LASTED):
            return [ex.Duration(), *sorted(set(marks))]
        scale = self.plan.scale_by_id.get(variable)
        if scale is not None:
            return _subsets([class_.id for class_ in scale.classes])
        if isinstance(marks[0], ex.Flag | ex.Lasting):
            return [False, True]
        fact = self.plan.fact_by_id.get(variable)
        if fact is not None and fact.kind in ("text", "choice"):
            return [OTHER_WORD, *dict.fromkeys(word for words in marks for word in words)]
        if fact is not None and fact.kind in ("divisions", "choices"):
            return _unions(marks)
        return figure_values(self.plan, variable, [m for m in marks if m is not None])


_YEAR = date(2024, 1, 1), date(2024, 12, 31)
"""A year in which every day of the calendar comes."""


def _free(scale: Any) -> Any:
    classes = tuple(
        ScaleClass.model_construct(
            id=class_.id,
            name=class_.name,
            name_en=class_.name_en,
            when=ex.Flag.model_construct(fact=f"{scale.id}/{class_.id}", is_=True),
        )
        for class_ in scale.classes
    )
    return scale.model_copy(update={"classes": classes})


def _subsets(classes: list[str]) -> list[frozenset[str]]:
    """All sets of classes that may hold together; of many classes, single ones and runs."""
    if len(classes) <= 6:
        sizes = range(len(classes) + 1)
        return [frozenset(c) for n in sizes for c in itertools.combinations(classes, n)]
    runs = [frozenset(classes[:n]) for n in range(2, len(classes) + 1)]
    return [frozenset(), *(frozenset({c}) for c in classes), *runs]


def _unions(sets: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The empty list, each list, and their unions (all combinations while they are few)."""
    distinct = list(dict.fromkeys(sets))
    sizes = range(len(distinct) + 1) if len(distinct) <= 4 else (0, 1, len(distinct))
    found = {
        tuple(sorted({entry for part in chosen for entry in part}))
        for n in sizes
        for chosen in itertools.combinations(distinct, n)
    }
    return sorted(found, key=lambda entries: (len(entries), entries))


def _corners(values: dict[str, list[Any]], limit: int) -> dict[str, list[Any]]:
    """Drop values from each variable, keeping the first and the last, until the limit is met."""
    thinned = {variable: list(found) for variable, found in values.items()}
    while prod(map(len, thinned.values())) > limit:
        variable = max(thinned, key=lambda name: len(thinned[name]))
        found = thinned[variable]
        if len(found) <= 2:
            break
        middle = len(found) // 2
        thinned[variable] = found[:middle] + found[middle + 1 :]
    return thinned
