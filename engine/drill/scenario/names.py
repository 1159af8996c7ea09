"""Names in a scenario that must exist: people, plan, posts, divisions, units, duties, commands.

A drill that cannot run as written is refused before it starts, with the line and the nearest known
name, as in the plan checker. Without the plans only the file's own definitions can be looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.drill.scenario.inject_names import check_after, check_injects, check_moment
from engine.drill.scenario.lookup import Lookup
from engine.drill.scenario.model import Scenario
from engine.drill.scenario.parts import IncidentOpening, Person
from engine.drill.scenario.step_names import check_steps
from engine.errors import PlanFileError
from engine.incident.actors import GENERAL_ROLES
from engine.plan.model import Plan
from engine.plan.yaml_tree import Mapped, Path


def unknown_names(
    scenario: Scenario, tree: Mapped, plans: Mapping[str, Plan] | None
) -> list[PlanFileError]:
    """The unknown names of the scenario, in the order of the file."""
    found = Lookup(tree)
    for key, opening in scenario.openings.items():
        path: Path = ("open",) if scenario.open is not None else ("incidents", key)
        found.check("person", opening.by, scenario.people, (*path, "by"))
        if opening.at is not None:
            check_moment(found, scenario, opening.at, (*path, "at"))
        if opening.after is not None:
            check_after(found, scenario, opening.after, (*path, "after"))
        if plans is not None:
            named: Path = ("plan",) if scenario.open is not None else (*path, "plan")
            found.check("plan", opening.plan, plans, named)
            if opening.plan in plans:
                _opening(found, opening, plans[opening.plan], path)
    if plans is not None:
        used = [plans[one.plan] for one in scenario.openings.values() if one.plan in plans]
        for name, person in scenario.people.items():
            _person(found, person, used, plans, ("people", name))
    check_steps(found, scenario, plans)
    check_injects(found, scenario, plans)
    return sorted(found.faults, key=lambda fault: fault.line)


def _opening(found: Lookup, opening: IncidentOpening, plan: Plan, path: Path) -> None:
    if opening.kind is not None:
        found.check("kind", opening.kind, plan.kind_by_id, (*path, "kind"))
    areas = [plan.jurisdiction.code, *plan.division_by_code]
    found.check("division", opening.division, areas, (*path, "division"))
    found.facts(plan, opening.facts, (*path, "facts"))


def _person(
    found: Lookup, person: Person, used: list[Plan], plans: Mapping[str, Plan], path: Path
) -> None:
    posts = [f"{one.id}:{role.id}" for one in plans.values() for role in one.roles]
    for index, role in enumerate(person.roles):
        found.check("role", role, [*GENERAL_ROLES, *posts], (*path, "roles", index))
    if not used:
        return
    areas = [code for p in used for code in (p.jurisdiction.code, *p.division_by_code)]
    if person.division is not None:
        found.check("division", person.division, dict.fromkeys(areas), (*path, "division"))
    if person.unit is not None:
        units = dict.fromkeys(unit for plan in used for unit in plan.unit_by_id)
        found.check("unit", person.unit, units, (*path, "unit"))


def submitters(plan: Plan, obligation: str) -> Iterator[str]:
    """Every reporter that may come to owe an obligation: `reporters: all`."""
    source = plan.report_by_id[obligation].reporters
    if source.divisions or source.divisions_in or source.divisions_not_in:
        yield from plan.division_by_code
    if source.members:
        yield from (unit.id for unit in plan.units if unit.member)
    yield from source.units
