"""Scenario files: what they may hold, and reading them."""

from engine.drill.scenario.inject import MEANS, Branch, Condition, Expected, Inject, OnState
from engine.drill.scenario.model import ONLY_INCIDENT, Scenario
from engine.drill.scenario.parts import (
    After,
    Caller,
    IncidentOpening,
    Moment,
    Opening,
    Person,
    Step,
    Submission,
)
from engine.drill.scenario.reading import comments_of, load_scenario, read_scenario
from engine.drill.scenario.simulated import EVERYBODY, Simulated

__all__ = [
    "EVERYBODY",
    "MEANS",
    "ONLY_INCIDENT",
    "After",
    "Branch",
    "Caller",
    "Condition",
    "Expected",
    "IncidentOpening",
    "Inject",
    "Moment",
    "OnState",
    "Opening",
    "Person",
    "Scenario",
    "Simulated",
    "Step",
    "Submission",
    "comments_of",
    "load_scenario",
    "read_scenario",
]
