"""What opening an incident would mean, shown before it is opened; nothing here decides."""

from __future__ import annotations

from typing_extensions import TypedDict

from engine.conditions.assessment import RecommendationView, assessment
from engine.decide.kinds import ChosenPlan
from engine.incident.state import Incident
from engine.instants import to_text
from engine.messages import text
from engine.plan.model import Kind, Plan
from engine.plan.names import cited, division_name
from engine.plan.places import place_name
from engine.presentation.incident_parts import KindView, PlanRef
from engine.presentation.incident_view import kind_view
from engine.presentation.reporting_view import ReportingRow, reporting_view


class GoverningPlan(PlanRef):
    """The plan that an incident would be opened under, and why this one."""

    clause: str
    why: str
    """The reason in words, in the language of the request."""


class SimilarIncident(TypedDict):
    """An open incident that the one to be opened may be the same as."""

    id: str
    number: str
    title: str
    plan: PlanRef
    kind: KindView | None
    place: str
    exercise: bool
    division: str
    """Code of the division (GB/T 2260)."""
    division_name: str
    occurred_at: str
    opened_at: str
    place_name: str
    """Where its response stands, in words."""
    level: str | None
    """Id of the level in force; null where there is no response."""


class WouldOpen(TypedDict):
    """The parts of a preview that follow from plan and figures."""

    recommendation: RecommendationView
    obligations: list[ReportingRow]
    """The reports that would be owed at once, by obligation and due instant."""


def governing_plan(chosen: ChosenPlan, language: str) -> GoverningPlan:
    """The plan, with the reason in words."""
    plan = chosen.plan
    english = language == "en" and plan.title_en
    kind = chosen.kind if chosen.why == "kind" else None
    clause = kind.citation if kind else plan.coverage.citation
    return {
        "id": plan.id,
        "version": plan.version,
        "title": plan.title_en if english and plan.title_en else plan.title,
        "clause": clause,
        "why": kind_words(kind, language)
        if kind
        else text(f"preview.{chosen.why}", language, clause=cited(plan, clause)),
    }


def kind_words(kind: Kind, language: str) -> str:
    """Why the plan follows from a kind of event."""
    return kind.why_en if language == "en" and kind.why_en else kind.why


def would_open(plan: Plan, incident: Incident, language: str) -> WouldOpen:
    """What an incident that was opened in memory would ask for."""
    return {
        "recommendation": assessment(plan, incident, language)["recommendation"],
        "obligations": reporting_view(plan, incident, language),
    }


def similar_incident(plan: Plan, incident: Incident, language: str) -> SimilarIncident:
    """One open incident, in short."""
    english = language == "en" and plan.title_en
    return {
        "id": incident.id,
        "number": incident.number,
        "title": incident.title,
        "plan": {
            "id": plan.id,
            "version": incident.plan_version,
            "title": plan.title_en if english and plan.title_en else plan.title,
        },
        "kind": kind_view(incident, language),
        "place": incident.told_at_opening.place,
        "exercise": incident.exercise,
        "division": incident.division,
        "division_name": division_name(plan, incident.division, language),
        "occurred_at": to_text(incident.occurred_at),
        "opened_at": to_text(incident.opened_at),
        "place_name": place_name(plan, incident.place, language),
        "level": incident.level,
    }
