"""The list of measures, as clients see it."""

from __future__ import annotations

from engine.incident.state import Incident, MeasureClock, MeasureMark
from engine.measures.listed import ListedMeasure, listed
from engine.memo import memoised_on
from engine.plan.model import Plan
from engine.plan.names import parties_name
from engine.presentation.condition_text import condition_words, limit_words
from engine.presentation.incident_parts import MeasureState, MeasureView
from engine.presentation.slot_view import instant_text


@memoised_on("voided", "place", "facts", "lasted", "day", "measures", "measure_clocks")
def measures_view(plan: Plan, incident: Incident, language: str) -> list[MeasureView]:
    """The measures of the incident's list, in the order of the plan file."""
    return [_row(plan, incident, one, language) for one in listed(plan, incident)]


def _row(plan: Plan, incident: Incident, one: ListedMeasure, language: str) -> MeasureView:
    measure = one.measure
    mark = incident.measures.get(measure.id)
    clock = incident.measure_clocks.get(measure.id)
    running = clock if clock and clock.applies else None
    due_at = mark.due_at if mark else running.due_at if running else None
    when, within = measure.when, measure.within
    return {
        "id": measure.id,
        "text": (language == "en" and measure.text_en) or measure.text,
        "unit": parties_name(plan, measure.unit, language),
        "modality": measure.modality,
        "immediately": measure.immediately,
        "condition": condition_words(plan, when, language) if when else None,
        "condition_met": one.asked,
        "limit": limit_words(within, language) if within else None,
        "due_at": instant_text(due_at),
        "clause": measure.citation,
        "done": mark is not None and mark.state == "done",
        "state": _state(mark, running),
        "at": instant_text(mark.at if mark else None),
        "note": mark.note if mark else None,
        "decided_by": list(measure.decided_by),
    }


def _state(mark: MeasureMark | None, running: MeasureClock | None) -> MeasureState:
    if mark is not None:
        if mark.state == "waived":
            return "waived"
        return "done_late" if mark.late else "done"
    return "overdue" if running and running.overdue else "open"
