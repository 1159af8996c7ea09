"""The parts of those who report in a live drill: each of them can be had by a person.

A reporter's part is called after it, and so is the account of the person who has it: no person of
a scenario can be called so. `reporters` stands for all of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.drill.scenario import EVERYBODY, Scenario
from engine.plan.model import Plan

PREFIX: Final = "reporter-"


def part_of(reporter: str) -> str:
    """The part of a division or a unit that reports."""
    return f"{PREFIX}{reporter}"


def reporter_of(part: str) -> str | None:
    """The division or unit whose part it is, None for a part of somebody else."""
    return part[len(PREFIX) :] if part.startswith(PREFIX) else None


def reporters_of(scenario: Scenario, plans: Mapping[str, Plan]) -> dict[str, Plan]:
    """Who may owe a report in the scenario, in order, each with the plan that names it."""
    found: dict[str, Plan] = {}
    for opening in scenario.openings.values():
        plan = plans[opening.plan]
        for reporters in plan.standing_reporters.values():
            found |= {one: plan for one in reporters if one not in found}
        sources = [report.reporters for report in plan.reports]
        if any(one.divisions or one.divisions_in for one in sources):
            found |= {code: plan for code in plan.division_by_code if code not in found}
        rows = [one for one in scenario.simulated if one not in {EVERYBODY, *scenario.people}]
        found |= {one: plan for one in rows if one not in found and plan.name_of(one) != one}
    return found
