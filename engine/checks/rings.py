"""Scales and derived figures that are told by themselves, over others or directly.

The engine would ask such a condition for its own answer; what comes after these checks
would not come to an end.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.finding import Finding, Subject, named
from engine.checks.walk import below
from engine.plan.model import PercentOf, Plan


def check(subject: Subject) -> Iterator[Finding]:
    """Every scale and every derived figure that leans on itself."""
    plan = subject.plan
    leans = {**_scales(plan), **_derived(plan)}
    for section, kind in (("scales", "scale"), ("derived", "derived")):
        for index, part in enumerate(getattr(plan, section)):
            node = f"{kind} {part.id}"
            if node in _reached(leans, node):
                yield subject.error(
                    "scale_ring", (section, index), clause=part.citation, name=named(part)
                )


def _scales(plan: Plan) -> dict[str, set[str]]:
    return {f"scale {scale.id}": _asked(scale.classes) for scale in plan.scales}


def _derived(plan: Plan) -> dict[str, set[str]]:
    found = {}
    for figure in plan.derived:
        parts = {figure.part, figure.percent_of} if isinstance(figure, PercentOf) else set()
        found[f"derived {figure.id}"] = _asked(figure) | {f"derived {id_}" for id_ in parts}
    return found


def _asked(part: object) -> set[str]:
    """The scales and figures that the conditions in a part ask for."""
    asked: set[str] = set()
    for _, node in below(part):
        for key, kind in (("scale", "scale"), ("fact", "derived"), ("lasting", "derived")):
            id_ = getattr(node, key, None)
            if isinstance(id_, str):
                asked.add(f"{kind} {id_}")
    return asked


def _reached(leans: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(leans[start])
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += leans.get(node, ())
    return seen
