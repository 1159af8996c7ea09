"""Every condition can be met: a rule that never applies is a rule that was miswritten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.checks.finding import Finding, Subject, named
from engine.checks.regions import PLACE, Flat
from engine.checks.rewriting import branches, judged_by_flags
from engine.checks.sizes import CONDITIONS
from engine.checks.walk import Found
from engine.plan import model as m
from engine.plan.expressions import Expression
from engine.plan.tree import Path


def check(subject: Subject, found: list[Found]) -> Iterator[Finding]:
    """Conditions that no facts can meet."""
    flat = Flat(subject.plan, scales=True)
    for path, part in found:
        for key in CONDITIONS.get(type(part), ()):
            condition = getattr(part, key)
            if condition is not None and not _possible(flat, condition, part):
                yield _never(subject, (*path, key), part)


def _possible(flat: Flat, condition: Expression, part: Any) -> bool:
    """Whether some case meets the condition, at a place where the rule applies."""
    fixed = None
    if isinstance(part, m.Report):
        fixed = {PLACE: [p for p in flat.states() if flat.plan.covers(part.at, p)] or ["closed"]}
    return any(
        flat.met(branch, case)
        for branch in branches(judged_by_flags(condition))
        for case in flat.cases([branch], fixed=fixed)
    )


def _never(subject: Subject, path: Path, part: Any) -> Finding:
    clause = "、".join(getattr(part, "clause", ())) or None
    return subject.error("never_met", path, clause=clause, name=named(part))
