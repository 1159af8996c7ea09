"""A plan as clients see it: the file's own structure and what follows from it."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, cast

from typing_extensions import TypedDict

from engine.conditions.explanations import named
from engine.plan import model
from engine.plan.cadences import Cadence
from engine.plan.model import Plan
from engine.plan.places import place_name
from engine.presentation.condition_text import cadence_words, condition_words


class PositionView(TypedDict):
    """A place that a response can be at."""

    id: str
    name: str


class CadenceView(TypedDict):
    """When a report obligation falls due."""

    id: str
    """Id of the report obligation."""
    name: str
    at: list[str]
    """Ids of the places, such as levels, at which it is owed."""
    cadence: Cadence
    reckoned: str
    """The deadline in words made from the rule, not from the plan's text."""
    owed_when: str | None
    """The condition in such words; null where the report is always owed."""
    clause: list[str]


class PlanCriterionView(TypedDict):
    """A criterion of a level, as the plan words it."""

    id: str
    level: str
    sub_state: str | None
    text: str
    reckoned: str
    """The condition in words made from the rule: a mistyped number shows beside `text`."""
    clause: list[str]


class PlanView(TypedDict):
    """A plan: the parts of its file as JSON, without nulls, and four parts made from them."""

    format: Literal["1"]
    id: str
    version: str
    """The edition of the plan's file, such as 2021.4."""
    title: str
    title_en: NotRequired[str]
    number_prefix: str
    """The beginning of its incidents' numbers."""
    zone: str
    """An IANA time zone; the plan's clock times are in it."""
    document: model.Document
    jurisdiction: model.Jurisdiction
    laws: list[model.Law]
    clauses: list[model.Clause]
    not_encoded: list[model.NotEncoded]
    coverage: model.Coverage
    kinds: list[model.Kind]
    roles: list[model.Role]
    units: list[model.Unit]
    facts: list[model.Fact]
    derived: list[model.Derived]
    scales: list[model.Scale]
    projections: list[model.Projection]
    warnings: list[model.WarningGrade]
    levels: list[model.Level]
    lifecycle: list[model.Transition]
    acts: list[model.Act]
    command: model.CommandStructure
    groups: list[model.Group]
    measures: list[model.Measure]
    inheritance: list[model.Inheritance]
    reports: list[model.ReportObligation]
    answers: list[model.FieldAnswer]
    content_fields: list[model.ContentField]
    reminders: model.Reminders
    first_slot: model.FirstSlot
    end_conditions: list[model.EndCondition]
    casualty_watch: NotRequired[model.CasualtyWatch]
    assumptions: list[model.Assumption]
    digest: str
    """sha256 of the plan file."""
    positions: list[PositionView]
    """Lowest first."""
    cadences: list[CadenceView]
    criteria: list[PlanCriterionView]
    texts: NotRequired[dict[str, str]]
    """The plan's own words by clause, where the server has been given them."""
    open_questions: NotRequired[str]
    """What the plan file's editors ask the plan's owner, Markdown in Chinese."""


def plan_view(plan: Plan, language: str = "zh") -> PlanView:
    """A plan for clients: the file's own structure, each rule with its clauses."""
    view: dict[str, Any] = plan.model_dump(mode="json", by_alias=True, exclude_none=True)
    view["positions"] = [
        PositionView(id=position, name=place_name(plan, position, language))
        for position in plan.positions
    ]
    view["cadences"] = [
        {
            "id": report.id,
            "name": named(report, language),
            "at": list(report.at),
            "cadence": report.cadence.model_dump(mode="json", by_alias=True, exclude_none=True),
            "reckoned": cadence_words(plan, report.cadence, language),
            "owed_when": condition_words(plan, report.when, language) if report.when else None,
            "clause": list(report.clause),
        }
        for report in plan.reports
    ]
    view["criteria"] = [
        PlanCriterionView(
            id=criterion.id,
            level=level.id,
            sub_state=sub_state,
            text=criterion.text,
            reckoned=condition_words(plan, criterion.when, language),
            clause=list(criterion.clause),
        )
        for level in plan.levels
        for sub_state, criteria in [
            (None, level.criteria),
            *((sub.id, sub.criteria) for sub in level.sub_states),
        ]
        for criterion in criteria
    ]
    return cast(PlanView, view)
