"""What the plan asks for, given place and knowledge: which reports, and of whom.

`known` are the incident's figures in force; whoever asks about all reports has them at hand.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import datetime
from typing import Any

from engine.conditions.evaluation import Situation, holds
from engine.incident.state import Incident
from engine.instants import local_day
from engine.plan.cadences import SameDay
from engine.plan.model import Plan, ReportObligation

OVER = ("ended", "closed")
"""Stages after the response: what is pending there ends, unless it is owed until sent (A17)."""


def in_force(
    plan: Plan, incident: Incident, known: Mapping[str, Any], before: Container[str], at: datetime
) -> Iterator[str]:
    """The obligations that the plan asks for now; same-day ones while the watch runs (A19).

    What stays owed until it is sent begins after the end only while the watch runs (A26);
    what was in force `before` goes on. The date is that of the instant `at`.
    """
    if incident.voided is not None:
        return
    watch_is_over = plan.casualty_watch is not None and not incident.watching
    situation = Situation(plan, known, incident.place, incident.lasted, local_day(at, plan.zone))
    for report in plan.reports:
        if isinstance(report.cadence, SameDay) and not incident.watching:
            continue
        too_late = report.until_sent and watch_is_over and incident.place in OVER
        if too_late and report.id not in before:
            continue
        here = plan.covers(report.at, incident.place)
        if here and (report.when is None or holds(report.when, situation) is True):
            yield report.id


def reporters(
    plan: Plan, report: ReportObligation, incident: Incident, known: Mapping[str, Any]
) -> frozenset[str]:
    """Who owes the obligation where it is in force, before any limit (A14, A15)."""
    source, counties = report.reporters, plan.division_by_code.keys()
    found = set(source.units)
    if source.divisions == "all":
        found |= counties
    elif source.divisions == "incident":
        found |= counties & {incident.division}
    elif source.divisions is not None:
        found |= _by_parents(plan, source.divisions, incident.division)
    if source.members:
        found |= {unit.id for unit in plan.units if unit.member}
    if source.divisions_in is not None:
        found |= counties & set(known.get(source.divisions_in) or ())
    if source.divisions_not_in is not None:
        found -= counties & set(known.get(source.divisions_not_in) or ())
    return frozenset(found)


def _by_parents(plan: Plan, which: str, place: str) -> set[str]:
    """The divisions that a rule names by what belongs to what."""
    belongs = {d.code: d.parent for d in plan.jurisdiction.divisions}
    if which == "parent_of_incident":
        return {parent for parent in [belongs.get(place)] if parent in belongs}
    above = {parent for parent in belongs.values() if parent in belongs}
    return belongs.keys() - above if which == "lowest" else above
