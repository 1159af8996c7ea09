"""Which reports are owed, and by whom: a question to plan and state, nothing changes here."""

from __future__ import annotations

from engine.conditions import holds, situation_of
from engine.plan.cadences import SameDay
from engine.plan.model import Plan, Report
from engine.state import Incident


def in_force(plan: Plan, incident: Incident) -> list[Report]:
    """The obligations that the plan asks for, given place and knowledge."""
    situation = situation_of(plan, incident)
    return [
        report
        for report in plan.reports
        if plan.covers(report.at, incident.place)
        and (report.when is None or holds(report.when, situation) is True)
        and (incident.watching or not isinstance(report.cadence, SameDay))
    ]


def reporters_of(plan: Plan, incident: Incident, report: Report) -> tuple[str, ...]:
    """Who owes the obligation, after any limit that the office has set (A14)."""
    source = report.reporters
    found = plan.standing_reporters[report.id]
    if source.divisions == "incident" and incident.division in plan.division_by_code:
        found = (incident.division, *found)
    if source.divisions_in is not None:
        found = (*found, *_on_list(plan, incident, source.divisions_in))
    if source.divisions_not_in is not None:
        taken_out = set(_on_list(plan, incident, source.divisions_not_in))
        found = tuple(reporter for reporter in found if reporter not in taken_out)
    limit = incident.reporter_limits.get(report.id)
    if limit is not None:
        found = tuple(reporter for reporter in found if reporter in limit)
    return found if found is plan.standing_reporters[report.id] else tuple(dict.fromkeys(found))


def _on_list(plan: Plan, incident: Incident, fact: str) -> list[str]:
    """The divisions that a list fact names now, in the jurisdiction's order."""
    figure = incident.current(fact)
    return [code for code in plan.division_by_code if figure and code in figure.value]
