"""Views have the shape that their types say, after every entry of real journals."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from pydantic import ConfigDict, TypeAdapter

from docs.tables.events import runs
from engine.drill.runner import Run
from engine.evolve.apply import apply
from engine.plan.model import Plan
from engine.presentation.incident_shapes import IncidentView
from engine.presentation.incident_view import incident_view
from engine.presentation.plan_view import PlanView, plan_view
from engine.presentation.slot_view import SlotView, slot_view
from tests.engine.stories import real_plans

CLOSED = ConfigDict(extra="forbid", strict=True)
VIEWS: TypeAdapter[Any] = TypeAdapter(list[IncidentView], config=CLOSED)
ROWS: TypeAdapter[Any] = TypeAdapter(list[SlotView], config=CLOSED)
PLANS: TypeAdapter[Any] = TypeAdapter(list[PlanView], config=CLOSED)
MAY_BE_EMPTY = {"links", "calls"}
"""What one incident by itself never has, and what a drill never does: it calls nobody."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_views_and_rows_have_their_shapes(language: str) -> None:
    """No key is missing and none is too many, while reminders alone change nothing."""
    for drill in runs():  # not before the test: each process of a run imports this module
        views_and_rows_fit(drill, language)


def views_and_rows_fit(drill: Run, language: str) -> None:
    incident = None
    for event in drill.events:
        incident = apply(drill.plan, incident, event)
        if event.type not in ("report_due_soon", "report_submitted"):
            view = incident_view(drill.plan, incident, event.recorded_at, language)
            VIEWS.validate_json(orjson.dumps([view]))
    assert incident is not None
    slots = incident.slots.values()
    rows = [slot_view(drill.plan, slot, drill.ended_at, language, exercise=True) for slot in slots]
    ROWS.validate_json(orjson.dumps(rows))


def test_the_journals_fill_every_part_of_a_view() -> None:
    """Otherwise the test above would say nothing about a part that is always empty."""
    filled: set[str] = set()
    for drill in runs():
        incident = None
        for event in drill.events:
            incident = apply(drill.plan, incident, event)
            view = incident_view(drill.plan, incident, event.recorded_at)
            filled |= {part for part, value in view.items() if value not in (None, [], {})}
    assert filled == IncidentView.__annotations__.keys() - MAY_BE_EMPTY


@pytest.mark.parametrize("plan", real_plans().values(), ids=lambda plan: plan.id)
def test_a_plan_view_holds_the_files_parts_and_what_follows_from_them(plan: Plan) -> None:
    view = plan_view(plan)
    from_beside = {"texts", "open_questions"}
    extra = {"positions", "cadences", "criteria"} | from_beside
    assert PlanView.__annotations__.keys() == Plan.model_fields.keys() | extra
    assert extra - from_beside <= view.keys() <= PlanView.__annotations__.keys()
    PLANS.validate_json(orjson.dumps([view]))
