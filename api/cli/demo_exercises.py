"""What `zhiban demo` starts with: accounts for every role, and exercises under way.

The scenarios beside the plans are moved to today by whole days, so that their clock times stay the
same. They are played up to the present instant on the real service. The server's clock enters what
comes later.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from engine.drill.runner import Run, run
from engine.drill.scenario import Scenario, load_scenario
from engine.evolve.apply import apply
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.plan.model import Plan
from engine.ports import Journal, PlanLibrary
from engine.timers import next_timer

LEAST_UNDER_WAY = timedelta(hours=2)
"""The least age of an exercise: one that has just begun shows little."""

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
PASSWORD_LETTERS = 12
"""About 59 random bits, without letters that look alike."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demo with its password."""

    name: str
    password: str
    roles: tuple[str, ...]
    division: str | None = None


def demo_accounts(plans: PlanLibrary, scripts: Sequence[Scenario]) -> list[DemoAccount]:
    """One account for each general role, and one for each post, over all plans.

    Posts and reporters of a division are of one where an exercise is under way.
    """
    current = list(plans.current().values())
    division = _division(plans.current(), scripts)
    found = [
        ("duty", ("duty_officer", "controller"), None),
        ("relief", ("duty_officer",), None),
        ("admin", ("admin",), None),
        ("viewer", ("viewer",), None),
        ("reporter", ("reporter",), division),
    ]
    posts: dict[str, list[str]] = {}
    local: set[str] = set()
    for plan in current:
        for role in plan.roles:
            if role.signs_in:
                posts.setdefault(role.id, []).append(f"{plan.id}:{role.id}")
                local |= {role.id} if role.scope == "division" else set()
    found += [
        (post, tuple(roles), division if post in local else None) for post, roles in posts.items()
    ]
    return [DemoAccount(name, _password(), roles, place) for name, roles, place in found]


def _password() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(PASSWORD_LETTERS))


def _division(plans: Mapping[str, Plan], scripts: Sequence[Scenario]) -> str:
    """The division of an exercise whose plan has posts of divisions, else of any."""
    for script in scripts:
        for opening in script.openings.values():
            roles = plans[opening.plan].roles if opening.plan in plans else ()
            if any(role.scope == "division" for role in roles):
                return opening.division
    return next(iter(plans.values())).jurisdiction.divisions[0].code


def scenarios(folder: Path) -> list[Scenario]:
    """The scenarios beside the plans that are of one incident and steps: format "1"."""
    found = [load_scenario(file) for file in sorted((folder / "drills").glob("*.yaml"))]
    return [script for script in found if script.format == "1"]


def moved(scenario: Scenario, now: datetime) -> Scenario:
    """The scenario moved by whole days, so that it began at least two hours ago."""
    days = (now - LEAST_UNDER_WAY - scenario.begins) // timedelta(days=1)
    start = datetime.fromisoformat(scenario.start) + timedelta(days=days)
    return scenario.model_copy(update={"start": start.isoformat()})


def played_until(
    scenario: Scenario, plans: Mapping[str, Plan], now: datetime
) -> tuple[Run, list[Event]]:
    """The drill of a scenario that has been moved, and its journal up to `now`."""
    played = run(scenario, plans)
    return played, [event for event in played.events if event.recorded_at <= now]


def enter(journal: Journal, plan: Plan, events: Sequence[Event]) -> Incident | None:
    """Append a journal that was played elsewhere, in one unit of work."""
    incident: Incident | None = None
    slots: dict[str, Slot] = {}
    for event in events:
        incident = apply(plan, incident, event)
        slots |= {slot.id: slot for slot in incident.touched}
    if incident is None:
        return None
    _take_number(journal, incident.number)
    timer = next_timer(plan, incident)
    incident = replace(incident, touched=())
    journal.append(incident, events, tuple(slots.values()), timer.instant if timer else None)
    return incident


def _take_number(journal: Journal, number: str) -> None:
    """Count the number's series on, so that the next exercise gets the next number."""
    series, _, last = number.rpartition("-")
    for taken in iter(lambda: journal.next_number(series), int(last)):
        if taken > int(last):
            raise ValueError(f"the number {number} is taken")


def exercises(
    scripts: Sequence[Scenario], plans: Mapping[str, Plan], now: datetime
) -> Iterator[tuple[Plan, list[Event]]]:
    """Each scenario's plan and journal up to now."""
    for scenario in scripts:
        played, events = played_until(moved(scenario, now), plans, now)
        yield played.plan, events
