"""Figures that meet a condition: the search of `drill cover` for what a move or a duty needs.

A condition is turned into small sets of figures, the simplest first; each is tried by the engine's
own judge, so that a guess that is wrong is dropped and never believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product
from typing import Any

from engine.conditions.criteria import criteria, judged, recommended
from engine.conditions.evaluation import Situation, holds
from engine.plan import expressions as ex
from engine.plan.model import CountOf, Fact, HoldsWhen, PercentOf, Plan, SumOf

Figures = dict[str, Any]

MOST = 200
"""Guesses that are tried for one condition."""


def figures_for(plan: Plan, condition: ex.Expression | None, place: str) -> Figures | None:
    """Figures with which the condition is met at a place; None if the search finds none."""
    if condition is None:
        return {}
    for guess in islice(_guesses(plan, condition), MOST):
        if holds(condition, Situation(plan, guess, place)):
            return guess
    return None


def figures_recommending(plan: Plan, position: str) -> Figures | None:
    """Figures by which the plan recommends exactly this position, or None.

    A criterion that only a judgement can meet has none.
    """
    for there, criterion in criteria(plan):
        if there != position:
            continue
        for guess in islice(_guesses(plan, criterion.when), MOST):
            if recommended(judged(Situation(plan, guess, position))) == position:
                return guess
    return None


def _guesses(plan: Plan, node: ex.Expression) -> Iterator[Figures]:
    """Sets of figures that may meet a condition; none for a judgement, a date, a duration."""
    way = _WAYS.get(type(node))
    return iter(()) if way is None else way(plan, node)


def _any(plan: Plan, node: ex.AnyOf) -> Iterator[Figures]:
    for part in node.any:
        yield from _guesses(plan, part)


def _at_least_n(plan: Plan, node: ex.AtLeastN) -> Iterator[Figures]:
    yield from _joined(plan, node.of[: node.at_least_n])
    yield from _joined(plan, node.of)


def _not(plan: Plan, node: ex.Not) -> Iterator[Figures]:
    yield {}
    yield from _against(plan, node.not_)


def _includes(plan: Plan, node: ex.Includes) -> Iterator[Figures]:
    yield {node.fact: list(node.includes)}
    yield from ({node.fact: [value]} for value in node.includes)


def _joined(plan: Plan, parts: tuple[ex.Expression, ...]) -> Iterator[Figures]:
    """Guesses for several conditions at once; those that contradict each other are left out."""
    for chosen in islice(product(*(list(islice(_guesses(plan, p), 12)) for p in parts)), MOST):
        joined: Figures = {}
        fits = True
        for one in chosen:
            fits = fits and all(joined.get(name, value) == value for name, value in one.items())
            joined |= one
        if fits:
            yield joined


def _against(plan: Plan, node: ex.Expression) -> Iterator[Figures]:
    """Guesses under which a condition is known not to be met."""
    if isinstance(node, ex.Flag):
        yield from _flags(plan, node.fact, not node.is_)
    elif isinstance(node, ex.Band):
        for value in (0, *(limit for limit in (node.below, node.at_most) if limit is not None)):
            yield from _of_amount(plan, node.fact, value)
    elif isinstance(node, ex.ScaleIs | ex.ScaleAtLeast | ex.ScaleCurrent):
        for one in plan.scale_by_id[node.scale].classes:
            yield from islice(_guesses(plan, one.when), 4)
        yield dict.fromkeys((f.id for f in plan.facts if f.kind in ("count", "money")), 0)
    elif isinstance(node, ex.All | ex.AnyOf):
        for part in node.all if isinstance(node, ex.All) else node.any:
            yield from _against(plan, part)


def _classes(plan: Plan, node: ex.ScaleIs | ex.ScaleAtLeast | ex.ScaleCurrent) -> Iterator[Figures]:
    classes = plan.scale_by_id[node.scale].classes
    ids = [one.id for one in classes]
    if isinstance(node, ex.ScaleIs):
        wanted = [node.is_]
    elif isinstance(node, ex.ScaleAtLeast):
        wanted = ids[ids.index(node.at_least) :]
    else:
        wanted = list(node.current)
    for one in classes:
        if one.id in wanted:
            yield from _guesses(plan, one.when)


def _amounts(plan: Plan, figure: str, band: ex.Band) -> Iterator[Figures]:
    low = [v for v in (band.at_least, band.above and band.above + 1, band.above) if v is not None]
    high = [v - 1 for v in (band.below, band.at_most and band.at_most + 1) if v is not None]
    for value in dict.fromkeys((*low, *high, 1)):
        yield from _of_amount(plan, figure, value)


def _of_amount(plan: Plan, figure: str, value: float) -> Iterator[Figures]:
    """Facts by which a figure has a value."""
    derived = plan.derived_by_id.get(figure)
    if isinstance(derived, SumOf):
        for part in derived.sum_of:
            yield {part: value}
        yield {**dict.fromkeys(derived.sum_of, 0), derived.sum_of[0]: value}
    elif isinstance(derived, CountOf):
        yield from _entries(plan, plan.fact_by_id[derived.count_of], int(value), derived.excluding)
    elif isinstance(derived, PercentOf):
        yield {derived.percent_of: 100, derived.part: value}
    elif derived is None:
        fact = plan.fact_by_id[figure]
        whole = fact.kind in ("count", "money")
        yield {figure: int(value) if whole or value == int(value) else value}


def _entries(plan: Plan, fact: Fact, count: int, excluding: tuple[str, ...]) -> Iterator[Figures]:
    """A list of so many entries."""
    known = [one.id for one in fact.choices] or list(plan.division_by_code)
    yield {fact.id: [one for one in known if one not in excluding][:count]}


def _flags(plan: Plan, name: str, value: bool) -> Iterator[Figures]:
    derived = plan.derived_by_id.get(name)
    if isinstance(derived, HoldsWhen):
        yield from _guesses(plan, derived.when) if value else _against(plan, derived.when)
    elif derived is None:
        yield {name: value}


def raised(plan: Plan, fact: str, known: Mapping[str, Any]) -> Any:
    """Another value of a fact than the one that is known: one more, one entry more, the reverse."""
    kind, value = plan.fact_by_id[fact].kind, known.get(fact)
    if kind == "flag":
        return not value
    if kind in ("divisions", "choices"):
        choices = plan.fact_by_id[fact].choices
        every = [one.id for one in choices] or list(plan.division_by_code)
        had = list(value or [])
        return [*had, *[one for one in every if one not in had][:1]]
    return (value or 0) + 1


_WAYS: dict[type[Any], Callable[[Plan, Any], Iterator[Figures]]] = {
    ex.All: lambda plan, node: _joined(plan, node.all),
    ex.AnyOf: _any,
    ex.AtLeastN: _at_least_n,
    ex.Not: _not,
    ex.Band: lambda plan, node: _amounts(plan, node.fact, node),
    ex.Flag: lambda plan, node: _flags(plan, node.fact, node.is_),
    ex.OneOf: lambda plan, node: iter([{node.fact: value} for value in node.one_of]),
    ex.Includes: _includes,
    ex.ScaleIs: lambda plan, node: _classes(plan, node),
    ex.ScaleAtLeast: lambda plan, node: _classes(plan, node),
    ex.ScaleCurrent: lambda plan, node: _classes(plan, node),
    ex.In: lambda plan, node: iter([{}]),
    ex.Unless: lambda plan, node: iter([{}]),
}
"""How each kind of condition is guessed at."""
