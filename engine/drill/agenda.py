"""What a scenario does by itself, in order: openings and steps, each at its instant.

A pure list: the batch runner and a live drill take the same things at the same instants. How
far a drill has come in it is one place; what lies behind is never done again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from engine.drill.draws import draw
from engine.drill.scenario import EVERYBODY, IncidentOpening, Scenario, Step, Submission
from engine.drill.scenario.names import submitters
from engine.errors import InvalidInput
from engine.incident.actors import Actor
from engine.incident.command_parts import Caller, Command
from engine.incident.commands import COMMANDS, OpenIncident, SubmitReport
from engine.incident.state import Incident, Slot
from engine.messages import text
from engine.plan.model import Plan
from engine.plan.validation_messages import path_text

Place = tuple[datetime, int, int]
"""Where something stands in the agenda: its instant, its step, its turn within the step."""

BEFORE_ALL: int = -1
"""The step of openings: before every step of the same instant."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happens: an opening, or a step of one day (and one reporter).

    `part` is who does it: a person of the scenario, or `reporters`.
    """

    place: Place
    incident: str
    part: str
    opening: IncidentOpening | None = None
    step: Step | None = None
    day: int = 1
    reporter: str | None = None

    @property
    def at(self) -> datetime:
        """Its instant of drill time, aware."""
        return self.place[0]


def agenda(scenario: Scenario, plans: Mapping[str, Plan], seed: int) -> tuple[Item, ...]:
    """Everything that has an instant of its own, in order."""
    return tuple(sorted(_items(scenario, plans, seed), key=lambda item: item.place))


def _items(scenario: Scenario, plans: Mapping[str, Plan], seed: int) -> Iterator[Item]:
    for turn, (key, opening) in enumerate(scenario.openings.items()):
        at = scenario.begins
        if opening.at is not None:
            at = scenario.at(opening.at.day, opening.at.time)
        elif opening.after is not None and opening.after.start:
            at += timedelta(minutes=opening.after.minutes)
        elif opening.after is not None:
            continue
        yield Item((at, BEFORE_ALL, turn), key, opening.by, opening=opening)
    for order, step in enumerate(scenario.steps):
        key = step.incident or scenario.first_incident
        plan = plans[scenario.openings[key].plan]
        yield from _of_step(scenario, plan, key, order, step, seed)


def _of_step(
    scenario: Scenario, plan: Plan, key: str, order: int, step: Step, seed: int
) -> Iterator[Item]:
    turn = 0
    for day in step.span:
        at = scenario.instant(plan.zone, day, step.at)
        if step.submit is None:
            yield Item((at, order, turn), key, step.by or "", step=step, day=day)
            turn += 1
            continue
        for reporter in reporters(plan, step.submit):
            later = delay(seed, step.submit, reporter, day)
            place = (at + later, order, turn)
            yield Item(place, key, EVERYBODY, step=step, day=day, reporter=reporter)
            turn += 1


def reporters(plan: Plan, submission: Submission) -> list[str]:
    """Who sends a report in a step. Raises `InvalidInput` for an obligation there is not."""
    report = plan.report_by_id.get(submission.obligation)
    if report is None:
        raise InvalidInput(
            "obligation_not_found",
            field="submit.obligation",
            value=submission.obligation,
            accepted="、".join(plan.report_by_id),
        )
    given = submission.reporters
    if given == "all":
        everybody = list(submitters(plan, report.id))
    else:
        everybody = [given] if isinstance(given, str) else list(given)
    return [one for one in dict.fromkeys(everybody) if one not in submission.except_]


def delay(seed: int, submission: Submission, reporter: str, day: int) -> timedelta:
    """Whole minutes within the spread, the same for the same seed."""
    drawn = draw(seed, submission.obligation, reporter, day)
    return timedelta(minutes=drawn % (submission.spread_minutes + 1))


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


def person(scenario: Scenario, name: str) -> Actor:
    """Somebody of the scenario, as the engine sees him."""
    one = scenario.people[name]
    return Actor(name, frozenset(one.roles), one.division, one.unit)


def reporter_of(plan: Plan, name: str) -> Actor:
    """A reporter: a division by its code, or a unit."""
    division = name if name in plan.division_by_code else None
    return Actor(name, frozenset({"reporter"}), division, None if division else name)


def command_of(body: Mapping[str, Any]) -> Command:
    """The command that a step writes down. Raises `InvalidInput`."""
    name = str(body.get("command", ""))
    kind = COMMANDS.get(name)
    if kind is None:
        accepted = "、".join(COMMANDS)
        raise InvalidInput(
            "unknown_command", field="do.command", value=name, accepted=accepted, hint="—"
        )
    try:
        return kind.model_validate(dict(body))
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        place, value = f"do.{path_text(first['loc'])}", repr(first.get("input"))[:80]
        raise InvalidInput(
            "bad_value", field=place, value=value, accepted=str(first["msg"])
        ) from None


def report_of(
    scenario: Scenario, plan: Plan, incident: Incident, item: Item, now: datetime
) -> SubmitReport | None:
    """The report that a reporter sends in a step; None if it owes none now."""
    submission = item.step.submit if item.step is not None else None
    if submission is None:
        return None
    due = None
    if submission.due is not None:
        due = scenario.instant(plan.zone, submission.due_day or item.day, submission.due)

    def open_now(slot: Slot) -> bool:
        return (
            slot.obligation == submission.obligation
            and slot.reporter == item.reporter
            and slot.state_at(now) in ("owed", "overdue")
            and (due is None or slot.due_at == due)
        )

    found = [slot for slot in incident.slots.values() if open_now(slot)]
    if not found:
        return None
    slot = min(found, key=lambda one: (abs(one.due_at - now), one.due_at))
    report = plan.report_by_id[slot.obligation]
    answer = text("word.drill_answer")
    return SubmitReport.model_validate(
        {
            "command": "submit_report",
            "slot": slot.id,
            "kind": submission.kind or report.kind,
            "content": submission.content or dict.fromkeys(report.required_fields, answer),
        }
    )
