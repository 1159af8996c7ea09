"""How much of each plan some runs visit, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.drill.coverage.exclusions import NOTHING, Excluded, Reason
from engine.drill.coverage.items import KINDS, Kind, items_of, visited
from engine.drill.outcome import Run
from engine.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of items of a plan: how many there are, which are missing, which cannot be visited.

    `wrongly_excluded` are items that are said to be out of reach and that a run visits.
    """

    kind: Kind
    total: int
    visited: int
    missing: tuple[str, ...]
    excluded: Mapping[str, Reason]
    wrongly_excluded: tuple[str, ...]


def coverage(plan: Plan, runs: Iterable[Run], excluded: Excluded = NOTHING) -> tuple[Part, ...]:
    """The coverage of one plan by all incidents under it, kind by kind."""
    seen: dict[Kind, set[str]] = {kind: set() for kind in KINDS}
    for run in runs:
        for one in run.every:
            if one.plan.id == plan.id:
                for kind, found in visited(one.events).items():
                    seen[kind] |= found
    parts = []
    for kind, items in items_of(plan).items():
        reasons: Mapping[str, Reason] = getattr(excluded, kind)
        parts.append(
            Part(
                kind=kind,
                total=len(items),
                visited=sum(item in seen[kind] for item in items),
                missing=tuple(i for i in items if i not in seen[kind] and i not in reasons),
                excluded=reasons,
                wrongly_excluded=tuple(i for i in reasons if i in seen[kind]),
            )
        )
    return tuple(parts)


def missing_of(parts: Iterable[Part]) -> dict[Kind, frozenset[str]]:
    """What is missing, as the search takes it."""
    return {part.kind: frozenset(part.missing) for part in parts}
