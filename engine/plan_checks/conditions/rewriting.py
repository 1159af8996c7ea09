"""Conditions rewritten for the checker: classes spelled out, judgements as flags.

The conditions mean the same as before; they only say it in figures, flags and words, so
that every region can be enumerated (`engine.plan_checks.conditions.regions`).
"""

from __future__ import annotations

from collections.abc import Callable

from engine.plan import expressions as ex
from engine.plan.model import HoldsWhen, Plan
from engine.plan_checks.plan_walk import below

LONGEST = 20_000
"""Most nodes of a condition that is spelled out; a longer one stays as it is written."""

JUDGEMENT = "·judgement"
"""Prefix of the flags that replace judgements."""


def rewritten(
    expression: ex.Expression, leaf: Callable[[ex.Expression], ex.Expression]
) -> ex.Expression:
    """The condition with each leaf replaced."""
    if isinstance(expression, ex.All):
        return ex.All.model_construct(all=tuple(rewritten(e, leaf) for e in expression.all))
    if isinstance(expression, ex.AnyOf):
        return ex.AnyOf.model_construct(any=tuple(rewritten(e, leaf) for e in expression.any))
    if isinstance(expression, ex.AtLeastN):
        parts = tuple(rewritten(e, leaf) for e in expression.of)
        return ex.AtLeastN.model_construct(at_least_n=expression.at_least_n, of=parts)
    if isinstance(expression, ex.Unless):
        return ex.Unless.model_construct(unless=rewritten(expression.unless, leaf))
    if isinstance(expression, ex.Not):
        return ex.Not.model_construct(not_=rewritten(expression.not_, leaf))
    return leaf(expression)


def judged_by_flags(expression: ex.Expression) -> ex.Expression:
    """The condition with each judgement replaced by a flag."""

    def leaf(node: ex.Expression) -> ex.Expression:
        if isinstance(node, ex.Judgement):
            return ex.Flag.model_construct(fact=f"{JUDGEMENT}{node.judgement}", is_=True)
        return node

    return rewritten(expression, leaf)


def spelled_out(plan: Plan, expression: ex.Expression) -> ex.Expression:
    """The condition with classes and derived flags replaced by the conditions that define them.

    The condition stays as it is written where the replaced one would be too long.
    """
    return _spelled(plan, expression) if _length(plan, expression, {}) <= LONGEST else expression


def _length(plan: Plan, expression: ex.Expression, known: dict[str, int]) -> int:
    """How many nodes the condition would have when spelled out."""
    count = 0
    for _, node in below(expression):
        count += 1
        if isinstance(node, ex.ScaleIs | ex.ScaleAtLeast | ex.ScaleCurrent):
            if node.scale not in known:
                classes = plan.scale_by_id[node.scale].classes
                known[node.scale] = sum(_length(plan, c.when, known) for c in classes)
            times = len(node.current) if isinstance(node, ex.ScaleCurrent) else 1
            count += known[node.scale] * times
        made = _made_flag(plan, node)
        if made is not None:
            if made.id not in known:
                known[made.id] = _length(plan, made.when, known)
            count += known[made.id]
    return count


def _made_flag(plan: Plan, node: object) -> HoldsWhen | None:
    """The derived flag that a node asks for, if it asks for one."""
    derived = plan.derived_by_id.get(node.fact) if isinstance(node, ex.Flag) else None
    return derived if isinstance(derived, HoldsWhen) else None


def _spelled(plan: Plan, expression: ex.Expression) -> ex.Expression:
    def leaf(node: ex.Expression) -> ex.Expression:
        made = _made_flag(plan, node)
        if made is not None and isinstance(node, ex.Flag):
            when = _spelled(plan, made.when)
            return when if node.is_ else ex.Not.model_construct(not_=when)
        if not isinstance(node, ex.ScaleIs | ex.ScaleAtLeast | ex.ScaleCurrent):
            return node
        classes = plan.scale_by_id[node.scale].classes
        ids = [class_.id for class_ in classes]
        whens = [_spelled(plan, class_.when) for class_ in classes]
        if isinstance(node, ex.ScaleIs):
            return whens[ids.index(node.is_)]
        if isinstance(node, ex.ScaleAtLeast):
            return ex.AnyOf.model_construct(any=tuple(whens[ids.index(node.at_least) :]))
        return ex.AnyOf.model_construct(
            any=tuple(_exactly(whens, ids.index(c)) for c in node.current)
        )

    return rewritten(expression, leaf)


def _exactly(whens: list[ex.Expression], index: int) -> ex.Expression:
    higher = whens[index + 1 :]
    if not higher:
        return whens[index]
    none = ex.Not.model_construct(not_=ex.AnyOf.model_construct(any=tuple(higher)))
    return ex.All.model_construct(all=(whens[index], none))


def branches(expression: ex.Expression) -> list[ex.Expression]:
    """The alternatives of a condition: what its outermost `any` lists."""
    if isinstance(expression, ex.AnyOf):
        return [branch for part in expression.any for branch in branches(part)]
    return [expression]
