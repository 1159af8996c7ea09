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
            possible = condition is None or _possible(flat, condition, part)
            if not possible:
                code = "never_met" if possible is False else "not_proved"
                yield _doubt(subject, code, (*path, key), part)


def _possible(flat: Flat, condition: Expression, part: Any) -> bool | None:
    """Whether some case meets the condition where the rule applies; None: not all were tried."""
    fixed = None
    if isinstance(part, m.Report):
        fixed = {PLACE: [p for p in flat.states() if flat.plan.covers(part.at, p)] or ["closed"]}
    all_tried = True
    for branch in branches(judged_by_flags(condition)):
        cases = flat.cases([branch], fixed=fixed)
        if any(flat.met(branch, case) for case in cases):
            return True
        all_tried = all_tried and cases.whole
    return False if all_tried else None


def _doubt(subject: Subject, code: str, path: Path, part: Any) -> Finding:
    make = subject.error if code == "never_met" else subject.warning
    clause = "、".join(getattr(part, "clause", ())) or None
    return make(code, path, clause=clause, name=named(part))
