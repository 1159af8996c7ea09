"""The reports that are owed, and their reporters. Queries of plan and state, no changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.conditions.evaluation import Situation, holds, situation_of
from engine.incident.state import Figure, Incident, Slot
from engine.instants import local_day
from engine.plan.cadences import SameDay
from engine.plan.model import Plan, ReportObligation
from engine.plan.seasons import days_told_apart


def in_force(plan: Plan, incident: Incident) -> list[ReportObligation]:
    """The obligations that the plan asks for at this place, with these facts."""
    if incident.voided is not None:
        return []
    situation = situation_of(plan, incident)
    return [
        report
        for report in plan.reports
        if plan.covers(report.at, incident.place)
        and (report.when is None or holds(report.when, situation) is True)
        and _in_time(plan, incident, report)
    ]


def _in_time(plan: Plan, incident: Incident, report: ReportObligation) -> bool:
    """True if the obligation may arise here; after the end only during the watch (A19, A26)."""
    if incident.watching:
        return True
    if isinstance(report.cadence, SameDay):
        return False
    late = report.until_sent and plan.casualty_watch and incident.stage in ("ended", "closed")
    return not late or report.id in incident.duties


def was_ever_asked(plan: Plan, incident: Incident, slot: Slot) -> bool:
    """True if figures that still count have asked for the report since the incident was opened.

    A corrected figure does not count (A27).
    """
    when = plan.report_by_id[slot.obligation].when
    figures = [(name, one) for name, all_ in incident.facts.items() for one in all_]
    later = sorted({one.seq for _, one in figures if one.received_at >= slot.opens_at})
    states = [
        [(name, one) for name, one in figures if one.received_at <= slot.opens_at],
        *([(name, one) for name, one in figures if one.seq <= seq] for seq in later),
    ]
    if when is None:
        return True
    first = incident.day and min(incident.day, local_day(slot.opens_at, plan.zone))
    return any(
        holds(when, Situation(plan, _newest(state), incident.place, incident.lasted, day)) is True
        for day in days_told_apart(plan.seasons, first, incident.day)
        for state in states
    )


def _newest(figures: Iterable[tuple[str, Figure]]) -> dict[str, Any]:
    """The values in force of these figures, by fact."""
    ordered = sorted(figures, key=lambda pair: (pair[1].as_of, pair[1].seq))
    newest = {name: figure.value for name, figure in ordered}
    return {name: value for name, value in newest.items() if value is not None}


def reporters_of(plan: Plan, incident: Incident, report: ReportObligation) -> tuple[str, ...]:
    """The reporters of the obligation, after any limit that the office has set (A14)."""
    source = report.reporters
    found = plan.standing_reporters[report.id]
    if source.divisions == "incident" and incident.division in plan.division_by_code:
        found = (incident.division, *found)
    if source.divisions == "parent_of_incident" and incident.division in plan.parents:
        found = (plan.parents[incident.division], *found)
    if source.divisions_in is not None:
        found = (*found, *_on_list(plan, incident, source.divisions_in))
    if source.divisions_not_in is not None:
        taken_out = set(_on_list(plan, incident, source.divisions_not_in))
        found = tuple(reporter for reporter in found if reporter not in taken_out)
    limit = incident.reporter_limits.get(report.id)
    if limit is not None:
        found = tuple(reporter for reporter in found if reporter in limit)
    return found if found is plan.standing_reporters[report.id] else tuple(dict.fromkeys(found))


def passing_on(plan: Plan, incident: Incident, report: ReportObligation, sender: str) -> list[str]:
    """Who owes the obligation after a report of `sender`: the sender alone where it owes it
    itself, only the division that the sender belongs to where the plan says so, else all."""
    reporters = reporters_of(plan, incident, report)
    if report.reporters.divisions == "parent_of_reporter":
        return [one for one in reporters if one == plan.parents.get(sender)]
    return [sender] if sender in reporters else list(reporters)


def _on_list(plan: Plan, incident: Incident, fact: str) -> list[str]:
    """The divisions that a list fact names now, in the jurisdiction's order."""
    figure = incident.current(fact)
    return [code for code in plan.division_by_code if figure and code in figure.value]
