"""Classes and levels: from the lowest threshold upwards no hole and no wrong overlap.

For each figure, all conditions of a scale (or of the levels) that use it are walked over
every region of that figure, and over every region of what stands beside it in the same
condition. A hole is a value that no class takes although values on both sides do, or
the far end of a figure that classes follow. Of two classes that hold at once the higher
counts; that is what an open-ended lower band means (10人以上 beside 30人以上), but two
bands with ends must not overlap.

A hole that opens only where the other facts of a condition lag behind is a warning, and
none when all the conditions concerned name a reading (`assumption`) that they share.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.conditions.criteria import criteria
from engine.plan.model import split_position
from engine.plan_checks.conditions.class_gaps import Unit, Walk
from engine.plan_checks.conditions.rewriting import branches, judged_by_flags, spelled_out
from engine.plan_checks.finding import PlanFinding, Subject, Words, named
from engine.plan_checks.lifecycle.paths import place_words
from engine.plan_checks.plan_walk import Found

BUDGET = 400_000
"""Judgements for all figures of a plan together; shipped plans need some thousands."""


def check(subject: Subject, found: list[Found]) -> Iterator[PlanFinding]:
    """Holes, overlaps and reversed orders of every scale and of the levels."""
    walks = [
        Walk(subject, name, figure, units)
        for name, units in _series(subject, found)
        for figure in sorted({f for unit in units for f in unit.figures})
    ]
    said: set[tuple[str, object]] = set()
    for walk in walks:
        walk.take(BUDGET // len(walks))
        for finding in walk.findings():
            key = (finding.code, finding.facts.get("value") or finding.facts["name"])
            if key not in said:
                said.add(key)
                yield finding


def _series(subject: Subject, found: list[Found]) -> Iterator[tuple[Words, list[Unit]]]:
    plan = subject.plan
    for number, scale in enumerate(plan.scales):
        yield (
            named(scale),
            [
                Unit(
                    rank,
                    named(class_),
                    ("scales", number, "classes", rank, "when"),
                    scale.citation,
                    frozenset(scale.assumption),
                    bool(scale.assumption),
                    branch,
                )
                for rank, class_ in enumerate(scale.classes)
                for branch in branches(judged_by_flags(spelled_out(plan, class_.when)))
            ],
        )
    paths = {id(part): path for path, part in found}
    ranks = {position: rank for rank, position in enumerate(plan.positions)}
    yield (
        Words("响应级别", "response levels"),
        [
            Unit(
                ranks[position],
                place_words(plan, position),
                (*paths[id(criterion)], "when"),
                criterion.citation,
                frozenset(criterion.assumption),
                bool(
                    criterion.assumption or plan.level_by_id[split_position(position)[0]].assumption
                ),
                branch,
            )
            for position, criterion in criteria(plan)
            for branch in branches(judged_by_flags(spelled_out(plan, criterion.when)))
        ],
    )
