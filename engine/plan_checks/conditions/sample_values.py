"""Representative values of a figure: below, at, between and above its thresholds."""

from __future__ import annotations

from collections.abc import Iterable

from engine.plan.model import CountOf, Fact, PercentOf, Plan, SumOf


def figure_values(plan: Plan, figure: str, thresholds: Iterable[float]) -> list[float]:
    """Values below, at, between and above all thresholds, within what the fact may be."""
    whole, low, high = _range(plan, figure)
    marks = sorted(set(thresholds))
    found: set[float] = {low} if low is not None else set()
    if high is not None:
        found.add(high)
    for before, mark in zip([None, *marks], marks, strict=False):
        if whole:
            found |= {mark - 1, mark, mark + 1}
        else:
            found |= {mark} | ({(before + mark) / 2} if before is not None else {mark - 1})
    if marks:
        found.add(marks[-1] + 1)
    return sorted(
        value
        for value in found
        if (low is None or value >= low)
        and (high is None or value <= high)
        and not (whole and float(value) != int(value))
    )


def _range(plan: Plan, figure: str) -> tuple[bool, float | None, float | None]:
    """Whether a figure is whole, and its least and greatest value."""
    derived = plan.derived_by_id.get(figure)
    if isinstance(derived, CountOf):
        base = plan.fact_by_id.get(derived.count_of)
        entries = (
            [choice.id for choice in base.choices]
            if base is not None and base.kind == "choices"
            else list(plan.division_by_code)
        )
        return True, 0, sum(entry not in derived.excluding for entry in entries)
    if isinstance(derived, PercentOf):
        return False, 0, None
    if isinstance(derived, SumOf):
        parts = [_range(plan, part) for part in derived.sum_of if part in plan.fact_by_id]
        lows = [low for _, low, _ in parts if low is not None]
        whole = all(is_whole for is_whole, _, _ in parts)
        return whole, sum(lows) if len(lows) == len(parts) else None, None
    fact = plan.fact_by_id.get(figure)
    if fact is None:
        return False, None, None
    return fact.kind in ("count", "money"), _least(fact), fact.maximum


def _least(fact: Fact) -> float | None:
    return 0 if fact.minimum is None and fact.kind in ("count", "money") else fact.minimum
