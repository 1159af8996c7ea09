"""Field values that have to exist: the zone, dates, minutes, codes, places of criteria."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from engine.plan import model as m
from engine.plan.expressions import Between, MonthIn
from engine.plan.yaml_tree import Path
from engine.plan_checks.finding import PlanFinding, Subject, Words, named
from engine.plan_checks.plan_walk import Found


def check(subject: Subject, found: list[Found]) -> Iterator[PlanFinding]:
    """An unknown zone, days that do not exist, reminders that cannot be sent."""
    yield from _zone(subject)
    yield from _dates(subject)
    yield from _levels(subject)
    yield from _divisions(subject)
    for path, part in found:
        yield from _minutes(subject, path, part)
        yield from _seasons(subject, path, part)
    yield from _watch(subject)


def _zone(subject: Subject) -> Iterator[PlanFinding]:
    zone = subject.plan.zone
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        yield subject.error("unknown_zone", ("zone",), value=zone[:80])


def _dates(subject: Subject) -> Iterator[PlanFinding]:
    plan = subject.plan
    dates: list[tuple[Path, str | None]] = [(("document", "issued"), plan.document.issued)]
    dates += [(("laws", i, "in_force"), law.in_force) for i, law in enumerate(plan.laws)]
    for path, words in dates:
        try:
            if words is not None:
                date.fromisoformat(words)
        except ValueError:
            yield subject.error("no_such_date", path, value=words)


def _seasons(subject: Subject, path: Path, part: Any) -> Iterator[PlanFinding]:
    """Days that no year has; and the date where a condition is asked without one."""
    if isinstance(part, Between):
        for index, words in enumerate(part.between):
            try:
                date.fromisoformat(f"{_LEAP_YEAR}-{words}")
            except ValueError:
                yield subject.error("no_such_date", (*path, "between", index), value=words)
    undated = path[:1] == ("coverage",) or "shorter_when" in path
    if undated and isinstance(part, Between | MonthIn):
        yield subject.error("date_not_asked_here", path)


_LEAP_YEAR = 2024


def _levels(subject: Subject) -> Iterator[PlanFinding]:
    """Criteria of a level that has sub-states would recommend the highest of them."""
    for index, level in enumerate(subject.plan.levels):
        if level.sub_states and level.criteria:
            yield subject.error(
                "criteria_above_sub_states", ("levels", index, "criteria"), name=named(level)
            )


def _divisions(subject: Subject) -> Iterator[PlanFinding]:
    jurisdiction = subject.plan.jurisdiction
    prefix = jurisdiction.code
    while prefix.endswith("00"):
        prefix = prefix[:-2]
    for index, division in enumerate(jurisdiction.divisions):
        if not division.code.startswith(prefix) or division.code == jurisdiction.code:
            yield subject.warning(
                "division_elsewhere",
                ("jurisdiction", "divisions", index, "code"),
                value=division.code,
                name=named(division),
                jurisdiction=named(jurisdiction),
            )


def _minutes(subject: Subject, path: Path, part: Any) -> Iterator[PlanFinding]:
    """Minutes of reminders: above zero, and each different from the others."""
    if not isinstance(part, m.ReportObligation | m.Reminders):
        return
    for key in ("due_soon_minutes", "overdue_again_minutes", "decision_minutes"):
        minutes = getattr(part, key, None) or ()
        if len(set(minutes)) != len(minutes) or any(not 1 <= n <= 366 * 1440 for n in minutes):
            words = "、".join(map(str, minutes))[:80]
            yield subject.error("reminder_minutes", (*path, key), value=words)


def _watch(subject: Subject) -> Iterator[PlanFinding]:
    watch = subject.plan.casualty_watch
    if watch is None:
        return
    both = (watch.shorter_days is None) == (watch.shorter_when is None)
    if not both or (watch.shorter_days or 0) >= watch.days:
        days = Words(str(watch.shorter_days or "—"), str(watch.shorter_days or "—"))
        yield subject.error(
            "watch_days", ("casualty_watch",), clause=watch.citation, days=watch.days, shorter=days
        )
