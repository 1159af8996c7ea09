"""A sheet as people read it: the names of its places, reports, posts and measures."""

from __future__ import annotations

from collections.abc import Sequence

from engine.handover.changes import Change
from engine.handover.shapes import (
    IncidentFacts,
    OpenCall,
    OpenDecision,
    OpenMeasure,
    OpenSignature,
    OwedReports,
    Sheet,
    SheetFacts,
    SheetIncident,
)
from engine.incident.calls import CallReason
from engine.plan.model import Plan, split_position
from engine.plan.names import named, party_name, place_name, post_name
from engine.ports import PlanLibrary
from engine.presentation.call_text import post_words, reason_words


class OwedReportsView(OwedReports):
    """Reports that have not come in, with names."""

    name: str
    reporter_names: list[str]


class DecisionView(OpenDecision):
    """A recommendation that waits, with names."""

    place_name: str
    recommended_by_name: str


class SignatureView(OpenSignature):
    """A recorded order that nobody has signed, with the post's name."""

    role_name: str


class OpenMeasureView(OpenMeasure):
    """A measure with a time limit, with its words."""

    text: str


class OpenCallView(OpenCall):
    """A call without an answer, and why it was made."""

    words: str


class HandoverIncident(IncidentFacts):
    """One incident of a sheet, with the names of the plan that it is pinned to."""

    plan_title: str
    stage: str
    level: str | None
    colour: str
    place_name: str
    held_by_name: str
    asked_for_name: str | None
    reports: list[OwedReportsView]
    decision: DecisionView | None
    signatures: list[SignatureView]
    measures: list[OpenMeasureView]
    calls: list[OpenCallView]


class SheetView(SheetFacts):
    """A sheet with names."""

    calls: list[OpenCallView]
    incidents: list[HandoverIncident]


class ChangeView(Change):
    """A difference, with the names of the places."""

    before_name: str | None
    after_name: str | None


def sheet_view(sheet: Sheet, plans: PlanLibrary, language: str = "zh") -> SheetView:
    """The sheet with its names. Raises `NotFound` for a plan that the library does not hold."""
    rows = [_incident(_plan(plans, one), one, language) for one in sheet["incidents"]]
    calls = [_call(None, one, language) for one in sheet["calls"]]
    return {**sheet, "incidents": rows, "calls": calls}


def changes_view(
    found: Sequence[Change], sheets: Sequence[Sheet | None], plans: PlanLibrary, language: str
) -> list[ChangeView]:
    """Differences with names; `sheets` are those that they were found between."""
    pinned = {one["id"]: one for sheet in sheets if sheet is not None for one in sheet["incidents"]}

    def place(change: Change, name: str | None) -> str | None:
        plan = _plan(plans, pinned[change["incident"]])
        return None if name is None else place_name(plan, name, language)

    return [
        {
            **one,
            "before_name": place(one, one["before"]),
            "after_name": place(one, one["after"]),
        }
        for one in found
    ]


def _plan(plans: PlanLibrary, incident: SheetIncident) -> Plan:
    return plans.pinned(incident["plan"]["id"], incident["plan"]["digest"])


def _incident(plan: Plan, one: SheetIncident, language: str) -> HandoverIncident:
    place = one["place"]
    responding = place in plan.positions
    level = split_position(place)[0] if responding else None
    coloured = plan.level_by_id.get(level or "") or plan.grade_by_place.get(place)
    title = plan.title_en if language == "en" and plan.title_en else plan.title
    asked = one["asked_for"]
    held = {holder.id: named(holder, language) for holder in plan.command.holders}
    return {
        **one,
        "plan_title": title,
        "stage": "responding" if responding else place.partition(".")[0],
        "level": level,
        "colour": coloured.colour if coloured else "grey",
        "place_name": place_name(plan, place, language),
        "held_by_name": held.get(one["held_by"], one["held_by"]),
        "asked_for_name": None if asked is None else place_name(plan, asked, language),
        "reports": [_reports(plan, row, language) for row in one["reports"]],
        "decision": _decision(plan, one["decision"], language),
        "signatures": [
            {**row, "role_name": post_name(plan, row["role"], language)}
            for row in one["signatures"]
        ],
        "measures": [
            {**row, "text": _measure(plan, row["measure"], language)} for row in one["measures"]
        ],
        "calls": [_call(plan, row, language) for row in one["calls"]],
    }


def _call(plan: Plan | None, row: OpenCall, language: str) -> OpenCallView:
    reason = CallReason(row["reason"]["key"], row["reason"]["values"])
    return {
        **row,
        "post": post_words(plan, row["post"], language),
        "words": reason_words(plan, reason, language),
    }


def _reports(plan: Plan, row: OwedReports, language: str) -> OwedReportsView:
    return {
        **row,
        "name": named(plan.report_by_id[row["obligation"]], language),
        "reporter_names": [party_name(plan, one, language) for one in row["reporters"]],
    }


def _decision(plan: Plan, row: OpenDecision | None, language: str) -> DecisionView | None:
    if row is None:
        return None
    return {
        **row,
        "place_name": place_name(plan, row["place"], language),
        "recommended_by_name": post_name(plan, row["recommended_by"], language),
    }


def _measure(plan: Plan, measure: str, language: str) -> str:
    known = plan.measure_by_id.get(measure)
    if known is None:
        return measure
    english = known.text_en if language == "en" else None
    return english or known.text
