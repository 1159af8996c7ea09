"""Cadences: after every instant there is a next one, for years on.

The engine's own arithmetic is run (`engine.reporting.due_instants`) from starts around every
clock time, over the ends of years and a leap day, and day by day through two years. What
is proved of one cadence holds for every obligation that has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.plan.model import Plan, ReportObligation
from engine.plan.yaml_tree import Path
from engine.plan_checks.finding import PlanFinding, Subject, named
from engine.reporting.due_instants import base_of, first, following, is_periodic

DAYS = 800
"""More than two years, a leap day among them."""

DIFFERENT = 60
"""Most different cadences of one plan that are proved."""

_STARTS = (
    datetime(2023, 12, 30, 16, 0, tzinfo=UTC),
    datetime(2024, 2, 28, 3, 30, tzinfo=UTC),
    datetime(2024, 12, 31, 6, 59, tzinfo=UTC),
)
_MINUTES = (0, 1, 59, 60, 61, 179, 240, 420, 481, 719, 1080, 1439)
_LONGEST_GAP = timedelta(days=2 * 366 + 2)


def check(subject: Subject) -> Iterator[PlanFinding]:
    """Periodic obligations that at some instant have no next one."""
    known: dict[tuple[object, object], datetime | None] = {}
    for index, report in enumerate(subject.plan.reports):
        if not is_periodic(report):
            continue
        path: Path = ("reports", index, "cadence")
        key = (report.cadence, _base(subject.plan, report))
        if key not in known and len(known) >= DIFFERENT:
            yield subject.warning(
                "too_many_cadences", path, clause=report.citation, limit=DIFFERENT
            )
            return
        if key not in known:
            known[key] = _broken(subject.plan, report)
        broken = known[key]
        if broken is not None:
            yield subject.error(
                "no_next_instant",
                path,
                clause=report.citation,
                name=named(report),
                at=f"{broken.astimezone(ZoneInfo(subject.plan.zone)):%Y-%m-%d %H:%M}",
            )


def _base(plan: Plan, report: ReportObligation) -> object:
    """The cadence whose days count; None where the chain of digests is a circle."""
    try:
        return base_of(plan, report).cadence
    except (KeyError, RecursionError):
        return None


def _broken(plan: Plan, report: ReportObligation) -> datetime | None:
    """An instant after which no due instant follows, or a wrong one; None if there is none."""
    for start in _STARTS:
        for minutes in _MINUTES:
            at = start + timedelta(minutes=minutes)
            if not _begins(plan, report, at):
                return at
    return _runs_dry(plan, report, _STARTS[0])


def _begins(plan: Plan, report: ReportObligation, at: datetime) -> bool:
    try:
        found = first(plan, report, at)
    except (KeyError, RecursionError, StopIteration, TypeError, ValueError):
        return False
    return at < found.owed <= at + _LONGEST_GAP and all(at < t < found.owed for t in found.too_near)


def _runs_dry(plan: Plan, report: ReportObligation, start: datetime) -> datetime | None:
    """Day by day: the next instant is always later, near, and stays the same until it has come."""
    begun = first(plan, report, start)
    expected = begun.owed
    at = start
    for _ in range(DAYS):
        at += timedelta(days=1)
        if at < expected:
            continue
        try:
            due = following(plan, report, at, start, begun.anchor)
        except (StopIteration, TypeError, ValueError):
            return at
        if not at < due <= at + _LONGEST_GAP:
            return at
        expected = due
    return None
