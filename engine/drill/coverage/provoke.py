"""An incident in which one report duty comes to be owed and is met."""

from __future__ import annotations

from collections.abc import Callable

from engine.drill.coverage.facts_for import figures_for, raised
from engine.drill.coverage.walk import Walk, begin, step_to
from engine.plan.cadences import SameDay, Within
from engine.plan.model import Plan, ReportObligation

Path = Callable[[str, Callable[[str, str], bool]], list[tuple[str, str]] | None]
"""The shortest way from a place whose last move fits."""

HALF_DAYS = 6
"""How many half days a walk waits for a slot."""


def provoke(
    plan: Plan, obligation: str, key: str, start: str, division: str, path: Path
) -> Walk | None:
    """The shortest walk found on which the duty is met, or None."""
    report = plan.report_by_id[obligation]
    for place in plan.states:
        if not plan.covers(report.at, place):
            continue
        figures = figures_for(plan, report.when, place)
        if figures is None:
            continue
        walk = begin(plan, key, start, division, figures)
        walk.keeps_figures = True
        if _goes_to(walk, place, path) and _is_met(walk, report):
            return walk
    return None


def _goes_to(walk: Walk, place: str, path: Path) -> bool:
    if walk.incident.place == place:
        return True
    way = path(walk.incident.place, lambda source, target: target == place)
    return way is not None and all(
        walk.take(step_to(walk.plan, source, target)) for source, target in way
    )


def _is_met(walk: Walk, report: ReportObligation) -> bool:
    """Do what makes the duty arise, wait for its slot, and send the report."""
    cadence = report.cadence
    if isinstance(cadence, Within) and cadence.after_report_of is not None:
        for slot in walk.open_slots([cadence.after_report_of]):
            walk.send(slot)
    if isinstance(cadence, Within | SameDay):
        for fact in cadence.on_change_of[:1]:
            walk.record({fact: raised(walk.plan, fact, walk.incident.known())})
    if report.kind == "correction":
        _correct(walk)
    for _ in range(HALF_DAYS):
        slots = walk.open_slots([report.id])
        if slots:
            return walk.send(slots[0])
        walk.wait(12 * 60)
    return False


def _correct(walk: Walk) -> None:
    """Record a figure, report, and record that the figure was wrong."""
    fact = next(iter(walk.plan.fact_by_id))
    value = raised(walk.plan, fact, walk.incident.known())
    walk.record({fact: value})
    for slot in walk.open_slots(walk.plan.report_by_id):
        if slot.opens_at <= walk.now:
            walk.send(slot)
    walk.record({fact: raised(walk.plan, fact, {fact: value})}, correction=True)
