"""What a scenario does by itself in a live drill, as values: steps with their turns, and requests.

The batch runner and a live drill take the same things at the same instants. How far a live drill
has come is one place in the order of the steps; what lies behind is never done again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.drill.ground import Ground
from engine.drill.reporter_parts import part_of
from engine.drill.scenario import EVERYBODY, IncidentOpening, Scenario
from engine.drill.steps import Steps, Turn, report_for
from engine.incident.command_parts import Caller
from engine.incident.commands import OpenIncident, SubmitReport
from engine.incident.state import Incident, Slot
from engine.plan.model import Plan

Place = tuple[datetime, int, int]
"""Where a turn stands: its instant, its step in the file, its number within the step."""


@dataclass(frozen=True, slots=True)
class Item:
    """One turn of a step. `part` is who takes it: a person of the scenario, or a reporter."""

    place: Place
    incident: str
    part: str
    turn: Turn

    @property
    def at(self) -> datetime:
        """Its instant of drill time, aware."""
        return self.place[0]


def agenda(ground: Ground) -> tuple[Item, ...]:
    """Every turn of every step, in order. Raises `InvalidInput` for what the plans do not have."""
    found = []
    first = ground.scenario.first_incident
    for number, turn in enumerate(Steps(ground).turns()):
        part = turn.step.by or ""
        if turn.step.submit is not None:
            part = part_of(turn.reporter) if turn.reporter is not None else EVERYBODY
        place = (turn.instant, turn.order, number)
        found.append(Item(place, turn.step.incident or first, part, turn))
    return tuple(found)


def opening_request(opening: IncidentOpening, at: datetime) -> OpenIncident:
    """The request by which an incident of the scenario is opened at an instant."""
    caller = Caller(**opening.caller.model_dump()) if opening.caller else None
    return OpenIncident(
        plan=opening.plan,
        kind=opening.kind,
        place=opening.place,
        caller=caller,
        title=opening.title,
        occurred_at=at - timedelta(minutes=opening.occurred_minutes_ago),
        received_at=at - timedelta(minutes=opening.received_minutes_ago),
        division=opening.division,
        exercise=True,
        facts=dict(opening.facts),
    )


def report_of(
    scenario: Scenario, plan: Plan, incident: Incident, turn: Turn, now: datetime
) -> SubmitReport | None:
    """The report that a reporter sends in its turn; None if it owes none now."""
    submission = turn.step.submit
    if submission is None:
        return None
    due = None
    if submission.due is not None:
        due = scenario.instant(plan.zone, submission.due_day or turn.day, submission.due)

    def open_now(slot: Slot) -> bool:
        return (
            slot.obligation == submission.obligation
            and slot.reporter == turn.reporter
            and slot.state_at(now) in ("owed", "overdue")
            and (due is None or slot.due_at == due)
        )

    found = [slot for slot in incident.slots.values() if open_now(slot)]
    if not found:
        return None
    slot = min(found, key=lambda one: (abs(one.due_at - now), one.due_at))
    return report_for(plan, slot, submission)
