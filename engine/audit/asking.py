"""What the plan asks for, given place and knowledge: which reports, and of whom.

`known` are the incident's figures in force; whoever asks about all reports has them at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.conditions import Situation, holds
from engine.plan.cadences import SameDay
from engine.plan.model import Plan, Report
from engine.state import Incident


def in_force(plan: Plan, incident: Incident, known: Mapping[str, Any]) -> Iterator[str]:
    """The obligations that the plan asks for now; same-day ones while the watch runs (A19)."""
    situation = Situation(plan, known, incident.place, incident.lasted)
    for report in plan.reports:
        if isinstance(report.cadence, SameDay) and not incident.watching:
            continue
        here = plan.covers(report.at, incident.place)
        if here and (report.when is None or holds(report.when, situation) is True):
            yield report.id


def reporters(
    plan: Plan, report: Report, incident: Incident, known: Mapping[str, Any]
) -> frozenset[str]:
    """Who owes the obligation where it is in force, before any limit (A14, A15)."""
    source, counties = report.reporters, plan.division_by_code.keys()
    found = set(source.units)
    if source.divisions == "all":
        found |= counties
    elif source.divisions == "incident":
        found |= counties & {incident.division}
    if source.members:
        found |= {unit.id for unit in plan.units if unit.member}
    if source.divisions_in is not None:
        found |= counties & set(known.get(source.divisions_in) or ())
    if source.divisions_not_in is not None:
        found -= counties & set(known.get(source.divisions_not_in) or ())
    return frozenset(found)
