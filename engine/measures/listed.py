"""The list of measures: what the place asks for, as far as the figures do not speak against it.

A measure with a condition is on the list while the condition is met, and while it is not
known: an unknown figure must not hide what has to be done. Only when the condition is known
to fail is the measure left out, unless somebody has settled it; what was done stays visible.
"""

from __future__ import annotations

from typing import NamedTuple

from engine.conditions.evaluation import Answer, Situation, holds, situation_of
from engine.incident.state import Incident
from engine.plan.measures import effective
from engine.plan.model import Measure, Plan


class ListedMeasure(NamedTuple):
    """A measure of the list, and whether it is asked for: None while that is not known."""

    measure: Measure
    asked: Answer


def listed(plan: Plan, incident: Incident) -> list[ListedMeasure]:
    """The measures of the incident's list, in the order of the plan file."""
    if incident.voided is not None:
        return []
    situation = situation_of(plan, incident)
    here = [ListedMeasure(one, is_asked(one, situation)) for one in effective(plan, incident.place)]
    return [one for one in here if one.asked is not False or one.measure.id in incident.measures]


def on_list(plan: Plan, incident: Incident, measure: str) -> Measure | None:
    """The measure of this id, if it is on the incident's list."""
    found = next((one for one in effective(plan, incident.place) if one.id == measure), None)
    if found is None or incident.voided is not None:
        return None
    out = is_asked(found, situation_of(plan, incident)) is False
    return None if out and measure not in incident.measures else found


def is_asked(measure: Measure, situation: Situation) -> Answer:
    """Whether the figures ask for the measure, wherever the incident is."""
    return True if measure.when is None else holds(measure.when, situation)
